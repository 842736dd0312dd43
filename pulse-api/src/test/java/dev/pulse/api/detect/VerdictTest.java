package dev.pulse.api.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
  @ParameterizedTest(name = "{0} without a score of its own has {1}")
  @CsvSource({"LEARNING, 0", "NORMAL, 0", "UNSURE, 0.5", "ANOMALOUS, 1", "REBASELINED, 1"})
  void theKindGivesTheScoreThatADetectorDoesNot(Verdict.Kind kind, double score) {
    assertThat(Verdict.of(kind).score()).isEqualTo(score);
  }

  @Test
  void aScoreStaysWithTheFactsThatFollow() {
    var verdict = Verdict.normal().withScore(0.25).withFact("z", 1.0);

    assertThat(verdict.score()).isEqualTo(0.25);
    assertThat(verdict).isNotEqualTo(Verdict.normal().withFact("z", 1.0));
    assertThat(verdict).isEqualTo(Verdict.normal().withFact("z", 1.0).withScore(0.25));
  }

  @ParameterizedTest(name = "{0} is no score")
  @ValueSource(doubles = {-0.001, 1.001, Double.NaN, Double.POSITIVE_INFINITY})
  void aScoreBeyondItsScaleIsRefused(double score) {
    assertThatThrownBy(() -> Verdict.normal().withScore(score))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a score must be 0 to 1, but is " + score);
  }

  @Test
  void factsKeepTheirOrderAndTheLastOfAName() {
    var before = Verdict.anomalous().withFact("mean", 2.0).withFact("n", 3L);
    var after = before.withFact("mean", 5.0);

    assertThat(after.facts()).containsExactly(fact("mean", 5.0), fact("n", 3L));
    assertThat(before.facts()).containsExactly(fact("mean", 2.0), fact("n", 3L));
    assertThatThrownBy(() -> after.facts().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static Map.Entry<String, Number> fact(String name, Number value) {
    return Map.entry(name, value);
  }
}
