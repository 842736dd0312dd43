package dev.pulse.samples.ethereum.evaluate;

import static dev.pulse.samples.ethereum.ScriptedEvaluation.nodes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.samples.ethereum.ScriptedEvaluation;
import dev.pulse.samples.ethereum.evaluate.Explanation.Blame;
import dev.pulse.samples.ethereum.evaluate.Explanation.Fault;
import dev.pulse.samples.ethereum.node.ClientPair;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the analysis found, in words: of each kind of verdict one. */
class ExplanationTest {
  private static final String FIVE = "lighthouse,prysm,lodestar,nimbus,grandine";
  private static final String ALL = FIVE + ",teku";

  private static Explanation of(ScriptedEvaluation evaluation) {
    return Explanation.of(evaluation.at(Instant.EPOCH));
  }

  private static ScriptedEvaluation hoodi() {
    return ScriptedEvaluation.of("hoodi");
  }

  @Test
  void fromFivePeersOnAClientIsAtFaultWhateverElseFails() {
    var explanation = of(hoodi().failing(nodes(ALL, "reth")).well(nodes(ALL, "geth,besu")));

    assertThat(explanation.blames())
        .singleElement()
        .satisfies(
            blame -> {
              assertThat(blame.client()).isEqualTo("reth");
              assertThat(blame.rootCause()).isTrue();
              assertThat(blame.text())
                  .isEqualTo(
                      "reth fails with 6 of its 6 consensus clients. From 5 on it is not each of"
                          + " them that is at fault, but what they have in common: reth.");
            });
    assertThat(explanation.cause(new ClientPair("teku", "reth")).text())
        .isEqualTo("A consequence of reth, a root cause.");
  }

  @Test
  void fewPeersAreEnoughWhereNoneOfThemFailsWithMany() {
    var explanation =
        of(hoodi().failing(nodes("teku,prysm", "reth")).well(nodes(ALL, "geth,besu")));

    assertThat(explanation.blames())
        .extracting(Blame::text)
        .containsExactly(
            "reth fails with 2 of its 2 consensus clients. Of these, prysm and teku fail with"
                + " fewer than 5 execution clients, so that reth is what they have in common.");
  }

  @Test
  void whoIsSuspectedAndNotBlamedIsToldWhy() {
    var explanation =
        of(
            hoodi()
                .failing(nodes("lighthouse", "geth,besu,nethermind,erigon,reth"))
                .failing(nodes("teku", "geth"))
                .well(nodes("prysm,nimbus", "geth,besu")));

    assertThat(explanation.blames())
        .extracting(Blame::client, Blame::rootCause)
        .containsExactly(tuple("lighthouse", true), tuple("geth", false));
    assertThat(explanation.blames().get(1).text())
        .isEqualTo(
            "geth fails with 2 of its 4 consensus clients, but lighthouse explains that better.");
    assertThat(explanation.cause(new ClientPair("teku", "geth")).fault())
        .isEqualTo(Fault.UNEXPLAINED);
  }

  @Test
  void troubleWithAClientBeforeProductionIsExpected() {
    var explanation =
        of(
            hoodi()
                .failing(nodes("teku,prysm", "ethereumjs"))
                .failing(nodes("nimbus", "nimbusel"))
                .well(nodes(ALL, "geth")));

    assertThat(explanation.blames())
        .extracting(Blame::text)
        .containsExactly(
            "ethereumjs fails with 2 of its 2 consensus clients, and is not in production yet:"
                + " trouble with it is expected, and nobody else is blamed for it.");
    assertThat(explanation.cause(new ClientPair("nimbus", "nimbusel")).text())
        .isEqualTo("nimbusel is not in production yet: nobody is alarmed.");
  }

  @Test
  void whereEverythingFailsNobodyIsBlamed() {
    var explanation = of(hoodi().failing(nodes("lighthouse,prysm,teku", "geth,besu,reth")));

    assertThat(explanation.blames()).noneMatch(Blame::rootCause).hasSize(6);
    assertThat(explanation.blames().get(0).text())
        .isEqualTo(
            "besu fails with 3 of its 3 consensus clients, but so much fails that no client is"
                + " blamed.");
    assertThat(explanation.cause(new ClientPair("teku", "reth")).fault())
        .isEqualTo(Fault.NETWORK_WIDE);
  }

  @Test
  void aPairWhoseMachinesDoNotAnswerIsNobodysFault() {
    var explanation =
        of(
            hoodi()
                .failing(List.of("teku-geth-1", "prysm-geth-1", "prysm-geth-2"))
                .machinesDown(List.of("prysm-geth-1", "prysm-geth-2"))
                .well(nodes("lighthouse", "geth")));

    // Both fail with geth, which is the root cause, machines or not: the analysis does not ask.
    assertThat(explanation.cause(new ClientPair("prysm", "geth")).fault())
        .isEqualTo(Fault.ROOT_CAUSE);
    assertThat(
            of(hoodi()
                    .failing(List.of("teku-geth-1"))
                    .machinesDown(List.of("teku-geth-1"))
                    .well(nodes("prysm", "geth")))
                .cause(new ClientPair("teku", "geth"))
                .text())
        .isEqualTo("The machines of all its nodes that fail do not answer: no client is blamed.");
  }

  @Test
  void aPairThatDoesNotFailHasNoCause() {
    var explanation = of(hoodi().well(nodes("teku", "geth")));

    assertThat(explanation.fails(new ClientPair("teku", "geth"))).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> explanation.cause(new ClientPair("teku", "geth")));
  }
}
