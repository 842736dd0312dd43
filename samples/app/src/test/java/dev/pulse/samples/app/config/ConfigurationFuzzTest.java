package dev.pulse.samples.app.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Settings;
import dev.pulse.core.plugin.Plugins;
import java.time.Instant;
import java.util.Map;

/** Whatever stands in a configuration file. */
class ConfigurationFuzzTest {
  private static final String SECRET = "hunter2-hunter2-hunter2";
  private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", SECRET, "EMPTY", "");

  private final Plugins plugins = Plugins.load(getClass().getClassLoader());

  @FuzzTest
  void anyTextIsAConfigurationOrItsProblems(byte[] input) {
    var reader = new ConfigurationReader("pulse.yaml", ENVIRONMENT, plugins);
    try {
      var configuration = reader.read(text(input));
      assertThat(configuration.toString()).doesNotContain(SECRET);
    } catch (ConfigurationException e) {
      assertThat(e.problems())
          .allSatisfy(
              problem -> {
                assertThat(problem.where()).startsWith("pulse.yaml");
                assertThat(problem.message()).isNotBlank();
              });
      assertThat(e.getMessage()).doesNotContain(SECRET);
    }
  }

  @FuzzTest
  void anyYamlIsValuesAndProblems(byte[] input) {
    var document = YamlReader.read("pulse.yaml", text(input), new Variables(ENVIRONMENT));

    assertThat(document.values().keySet()).allMatch(key -> document.lines().containsKey(key));
    assertThat(document.values().toString()).doesNotContain(SECRET);
    assertThat(document.problems())
        .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain(SECRET));
  }

  @FuzzTest
  void anyScheduleIsReadOrReported(byte[] input) {
    var text = text(input);
    var values = YamlReader.read("pulse.yaml", text, new Variables(ENVIRONMENT)).values();
    var settings = Settings.of("", values, key -> "");

    var schedule =
        settings.attempt(
            check -> {
              var read = new ScheduleReader(check.section("defaults")).read(check);
              settings.skip();
              return read;
            });

    assertThat(schedule.isPresent()).isEqualTo(settings.problems().isEmpty());
    var now = Instant.parse("2026-03-28T23:00:00Z");
    schedule.ifPresent(it -> assertThat(it.next(now).orElseThrow()).isAfter(now));
  }

  @FuzzTest
  void anyTextIsFilledInOrRefused(byte[] input) {
    var text = text(input);
    Variables.Filled filled;
    try {
      filled = new Variables(ENVIRONMENT).fill(text);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain(SECRET);
      return;
    }
    assertThat(filled.fromEnvironment()).isEqualTo(filled.text().contains(SECRET));
    assertThat(text.contains("${") || filled.text().equals(text)).isTrue();
  }

  /** The secret comes from a variable, and from nowhere else. */
  private static String text(byte[] input) {
    var text = new String(input, UTF_8);
    // What is left of two halves may be the secret again.
    while (text.contains(SECRET)) {
      text = text.replace(SECRET, "");
    }
    return text;
  }
}
