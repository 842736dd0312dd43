package dev.pulse.api.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.check.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreTest {
  private static final String[] NAMES = {
    "build", "coverage", "dependencies", "documentation", "activity", "security"
  };
  private static final int[] WEIGHTS = {25, 20, 20, 15, 10, 10};

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "guide example, 80|87.5|97.777777777777777|100|100|100, 92.055556, 92",
    "no coverage, 80|-|97.777777777777777|100|100|100, 93.194444, 93",
    "weak, 50|40|65|50|25|100, 53.5, 54",
    "all nothing, 0|0|0|0|0|0, 0, 0",
    "all best, 100|100|100|100|100|100, 100, 100",
  })
  void repositoryHealth(String name, String points, double exact, int rounded) {
    var score = Score.weighted(factors(points));
    assertThat(score.value()).hasValue(exact);
    assertThat(score.rounded()).hasValue(rounded);
    assertThat(score.missing())
        .extracting(Factor::name)
        .isEqualTo(points.contains("-") ? List.of("coverage") : List.of());
  }

  @Test
  void withoutAnyFactorThereIsNoScoreAndNotZero() {
    var score = Score.weighted(factors("-|-|-|-|-|-"));
    assertThat(score.value()).isEmpty();
    assertThat(score.rounded()).isEmpty();
    assertThat(score.reason()).contains(Reason.NO_DATA);
    assertThat(score.because()).contains("every factor is missing: " + String.join(", ", NAMES));
    assertThat(score.missing()).hasSize(6);
    assertThat(Score.weighted(List.of()).because()).contains("there are no factors");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, 100.000001, Double.NaN, Double.NEGATIVE_INFINITY})
  void pointsAreZeroToHundredAndKnown(double points) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Score.of(points))
        .withMessageContaining("" + points);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Factor.of("build", 1, points, "because"))
        .withMessageContainingAll("\"build\"", "0 to 100", "" + points);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1e-7, 1e7, Double.NaN, Double.POSITIVE_INFINITY})
  void weightsArePositiveAndBounded(double weight) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Factor.missing("build", weight, "because"))
        .withMessageContainingAll("\"build\"", "" + weight);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "-a", "a\nb"})
  void namesCanBeLabels(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Factor.of(name, 1, 1, "because"));
  }

  @Test
  void twoFactorsOfOneNameAreRefused() {
    var twice = List.of(Factor.of("build", 1, 1, "a"), Factor.missing("build", 1, "b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Score.weighted(twice))
        .withMessageContaining("\"build\"");
  }

  @ParameterizedTest(name = "{0} is {1} and {2}")
  @CsvSource({
    "79.5, 79.5, 80",
    "79.4999994, 79.499999, 79",
    "79.4999995, 79.5, 80",
    "0.0000004, 0, 0",
    "1e-300, 0, 0",
    "99.9999999, 100, 100"
  })
  void roundsHalfUpToSixDecimalsAndThatToAWholeNumber(double points, double value, int whole) {
    assertThat(Score.of(points).value()).hasValue(value);
    assertThat(Score.of(points).rounded()).hasValue(whole);
    assertThat(Score.weighted(List.of(Factor.of("only", 3, points, ""))).value()).hasValue(value);
  }

  @Test
  void decimalNumbersStayDecimal() {
    var score =
        Score.weighted(List.of(Factor.of("a", 0.1, 8.13, ""), Factor.of("b", 0.2, 8.13, "")));
    assertThat(score.value()).hasValue(8.13);
  }

  @Test
  void theNegativeZeroIsZero() {
    assertThat(Factor.of("a", 1, -0.0, "")).isEqualTo(Factor.of("a", 1, 0.0, ""));
    assertThat(Score.of(-0.0)).isEqualTo(Score.of(0));
  }

  @Test
  void anInconclusiveScoreCarriesItsReason() {
    var score = Score.inconclusive(Reason.STATUS, "GitHub answered 502").withModel("m/1");
    assertThat(score.reason()).contains(Reason.STATUS);
    assertThat(score.because()).contains("GitHub answered 502");
    assertThat(score.model()).contains("m/1");
    assertThat(score).hasToString("inconclusive (status): GitHub answered 502");
    assertThat(Score.of(0).because()).isEmpty();
    assertThat(Score.of(0).reason()).isEmpty();
  }

  @Test
  void speaksToPeople() {
    assertThat(Score.weighted(factors("80|-|100|100|100|-")))
        .hasToString("92.857143 of 100, without coverage, security");
    assertThat(Factor.missing("coverage", 20, "404")).hasToString("coverage missing: 404");
    assertThat(Factor.of("build", 25, 80, "8 of 10")).hasToString("build 80.0: 8 of 10");
  }

  @Test
  void scoreLiesBetweenTheWorstAndTheBestFactor() {
    var random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      var factors = random(random);
      var known = factors.stream().map(Factor::points).flatMapToDouble(OptionalDouble::stream);
      var range = known.summaryStatistics();
      var value = Score.weighted(factors).value();
      assertThat(value.isPresent()).isEqualTo(range.getCount() > 0);
      value.ifPresent(v -> assertThat(v).isBetween(range.getMin() - 1e-6, range.getMax() + 1e-6));
    }
  }

  @Test
  void raisingAFactorNeverLowersTheScore() {
    var random = new Random(2);
    for (int i = 0; i < 2_000; i++) {
      var factors = random(random);
      factors.add(Factor.of("last", 1 + random.nextInt(30), random.nextInt(90), ""));
      var before = Score.weighted(factors).value().orElseThrow();
      var last = factors.remove(factors.size() - 1);
      double more = last.points().orElseThrow() + 10 * random.nextDouble();
      factors.add(Factor.of("last", last.weight(), more, ""));
      assertThat(Score.weighted(factors).value().orElseThrow()).isGreaterThanOrEqualTo(before);
    }
  }

  @Test
  void leavingOutAFactorThatEqualsTheScoreChangesNothing() {
    var random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      var factors = random(random);
      var value = Score.weighted(factors).value();
      if (value.isPresent()) {
        factors.add(Factor.of("same", 5, value.getAsDouble(), ""));
        assertThat(Score.weighted(factors).value().orElseThrow())
            .isEqualTo(value.getAsDouble(), within(1.01e-6));
      }
    }
  }

  @Test
  void missingFactorsAndTheOrderDoNotCount() {
    var random = new Random(4);
    for (int i = 0; i < 500; i++) {
      var factors = random(random);
      var value = Score.weighted(factors).value();
      factors.removeIf(Factor::isMissing);
      Collections.shuffle(factors, random);
      assertThat(Score.weighted(factors).value()).isEqualTo(value);
    }
  }

  static List<Factor> random(Random random) {
    var factors = new ArrayList<Factor>();
    for (String name : NAMES) {
      if (random.nextInt(5) > 0) {
        double weight = random.nextBoolean() ? 1 + random.nextInt(30) : random.nextDouble() + 0.01;
        factors.add(
            random.nextInt(4) == 0
                ? Factor.missing(name, weight, "because")
                : Factor.of(name, weight, points(random), "evidence"));
      }
    }
    return factors;
  }

  private static double points(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> 100;
      case 2 -> random.nextInt(101);
      default -> 100 * random.nextDouble();
    };
  }

  static List<Factor> factors(String points) {
    var factors = new ArrayList<Factor>();
    var all = points.split("\\|", -1);
    for (int i = 0; i < all.length; i++) {
      factors.add(
          all[i].equals("-")
              ? Factor.missing(NAMES[i], WEIGHTS[i], "not readable")
              : Factor.of(NAMES[i], WEIGHTS[i], Double.parseDouble(all[i]), "seen"));
    }
    return factors;
  }
}
