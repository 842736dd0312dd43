package dev.pulse.samples.ethereum.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.core.analysis.Pair;
import dev.pulse.core.analysis.PairObservation;
import dev.pulse.core.analysis.PairVerdict;
import dev.pulse.core.analysis.Side;
import dev.pulse.core.analysis.Suspect;
import dev.pulse.samples.ethereum.node.Clients;
import dev.pulse.samples.ethereum.node.Layer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of 8.3, by their numbers. A node is written as {@code consensus-execution-number}. */
@DisplayName("Row 9: root-cause analysis, the cases of 8.3")
class BlameRulesTest {
  private static final List<String> ETHEREUMJS_EVERYWHERE =
      nodes("lighthouse,teku,lodestar,grandine,nimbus", "ethereumjs");
  private static final List<String> LIGHTHOUSE_EVERYWHERE =
      nodes("lighthouse", "geth,besu,nethermind,erigon,ethereumjs");

  /** One node of each pair. */
  private static List<String> nodes(String consensus, String execution) {
    var nodes = new ArrayList<String>();
    for (var cl : consensus.split(",", -1)) {
      for (var el : execution.split(",", -1)) {
        nodes.add(cl + "-" + el + "-1");
      }
    }
    return nodes;
  }

  private static List<String> all(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private static Arguments argumentsOf(
      String name,
      String target,
      List<String> sick,
      List<String> well,
      List<String> rootCauses,
      List<String> unexplained) {
    return argumentSet(name, target, sick, well, rootCauses, unexplained);
  }

  static Stream<Arguments> cases() {
    List<String> none = List.of();
    return Stream.of(
        argumentsOf(
            "case 1", "lighthouse", none, nodes("lighthouse", "geth,besu,nethermind"), none, none),
        argumentsOf(
            "case 2",
            "lighthouse",
            List.of("lighthouse-erigon-1"),
            List.of("lighthouse-geth-1", "lighthouse-besu-1", "prysm-erigon-1", "teku-erigon-1"),
            none,
            List.of("lighthouse-erigon-1")),
        argumentsOf(
            "case 3",
            "ethereumjs",
            ETHEREUMJS_EVERYWHERE,
            nodes("lighthouse,prysm", "geth"),
            List.of("ethereumjs"),
            none),
        argumentsOf(
            "case 4",
            "prysm",
            List.of("prysm-geth-1", "prysm-geth-2", "prysm-geth-4", "prysm-geth-6"),
            List.of("prysm-geth-3", "prysm-geth-5"),
            none,
            List.of("prysm-geth-1", "prysm-geth-2", "prysm-geth-4", "prysm-geth-6")),
        argumentsOf(
            "case 5",
            "prysm",
            nodes("prysm", "erigon,geth,ethereumjs,reth,besu"),
            nodes("lighthouse,teku", "geth"),
            List.of("prysm"),
            none),
        argumentsOf(
            "case 6",
            "lighthouse",
            all(ETHEREUMJS_EVERYWHERE, nodes("lighthouse,teku,grandine", "nethermind")),
            nodes("lighthouse", "geth,besu"),
            List.of("ethereumjs", "nethermind"),
            none),
        argumentsOf(
            "case 7",
            "ethereumjs",
            ETHEREUMJS_EVERYWHERE,
            all(
                nodes("lighthouse,prysm", "geth"),
                List.of("prysm-ethereumjs-1", "lighthouse-ethereumjs-2")),
            List.of("ethereumjs"),
            none),
        argumentsOf(
            "case 8",
            "reth",
            nodes("lighthouse,teku", "reth"),
            nodes("prysm,nimbus", "reth"),
            List.of("reth"),
            none),
        argumentsOf(
            "case 9",
            "reth",
            List.of("lighthouse-reth-1"),
            nodes("prysm,teku,nimbus", "reth"),
            none,
            List.of("lighthouse-reth-1")),
        argumentsOf(
            "case 10",
            "lighthouse",
            LIGHTHOUSE_EVERYWHERE,
            List.of("prysm-geth-1", "teku-besu-1", "nimbus-nethermind-1"),
            List.of("lighthouse"),
            none),
        argumentsOf(
            "case 11",
            "lighthouse",
            all(LIGHTHOUSE_EVERYWHERE, nodes("teku,prysm,nimbus", "ethereumjs")),
            none,
            List.of("ethereumjs", "lighthouse"),
            none),
        argumentsOf(
            "case 12",
            "besu",
            nodes("lighthouse,teku,prysm,grandine,lodestar", "besu"),
            List.of("lighthouse-geth-1", "teku-nethermind-1", "prysm-erigon-1"),
            List.of("besu"),
            none),
        argumentsOf(
            "case 13",
            "teku",
            nodes("teku", "geth,besu,nethermind,ethereumjs,reth"),
            List.of("lighthouse-geth-1", "prysm-besu-1", "nimbus-nethermind-1"),
            List.of("teku"),
            none),
        argumentsOf(
            "case 14",
            "grandine",
            List.of("grandine-besu-1"),
            nodes("grandine", "geth,reth"),
            none,
            List.of("grandine-besu-1")),
        argumentsOf(
            "case 15",
            "lighthouse",
            nodes("lighthouse,prysm", "ethereumjs,geth,besu,nethermind,erigon"),
            List.of("teku-geth-1", "nimbus-besu-1"),
            List.of("ethereumjs", "lighthouse", "prysm"),
            none),
        argumentsOf(
            "case 16",
            "lighthouse",
            List.of("lighthouse-ethereumjs-1"),
            List.of("lighthouse-geth-1", "lighthouse-besu-1", "prysm-ethereumjs-1"),
            none,
            none));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theCaseHasItsOutcomeWhateverTheOrder(
      String target,
      List<String> sick,
      List<String> well,
      List<String> rootCauses,
      List<String> unexplained) {
    for (var verdict : verdicts(BlameRules.standard(), sick, well)) {
      assertThat(names(verdict)).isEqualTo(rootCauses);
      assertThat(verdict.unexplained(side(target), target)).isEqualTo(unexplained);
      assertThat(verdict.widespread()).isFalse();
    }
  }

  @Test
  @DisplayName("Row 10, defect 24: case 17, a total outage blames nobody")
  void aTotalOutageBlamesNobody() {
    var sick = nodes("lighthouse,prysm,teku", "geth,besu,reth");

    for (var verdict : verdicts(BlameRules.standard(), sick, List.of())) {
      assertThat(verdict.widespread()).isTrue();
      assertThat(verdict.rootCauses()).isEmpty();
      for (var client : List.of("lighthouse", "prysm", "teku", "geth", "besu", "reth")) {
        assertThat(verdict.unexplained(side(client), client)).isEmpty();
      }
    }
    for (var verdict : verdicts(new BlameRules(Optional.empty()), sick, List.of())) {
      assertThat(verdict.widespread()).isFalse();
      assertThat(names(verdict))
          .containsExactly("besu", "geth", "lighthouse", "prysm", "reth", "teku");
    }
  }

  @Test
  @DisplayName("A5: cases 6, 11 and 15 reach 80 per cent, but too few candidates in a layer")
  void fourFifthsAloneAreNoIncident() {
    var verdict =
        verdicts(
                BlameRules.standard(),
                all(LIGHTHOUSE_EVERYWHERE, nodes("teku,prysm,nimbus", "ethereumjs")),
                List.of())
            .get(0);

    assertThat(verdict.failingPairs()).hasSize(8);
    assertThat(verdict.allPairs()).hasSize(8);
    assertThat(verdict.widespread()).isFalse();
  }

  @Test
  @DisplayName("A9: the evidence of a root cause")
  void aRootCauseHasItsEvidence() {
    var verdict =
        verdicts(BlameRules.standard(), nodes("teku,lighthouse", "reth"), List.of()).get(0);

    assertThat(verdict.rootCauses())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.side()).isEqualTo(Side.SECOND);
              assertThat(it.peers()).containsExactly("lighthouse", "teku");
              assertThat(it.nodes()).containsExactly("lighthouse-reth-1", "teku-reth-1");
            });
  }

  @Test
  void aRatioOutsideOfItsRangeIsRefused() {
    for (var ratio : List.of("0", "-0.1", "1.01")) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> new BlameRules(Optional.of(new BigDecimal(ratio))).analysis(Clients.known()))
          .withMessageContaining("ratio must be above 0 and at most 1");
    }
  }

  private static Side side(String target) {
    return Clients.known().target(target) == Layer.CONSENSUS ? Side.FIRST : Side.SECOND;
  }

  private static List<String> names(PairVerdict verdict) {
    return verdict.rootCauses().stream().map(Suspect::name).toList();
  }

  /** The verdict in the order of the case and in some others. */
  private static List<PairVerdict> verdicts(
      BlameRules rules, List<String> sick, List<String> well) {
    var observations = new ArrayList<PairObservation>();
    sick.forEach(node -> observations.add(PairObservation.unhealthy(node, pair(node))));
    well.forEach(node -> observations.add(PairObservation.healthy(node, pair(node))));
    var analysis = rules.analysis(Clients.known());
    var random = new Random(8_3);
    var verdicts = new ArrayList<PairVerdict>();
    for (int i = 0; i < 10; i++) {
      verdicts.add(analysis.analyze(observations));
      Collections.shuffle(observations, random);
    }
    return verdicts;
  }

  private static Pair pair(String node) {
    var parts = node.split("-", -1);
    return new Pair(parts[0], parts[1]);
  }
}
