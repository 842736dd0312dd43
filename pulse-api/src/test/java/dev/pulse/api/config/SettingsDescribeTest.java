package dev.pulse.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.api.alert.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What can be learnt about options from the way they are read. */
class SettingsDescribeTest {
  @Test
  void eachOptionTellsWhatItsReaderSays() {
    var options =
        Settings.describe(
            settings ->
                List.of(
                    settings.text("queue").describedAs("which queue").required(),
                    settings.integer("most").between(0, 10).orElse(5),
                    settings.duration("age").orElse(Duration.ofSeconds(90)),
                    settings.choice("severity", Severity.class).orElse(Severity.WARNING),
                    settings.texts("tags").orElse(List.of()),
                    settings.uri("site", "https").optional()));

    assertThat(options)
        .containsExactly(
            option("queue", Option.Kind.TEXT, "a text", true, null, List.of(), "which queue"),
            option(
                "most",
                Option.Kind.WHOLE_NUMBER,
                "a whole number",
                false,
                "5",
                List.of("must be 0 to 10"),
                null),
            option(
                "age",
                Option.Kind.DURATION,
                "a duration like 250ms, 30s, 5m, 12h or 7d",
                false,
                "90s",
                List.of(),
                null),
            new Option(
                "severity",
                "one of info, warning, critical",
                new Option.Form(Option.Kind.CHOICE, List.of("info", "warning", "critical"), false),
                false,
                "warning",
                List.of(),
                null),
            option("tags", Option.Kind.TEXTS, "a list of texts", false, null, List.of(), null),
            new Option(
                "site",
                "a URL",
                Option.Form.of(Option.Kind.TEXT).inHiding(),
                false,
                null,
                List.of("must begin with https://"),
                null));
  }

  @Test
  void aConvertedOptionKeepsItsWords() {
    var options =
        Settings.describe(
            settings ->
                settings
                    .text("address")
                    .expecting("an address")
                    .describedAs("where")
                    .where(text -> text.contains(":"), "must have a port")
                    .map(String::length, 0)
                    .required());

    assertThat(options)
        .containsExactly(
            option(
                "address",
                Option.Kind.TEXT,
                "an address",
                true,
                null,
                List.of("must have a port"),
                "where"));
  }

  private static Option option(
      String name,
      Option.Kind kind,
      String type,
      boolean required,
      @Nullable String fallback,
      List<String> rules,
      @Nullable String description) {
    return new Option(name, type, Option.Form.of(kind), required, fallback, rules, description);
  }

  @Test
  void whatMayHoldATokenIsHiddenInMessagesAndInForms() {
    Function<Settings, Map<String, String>> build =
        settings -> settings.map("headers").hidden().orElse(Map.of());

    assertThat(Settings.describe(build))
        .singleElement()
        .matches(Option::isHidden)
        .returns(Option.Kind.MAP, Option::kind);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Settings.read(Map.of("headers", "Bearer hunter2"), build))
        .withMessageContaining("headers")
        .withMessageNotContaining("hunter2");
  }

  @Test
  void defaultOfASecretIsNotShown() {
    var options =
        Settings.describe(settings -> settings.secret("token").orElse(Secret.of("hunter2")));
    assertThat(options.get(0).fallback()).isEmpty();
    assertThat(options.toString()).doesNotContain("hunter2");
  }

  @Test
  void optionsOfSectionsAreFoundEvenWhereTheyAreReadOnlyWhenThere() {
    var options =
        Settings.describe(
            settings -> {
              if (settings.has("basic")) {
                settings.section("basic").text("user").required();
                settings.text("realm").required();
              } else {
                settings.secret("token").required();
              }
              settings.sections("steps").forEach(step -> step.text("name").required());
              return "";
            });

    assertThat(options)
        .extracting(Option::name, Option::required)
        .containsExactlyInAnyOrder(
            tuple("basic.user", true),
            tuple("realm", false),
            tuple("token", true),
            tuple("steps[0].name", true));
  }

  @Test
  void whatIsReadBeforeARefusalIsKept() {
    var options =
        Settings.describe(
            settings -> {
              settings.text("first").required();
              throw new IllegalArgumentException("no");
            });
    assertThat(options).extracting(Option::name).containsExactly("first");
  }

  @Test
  void anOptionThatOnlySeemsToBeThereBreaksNothing() {
    var options =
        Settings.describe(
            settings ->
                settings.has("first") ? settings.text("first").optional().orElseThrow() : "");
    assertThat(options).extracting(Option::name).containsExactly("first");
  }

  @Test
  void aBrokenReaderIsNotHidden() {
    assertThatExceptionOfType(NullPointerException.class)
        .isThrownBy(
            () ->
                Settings.describe(
                    settings -> {
                      throw new NullPointerException();
                    }));
  }
}
