package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Option;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Settings;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What Pulse expects of every provider, whatever it makes. Extend {@link CheckProviderContract},
 * {@link CollectorProviderContract}, {@link ScorerProviderContract} or {@link
 * DetectorProviderContract} rather than this class.
 */
public abstract class ProviderContract {
  private static final String TYPE = "[a-z][a-z0-9]*([._-][a-z0-9]+)*";
  private static final String UNKNOWN = "no-such-option";
  private static final String SECRET = "hunter2";

  /** Only for the contracts of this package. */
  ProviderContract() {}

  /** The provider itself. */
  abstract Object subject();

  /** The type that the provider says it makes. */
  abstract String type();

  /** Asks the provider. */
  abstract Object create(Settings settings);

  /** Options, as a configuration file would hold them, from which something can be made. */
  protected abstract Map<String, Object> validOptions();

  /** The options without which nothing can be made. */
  protected abstract Set<String> requiredOptions();

  @Test
  void typeHasTheRightForm() {
    assertThat(type()).matches(TYPE).hasSizeLessThanOrEqualTo(100);
    if (!subject().getClass().getName().startsWith("dev.pulse.")) {
      assertThat(type()).as("the type of a third party has a prefix").contains(".");
    }
    assertThat(type()).as("the type is always the same").isEqualTo(type());
  }

  @Test
  void canBeFoundByServiceLoader() throws Exception {
    var type = subject().getClass();
    assertThat(Modifier.isPublic(type.getModifiers())).as("%s is public", type).isTrue();
    assertThat(Modifier.isPublic(type.getConstructor().getModifiers())).isTrue();
  }

  @Test
  void validOptionsMakeSomething() {
    assertThat(problems(validOptions())).isEmpty();
  }

  @Test
  void unknownOptionIsReported() {
    var options = new LinkedHashMap<String, @Nullable Object>(validOptions());
    options.put(UNKNOWN, "x");
    assertThat(problems(options)).anyMatch(problem -> problem.key().equals(UNKNOWN));
  }

  @Test
  void missingOptionsAreReportedAllAtOnce() {
    var reported = problems(Map.of()).stream().map(Problem::key).toList();
    assertThat(reported).containsAll(requiredOptions());
  }

  @Test
  void wrongTypesAreReportedAndNeverThrown() {
    var wrong =
        List.of("", "\u0000", -1, 1e300, true, List.of(List.of()), Map.of("x", Map.of("y", 1)));
    for (String key : validOptions().keySet()) {
      for (Object value : wrong) {
        var options = new LinkedHashMap<String, @Nullable Object>(validOptions());
        options.put(key, value);
        assertThatCode(() -> problems(options))
            .as("%s = %s", key, value)
            .doesNotThrowAnyException();
      }
      var options = new LinkedHashMap<String, @Nullable Object>(validOptions());
      options.put(key, List.of(List.of(Map.of())));
      assertThat(problems(options)).as("%s = [[{}]]", key).isNotEmpty();
    }
  }

  @Test
  void optionsAreDescribed() {
    var options = Settings.describe(this::create);
    assertThat(options).extracting(ProviderContract::topLevel).containsAll(validOptions().keySet());
    assertThat(options)
        .filteredOn(Option::required)
        .extracting(ProviderContract::topLevel)
        .containsAll(requiredOptions());
    assertThat(options)
        .allSatisfy(
            option ->
                assertThat(option.description())
                    .as("what %s is for, by describedAs(\"…\")", option.name())
                    .isPresent());
  }

  @Test
  void secretsStayOutOfProblems() {
    for (var option : validOptions().entrySet()) {
      if (option.getValue() instanceof String) {
        var options = new LinkedHashMap<String, @Nullable Object>(validOptions());
        options.put(option.getKey(), Secret.of(SECRET + " or worse"));
        assertThat(problems(options).toString().contains(SECRET))
            .as("a secret in a problem with %s", option.getKey())
            .isFalse();
      }
    }
  }

  /** The name of an option, or of the section that it is one of. */
  private static String topLevel(Option option) {
    return option.name().split("[.\\[]", 2)[0];
  }

  /** What is wrong with options; anything but a {@link ConfigurationException} comes through. */
  private List<Problem> problems(Map<String, ?> options) {
    try {
      assertThat(Settings.read(options, this::create)).isNotNull();
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }
}
