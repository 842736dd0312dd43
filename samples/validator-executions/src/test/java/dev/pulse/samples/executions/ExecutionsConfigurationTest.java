package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.samples.server.environment.DatabaseUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;

/** Section 3. */
class ExecutionsConfigurationTest {
  @Test
  void anEmptyEnvironmentMeansTheDefaults() {
    var configuration = ExecutionsConfiguration.from(Map.of());
    var settings = configuration.settings();

    assertThat(settings.namespace()).isEmpty();
    assertThat(settings.pods()).isEqualTo(new PodRange("bboostd-validator-validator-", 0, 77));
    assertThat(settings.file()).isEqualTo("/opt/storage/database.db");
    assertThat(settings.query())
        .isEqualTo("SELECT * FROM EXECUTIONS ORDER BY start_block DESC LIMIT 1");
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.timeToLive()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.interval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.concurrency()).isEqualTo(10);
    assertThat(settings.container()).isEmpty();
    assertThat(settings.program()).isEqualTo("sqlite3");
    assertThat(settings.precheck()).isTrue();
    assertThat(settings.staleSeries()).isEqualTo(StaleSeries.KEEP);
    assertThat(settings.stuckAfter()).isEmpty();
    assertThat(settings.origins()).isEmpty();
    assertThat(configuration.host()).isEqualTo("0.0.0.0");
    assertThat(configuration.port()).isEqualTo(8080);
    assertThat(configuration.logLevel()).isEqualTo(Level.INFO);
    assertThat(configuration.database()).isEmpty();
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void blankVariablesMeanTheDefaults() {
    var blank = new TreeMap<String, String>();
    ExecutionsSettings.VARIABLES.forEach(name -> blank.put(name, "  "));
    for (String name : new String[] {"PORT", "HOST", "LOG_LEVEL", "DATABASE_URL"}) {
      blank.put(name, "");
    }

    var configuration = ExecutionsConfiguration.from(blank);

    assertThat(configuration.settings().pods()).isEqualTo(ExecutionsSettings.defaults().pods());
    assertThat(configuration.port()).isEqualTo(8080);
  }

