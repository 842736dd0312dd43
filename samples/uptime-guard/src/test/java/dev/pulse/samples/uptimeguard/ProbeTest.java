package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.fakes.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes of real servers on the loopback interface. */
class ProbeTest {
  /** Of a target that names none, in milliseconds. */
  private static final long USUAL_TIMEOUT = 10_000;

  private final Rig rig =
      new Rig(
          Stores.memory(),
          Rig.allowingPrivate(),
          Optional.of(ProbeCheck.factory(EgressPolicy.lenient())));
  private LoopbackServer server;

  @BeforeEach
  void start() throws IOException {
    server = new LoopbackServer();
  }

  @AfterEach
  void close() {
    server.close();
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 304, 399})
  void aStatusBelow400IsGood(int status) {
    assertThat(http("/status/" + status, null, null))
        .matches(probe -> probe.ok() && probe.statusCode() == status);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 500, 503})
  void aStatusFrom400OnIsBad(int status) {
    assertThat(http("/status/" + status, null, null))
        .matches(probe -> !probe.ok() && probe.statusCode() == status);
  }

  @Test
  void aRedirectIsFollowed() {
    assertThat(http("/moved/301", null, null))
        .matches(probe -> probe.ok() && probe.statusCode() == 200);
  }

  @Test
  void tenRedirectsAreFollowed() {
    assertThat(http("/redirects/10", null, null))
        .matches(probe -> probe.ok() && probe.statusCode() == 200);
  }

  @Test
  void theEleventhRedirectIsNotFollowedAndItsStatusIsKept() {
    assertThat(http("/redirects/11", null, null))
        .matches(probe -> !probe.ok() && probe.statusCode() == 302);
  }

  @Test
  void aRedirectWithoutLocationIsAFinalAnswer() {
    assertThat(http("/bare/302", null, null))
        .matches(probe -> probe.ok() && probe.statusCode() == 302);
  }

  @Test
  void anExpectedStatusIsGoodAsWell() {
    assertThat(http("/status/404", null, 404)).matches(Probe::ok);
    assertThat(http("/status/200", null, 404)).matches(Probe::ok);
    assertThat(http("/status/500", null, 404)).matches(probe -> !probe.ok());
  }

  @Test
  void withAnExpectedRedirectNoneIsFollowed() {
    assertThat(http("/moved/301", null, 301))
        .matches(probe -> probe.ok() && probe.statusCode() == 301);
  }

  @Test
  void anEndlessBodyIsNotRead() {
    // Whoever reads it is there until the time-out.
    assertThat(http("/endless", 60_000, null))
        .matches(probe -> probe.ok() && probe.latencyMillis() < 30_000);
  }

  @Test
  void headersThatDoNotComeFailAtTheTimeOut() {
    var probe = http("/silent", 300, null);

    assertThat(probe.ok()).isFalse();
    assertThat(probe.statusCode()).isZero();
    assertThat(probe.latencyMillis()).isBetween(300L, USUAL_TIMEOUT);
  }

  @Test
  void noCookiesAreKept() {
    http("/cookie", null, null);
    rig.probes(2);

    assertThat(server.cookies()).isZero();
  }

  @Test
  void aRefusedConnectionFailsWithoutStatus() throws IOException {
    assertThat(probe("http", "http://127.0.0.1:" + closedPort(), null, null))
        .matches(probe -> !probe.ok() && probe.statusCode() == 0);
  }

  @Test
  void anOpenPortIsGood() throws IOException {
    try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var target = "tcp://127.0.0.1:" + listener.getLocalPort();

      assertThat(probe("tcp", target, 60_000, null))
          .matches(
              probe -> probe.ok() && probe.statusCode() == 0 && probe.latencyMillis() < 30_000);
    }
  }

  @Test
  void aClosedPortIsBadAtOnce() throws IOException {
    assertThat(probe("tcp", "127.0.0.1:" + closedPort(), 60_000, null))
        .matches(probe -> !probe.ok() && probe.latencyMillis() < 30_000);
  }

  @Test
  void anAddressThatNeverAnswersFailsAtTheTimeOut() throws IOException {
    try (var full = new FullListener()) {
      var probe = probe("tcp", "127.0.0.1:" + full.port(), 300, null);

      assertThat(probe.ok()).isFalse();
      assertThat(probe.latencyMillis()).isBetween(300L, USUAL_TIMEOUT);
    }
  }

  @Test
  void aRefusedAddressIsUnknownAndLeavesNoProbe() {
    try (var strict =
        new Rig(
            Stores.memory(),
            GuardSettings.defaults(),
            Optional.of(ProbeCheck.factory(EgressPolicy.strict())))) {
      var target = strict.create(document("http", server.url("/status/200"), null, null));
      strict.probes(1);

      assertThat(strict.stored(target)).isEmpty();
      assertThat(strict.bus.events).isEmpty();
      assertThat(strict.pulse.journal().latest(target.checkName()).orElseThrow())
          .satisfies(
              outcome -> {
                assertThat(outcome.status()).isEqualTo(Status.UNKNOWN);
                assertThat(outcome.result().reason()).contains(Reason.DENIED);
              });
      assertThat(strict.registry.scrape())
          .contains("pulseguard_probes_total{result=\"refused\",target=\"t\",type=\"http\"} 2.0");
    }
  }

  @Test
  void aRedirectToARefusedAddressIsRefused() {
    // 127.0.0.2 stands for a place inside that only the redirect leads to.
    var policy = EgressPolicy.lenient().deny("127.0.0.2/32");
    try (var strict =
        new Rig(Stores.memory(), Rig.allowingPrivate(), Optional.of(ProbeCheck.factory(policy)))) {
      var inside = server.url("/status/200").replace("127.0.0.1", "127.0.0.2");
      server.redirectTo(inside);
      var target = strict.create(document("http", server.url("/elsewhere"), null, null));

      assertThat(strict.stored(target)).isEmpty();
      assertThat(strict.registry.scrape()).contains("result=\"refused\"");
    }
  }

  @Test
  void theExceptionOfAFailureGoesToTheLogOnce() throws IOException {
    try (var log = new LogLines(GuardListener.class)) {
      var port = closedPort();
      rig.create(
          new TargetDocument(
              "two\nlines", "127.0.0.1:" + port, "tcp", true, Rig.START, null, null, null));
      rig.pulse.flush();

      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("INFO The probe of two?lines failed")
          .contains("ConnectException");
    }
  }

  private Probe http(String path, @Nullable Integer timeoutMillis, @Nullable Integer status) {
    return probe("http", server.url(path), timeoutMillis, status);
  }

  /** The first probe of a new target, as it is stored. */
  private Probe probe(
      String type, String url, @Nullable Integer timeoutMillis, @Nullable Integer status) {
    var target = rig.create(document(type, url, timeoutMillis, status));
    var stored = rig.stored(target);
    assertThat(stored).hasSize(1);
    rig.guard.delete(target.id());
    return stored.get(0);
  }

  private static TargetDocument document(
      String type, String url, @Nullable Integer timeoutMillis, @Nullable Integer status) {
    return new TargetDocument("t", url, type, true, Rig.START, null, timeoutMillis, status);
  }

  private static int closedPort() throws IOException {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return listener.getLocalPort();
    }
  }

  /** A port whose queue is full, so that the kernel leaves the next caller without an answer. */
  private static final class FullListener implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> callers = new ArrayList<>();

    FullListener() throws IOException {
      for (int i = 0; i < 20; i++) {
        var caller = new Socket();
        callers.add(caller);
        try {
          caller.connect(new InetSocketAddress(listener.getInetAddress(), port()), 100);
        } catch (SocketTimeoutException e) {
          return;
        }
      }
      throw new IllegalStateException("the queue of a listener did not fill up");
    }

    int port() {
      return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      for (var caller : callers) {
        caller.close();
      }
      listener.close();
    }
  }
}
