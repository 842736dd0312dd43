package dev.pulse.samples.ethereum.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeNamesTest {
  private static Node node(String network, String... labels) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      map.put(labels[i], labels[i + 1]);
    }
    return NodeNames.of(network, Clients.known())
        .node(name -> Optional.ofNullable(map.get(name)))
        .orElseThrow();
  }

  @ParameterizedTest(name = "N1, N4: {0} of {2} is {3}")
  @DisplayName("N1-N4: the vectors of 8.2")
  @CsvSource({
    "u-lighthouse-geth-1, u, hoodi, lighthouse-geth-1, lighthouse, geth",
    "lighthouse-geth-1, '', hoodi, lighthouse-geth-1, lighthouse, geth",
    "u-fusaka-devnet-3-teku-besu-1, u, fusaka-devnet-3, teku-besu-1, teku, besu",
    "lighthouse-geth-1, lighthouse, hoodi, lighthouse-geth-1, lighthouse, geth",
    "lighthouse-geth-super-1, u, hoodi, lighthouse-geth-super-1, lighthouse, geth",
    "mainnet-prysm-reth-super-2, u, hoodi, mainnet-prysm-reth-super-2, prysm, reth",
    "lighthouse-geth, u, hoodi, lighthouse-geth, ,",
    "lighthouse-foo-1, u, hoodi, lighthouse-foo-1, lighthouse, foo",
  })
  void namesAndPairsAreThoseOfTheVectors(
      String instance,
      String ingressUser,
      String network,
      String displayed,
      String consensus,
      String execution) {
    var node = node(network, "instance", instance, "ingress_user", ingressUser);

    assertThat(node.name()).isEqualTo(displayed);
    assertThat(node.instance()).isEqualTo(instance);
    assertThat(node.pair())
        .isEqualTo(
            consensus == null
                ? Optional.empty()
                : Optional.of(new ClientPair(consensus, execution)));
  }

  @Test
  @DisplayName("N1: in whichever order the prefixes occur, each once, and nothing inside")
  void prefixesGoInWhicheverOrderTheyOccur() {
    assertThat(node("net", "instance", "net-u-teku-besu-1", "ingress_user", "u").name())
        .isEqualTo("teku-besu-1");
    assertThat(node("net", "instance", "u-u-teku-besu-1", "ingress_user", "u").name())
        .isEqualTo("u-teku-besu-1");
    assertThat(node("net", "instance", "teku-besu-u-net-1", "ingress_user", "u").name())
        .isEqualTo("teku-besu-u-net-1");
    assertThat(node("a-devnet-1", "instance", "a-devnet-1-teku-besu-1", "ingress_user", "a").name())
        .isEqualTo("teku-besu-1");
  }

  @Test
  @DisplayName("N1, defect 4: empty labels remove nothing")
  void emptyLabelsRemoveNothing() {
    assertThat(node("", "instance", "-teku-besu-1", "ingress_user", "").name())
        .isEqualTo("-teku-besu-1");
  }

  @Test
  @DisplayName("N2: the remainder is neither empty nor without the pair")
  void aRemovalThatLeavesNothingIsSkipped() {
    assertThat(node("net", "instance", "u-", "ingress_user", "u").name()).isEqualTo("u-");
    assertThat(node("teku", "instance", "teku-besu-1").name()).isEqualTo("teku-besu-1");
    assertThat(node("teku", "instance", "teku-foo-1").name()).isEqualTo("foo-1");
  }

  @Test
  @DisplayName("N3: labels first, each on its own, in lower case; the name for what is missing")
  void labelsTellThePairAndTheNameWhatTheyLeaveOpen() {
    assertThat(
            node(
                    "net",
                    "instance",
                    "teku-besu-1",
                    "consensus_client",
                    "Lighthouse",
                    "execution_client",
                    "")
                .pair())
        .contains(new ClientPair("lighthouse", "besu"));
    assertThat(
            node("net", "instance", "x", "consensus_client", "a", "execution_client", "b").pair())
        .contains(new ClientPair("a", "b"));
    assertThat(node("net", "instance", "x", "consensus_client", "teku").pair()).isEmpty();
  }

  @Test
  @DisplayName(
      "N4, defect 7: any network prefix is accepted, and a known execution client suffices")
  void theNameTellsThePairBehindAnyPrefix() {
    assertThat(node("net", "instance", "some-old-devnet-9-GRANDINE-nethermind-3").pair())
        .contains(new ClientPair("grandine", "nethermind"));
    assertThat(node("net", "instance", "foo-geth-1").pair())
        .contains(new ClientPair("foo", "geth"));
    assertThat(node("net", "instance", "foo-bar-1").pair()).isEmpty();
    assertThat(node("net", "instance", "-geth-1").pair()).isEmpty();
    assertThat(node("net", "instance", "teku--1").pair()).isEmpty();
  }

  @Test
  @DisplayName("C5: without an instance there is no node")
  void withoutAnInstanceThereIsNoNode() {
    var names = NodeNames.of("net", Clients.known());

    assertThat(names.node(label -> Optional.empty())).isEmpty();
    assertThat(names.node(label -> Optional.of(""))).isEmpty();
  }

  @Test
  @DisplayName("N5: those before production are execution clients unless known otherwise")
  void clientsBeforeProductionAreKnown() {
    var clients = Clients.preProduction(List.of("ErigonTwo", "grandine"));

    assertThat(clients.layer("erigontwo")).contains(Layer.EXECUTION);
    assertThat(clients.layer("grandine")).contains(Layer.CONSENSUS);
    assertThat(clients.isPreProduction("GRANDINE")).isTrue();
    assertThat(clients.isPreProduction("teku")).isFalse();
    assertThat(clients.keys(Layer.CONSENSUS))
        .containsExactly("grandine", "lighthouse", "lodestar", "nimbus", "prysm", "teku");
    assertThat(clients.keys(Layer.EXECUTION))
        .containsExactly(
            "besu",
            "erigon",
            "erigontwo",
            "ethereumjs",
            "ethrex",
            "geth",
            "nethermind",
            "nimbusel",
            "reth");
  }

  @Test
  @DisplayName("N5: client data adds clients and decides their layer")
  void clientDataDecidesTheLayer() {
    var clients = Clients.known().with(Map.of("caplin", Layer.CONSENSUS, "Teku", Layer.EXECUTION));

    assertThat(clients.layer("caplin")).contains(Layer.CONSENSUS);
    assertThat(clients.layer("teku")).contains(Layer.EXECUTION);
    assertThat(clients.layer("unheard-of")).isEmpty();
  }

  @Test
  @DisplayName("A8: a known execution client is an EL target, every other one a CL target")
  void everyTargetHasALayer() {
    assertThat(Clients.known().target("geth")).isEqualTo(Layer.EXECUTION);
    assertThat(Clients.known().target("teku")).isEqualTo(Layer.CONSENSUS);
    assertThat(Clients.known().target("unheard-of")).isEqualTo(Layer.CONSENSUS);
  }

  @Test
  @DisplayName("N7, defect 6: nimbus is no part of nimbusel")
  void clientsAreComparedExactly() {
    var pair = new ClientPair("teku", "nimbusel");

    assertThat(pair.contains("nimbus")).isFalse();
    assertThat(pair.contains("NimbusEL")).isTrue();
  }
}