  @Test
  void everyVariableIsRead() {
    var configuration =
        ExecutionsConfiguration.from(
            Map.ofEntries(
                Map.entry("NAMESPACE", "prod"),
                Map.entry("POD_PREFIX", "a.b-"),
                Map.entry("POD_RANGE_START", " 3 "),
                Map.entry("POD_RANGE_END", "4"),
                Map.entry("SQLITE_PATH", "/data/my file.db"),
                Map.entry("QUERY", " SELECT 1 -- as it is "),
                Map.entry("QUERY_TIMEOUT", "1"),
                Map.entry("CACHE_TTL", "0"),
                Map.entry("REFRESH_INTERVAL", "5"),
                Map.entry("QUERY_CONCURRENCY", "200"),
                Map.entry("POD_CONTAINER", "validator"),
                Map.entry("SQLITE_BIN", "/usr/bin/sqlite3"),
                Map.entry("POD_PRECHECK", " False "),
                Map.entry("STALE_SERIES", "DROP"),
                Map.entry("STUCK_AFTER", "3600"),
                Map.entry("CORS_ORIGINS", "https://a.example, http://b.example:3000"),
                Map.entry("PORT", "0"),
                Map.entry("HOST", "127.0.0.1"),
                Map.entry("LOG_LEVEL", "warning"),
                Map.entry("DATABASE_URL", "jdbc:sqlite:/data/pulse.db")));
    var settings = configuration.settings();

    assertThat(settings.namespace()).contains("prod");
    assertThat(settings.pods()).isEqualTo(new PodRange("a.b-", 3, 4));
    assertThat(settings.file()).isEqualTo("/data/my file.db");
    assertThat(settings.query()).isEqualTo(" SELECT 1 -- as it is ");
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.timeToLive()).isZero();
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.concurrency()).isEqualTo(200);
    assertThat(settings.container()).contains("validator");
    assertThat(settings.program()).isEqualTo("/usr/bin/sqlite3");
    assertThat(settings.precheck()).isFalse();
    assertThat(settings.staleSeries()).isEqualTo(StaleSeries.DROP);
    assertThat(settings.stuckAfter()).contains(Duration.ofHours(1));
    assertThat(settings.origins()).containsExactly("https://a.example", "http://b.example:3000");
    assertThat(configuration.port()).isZero();
    assertThat(configuration.host()).isEqualTo("127.0.0.1");
    assertThat(configuration.logLevel()).isEqualTo(Level.WARN);
    assertThat(configuration.database())
        .contains(new DatabaseUrl.Sqlite(Path.of("/data/pulse.db")));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        argumentSet("no label", "NAMESPACE", "HUNTER_2"),
        argumentSet("a label that is too long", "NAMESPACE", "h".repeat(64)),
        argumentSet("blanks belong to a text", "NAMESPACE", " hunter2 "),
        argumentSet("no part of a name", "POD_PREFIX", "Hunter2-"),
        argumentSet("a path", "POD_PREFIX", "../hunter2-"),
        argumentSet("a prefix that is too long", "POD_PREFIX", "h".repeat(250)),
        argumentSet("below zero", "POD_RANGE_START", "-17"),
        argumentSet("too large", "POD_RANGE_START", "100000"),
        argumentSet("more than 10,000 pods", "POD_RANGE_END", "10000"),
        argumentSet("a word", "POD_RANGE_END", "hunter2"),
        argumentSet("an option", "SQLITE_PATH", "-hunter2"),
        argumentSet("an option", "QUERY", "  -hunter2"),
        argumentSet("a command of sqlite3", "QUERY", "\n.hunter2"),
        argumentSet("zero", "QUERY_TIMEOUT", "0"),
        argumentSet("a fraction", "QUERY_TIMEOUT", "1.5"),
        argumentSet("more than an hour", "QUERY_TIMEOUT", "3601"),
        argumentSet("more than a day", "CACHE_TTL", "86401"),
        argumentSet("zero", "REFRESH_INTERVAL", "0"),
        argumentSet("zero", "QUERY_CONCURRENCY", "0"),
        argumentSet("too many", "QUERY_CONCURRENCY", "201"),
        argumentSet("no name", "POD_CONTAINER", "hunter2/"),
        argumentSet("an option", "SQLITE_BIN", "-hunter2"),
        argumentSet("yes", "POD_PRECHECK", "yes"),
        argumentSet("another word", "STALE_SERIES", "hunter2"),
        argumentSet("more than a year", "STUCK_AFTER", "31536001"),
        argumentSet("no origin", "CORS_ORIGINS", "https://a.example,hunter2"),
        argumentSet("nothing between two commas", "CORS_ORIGINS", "https://a.example,,*"),
        argumentSet("too large", "PORT", "65536"),
        argumentSet("no name", "HOST", "hunter2 .invalid"),
        argumentSet("another database", "DATABASE_URL", "mysql://hunter2@x/y"),
        argumentSet("no database", "DATABASE_URL", "postgres://u:hunter2@x"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String name, String value) {
    assertThatThrownBy(() -> ExecutionsConfiguration.from(Map.of(name, value)))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.problems()).extracting(Problem::key).containsExactly(name))
        .hasMessageNotContaining("hunter2");
  }

  @Test
  @DisplayName("10.4: POD_RANGE_START=5, POD_RANGE_END=4")
  void aRangeThatEndsBeforeItStartsIsTheFaultOfItsEnd() {
    var refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () ->
                ExecutionsConfiguration.from(Map.of("POD_RANGE_START", "5", "POD_RANGE_END", "4")));

    assertThat(refused.problems()).extracting(Problem::key).containsExactly("POD_RANGE_END");
  }

  @ParameterizedTest
  @CsvSource({
    "x,50077,POD_RANGE_START",
    "-1,0,POD_RANGE_START",
    "100000,109998,POD_RANGE_START",
    "100000,,POD_RANGE_START",
    "100,x,POD_RANGE_END",
    "x,109999,POD_RANGE_START POD_RANGE_END"
  })
  void anEndOfTheRangeThatIsRightHasNoLineOfItsOwn(
      String start, @Nullable String end, String problems) {
    var variables = new HashMap<>(Map.of("POD_RANGE_START", start));
    if (end != null) {
      variables.put("POD_RANGE_END", end);
    }

    var refused =
        catchThrowableOfType(
            ConfigurationException.class, () -> ExecutionsConfiguration.from(variables));

    assertThat(refused.problems()).extracting(Problem::key).containsExactly(problems.split(" "));
  }

  @Test
  void aRangeThatStartsAfterTheUsualEndNeedsAnEnd() {
    assertThatThrownBy(() -> ExecutionsConfiguration.from(Map.of("POD_RANGE_START", "78")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("POD_RANGE_END: is 77 when it is not set");
    assertThat(
            ExecutionsConfiguration.from(Map.of("POD_RANGE_START", "78", "POD_RANGE_END", "10077"))
                .settings()
                .pods()
                .names())
        .hasSize(10_000);
  }

  @Test
  void allProblemsAreReportedTogether() {
    var refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () ->
                ExecutionsConfiguration.from(
                    Map.of("PORT", "x", "NAMESPACE", "A", "QUERY", ".shell id", "HOST", "a b")));

    assertThat(refused.problems())
        .extracting(Problem::key)
        .containsExactlyInAnyOrder("PORT", "NAMESPACE", "QUERY", "HOST");
  }

  @ParameterizedTest
  @CsvSource({"debug,DEBUG", "Info,INFO", " WARNING ,WARN", "error,ERROR"})
  void levelsAreKnownInAnyCase(String text, Level level) {
    var configuration = ExecutionsConfiguration.from(Map.of("LOG_LEVEL", text));

    assertThat(configuration.logLevel()).isEqualTo(level);
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  @DisplayName("10.4: LOG_LEVEL=verbose")
  void aLevelThatNobodyKnowsIsInfoAndOneWarning() {
    var configuration = ExecutionsConfiguration.from(Map.of("LOG_LEVEL", "verbose"));

    assertThat(configuration.logLevel()).isEqualTo(Level.INFO);
    assertThat(configuration.warnings()).singleElement().asString().contains("LOG_LEVEL");
  }
}
