package dev.pulse.api.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.check.Reason;
import dev.pulse.api.score.ScoreChange.Part;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScoreChangeTest {
  private static final BigDecimal MILLIONTH = new BigDecimal("0.000001");

  @Test
  void aFactorThatFellIsAllOfTheChange() {
    var change = change("80|87.5|100|100|100|100", "80|67.5|100|100|100|100");
    assertThat(change).hasToString("-4: coverage -4 (87.5 → 67.5)");
  }

  @Test
  void severalFactorsShareByWeightLargestFirst() {
    var change = change("80|80|100|100|100|100", "60|90|100|100|100|0");
    assertThat(change)
        .hasToString("-13: security -10 (100 → 0), build -5 (80 → 60), coverage +2 (80 → 90)");
  }

  @Test
  void aFactorThatGoesMissingOwnsTheWholeEffectAndTheOthersNone() {
    var change = change("80|20|80|80|80|80", "80|-|80|80|80|80");
    assertThat(change).hasToString("+12: coverage +12 (it had 20 and is missing: not readable)");
    assertThat(change("80|-|80|80|80|80", "80|20|80|80|80|80"))
        .hasToString("-12: coverage -12 (it has points now: 20)");
  }

  @Test
  void aFactorThatGoesMissingWithoutEffectIsToldAllTheSame() {
    var change = change("80|80|80|80|80|80", "80|-|80|80|80|80");
    assertThat(change.delta()).isEqualByComparingTo("0");
    assertThat(change.parts()).extracting(Part::factor).containsExactly("coverage");
  }

  @Test
  void nothingInCommonIsSplitAroundTheMiddle() {
    var before = Score.weighted(List.of(Factor.of("a", 1, 20, "")));
    var after = Score.weighted(List.of(Factor.of("b", 2, 60, "")));
    assertThat(after.changeSince(before).orElseThrow())
        .hasToString(
            "+40: b +20 (it has points now: 60), a +20 (it had 20 and is no factor any more)");
  }

  @Test
  void pointsAreTextForPeopleWithOneDecimal() {
    assertThat(because(Factor.of("a", 1, 100, ""), Factor.of("a", 1, 800.0 / 9, "")))
        .isEqualTo("100 → 88.9");
    assertThat(because(Factor.of("a", 1, 800.0 / 9, ""), Factor.missing("a", 1, "404")))
        .isEqualTo("it had 88.9 and is missing: 404");
    assertThat(because(Factor.of("a", 1, 88.88, ""), Factor.of("a", 1, 88.91, "")))
        .isEqualTo("88.88 → 88.91");
  }

  private static String because(Factor was, Factor is) {
    var other = Factor.of("other", 1, 50, "");
    var change =
        Score.weighted(List.of(is, other)).changeSince(Score.weighted(List.of(was, other)));
    return change.orElseThrow().parts().get(0).because();
  }

  @Test
  void aWeightThatChangedIsNamed() {
    var before = Score.weighted(List.of(Factor.of("a", 1, 20, ""), Factor.of("b", 1, 60, "")));
    var after = Score.weighted(List.of(Factor.of("a", 1, 20, ""), Factor.of("b", 3, 60, "")));
    var change = after.changeSince(before).orElseThrow();
    assertThat(change.delta()).isEqualByComparingTo("10");
    assertThat(change.parts()).extracting(Part::because).contains("60 → 60, weight 1 → 3");
    assertSumsUp(change);
  }

  @Test
  void fivePointsAreFivePoints() {
    var change = Score.of(3.13).changeSince(Score.of(8.13)).orElseThrow();
    assertThat(change.delta()).isEqualByComparingTo("-5");
    assertThat(change.parts()).isEmpty();
    assertThat(change).hasToString("-5");
  }

  @Test
  void whatCannotBeComparedIsNot() {
    var score = Score.of(50);
    var unknown = Score.inconclusive(Reason.NO_DATA, "nothing");
    assertThat(score.changeSince(unknown)).isEmpty();
    assertThat(unknown.changeSince(score)).isEmpty();
    assertThat(score.withModel("a/2").changeSince(score.withModel("a/1"))).isEmpty();
    assertThat(score.withModel("a/2").changeSince(score.withModel("a/2"))).isPresent();
  }

  @Test
  void partsSumUpExactlyAndNoUnchangedFactorHasOne() {
    var random = new Random(5);
    int compared = 0;
    for (int i = 0; i < 3_000; i++) {
      var before = ScoreTest.random(random);
      var after = random.nextBoolean() ? ScoreTest.random(random) : touched(before, random);
      var from = Score.weighted(before);
      var to = Score.weighted(after);
      var change = to.changeSince(from);
      if (change.isPresent()) {
        compared++;
        assertThat(change.get().delta().doubleValue())
            .isCloseTo(to.value().orElseThrow() - from.value().orElseThrow(), within(1e-9));
        assertSumsUp(change.get());
        assertTurnedOnTheWayBack(change.get(), from.changeSince(to).orElseThrow());
      }
    }
    assertThat(compared).isGreaterThan(2_000);
  }

  @Test
  void unchangedFactorsHaveNoPartWhileWeightsStay() {
    var random = new Random(6);
    for (int i = 0; i < 2_000; i++) {
      var before = ScoreTest.random(random);
      var after = touched(before, random);
      var same =
          before.stream().filter(after::contains).map(Factor::name).collect(Collectors.toSet());
      Score.weighted(after)
          .changeSince(Score.weighted(before))
          .ifPresent(
              change ->
                  assertThat(change.parts()).extracting(Part::factor).noneMatch(same::contains));
    }
  }

  /** The same factors, some of which have other points, went missing or came back. */
  private static List<Factor> touched(List<Factor> factors, Random random) {
    return factors.stream()
        .map(
            factor ->
                switch (random.nextInt(4)) {
                  case 0 ->
                      Factor.of(factor.name(), factor.weight(), 100 * random.nextDouble(), "x");
                  case 1 -> Factor.missing(factor.name(), factor.weight(), "gone");
                  default -> factor;
                })
        .collect(Collectors.toList());
  }

  private static void assertSumsUp(ScoreChange change) {
    var sum = change.parts().stream().map(Part::delta).reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(sum).as("%s", change).isEqualByComparingTo(change.delta());
  }

  private static void assertTurnedOnTheWayBack(ScoreChange there, ScoreChange back) {
    Map<String, BigDecimal> deltas =
        back.parts().stream().collect(Collectors.toMap(Part::factor, Part::delta));
    there
        .parts()
        .forEach(
            part ->
                assertThat(
                        part.delta().add(deltas.getOrDefault(part.factor(), BigDecimal.ZERO)).abs())
                    .isLessThanOrEqualTo(MILLIONTH.multiply(BigDecimal.valueOf(2))));
  }

  private static ScoreChange change(String before, String after) {
    return Score.weighted(ScoreTest.factors(after))
        .changeSince(Score.weighted(ScoreTest.factors(before)))
        .orElseThrow();
  }
}
