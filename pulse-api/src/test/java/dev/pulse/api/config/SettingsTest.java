package dev.pulse.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pulse.api.alert.Severity;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @Nested
  class Reading {
    @Test
    void givesEachKindOfValue() {
      var settings =
          settings(
              "text", "shop",
              "integer", 3,
              "number", 2.5,
              "bool", true,
              "duration", "30s",
              "uri", "https://shop.example/health",
              "zone", "Europe/Berlin",
              "choice", "warning",
              "secret", "hunter2",
              "texts", List.of("a", 2),
              "map", Map.of("X-Team", "shop"));

      assertThat(settings.text("text").required()).isEqualTo("shop");
      assertThat(settings.integer("integer").required()).isEqualTo(3);
      assertThat(settings.number("number").required()).isEqualTo(2.5);
      assertThat(settings.bool("bool").required()).isTrue();
      assertThat(settings.duration("duration").required()).isEqualTo(Duration.ofSeconds(30));
      assertThat(settings.uri("uri", "http", "https").required())
          .isEqualTo(URI.create("https://shop.example/health"));
      assertThat(settings.zone("zone").required()).isEqualTo(ZoneId.of("Europe/Berlin"));
      assertThat(settings.choice("choice", Severity.class).required()).isEqualTo(Severity.WARNING);
      assertThat(settings.secret("secret").required().reveal()).isEqualTo("hunter2");
      assertThat(settings.texts("texts").required()).containsExactly("a", "2");
      assertThat(settings.map("map").required()).containsExactly(Map.entry("X-Team", "shop"));
      assertThat(settings.problems()).isEmpty();
    }

    @Test
    void givesTheSameFromTextsAlone() {
      var settings = settings("integer", "3", "number", "2.5", "bool", "TRUE", "one", "a");

      assertThat(settings.integer("integer").required()).isEqualTo(3);
      assertThat(settings.number("number").required()).isEqualTo(2.5);
      assertThat(settings.bool("bool").required()).isTrue();
      assertThat(settings.texts("one").required()).containsExactly("a");
      assertThat(settings.problems()).isEmpty();
    }

    @Test
    void takesTheDefaultOfWhatIsNotThere() {
      var settings = settings("empty", null);

      assertThat(settings.integer("retries").orElse(7)).isEqualTo(7);
      assertThat(settings.integer("empty").orElse(7)).isEqualTo(7);
      assertThat(settings.integer("retries").optional()).isEmpty();
      assertThat(settings.problems()).isEmpty();
    }

    @Test
    void doesNotJudgeADefault() {
      assertThat(settings().integer("retries").between(1, 3).orElse(0)).isZero();
    }

    @Test
    void keepsTheOrderOfAMapAndOfTheKeys() {
      var map = new LinkedHashMap<String, Object>();
      List.of("z", "a", "m").forEach(key -> map.put(key, key));
      var settings = settings("map", map, "another", "", "last", "");

      assertThat(settings.map("map").required().keySet()).containsExactly("z", "a", "m");
      assertThat(settings.keys()).containsExactly("map", "another", "last");
    }

    @Test
    void mapsAValueToSomethingElse() {
      var settings = settings("port", "80");

      assertThat(settings.integer("port").map(port -> "port " + port, "none").required())
          .isEqualTo("port 80");
    }

    @Test
    void fallsBackOnOthersWhereThereIsNoneOfItsOwn() {
      var settings = settings("timeout", "1s", "empty", null);
      settings.fallBackOn(Map.of("timeout", "2s", "retries", 3, "unread", "x", "empty", "y"));

      assertThat(settings.duration("timeout").required()).isEqualTo(Duration.ofSeconds(1));
      assertThat(settings.integer("retries").required()).isEqualTo(3);
      assertThat(settings.text("empty").optional()).isEmpty();
      assertThat(settings.has("retries")).isTrue();
      assertThat(settings.keys()).containsExactly("timeout", "empty");
      assertThat(settings.problems()).isEmpty();
    }

    @Test
    void keepsNoLinkToTheValuesItWasGiven() {
      var values = new LinkedHashMap<String, Object>(Map.of("a", "1"));
      var settings = Settings.of(values);
      values.put("b", "2");

      assertThat(settings.keys()).containsExactly("a");
    }
  }

  @Nested
  class Empty {
    @Test
    void isAProblemWhereItWouldSwitchSomethingOff() {
      var settings =
          settings("secret", null, "bool", null, "texts", null, "map", null, "most", null);

      settings.secret("secret").optional();
      settings.bool("bool").orElse(true);
      settings.texts("texts").orElse(List.of());
      settings.map("map").required();
      settings.integer("most").notEmpty().map(most -> most + 1, 0).optional();

      assertThat(settings.problems())
          .extracting(Problem::key)
          .containsExactly("secret", "bool", "texts", "map", "most");
      assertThat(settings.problems())
          .extracting(Problem::message)
          .containsOnly(
              "must not be empty, as written or for an empty variable; leave it out if you mean"
                  + " none");
    }

    @Test
    void isNoneForAListThatSaysSoUnlessRefined() {
      var settings = settings("tags", List.of(), "expect", List.of(), "send", List.of());

      assertThat(settings.texts("tags").required()).isEmpty();
      settings.texts("expect").notEmpty().optional();
      settings.texts("send").notEmpty().map(List::size, 0).optional();

      assertThat(settings.problems())
          .extracting(Problem::toString)
          .containsExactly("expect: must not be empty", "send: must not be empty");
    }

    @Test
    void isNotWhatIsNotThere() {
      var settings = settings();

      assertThat(settings.secret("secret").optional()).isEmpty();
      assertThat(settings.texts("expect").notEmpty().optional()).isEmpty();
      assertThat(settings.duration("most").notEmpty().optional()).isEmpty();
      assertThat(settings.problems()).isEmpty();
    }
  }

  @Nested
  class Problems {
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
        delimiter = '|',
        value = {
          "integer | many | must be a whole number, but is \"many\"",
          "integer | 2.5 | must be a whole number, but is \"2.5\"",
          "integer | 99999999999 | must be a whole number, but is \"99999999999\"",
          "number | NaN | must be a number, but is \"NaN\"",
          "number | 1d | must be a number, but is \"1d\"",
          "number | 1e999 | must be a number, but is \"1e999\"",
          "bool | yes | must be true or false, but is \"yes\"",
          "duration | 30 | must be a duration like 250ms, 30s, 5m, 12h or 7d, but is \"30\"",
          "zone | Europe/Berlim | must be a time zone like Europe/Berlin or UTC, but is \"Europe/Berlim\"",
          "choice | urgent | must be one of info, warning, critical, but is \"urgent\"",
          "text | ' ' | must not be blank, but is \" \"",
        })
    void nameWhatIsAllowedAndWhatWasFound(String kind, String value, String message) {
      var settings = settings("key", value);

      readers().get(kind).accept(settings);

      assertThat(settings.problems()).containsExactly(new Problem("", "key", message));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"text", "integer", "number", "bool", "duration", "uri", "zone", "choice"})
    void refuseAListWhereOneValueBelongs(String kind) {
      var settings = settings("key", List.of("a"));

      readers().get(kind).accept(settings);

      assertThat(settings.problems()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
      "not a url, must be a URL",
      "shop.example/health, must begin with http:// or https://",
      "ftp://shop.example/, must begin with http:// or https://",
      "https:///health, must name a host",
      "http:shop, must name a host"
    })
    void tellWhatIsWrongWithAUrlButNotTheUrl(String url, String message) {
      var settings = settings("url", url);

      settings.uri("url", "http", "https").required();

      assertThat(settings.problems()).containsExactly(new Problem("", "url", message));
    }

    @Test
    void areAllReportedTogether() {
      assertThat(
              problemsOf(
                  Map.of("retries", "many", "timeout", "-5s"),
                  settings -> {
                    settings.text("name").required();
                    settings.integer("retries").orElse(0);
                    return settings
                        .duration("timeout")
                        .between(Duration.ofMillis(1), Duration.ofMinutes(5))
                        .required();
                  }))
          .extracting(Problem::toString)
          .containsExactly(
              "name: is required: a text",
              "retries: must be a whole number, but is \"many\"",
              "timeout: must be 1ms to 5m, but is \"-5s\"");
    }

    @Test
    void sayWhereTheyAre() {
      var settings =
          Settings.of("checks[2]", Map.of("retries", "x"), key -> "pulse.yaml:" + key.length());

      settings.integer("retries").required();
      settings.text("url").required();

      assertThat(settings.problems())
          .extracting(Problem::toString)
          .containsExactly(
              "pulse.yaml:17: checks[2].retries: must be a whole number, but is \"x\"",
              "pulse.yaml:13: checks[2].url: is required: a text");
    }

    @Test
    void quoteTheRefusalOfAConversion() {
      var settings = settings("level", "9");

      settings
          .integer("level")
          .map(
              level -> {
                throw new IllegalArgumentException("there are only 3 levels");
              },
              "")
          .required();

      assertThat(settings.problems())
          .containsExactly(new Problem("", "level", "there are only 3 levels"));
    }

    @Test
    void holdTheRulesThatStoodBeforeAConversion() {
      var settings = settings("level", "9");

      settings.integer("level").between(1, 3).map(level -> level * 2, 0).required();

      assertThat(settings.problems())
          .containsExactly(new Problem("", "level", "must be 1 to 3, but is \"9\""));
    }

    @Test
    void nameTheEntryOfAListOrMapThatIsNoText() {
      var settings =
          settings("tags", List.of("a", Map.of()), "headers", Map.of("X-Team", List.of("a")));

      settings.texts("tags").required();
      settings.map("headers").required();

      assertThat(settings.problems())
          .extracting(Problem::toString)
          .containsExactly(
              "tags: must be a list of texts, but number 2 is a section",
              "headers: must have texts for values, but \"X-Team\" is a list");
    }

    @Test
    void shortenLongValues() {
      var settings = settings("port", "9".repeat(1000));

      settings.integer("port").required();

      assertThat(settings.problems().get(0).message()).hasSizeLessThan(200).endsWith("…\"");
    }
  }

  @Nested
  class UnknownOptions {
    @Test
    void areProblemsThatGuessWhatWasMeant() {
      assertThat(
              problemsOf(
                  Map.of("ulr", "x"),
                  settings ->
                      settings.text("url").orElse("") + settings.text("method").orElse("GET")))
          .extracting(Problem::toString)
          .containsExactly("ulr: is not an option here; did you mean \"url\"?");
    }

    @Test
    void areProblemsThatListWhatIsAllowed() {
      assertThat(problemsOf(Map.of("colour", "x"), settings -> settings.text("url").orElse("")))
          .extracting(Problem::message)
          .containsExactly("is not an option here; allowed: url");
    }

    @Test
    void areProblemsWhereThereAreNoOptions() {
      assertThat(problemsOf(Map.of("colour", "x"), settings -> "built"))
          .extracting(Problem::message)
          .containsExactly("is not an option here; there are none");
    }

    @Test
    void areFoundInSections() {
      assertThat(
              problemsOf(
                  Map.of("tls", Map.of("x", "1"), "steps", List.of(Map.of("y", "2"))),
                  settings -> {
                    settings.section("tls").bool("verify").orElse(true);
                    settings.sections("steps").forEach(step -> step.text("url").orElse(""));
                    return "built";
                  }))
          .extracting(Problem::key)
          .containsExactly("tls.x", "steps[0].y");
    }

    @Test
    void areNotLookedForInASkippedSection() {
      var settings = settings("steps", List.of(Map.of("y", "2")));

      settings.sections("steps").forEach(Settings::skip);

      assertThat(settings.problems()).isEmpty();
    }
  }

  @Nested
  class Sections {
    @Test
    void areEmptyWhenNotThere() {
      var settings = settings();

      assertThat(settings.section("tls").keys()).isEmpty();
      assertThat(settings.sections("steps")).isEmpty();
      assertThat(settings.problems()).isEmpty();
    }

    @Test
    void mustBeSections() {
      var settings = settings("tls", "yes", "steps", Map.of(), "more", Arrays.asList("a", null));

      settings.section("tls");
      settings.sections("steps");
      settings.sections("more");

      assertThat(settings.problems())
          .extracting(Problem::toString)
          .containsExactly(
              "tls: must be a section with options, but is \"yes\"",
              "steps: must be a list, but is a section",
              "more[0]: must be a section with options, but is \"a\"",
              "more[1]: must be a section with options, but is empty");
    }

    @Test
    void knowTheirPath() {
      var settings = settings("steps", List.of(Map.of("tls", Map.of())));

      var tls = settings.sections("steps").get(0).section("tls");

      assertThat(tls.path()).isEqualTo("steps[0].tls");
      assertThat(tls.problem("key", "is odd").key()).isEqualTo("steps[0].tls.key");
      assertThat(tls.problem("", "is odd").key()).isEqualTo("steps[0].tls");
    }
  }

  @Nested
  class Building {
    @Test
    void returnsWhatWasBuilt() {
      int built = Settings.read(Map.of("a", "1"), settings -> settings.integer("a").required());

      assertThat(built).isEqualTo(1);
    }

    @Test
    void reportsWhatTheBuilderRefuses() {
      assertThat(
              problemsOf(
                  Map.of(),
                  settings -> {
                    throw new IllegalArgumentException("user without password");
                  }))
          .containsExactly(new Problem("", "", "user without password"));
    }

    @Test
    void doesNotBlameTheBuilderForAPlaceholder() {
      assertThat(
              problemsOf(
                  Map.of(),
                  settings -> {
                    settings.text("name").required();
                    throw new IllegalArgumentException("\"placeholder\" is taken");
                  }))
          .extracting(Problem::key)
          .containsExactly("name");
    }

    @Test
    void doesNotCallUnknownWhatAnExceptionKeptFromBeingRead() {
      assertThat(
              problemsOf(
                  Map.of("url", "x", "method", "GET"),
                  settings -> {
                    settings.text("url").required();
                    throw new IllegalArgumentException("refused");
                  }))
          .extracting(Problem::message)
          .containsExactly("refused");
    }

    @Test
    void letsOnePartFailAlone() {
      var root =
          settings(
              "checks", List.of(Map.of("n", "x"), Map.of("n", "2"), Map.of("n", "3", "o", "1")));

      var built =
          root.sections("checks").stream()
              .map(
                  check ->
                      check.attempt(
                          one -> {
                            int n = one.integer("n").required();
                            if (n == 3) {
                              throw new IllegalArgumentException("three is too many");
                            }
                            return n;
                          }))
              .toList();

      assertThat(built).containsExactly(Optional.empty(), Optional.of(2), Optional.empty());
      assertThat(root.problems())
          .extracting(Problem::toString)
          .containsExactly(
              "checks[0].n: must be a whole number, but is \"x\"", "checks[2]: three is too many");
    }

    @Test
    void callsUnknownWhatWasNotReadBeforeAConfigurationException() {
      assertThat(
              problemsOf(
                  Map.of("ulr", "x"),
                  settings -> {
                    settings.text("url").orElse("");
                    throw new ConfigurationException(List.of(settings.problem("url", "is needed")));
                  }))
          .extracting(Problem::key)
          .containsExactly("url", "ulr");
    }

    @Test
    void passesOnTheProblemsOfAnotherConfiguration() {
      var inner = new Problem("other.yaml:3", "a", "is odd");

      assertThat(
              problemsOf(
                  Map.of(),
                  settings -> {
                    throw new ConfigurationException(List.of(inner));
                  }))
          .containsExactly(inner);
    }

    @Test
    void putsEachProblemOnALineOfTheMessage() {
      assertThatThrownBy(
              () ->
                  Settings.read(
                      Map.of(),
                      settings -> settings.text("a").required() + settings.integer("b").required()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("a: is required: a text\nb: is required: a whole number");
    }
  }

  @Nested
  class Secrets {
    @Test
    void areReadLikeTexts() {
      var settings =
          settings(
              "port", Secret.of("8080"),
              "every", Secret.of("30s"),
              "url", Secret.of("http://shop.example"),
              "on", Secret.of("true"),
              "zone", Secret.of("UTC"),
              "severity", Secret.of("info"),
              "headers", Map.of("Authorization", Secret.of("Bearer hunter2")),
              "tags", List.of(Secret.of("a")));

      assertThat(settings.integer("port").required()).isEqualTo(8080);
      assertThat(settings.duration("every").required()).isEqualTo(Duration.ofSeconds(30));
      assertThat(settings.uri("url", "http").required().getHost()).isEqualTo("shop.example");
      assertThat(settings.bool("on").required()).isTrue();
      assertThat(settings.zone("zone").required()).isEqualTo(ZoneId.of("UTC"));
      assertThat(settings.choice("severity", Severity.class).required()).isEqualTo(Severity.INFO);
      assertThat(settings.map("headers").required()).containsValue("Bearer hunter2");
      assertThat(settings.texts("tags").required()).containsExactly("a");
      assertThat(settings.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"integer", "number", "bool", "duration", "uri", "zone", "choice", "refused"})
    void doNotStandInAProblem(String kind) {
      var settings = settings("key", Secret.of("hunter2"));

      readers().get(kind).accept(settings);

      assertThat(settings.problems()).hasSize(1);
      assertThat(settings.problems().toString()).doesNotContain("hunter2");
    }

    @Test
    void doNotStandInWhatTheBuilderRefuses() {
      var values = Map.of("headers", Map.of("Authorization", Secret.of("hunter2")));

      assertThat(
              problemsOf(
                  values,
                  settings -> {
                    var header = settings.map("headers").required();
                    throw new IllegalArgumentException("bad header " + header);
                  }))
          .extracting(Problem::message)
          .containsExactly("bad header {Authorization=***}");
    }

    @Test
    void doNotStandInTheProblemsOfSomebodyElse() {
      assertThat(
              problemsOf(
                  Map.of("type", Secret.of("hunter2")),
                  settings -> {
                    var type = settings.text("type").required();
                    throw new ConfigurationException(
                        List.of(settings.problem("type", type + " is not a type")));
                  }))
          .extracting(Problem::message)
          .containsExactly("*** is not a type");
    }

    @Test
    void areHiddenWhenTheOptionIsOneAndTheValueIsNot() {
      var settings = settings("token", "hunter2", "list", List.of("hunter2"));

      settings.secret("token").where(secret -> false, "must be longer").required();
      settings.secret("list").required();

      assertThat(settings.problems())
          .extracting(Problem::message)
          .containsExactly("must be longer", "must be a text that is not blank");
    }
  }

  private static Map<String, Consumer<Settings>> readers() {
    return Map.of(
        "text", settings -> settings.text("key").required(),
        "integer", settings -> settings.integer("key").required(),
        "number", settings -> settings.number("key").required(),
        "bool", settings -> settings.bool("key").required(),
        "duration", settings -> settings.duration("key").required(),
        "uri", settings -> settings.uri("key", "http").required(),
        "zone", settings -> settings.zone("key").required(),
        "choice", settings -> settings.choice("key", Severity.class).required(),
        "refused",
            settings ->
                settings
                    .text("key")
                    .map(
                        text -> {
                          throw new IllegalArgumentException("cannot read " + text);
                        },
                        "")
                    .required());
  }

  private static List<Problem> problemsOf(Map<String, ?> values, Function<Settings, ?> build) {
    return catchThrowableOfType(
            ConfigurationException.class, () -> Settings.read(values, build::apply))
        .problems();
  }

  private static Settings settings(@Nullable Object... keysAndValues) {
    var values = new LinkedHashMap<String, Object>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return Settings.of(values);
  }
}
