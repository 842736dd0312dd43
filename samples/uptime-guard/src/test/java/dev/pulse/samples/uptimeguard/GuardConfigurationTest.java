package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.samples.server.environment.DatabaseUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardConfigurationTest {
  @Test
  void anEmptyEnvironmentMeansTheDefaults() {
    var configuration = GuardConfiguration.from(Map.of());

    assertThat(configuration.database())
        .isEqualTo(new DatabaseUrl.Sqlite(Path.of("pulseguard.db")));
    assertThat(configuration.nats()).isEmpty();
    assertThat(configuration.host()).isEqualTo("0.0.0.0");
    assertThat(configuration.port()).isEqualTo(8080);
    assertThat(configuration.concurrency()).isEqualTo(16);
    assertThat(configuration.retention()).isEmpty();
    assertThat(configuration.settings()).isEqualTo(GuardSettings.defaults());
  }

  @Test
  void blankVariablesMeanTheirDefaults() {
    var blank = new HashMap<String, String>();
    for (var name :
        List.of(
            "DATABASE_URL",
            "NATS_URL",
            "SLACK_WEBHOOK_URL",
            "PORT",
            "HOST",
            "PROBE_INTERVAL",
            "Z_THRESHOLD",
            "NOTIFY_RESOLVED",
            "SLO_TARGET",
            "API_TOKEN")) {
      blank.put(name, "  ");
    }

    assertThat(GuardConfiguration.from(blank).settings()).isEqualTo(GuardSettings.defaults());
    assertThat(GuardConfiguration.from(blank).port()).isEqualTo(8080);
  }

  @Test
  void everyVariableIsRead() {
    var configuration =
        GuardConfiguration.from(
            Map.ofEntries(
                Map.entry("DATABASE_URL", "jdbc:sqlite:/data/guard.db"),
                Map.entry("NATS_URL", "nats://u:p@one:4222, tls://two"),
                Map.entry("SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/x"),
                Map.entry("PORT", "0"),
                Map.entry("HOST", "127.0.0.1"),
                Map.entry("PROBE_INTERVAL", "86400"),
                Map.entry("PROBE_TIMEOUT", "300"),
                Map.entry("PROBE_CONCURRENCY", "256"),
                Map.entry("PROBE_ALLOW_PRIVATE", "False"),
                Map.entry("Z_THRESHOLD", "2.5"),
                Map.entry("Z_WINDOW", "20"),
                Map.entry("Z_MIN_SAMPLES", "20"),
                Map.entry("STD_FLOOR_MS", "0.5"),
                Map.entry("MIN_DELTA_MS", "0"),
                Map.entry("DOWN_AFTER", "1"),
                Map.entry("UP_AFTER", "100"),
                Map.entry("LATENCY_CLEAR_AFTER", "4"),
                Map.entry("NOTIFY_RESOLVED", "false"),
                Map.entry("SLO_TARGET", "99.9"),
                Map.entry("PROBE_RETENTION_DAYS", "30"),
                Map.entry("API_TOKEN", "0123456789abcdef")));

    assertThat(configuration.database())
        .isEqualTo(new DatabaseUrl.Sqlite(Path.of("/data/guard.db")));
    assertThat(configuration.nats().orElseThrow()).hasToString("nats://one:4222, tls://two:4222");
    assertThat(configuration.port()).isZero();
    assertThat(configuration.concurrency()).isEqualTo(256);
    assertThat(configuration.retention()).contains(Duration.ofDays(30));
    assertThat(configuration.settings().probes())
        .isEqualTo(new ProbeSettings(Duration.ofDays(1), Duration.ofMinutes(5), false));
    assertThat(configuration.settings().rules())
        .isEqualTo(new RuleSettings(2.5, 20, 20, 0.5, 0, 1, 100, 4));
    assertThat(configuration.settings().apiToken()).isPresent();
  }

  static Stream<Arguments> badValues() {
    return Stream.of(
        argumentSet("unknown database", "DATABASE_URL", "mysql://u:secret@x/y"),
        argumentSet("NATS over http", "NATS_URL", "http://u:secret@x"),
        argumentSet("a comma too many", "NATS_URL", "nats://u:secret@a,"),
        argumentSet("one bad NATS server", "NATS_URL", "nats://a,nats://u:secret@:1"),
        argumentSet("Slack over ftp", "SLACK_WEBHOOK_URL", "ftp://secret"),
        argumentSet("Slack without host", "SLACK_WEBHOOK_URL", "https:///secret"),
        argumentSet("Slack with a user", "SLACK_WEBHOOK_URL", "https://u:secret@x/y"),
        argumentSet("Slack that is no URL", "SLACK_WEBHOOK_URL", "https://x/se cret"),
        argumentSet("port above", "PORT", "65536"),
        argumentSet("port with a sign", "PORT", "+80"),
        argumentSet("port in words", "PORT", "secret"),
        argumentSet("port in other digits", "PORT", "٣"),
        argumentSet("host that is none", "HOST", "not a host secret"),
        argumentSet("interval of zero", "PROBE_INTERVAL", "0"),
        argumentSet("interval above a day", "PROBE_INTERVAL", "86401"),
        argumentSet("fraction of a second", "PROBE_INTERVAL", "1.5"),
        argumentSet("time-out above", "PROBE_TIMEOUT", "301"),
        argumentSet("no concurrency", "PROBE_CONCURRENCY", "0"),
        argumentSet("too much concurrency", "PROBE_CONCURRENCY", "257"),
        argumentSet("private perhaps", "PROBE_ALLOW_PRIVATE", "perhaps"),
        argumentSet("threshold of zero", "Z_THRESHOLD", "0"),
        argumentSet("threshold above", "Z_THRESHOLD", "100.1"),
        argumentSet("threshold not a number", "Z_THRESHOLD", "NaN"),
        argumentSet("negative threshold", "Z_THRESHOLD", "-1"),
        argumentSet("window below", "Z_WINDOW", "19"),
        argumentSet("window above", "Z_WINDOW", "1001"),
        argumentSet("too few samples", "Z_MIN_SAMPLES", "1"),
        argumentSet("more samples than the window", "Z_MIN_SAMPLES", "101"),
        argumentSet("floor of zero", "STD_FLOOR_MS", "0"),
        argumentSet("floor above", "STD_FLOOR_MS", "10001"),
        argumentSet("delta above", "MIN_DELTA_MS", "60001"),
        argumentSet("never down", "DOWN_AFTER", "0"),
        argumentSet("up too late", "UP_AFTER", "101"),
        argumentSet("never clear", "LATENCY_CLEAR_AFTER", "0"),
        argumentSet("resolved perhaps", "NOTIFY_RESOLVED", "yes"),
        argumentSet("SLO of 50", "SLO_TARGET", "50"),
        argumentSet("SLO of 100", "SLO_TARGET", "100"),
        argumentSet("negative retention", "PROBE_RETENTION_DAYS", "-1"),
        argumentSet("retention above", "PROBE_RETENTION_DAYS", "3651"),
        argumentSet("short token", "API_TOKEN", "secret-secret-1"));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void aBadValueIsReportedByNameAndNeverRepeated(String name, String value) {
    var thrown =
        catchThrowableOfType(
            ConfigurationException.class, () -> GuardConfiguration.from(Map.of(name, value)));

    assertThat(thrown.problems()).hasSize(1);
    assertThat(thrown.problems().get(0).toString()).startsWith(name + ": ");
    // Bounds stand in the messages, so only longer values can be told from them.
    assertThat(thrown).hasMessageNotContaining("secret");
    assertThat(value.length() > 5 && thrown.getMessage().contains(value)).isFalse();
  }

  @Test
  void allProblemsAreReportedTogether() {
    assertThatThrownBy(
            () ->
                GuardConfiguration.from(
                    Map.of("PORT", "x", "API_TOKEN", "short", "DATABASE_URL", "mysql://x")))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.key())
                    .containsExactly("DATABASE_URL", "PORT", "API_TOKEN"));
  }

  @Test
  void everythingMayBeKeptOnAServer() {
    var configuration = GuardConfiguration.from(Map.of("DATABASE_URL", "postgres://u:secret@h/db"));

    assertThat(configuration.database())
        .isInstanceOf(DatabaseUrl.Postgres.class)
        .hasToString("PostgreSQL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
  void onALoopbackHostPrivateAddressesAreAllowed(String host) {
    var configuration = GuardConfiguration.from(Map.of("HOST", host));

    assertThat(configuration.settings().probes().allowPrivate()).isTrue();
    assertThat(configuration.notes()).noneMatch(note -> note.contains("PROBE_ALLOW_PRIVATE"));
  }

  @Test
  void withATokenPrivateAddressesAreAllowed() {
    var configuration = GuardConfiguration.from(Map.of("API_TOKEN", "0123456789abcdef"));

    assertThat(configuration.settings().probes().allowPrivate()).isTrue();
  }

  @Test
  void whereStrangersReachTheApiPrivateAddressesAreRefusedAndTheLogSaysHowToAllowThem() {
    var configuration = GuardConfiguration.from(Map.of());

    assertThat(configuration.settings().probes().allowPrivate()).isFalse();
    assertThat(configuration.notes())
        .anyMatch(note -> note.contains("API_TOKEN") && note.contains("PROBE_ALLOW_PRIVATE"));
  }

  @Test
  void privateAddressesCanBeAllowedAndRefusedByHand() {
    assertThat(
            GuardConfiguration.from(Map.of("PROBE_ALLOW_PRIVATE", "true"))
                .settings()
                .probes()
                .allowPrivate())
        .isTrue();
    assertThat(
            GuardConfiguration.from(Map.of("PROBE_ALLOW_PRIVATE", "false", "HOST", "127.0.0.1"))
                .settings()
                .probes()
                .allowPrivate())
        .isFalse();
  }

  @Test
  void withSlackThereIsARouteAndOneLineSaysSo() {
    var configuration =
        GuardConfiguration.from(
            Map.of("SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/secret"));

    assertThat(configuration.notes())
        .filteredOn(note -> note.toLowerCase(Locale.ROOT).contains("slack"))
        .containsExactly("Slack is told when incidents begin and when they end");
    assertThat(configuration.route().orElseThrow().channels())
        .singleElement()
        .satisfies(channel -> assertThat(channel.sendsResolved()).isTrue())
        .hasToString("slack");
  }

  @Test
  void theEndNeedNotBeTold() {
    var configuration =
        GuardConfiguration.from(
            Map.of(
                "SLACK_WEBHOOK_URL",
                "https://hooks.slack.com/services/secret",
                "NOTIFY_RESOLVED",
                "false"));
    assertThat(configuration.route().orElseThrow().channels().get(0).sendsResolved()).isFalse();
    assertThat(configuration.notes())
        .contains("Slack is told when incidents begin, and not when they end");
  }

  @Test
  void withoutSlackOneLineSaysSo() {
    assertThat(GuardConfiguration.from(Map.of()).notes())
        .filteredOn(note -> note.contains("SLACK_WEBHOOK_URL is not set"))
        .hasSize(1);
    assertThat(GuardConfiguration.from(Map.of()).route()).isEmpty();
  }

  @Test
  void anSloTargetIsAcceptedWithOneWarningThatItIsNotEvaluated() {
    assertThat(GuardConfiguration.from(Map.of("SLO_TARGET", "99.9")).warnings())
        .singleElement()
        .asString()
        .contains("SLO_TARGET", "not evaluated");
    assertThat(GuardConfiguration.from(Map.of()).warnings()).isEmpty();
  }
}
