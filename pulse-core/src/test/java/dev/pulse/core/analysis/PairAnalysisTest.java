package dev.pulse.core.analysis;

import static dev.pulse.core.analysis.PairObservation.healthy;
import static dev.pulse.core.analysis.PairObservation.unhealthy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairAnalysisTest {
  private static final PairAnalysis ANALYSIS = PairAnalysis.builder().build();

  private static Pair pair(String first, String second) {
    return new Pair(first, second);
  }

  private static List<String> names(List<Suspect> suspects) {
    return suspects.stream().map(Suspect::name).toList();
  }

  /** All pairs of these, one unhealthy node each. */
  private static List<PairObservation> failing(List<String> firsts, List<String> seconds) {
    var observations = new ArrayList<PairObservation>();
    for (var first : firsts) {
      for (var second : seconds) {
        observations.add(unhealthy(first + "-" + second, pair(first, second)));
      }
    }
    return observations;
  }

  @Test
  void nothingIsAtFaultWhereNothingIs() {
    var verdict = ANALYSIS.analyze(List.of());

    assertThat(verdict.rootCauses()).isEmpty();
    assertThat(verdict.candidates()).isEmpty();
    assertThat(verdict.allPairs()).isEmpty();
    assertThat(verdict.widespread()).isFalse();
    assertThat(verdict.unexplained(Side.FIRST, "eu")).isEmpty();
  }

  @Test
  void aLonePairIsUnexplainedForBothItsParts() {
    var verdict =
        ANALYSIS.analyze(
            List.of(unhealthy("web-1", pair("eu", "2.4")), healthy("web-2", pair("us", "2.4"))));

    assertThat(verdict.rootCauses()).isEmpty();
    assertThat(verdict.unexplained(Side.FIRST, "eu")).containsExactly("web-1");
    assertThat(verdict.unexplained(Side.SECOND, "2.4")).containsExactly("web-1");
    assertThat(verdict.unexplained(Side.SECOND, "eu")).isEmpty();
  }

  @Test
  void whatTwoFailuresHaveInCommonIsAtFaultAndExplainsThem() {
    var verdict =
        ANALYSIS.analyze(
            List.of(
                unhealthy("web-2", pair("us", "2.4")),
                unhealthy("web-1", pair("eu", "2.4")),
                healthy("web-3", pair("us", "2.3"))));

    assertThat(verdict.rootCauses())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.side()).isEqualTo(Side.SECOND);
              assertThat(it.name()).isEqualTo("2.4");
              assertThat(it.peers()).containsExactly("eu", "us");
              assertThat(it.nodes()).containsExactly("web-1", "web-2");
              assertThat(it.major()).isFalse();
              assertThat(it.exempt()).isFalse();
            });
    assertThat(verdict.unexplained(Side.FIRST, "eu")).isEmpty();
    assertThat(verdict.failingPairs()).containsExactly(pair("eu", "2.4"), pair("us", "2.4"));
    assertThat(verdict.allPairs()).hasSize(3);
  }

  @Test
  void healthyNodesOfAFailingPairChangeNothing() {
    var sick = failing(List.of("eu", "us"), List.of("2.4"));
    var withHealthy = new ArrayList<>(sick);
    withHealthy.add(healthy("well", pair("eu", "2.4")));

    assertThat(names(ANALYSIS.analyze(withHealthy).rootCauses())).containsExactly("2.4");
    assertThat(names(ANALYSIS.analyze(sick).rootCauses())).containsExactly("2.4");
  }

  @Test
  void aCandidateWhosePeersAreMajorIsNotBlamed() {
    // Two regions fail with everything; each version fails with both of them, and with no other.
    var observations = failing(List.of("eu", "us"), List.of("1", "2", "3", "4", "5"));

    var verdict = ANALYSIS.analyze(observations);

    assertThat(names(verdict.candidates())).containsExactly("1", "2", "3", "4", "5", "eu", "us");
    assertThat(names(verdict.rootCauses())).containsExactly("eu", "us");
    assertThat(verdict.unexplained(Side.SECOND, "1")).isEmpty();
  }

  @Test
  void anExemptPartIsBlamedAsACandidateAndItsPeersAreLeftAlone() {
    var analysis = PairAnalysis.builder().exempt(Set.of("3-rc1", "3-rc2")).build();

    var verdict = analysis.analyze(failing(List.of("eu", "us"), List.of("3-rc1", "3-rc2")));

    assertThat(names(verdict.rootCauses())).containsExactly("3-rc1", "3-rc2");
    assertThat(verdict.rootCauses()).allMatch(Suspect::exempt);
  }

  @Test
  void aLoneFailureWithAnExemptPartNeedsNoExplanation() {
    var analysis = PairAnalysis.builder().exempt(Set.of("3-rc1")).build();

    var verdict = analysis.analyze(failing(List.of("eu"), List.of("3-rc1")));

    assertThat(verdict.rootCauses()).isEmpty();
    assertThat(verdict.unexplained(Side.FIRST, "eu")).isEmpty();
    assertThat(verdict.unexplained(Side.SECOND, "3-rc1")).isEmpty();
  }

  @Test
  void theSameNameOnBothSidesIsTwoParts() {
    var verdict =
        ANALYSIS.analyze(
            List.of(
                unhealthy("a", pair("x", "y")),
                unhealthy("b", pair("x", "z")),
                unhealthy("c", pair("w", "x"))));

    assertThat(verdict.isRootCause(Side.FIRST, "x")).isTrue();
    assertThat(verdict.isRootCause(Side.SECOND, "x")).isFalse();
    assertThat(verdict.unexplained(Side.SECOND, "x")).containsExactly("c");
    assertThat(verdict.unexplained(Side.FIRST, "x")).isEmpty();
  }

  @Test
  void ofANodeSeenTwiceTheFailureCounts() {
    var well = healthy("web-1", pair("eu", "2.4"));
    var sick = unhealthy("web-1", pair("eu", "2.4"));

    for (var observations : List.of(List.of(well, sick), List.of(sick, well, well))) {
      var verdict = ANALYSIS.analyze(observations);
      assertThat(verdict.unexplained(Side.FIRST, "eu")).containsExactly("web-1");
    }
  }

  @Test
  void aNodeThatClaimsTwoPairsIsCountedOnceWhicheverComesFirst() {
    var one = unhealthy("web-1", pair("eu", "2.4"));
    var other = unhealthy("web-1", pair("us", "2.4"));

    assertThat(ANALYSIS.analyze(List.of(one, other)).failingPairs())
        .containsExactly(pair("eu", "2.4"))
        .isEqualTo(ANALYSIS.analyze(List.of(other, one)).failingPairs());
  }

  @Test
  void nearlyEverythingFailingBlamesNobodyWhenAskedFor() {
    var parts = List.of("a", "b", "c");
    var others = List.of("x", "y", "z");
    var analysis = PairAnalysis.builder().widespread(new BigDecimal("0.80"), 3).build();

    var verdict = analysis.analyze(failing(parts, others));

    assertThat(verdict.widespread()).isTrue();
    assertThat(verdict.rootCauses()).isEmpty();
    assertThat(verdict.unexplained(Side.FIRST, "a")).isEmpty();
    assertThat(verdict.failingPairs()).hasSize(9);
    assertThat(names(ANALYSIS.analyze(failing(parts, others)).rootCauses()))
        .containsExactly("a", "b", "c", "x", "y", "z");
  }

  @Test
  void theShareOfFailingPairsIsComparedExactly() {
    // 0.7 of 10 is 7; as doubles 0.7 times 10 is above it in some orders of computing.
    var analysis = PairAnalysis.builder().widespread(new BigDecimal("0.7"), 1).build();
    var observations =
        new ArrayList<>(failing(List.of("a"), List.of("1", "2", "3", "4", "5", "6")));
    observations.add(unhealthy("b-1", pair("b", "1")));
    observations.add(healthy("b-2", pair("b", "2")));
    observations.add(healthy("b-3", pair("b", "3")));
    observations.add(healthy("b-4", pair("b", "4")));

    assertThat(analysis.analyze(observations).widespread()).isTrue();
    observations.add(healthy("b-5", pair("b", "5")));
    assertThat(analysis.analyze(observations).widespread()).isFalse();
  }

  @Test
  void aPartThatAloneMakesUpTheFailuresIsStillBlamed() {
    var analysis = PairAnalysis.builder().widespread(new BigDecimal("0.80"), 3).build();

    var verdict = analysis.analyze(failing(List.of("a"), List.of("1", "2", "3", "4", "5")));

    assertThat(verdict.widespread()).isFalse();
    assertThat(names(verdict.rootCauses())).containsExactly("a");
  }

  @Test
  void theVerdictIsThatOfAPlainReadingWhateverTheOrder() {
    var random = new Random(20_261_121);
    var exempt = Set.of("f0", "s1");
    int rootCauses = 0;
    int widespread = 0;
    int unexplained = 0;
    for (int round = 0; round < 2_000; round++) {
      int candidateFrom = 1 + random.nextInt(3);
      int majorFrom = candidateFrom + random.nextInt(4);
      var ratio = BigDecimal.valueOf(1 + random.nextInt(100), 2);
      int most = 1 + random.nextInt(3);
      var observations = observations(random);
      var analysis =
          PairAnalysis.builder()
              .candidateFrom(candidateFrom)
              .majorFrom(majorFrom)
              .exempt(exempt)
              .widespread(ratio, most)
              .build();
      var plain = new PlainReading(candidateFrom, majorFrom, exempt, observations);

      var verdict = analysis.analyze(observations);

      assertThat(verdict.allPairs()).containsExactlyElementsOf(plain.allPairs());
      assertThat(verdict.failingPairs()).containsExactlyElementsOf(plain.failingPairs());
      assertThat(verdict.widespread()).isEqualTo(plain.widespread(ratio, most));
      for (var side : Side.values()) {
        for (var name : plain.names(side)) {
          assertThat(verdict.isRootCause(side, name))
              .isEqualTo(!verdict.widespread() && plain.rootCause(side, name));
          assertThat(verdict.unexplained(side, name))
              .containsExactlyElementsOf(
                  verdict.widespread() ? Set.of() : plain.unexplained(side, name));
          unexplained += verdict.unexplained(side, name).size();
        }
      }
      assertSameWhateverTheOrder(analysis, observations, verdict, random);
      rootCauses += verdict.rootCauses().size();
      widespread += verdict.widespread() ? 1 : 0;
    }
    // The rounds must have seen what they are to compare.
    assertThat(rootCauses).isGreaterThan(500);
    assertThat(widespread).isGreaterThan(100);
    assertThat(unexplained).isGreaterThan(500);
  }

  private static List<PairObservation> observations(Random random) {
    int firsts = 1 + random.nextInt(6);
    int seconds = 1 + random.nextInt(6);
    double sick = random.nextDouble();
    var observations =
        IntStream.range(0, random.nextInt(40))
            .mapToObj(
                i ->
                    new PairObservation(
                        "node-" + i,
                        pair("f" + random.nextInt(firsts), "s" + random.nextInt(seconds)),
                        random.nextDouble() >= sick))
            .toList();
    return new ArrayList<>(observations);
  }

  private static void assertSameWhateverTheOrder(
      PairAnalysis analysis,
      List<PairObservation> observations,
      PairVerdict verdict,
      Random random) {
    var shuffled = new ArrayList<>(observations);
    shuffled.addAll(observations);
    Collections.shuffle(shuffled, random);
    var again = analysis.analyze(shuffled);
    assertThat(again).hasToString(verdict.toString());
    assertThat(names(again.rootCauses())).doesNotHaveDuplicates();
    for (int i = 0; i < verdict.rootCauses().size(); i++) {
      var before = verdict.rootCauses().get(i);
      var after = again.rootCauses().get(i);
      assertThat(after.peers()).isEqualTo(before.peers()).isSorted().doesNotHaveDuplicates();
      assertThat(after.nodes()).isEqualTo(before.nodes()).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void whatItFoundCannotBeChanged() {
    var verdict = ANALYSIS.analyze(failing(List.of("eu", "us"), List.of("2.4")));

    assertThatThrownBy(() -> verdict.rootCauses().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> verdict.rootCauses().get(0).peers().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> verdict.failingPairs().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void everythingThatIsWrongWithABuilderIsSaidAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                PairAnalysis.builder()
                    .candidateFrom(0)
                    .majorFrom(-1)
                    .exempt(List.of(" "))
                    .widespread(new BigDecimal("1.01"), 0)
                    .build())
        .withMessageContaining("candidateFrom must be at least 1, but is 0")
        .withMessageContaining("majorFrom must not be below candidateFrom (0), but is -1")
        .withMessageContaining("an exempt part must have a name")
        .withMessageContaining("ratio must be above 0 and at most 1, but is 1.01")
        .withMessageContaining("candidates must be at least 1, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairAnalysis.builder().widespread(BigDecimal.ZERO, 1).build())
        .withMessageContaining("ratio must be above 0");
  }

  @Test
  void observationsNeedTheirNames() {
    assertThatIllegalArgumentException().isThrownBy(() -> pair(" ", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> pair("x", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> healthy("", pair("x", "y")));
    assertThat(pair("eu", "2.4")).hasToString("eu × 2.4");
  }
}
