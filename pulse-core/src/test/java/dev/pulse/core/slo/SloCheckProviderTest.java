package dev.pulse.core.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.testkit.CheckProviderContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SloCheckProviderTest extends CheckProviderContract {
  @Override
  protected CheckProvider provider() {
    return new SloCheckProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of(
        "of",
        "shop",
        "objective",
        "99.9%",
        "latency",
        "300ms",
        "window",
        "7d",
        "confidence",
        0.99,
        "least-bad-runs",
        3,
        "pairs",
        List.of(Map.of("burn-rate", 10, "long", "2h", "short", "10m", "status", "warn")));
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("of", "objective");
  }

  private static Object create(Map<String, ?> options) {
    return Settings.read(options, new SloCheckProvider()::create);
  }

  private static List<Problem> problems(Map<String, ?> options) {
    return catchThrowableOfType(ConfigurationException.class, () -> create(options)).problems();
  }

  @ParameterizedTest
  @CsvSource({
    "99.9%, 99.9 %",
    "99.9 %, 99.9 %",
    "0.999, 99.9 %",
    "1%, 1 %",
    "99.99999%, 99.99999 %"
  })
  void anObjectiveIsAShareOrAPercentage(String written, String read) {
    assertThat(create(Map.of("of", "shop", "objective", written)))
        .hasToString("slo shop " + read + " over 30d");
  }

  @ParameterizedTest
  @CsvSource({
    "100%, 'must be below 100%: all of it leaves no budget for anything to fail'",
    "1, 'must be below 100%: all of it leaves no budget for anything to fail'",
    "99.9, 'must be a share of 1% to 99.99999%, like 99.9% or 0.999'",
    "0%, 'must be a share of 1% to 99.99999%, like 99.9% or 0.999'",
    "-5%, 'must be a share of 1% to 99.99999%, like 99.9% or 0.999'",
    "99.999999%, 'must be a share of 1% to 99.99999%, like 99.9% or 0.999'",
    "three nines, 'must be a share like 99.9% or 0.999'",
    "NaN, 'must be a share like 99.9% or 0.999'",
    "%, 'must be a share like 99.9% or 0.999'",
    "1e-2147483647%, 'must be a share like 99.9% or 0.999'"
  })
  void whatLeavesNoBudgetIsRefused(String written, String allowed) {
    assertThat(problems(Map.of("of", "shop", "objective", written)))
        .containsExactly(new Problem("", "objective", allowed + ", but is \"" + written + "\""));
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    var problems =
        problems(
            Map.of(
                "of", "no name",
                "objective", "100%",
                "window", "1h",
                "latency", "0ms",
                "confidence", 1,
                "least-bad-runs", 0,
                "pairs",
                    List.of(
                        Map.of("burn-rate", 0, "long", "1h", "short", "5m"),
                        Map.of("burn-rate", 2, "long", "60d", "short", "60d"),
                        Map.of("burn-rate", "fast", "long", "1h", "short", "5m", "status", "page"),
                        Map.of("long", "1h"))));

    assertThat(problems)
        .extracting(Problem::key)
        .containsExactlyInAnyOrder(
            "of",
            "objective",
            "window",
            "latency",
            "confidence",
            "least-bad-runs",
            "pairs[0].burn-rate",
            "pairs[1].long",
            "pairs[1].short",
            "pairs[2].burn-rate",
            "pairs[2].status",
            "pairs[3].burn-rate",
            "pairs[3].short");
    assertThat(problems)
        .contains(
            new Problem("", "window", "must be 1d to 366d, but is \"1h\""),
            new Problem("", "pairs[1].long", "must be at most the window of 30d, but is 60d"));
  }

  @Test
  void aRateThatNothingReachesIsRefused() {
    assertThat(
            problems(
                Map.of(
                    "of",
                    "shop",
                    "objective",
                    "90%",
                    "pairs",
                    List.of(Map.of("burn-rate", 14.4, "long", "1h", "short", "5m")))))
        .containsExactly(
            new Problem(
                "",
                "pairs[0].burn-rate",
                "must be above 0 and below 10, at which everything goes wrong, but is 14.4"));
  }

  @Test
  void noPairsAtAllAreNoAccident() {
    var options = new HashMap<String, Object>(Map.of("of", "shop", "objective", "99%"));
    options.put("pairs", null);
    var empty =
        new Problem("", "pairs", "must not be empty; leave it out if you mean the usual ones");
    assertThat(problems(options)).containsExactly(empty);
    options.put("pairs", List.of());
    assertThat(problems(options)).containsExactly(empty);
    options.put("pairs", "usual");
    assertThat(problems(options))
        .containsExactly(new Problem("", "pairs", "must be a list, but is \"usual\""));
  }
}
