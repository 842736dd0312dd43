package dev.pulse.samples.ethereum.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.samples.ethereum.node.Clients;
import dev.pulse.samples.ethereum.node.Node;
import dev.pulse.samples.ethereum.node.NodeNames;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class ProbingTest {
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();

  /** All machines answer but these. */
  private NodeProbe probe(String... silent) {
    var dead = Set.of(silent);
    return new NodeProbe() {
      @Override
      public boolean canAsk(String network, String node) {
        return !node.contains("_");
      }

      @Override
      public boolean answers(String network, String node) {
        asked.merge(node, 1, Integer::sum);
        return !dead.contains(node);
      }
    };
  }

  private static Node node(String name) {
    return NodeNames.of("hoodi", Clients.known())
        .node(label -> label.equals("instance") ? Optional.of(name) : Optional.empty())
        .orElseThrow();
  }

  private static NetworkEvaluation evaluation(List<String> sick, List<String> well) {
    var all = new ArrayList<>(sick);
    all.addAll(well);
    var clients = Clients.known();
    return NetworkEvaluation.builder(
            "hoodi", Instant.EPOCH, clients, BlameRules.standard().analysis(clients))
        .nodes(all.stream().map(ProbingTest::node).toList())
        .check(CheckEvaluation.of(HealthChecks.standard().get(0), sick, all, all, List.of()))
        .build();
  }

  @Test
  @DisplayName(
      "L3, L4: silent machines are infrastructure, the control answers; each is asked once")
  void silentMachinesAreInfrastructure() throws InterruptedException {
    var before =
        evaluation(List.of("teku-besu-1", "teku-geth-1"), List.of("prysm-reth-1", "prysm-geth-1"));

    var probed = new Probing(probe("teku-besu-1")).probed(before);

    assertThat(probed.infrastructure()).containsExactly("teku-besu-1");
    assertThat(probed.notes()).containsExactly("Probe: 1 of 2 unhealthy nodes do not answer");
    assertThat(asked).isEqualTo(Map.of("teku-besu-1", 1, "teku-geth-1", 1, "prysm-geth-1", 1));
  }

  @Test
  @DisplayName("L5: nobody healthy is asked while all unhealthy ones answer")
  void theControlIsAskedOnlyWhenNeeded() throws InterruptedException {
    var probed =
        new Probing(probe()).probed(evaluation(List.of("teku-besu-1"), List.of("prysm-reth-1")));

    assertThat(probed.infrastructure()).isEmpty();
    assertThat(asked).isEqualTo(Map.of("teku-besu-1", 1));
  }

  @Test
  @DisplayName("L5: a control that does not answer either discards the results")
  void aSilentControlDiscardsTheResults() throws InterruptedException {
    var probed =
        new Probing(probe("teku-besu-1", "prysm-geth-1"))
            .probed(evaluation(List.of("teku-besu-1"), List.of("prysm-reth-1", "prysm-geth-1")));

    assertThat(probed.infrastructure()).isEmpty();
    assertThat(probed.notes())
        .containsExactly("Probe: discarded, the healthy node prysm-geth-1 does not answer either");
  }

  @Test
  @DisplayName("L5: without a healthy node the results are discarded")
  void withoutAControlTheResultsAreDiscarded() throws InterruptedException {
    var probed =
        new Probing(probe("teku-besu-1")).probed(evaluation(List.of("teku-besu-1"), List.of()));

    assertThat(probed.infrastructure()).isEmpty();
    assertThat(probed.notes())
        .containsExactly("Probe: discarded, there is no healthy node to compare with");
  }

  @Test
  @DisplayName("L3: names that are no hosts are regular, and not asked, nor a control")
  void namesThatAreNoHostsAreRegular() throws InterruptedException {
    var probed =
        new Probing(probe("teku-besu-x_1", "teku-besu-1"))
            .probed(
                evaluation(
                    List.of("teku-besu-x_1", "teku-besu-1"),
                    List.of("prysm-geth-_", "prysm-reth-1")));

    assertThat(probed.infrastructure()).containsExactly("teku-besu-1");
    assertThat(asked).containsOnlyKeys("teku-besu-1", "prysm-reth-1");
  }

  @Test
  @DisplayName("A probe that breaks says nothing of the machine")
  void aProbeThatBreaksSaysNothing() throws InterruptedException {
    var broken =
        new NodeProbe() {
          @Override
          public boolean canAsk(String network, String node) {
            return true;
          }

          @Override
          public boolean answers(String network, String node) {
            throw new IllegalStateException("broken");
          }
        };

    var probed =
        new Probing(broken).probed(evaluation(List.of("teku-besu-1"), List.of("prysm-reth-1")));

    assertThat(probed.infrastructure()).isEmpty();
  }

  @Test
  @DisplayName("L3: at most 16 machines are asked at a time")
  void atMostSixteenAtATime() throws InterruptedException {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var sixteen = new CountDownLatch(16);
    var counting =
        new NodeProbe() {
          @Override
          public boolean canAsk(String network, String node) {
            return true;
          }

          @Override
          public boolean answers(String network, String node) throws InterruptedException {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            sixteen.countDown();
            sixteen.await();
            now.decrementAndGet();
            return true;
          }
        };
    var sick = IntStream.range(0, 48).mapToObj(i -> "teku-besu-" + i).toList();

    new Probing(counting).probed(evaluation(sick, List.of()));

    assertThat(most).hasValue(16);
  }

  @Test
  @DisplayName("L3, defect 21: a look-up of names that never ends holds nobody for ever")
  void aLookUpThatNeverEndsHoldsNobody() throws Exception {
    var hold = new CountDownLatch(1);
    try (var dead = FakeMachine.saying("");
        var alive = FakeMachine.saying("SSH-2.0-x\r\n")) {
      var probe =
          SshProbe.below(
              "ethpandaops.io",
              22,
              (host, port) -> {
                if (host.startsWith("teku-geth")) {
                  awaitWhateverHappens(hold);
                }
                return address(host.startsWith("prysm") ? alive : dead);
              },
              Duration.ofSeconds(20));
      var sick = new ArrayList<>(List.of("teku-besu-1"));
      IntStream.range(0, 40).forEach(i -> sick.add("teku-geth-" + i));

      var probed =
          new Probing(probe, Duration.ofSeconds(6), Duration.ofSeconds(20))
              .probed(evaluation(sick, List.of("prysm-reth-1")));

      assertThat(probed.infrastructure()).containsExactly("teku-besu-1");
      assertThat(probed.notes())
          .containsExactly(
              "Probe: 1 of 41 unhealthy nodes do not answer, 40 could not be asked in time");
    } finally {
      hold.countDown();
    }
  }

  @Test
  @DisplayName("L5: a control that cannot be asked in time discards the results")
  void aControlThatIsLateDiscardsTheResults() throws InterruptedException {
    var hold = new CountDownLatch(1);
    var probe =
        new NodeProbe() {
          @Override
          public boolean canAsk(String network, String node) {
            return true;
          }

          @Override
          public boolean answers(String network, String node) {
            if (node.startsWith("prysm")) {
              awaitWhateverHappens(hold);
            }
            return false;
          }
        };
    try {
      var probed =
          new Probing(probe, Duration.ofSeconds(20), Duration.ofMillis(50))
              .probed(evaluation(List.of("teku-besu-1"), List.of("prysm-reth-1")));

      assertThat(probed.infrastructure()).isEmpty();
      assertThat(probed.notes().get(0)).startsWith("Probe: discarded");
    } finally {
      hold.countDown();
    }
  }

  /** Like a resolver, which heeds no interruption. */
  private static void awaitWhateverHappens(CountDownLatch hold) {
    boolean interrupted = false;
    while (hold.getCount() > 0) {
      try {
        hold.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static InetSocketAddress address(FakeMachine machine) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), machine.port());
  }

  private static SshProbe probe(FakeMachine machine, Duration read) {
    return SshProbe.below("ethpandaops.io", 22, (host, port) -> address(machine), read);
  }

  @Test
  @DisplayName("Defect 21: 20 dead nodes take two rounds of 3 seconds, and one connection each")
  void twentyDeadNodesTakeTwoRounds() throws Exception {
    try (var dead = FakeMachine.silent();
        var alive = FakeMachine.saying("SSH-2.0-x\r\n")) {
      var silent = probe(dead, SshProbe.READ);
      // The control may take its time where the machine of the test does.
      var control = probe(alive, Duration.ofSeconds(10));
      var probe =
          new NodeProbe() {
            @Override
            public boolean canAsk(String network, String node) {
              return silent.canAsk(network, node);
            }

            @Override
            public boolean answers(String network, String node) {
              return (node.startsWith("prysm") ? control : silent).answers(network, node);
            }
          };
      var sick = IntStream.range(0, 20).mapToObj(i -> "teku-besu-" + i).toList();
      long start = System.nanoTime();

      var probed = new Probing(probe).probed(evaluation(sick, List.of("prysm-reth-1")));

      // Six seconds where the machine has nothing else to do; one after the other, sixty.
      assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
      assertThat(probed.infrastructure()).hasSize(20);
      assertThat(dead.connections()).isEqualTo(20);
      assertThat(alive.connections()).isEqualTo(1);
    }
  }
}
