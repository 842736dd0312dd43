package dev.pulse.api.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Each line of an input is an option: its name, an equals sign, and its value. */
class SettingsFuzzTest {
  private static final String SECRET = "hunter2-hunter2-hunter2";

  @FuzzTest
  void anyOptionsAreReadOrReported(byte[] input) {
    var values = options(input, text -> text);

    var problems = read(values);

    assertThat(problems).allSatisfy(problem -> assertThat(problem.message()).isNotBlank());
    var unknown =
        values.keySet().stream()
            .filter(key -> !key.matches("o[0-9]|section"))
            .map(key -> key.isEmpty() ? "checks[0]" : "checks[0]." + key)
            .toList();
    assertThat(problems).extracting(Problem::key).containsAll(unknown);
  }

  @FuzzTest
  void noSecretIsRepeated(byte[] input) {
    if (new String(input, UTF_8).contains(SECRET)) {
      // Then it stands somewhere else as well, where it is none.
      return;
    }
    var values =
        options(input, text -> text.isBlank() ? text : Secret.of(SECRET + text.strip() + SECRET));

    assertThat(read(values))
        .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain(SECRET));
  }

  /** Reads every option in every way there is. */
  private static List<Problem> read(Map<String, ?> values) {
    var settings = Settings.of("checks[0]", values, key -> "pulse.yaml:1");
    var built =
        settings.attempt(
            s -> {
              for (int i = 0; i < 10; i++) {
                readInEveryWay(s, "o" + i);
              }
              readInEveryWay(s.section("section"), "o1");
              return s.sections("o2").size();
            });
    var problems = settings.problems();
    assertThat(built.isPresent() && !problems.isEmpty())
        .as("what was read without a problem has unknown options at most")
        .isEqualTo(
            built.isPresent()
                && problems.stream()
                    .anyMatch(problem -> problem.message().startsWith("is not an option")));
    return problems;
  }

  private static void readInEveryWay(Settings s, String key) {
    assertThat(s.text(key).where(text -> text.length() < 20, "must be short").orElse("-"))
        .isNotBlank();
    assertThat(s.integer(key).between(-10, 10).orElse(0)).isBetween(-10, 10);
    assertThat(s.number(key).orElse(0.0)).isFinite();
    s.bool(key).orElse(true);
    s.duration(key).between(Duration.ZERO, Duration.ofDays(1)).optional();
    s.uri(key, "http", "https").optional().ifPresent(it -> assertThat(it.getHost()).isNotEmpty());
    s.zone(key).optional();
    s.choice(key, TimeUnit.class).optional();
    s.secret(key).optional().ifPresent(it -> assertThat(it).hasToString("***"));
    s.texts(key).map(SettingsFuzzTest::refuse, List.of()).optional();
    s.map(key).optional();
  }

  private static List<String> refuse(List<String> texts) {
    if (texts.stream().anyMatch(text -> text.length() > 3)) {
      throw new IllegalArgumentException("has a text that is too long: " + texts);
    }
    return texts;
  }

  private interface Wrapping {
    Object wrap(String text);
  }

  private static Map<String, Object> options(byte[] input, Wrapping wrapping) {
    var values = new LinkedHashMap<String, Object>();
    for (String line : new String(input, UTF_8).split("\n", 20)) {
      int equals = line.indexOf('=');
      var key = equals < 0 ? line : line.substring(0, equals);
      values.put(key, value(equals < 0 ? "" : line.substring(equals + 1), wrapping, 0));
    }
    return values;
  }

  /** The first character says what becomes of the rest. */
  private static Object value(String text, Wrapping wrapping, int depth) {
    var rest = text.isEmpty() || depth > 4 ? text : text.substring(1);
    return switch (text.isEmpty() || depth > 4 ? ' ' : text.charAt(0)) {
      case '[' -> List.of(value(rest, wrapping, depth + 1), wrapping.wrap(rest));
      case '{' -> Map.of("o1", value(rest, wrapping, depth + 1), rest, wrapping.wrap(rest));
      case '#' -> rest.length();
      case '?' -> rest.toLowerCase(Locale.ROOT).contains("t");
      default -> wrapping.wrap(text);
    };
  }
}
