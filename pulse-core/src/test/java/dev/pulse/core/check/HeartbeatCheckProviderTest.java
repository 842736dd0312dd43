package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.testkit.CheckProviderContract;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeartbeatCheckProviderTest extends CheckProviderContract {
  private static final String TOKEN = "a-token-of-the-backup";

  @Override
  protected CheckProvider provider() {
    return new HeartbeatCheckProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of(
        "expect-cron", "0 2 * * *",
        "expect-zone", "Europe/Berlin",
        "grace", "30m",
        "longest", "2h",
        "token", TOKEN);
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("token");
  }

  @Test
  void optionsSayWhatIsExpected() {
    assertThat(Settings.read(validOptions(), provider()::create))
        .hasToString("heartbeat cron 0 2 * * * Europe/Berlin, grace 30m, longest 2h");
    assertThat(Settings.read(Map.of("expect-every", "1d", "token", TOKEN), provider()::create))
        .hasToString("heartbeat every 1d, grace 5m");
    assertThat(Settings.read(Map.of("expect-daily", "2:30", "token", TOKEN), provider()::create))
        .hasToString("heartbeat daily at 02:30 UTC, grace 5m");
  }

  @Test
  void allProblemsAreReportedAtOnceAndNoneShowsTheToken() {
    var options =
        Map.of(
            "expect-every", "0s",
            "expect-cron", "every night",
            "expect-zone", "Berlin",
            "grace", "-1m",
            "longest", "soon",
            "token", Secret.of("too-short"));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Settings.read(options, provider()::create))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.key())
                    .contains(
                        "expect-every", "expect-cron", "expect-zone", "grace", "longest", "token"))
        .withMessageContaining("expect-every: must be 1s to 366d, but is \"0s\"")
        .withMessageContaining("expect-cron: contradicts expect-every; keep one of them")
        .withMessageContaining("token: must have at least 16 characters")
        .withMessageNotContaining("too-short");
  }

  @Test
  void oneExpectationIsNeeded() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Settings.read(Map.of("token", TOKEN), provider()::create))
        .withMessageContaining("needs one of expect-every, expect-cron and expect-daily");
  }

  @Test
  void intervalHasNoZone() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Settings.read(
                    Map.of("expect-every", "1d", "expect-zone", "UTC", "token", TOKEN),
                    provider()::create))
        .withMessage("expect-zone: belongs to expect-cron or expect-daily");
  }
}
