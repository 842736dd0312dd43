package dev.pulse.samples.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Settings;
import dev.pulse.api.model.Status;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.Scorer;
import dev.pulse.api.spi.ScorerProvider;
import dev.pulse.core.plugin.Plugins;
import dev.pulse.testkit.FakeCheckContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScorerReaderTest {
  private static final Plugins PLUGINS = Plugins.builder().add(new FixedScorerProvider()).build();

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"80, PASS", "79, WARN", "50, WARN", "49, FAIL"})
  void boundsSayWhatIsLow(int points, Status status) throws Exception {
    var check = read(Map.of("points", points, "warn-below", "80", "fail-below", "50"));
    assertThat(check.run(FakeCheckContext.create()).status()).isEqualTo(status);
  }

  @Test
  void withoutBoundsEveryScorePasses() throws Exception {
    var check = read(Map.of("points", 0));
    assertThat(check.run(FakeCheckContext.create()).status()).isEqualTo(Status.PASS);
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () -> read(Map.of("points", "many", "warn-below", 101, "fail-below", 0, "colour", 1)))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.key())
                    .containsExactlyInAnyOrder("points", "warn-below", "fail-below", "colour"));
  }

  @Test
  void aWarningThatCanNeverComeIsAProblem() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(Map.of("points", 1, "warn-below", 50, "fail-below", 50)))
        .withMessageContaining("warn-below: must be above fail-below");
  }

  private static Check read(Map<String, Object> options) {
    return Settings.read(
        new LinkedHashMap<>(options),
        settings -> new ScorerReader(PLUGINS).read("test.fixed", settings));
  }

  private static final class FixedScorerProvider implements ScorerProvider {
    @Override
    public String type() {
      return "test.fixed";
    }

    @Override
    public Scorer create(Settings settings) {
      int points = settings.integer("points").required();
      return context -> Score.of(points);
    }
  }
}
