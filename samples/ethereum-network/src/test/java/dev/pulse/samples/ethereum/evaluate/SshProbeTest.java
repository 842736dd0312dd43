package dev.pulse.samples.ethereum.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(90)
class SshProbeTest {
  private final List<String> hosts = new CopyOnWriteArrayList<>();

  /** Waits longer for a banner than this machine may have a pause. */
  private SshProbe probe(int port) {
    return probe(port, Duration.ofSeconds(60));
  }

  private SshProbe probe(int port, Duration read) {
    return SshProbe.below(
        "ethpandaops.io",
        22,
        (host, ssh) -> {
          hosts.add(host + ":" + ssh);
          return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        },
        read);
  }

  @Test
  @DisplayName("L3, section 7.6: an SSH banner answers, and nothing is sent")
  void aBannerAnswers() throws IOException, InterruptedException {
    try (var machine = FakeMachine.saying("SSH-2.0-OpenSSH_9.2\r\n")) {
      assertThat(probe(machine.port()).answers("hoodi", "teku-besu-1")).isTrue();
      assertThat(hosts).containsExactly("teku-besu-1.hoodi.ethpandaops.io:22");
      assertThat(machine.heard()).isEmpty();
    }
  }

  @ParameterizedTest
  @DisplayName("L3: who says something else, or hangs up, does not answer")
  @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n", "SSH", "ssh-2.0", ""})
  void anythingElseDoesNot(String banner) throws IOException {
    try (var machine = FakeMachine.saying(banner)) {
      assertThat(probe(machine.port()).answers("hoodi", "teku-besu-1")).isFalse();
    }
  }

  @Test
  @DisplayName("L3: who accepts and stays silent does not answer, within 3 seconds")
  void silenceDoesNot() throws IOException {
    try (var machine = FakeMachine.silent()) {
      long start = System.nanoTime();
      assertThat(probe(machine.port(), SshProbe.READ).answers("hoodi", "teku-besu-1")).isFalse();
      assertThat(System.nanoTime() - start).isBetween(2_900_000_000L, 30_000_000_000L);
    }
  }

  @Test
  @DisplayName("L3: a banner in single bytes is one")
  void aBannerMayComeInPieces() throws IOException {
    try (var machine = FakeMachine.sayingByteByByte("SSH-2.0")) {
      assertThat(probe(machine.port()).answers("hoodi", "teku-besu-1")).isTrue();
    }
  }

  @Test
  @DisplayName("L3: a closed port does not answer")
  void aClosedPortDoesNot() throws IOException {
    int port;
    try (var machine = FakeMachine.silent()) {
      port = machine.port();
    }
    assertThat(probe(port).answers("hoodi", "teku-besu-1")).isFalse();
  }

  @Test
  void aNameThatNobodyKnowsDoesNot() {
    var probe =
        SshProbe.below(
            "invalid",
            22,
            (host, port) -> InetSocketAddress.createUnresolved(host, port),
            SshProbe.READ);

    assertThat(probe.answers("hoodi", "teku-besu-1")).isFalse();
  }

  @ParameterizedTest
  @DisplayName("L3, section 7.1: what is no DNS label is not connected to")
  @ValueSource(
      strings = {"", "a.b", "-a", "a-", "a_b", "a b", "a/b", "a@b", "127.0.0.1", "a:1", "ä", "a\n"})
  void namesThatAreNoHostsAreNotAsked(String node) {
    assertThat(probe(1).canAsk("hoodi", node)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> probe(1).answers("hoodi", node));
    assertThat(hosts).isEmpty();
  }

  @Test
  void theNetworkAndTheLengthAreJudgedToo() {
    var probe = probe(1);

    assertThat(probe.canAsk("fusaka-devnet-3", "teku-besu-1")).isTrue();
    assertThat(probe.canAsk("a/b", "teku-besu-1")).isFalse();
    assertThat(probe.canAsk("", "teku-besu-1")).isFalse();
    assertThat(probe.canAsk("hoodi", "a".repeat(63))).isTrue();
    assertThat(probe.canAsk("hoodi", "a".repeat(64))).isFalse();
    assertThat(probe.canAsk(("a".repeat(60) + ".").repeat(4) + "b", "node")).isFalse();
  }

  @Test
  void aDomainOrPortThatIsNoneIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> SshProbe.below("a b", 22));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SshProbe.below("example.org", 0))
        .withMessageContaining("but is 0");
  }
}
