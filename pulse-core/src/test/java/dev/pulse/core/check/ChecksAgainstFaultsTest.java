package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.testkit.FakeCheckContext;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every check against every fault: it does not pass, says why, keeps to its deadline, takes a
 * bounded amount of memory and leaves nothing behind.
 */
@Timeout(60)
class ChecksAgainstFaultsTest {
  private static final Duration QUICK = Duration.ofMillis(250);
  private static final Duration AMPLE = Duration.ofSeconds(20);

  /** Above what a machine stands still for, and below OkHttp's own time-outs of ten seconds. */
  private static final Duration SOON = Duration.ofSeconds(8);

  private static final int RUNS = 4;

  /** The body's cap of 1 MiB, the headers' of 256 KiB, and the way both take through buffers. */
  private static final long MOST_BYTES_A_RUN = 12_000_000;

  /** A check of what a server offers, and how its name begins the rows. */
  private enum Kind {
    HTTP(server -> http(server.url().toString())),
    HTTPS(server -> http("https://127.0.0.1:" + server.port() + "/")),
    TLS(server -> TlsCheck.to("127.0.0.1", server.port()).trust(FaultServer.trustStore()).build()),
    TCP(server -> TcpCheck.to("127.0.0.1", server.port()).build()),
    DNS(
        server ->
            DnsCheck.query(DnsCheck.Type.A, "shop.example")
                .resolver("127.0.0.1:" + server.port())
                .build()),
    WS(server -> webSocket(server.url().toString().replaceFirst("http", "ws"))),
    WSS(server -> webSocket("wss://127.0.0.1:" + server.port() + "/"));

    @SuppressWarnings("ImmutableEnumChecker")
    final Function<FaultServer, Check> check;

    Kind(Function<FaultServer, Check> check) {
      this.check = check;
    }

    private static Check http(String url) {
      return HttpCheck.get(url).environment(trusting()).build();
    }

    private static Check webSocket(String url) {
      return WebSocketCheck.connect(url).environment(trusting()).build();
    }

    private static HttpClients.Environment trusting() {
      var trust = new FreshTls(FreshTls.trusting(FaultServer.trustStore()));
      return new HttpClients.Environment(Lookups.system(), trust);
    }
  }

  private static Arguments row(Kind kind, Fault fault, Reason reason) {
    return Arguments.argumentSet(kind + ": " + fault + " is " + reason, kind, fault, reason);
  }

  private static Stream<Arguments> http() {
    return Stream.of(
        row(Kind.HTTP, Fault.REFUSED, Reason.REFUSED),
        row(Kind.HTTP, Fault.NEVER_ACCEPTS, Reason.TIMEOUT),
        row(Kind.HTTP, Fault.SILENT, Reason.TIMEOUT),
        row(Kind.HTTP, Fault.RESET_ON_ACCEPT, Reason.RESET),
        row(Kind.HTTP, Fault.RESET_AFTER_REQUEST, Reason.RESET),
        row(Kind.HTTP, Fault.RESET_IN_BODY, Reason.RESET),
        row(Kind.HTTP, Fault.EMPTY_ANSWER, Reason.RESET),
        row(Kind.HTTP, Fault.GARBAGE, Reason.PROTOCOL),
        row(Kind.HTTP, Fault.SLOW_HEADER, Reason.TIMEOUT),
        row(Kind.HTTP, Fault.SLOW_BODY, Reason.TIMEOUT),
        row(Kind.HTTP, Fault.ENDLESS_BODY, Reason.TOO_LARGE),
        row(Kind.HTTP, Fault.MANY_HEADERS, Reason.PROTOCOL),
        row(Kind.HTTP, Fault.GIANT_HEADER, Reason.PROTOCOL),
        row(Kind.HTTP, Fault.WRONG_LENGTH, Reason.RESET),
        row(Kind.HTTP, Fault.TRUNCATED_GZIP, Reason.PROTOCOL),
        row(Kind.HTTP, Fault.GZIP_BOMB, Reason.TOO_LARGE),
        row(Kind.HTTP, Fault.REDIRECT_LOOP, Reason.REDIRECT),
        row(Kind.HTTP, Fault.REDIRECT_TO_METADATA, Reason.DENIED),
        row(Kind.HTTP, Fault.TLS_EXPIRED, Reason.TLS),
        row(Kind.HTTP, Fault.TLS_NOT_YET_VALID, Reason.TLS),
        row(Kind.HTTP, Fault.TLS_WRONG_HOST, Reason.TLS),
        row(Kind.HTTP, Fault.TLS_SELF_SIGNED, Reason.TLS),
        row(Kind.HTTP, Fault.TLS_UNTRUSTED, Reason.TLS),
        row(Kind.HTTP, Fault.TLS_GARBAGE, Reason.TLS),
        row(Kind.HTTP, Fault.TLS_OUTDATED, Reason.TLS));
  }

  /** Whatever opens no WebSocket is a wrong status, and its body is nobody's affair. */
  private static Stream<Arguments> webSocket() {
    return Stream.of(
        row(Kind.WS, Fault.REFUSED, Reason.REFUSED),
        row(Kind.WS, Fault.NEVER_ACCEPTS, Reason.TIMEOUT),
        row(Kind.WS, Fault.SILENT, Reason.TIMEOUT),
        row(Kind.WS, Fault.RESET_ON_ACCEPT, Reason.RESET),
        row(Kind.WS, Fault.RESET_AFTER_REQUEST, Reason.RESET),
        row(Kind.WS, Fault.RESET_IN_BODY, Reason.STATUS),
        row(Kind.WS, Fault.EMPTY_ANSWER, Reason.RESET),
        row(Kind.WS, Fault.GARBAGE, Reason.PROTOCOL),
        row(Kind.WS, Fault.SLOW_HEADER, Reason.TIMEOUT),
        row(Kind.WS, Fault.SLOW_BODY, Reason.STATUS),
        row(Kind.WS, Fault.ENDLESS_BODY, Reason.STATUS),
        row(Kind.WS, Fault.MANY_HEADERS, Reason.PROTOCOL),
        row(Kind.WS, Fault.GIANT_HEADER, Reason.PROTOCOL),
        row(Kind.WS, Fault.WRONG_LENGTH, Reason.STATUS),
        row(Kind.WS, Fault.TRUNCATED_GZIP, Reason.STATUS),
        row(Kind.WS, Fault.GZIP_BOMB, Reason.STATUS),
        row(Kind.WS, Fault.REDIRECT_LOOP, Reason.STATUS),
        row(Kind.WS, Fault.REDIRECT_TO_METADATA, Reason.STATUS),
        row(Kind.WSS, Fault.TLS_EXPIRED, Reason.TLS),
        row(Kind.WSS, Fault.TLS_NOT_YET_VALID, Reason.TLS),
        row(Kind.WSS, Fault.TLS_WRONG_HOST, Reason.TLS),
        row(Kind.WSS, Fault.TLS_SELF_SIGNED, Reason.TLS),
        row(Kind.WSS, Fault.TLS_UNTRUSTED, Reason.TLS),
        row(Kind.WSS, Fault.TLS_GARBAGE, Reason.TLS),
        row(Kind.WSS, Fault.TLS_OUTDATED, Reason.TLS));
  }

  private static Stream<Arguments> tls() {
    return Stream.of(
        row(Kind.TLS, Fault.TLS_EXPIRED, Reason.TLS),
        row(Kind.TLS, Fault.TLS_NOT_YET_VALID, Reason.TLS),
        row(Kind.TLS, Fault.TLS_WRONG_HOST, Reason.TLS),
        row(Kind.TLS, Fault.TLS_SELF_SIGNED, Reason.TLS),
        row(Kind.TLS, Fault.TLS_UNTRUSTED, Reason.TLS),
        row(Kind.TLS, Fault.TLS_GARBAGE, Reason.TLS),
        row(Kind.TLS, Fault.TLS_OUTDATED, Reason.TLS));
  }

  /** What is no TLS at all, for somebody who asks for TLS. */
  private static Stream<Arguments> beneathTls(Kind kind) {
    return Stream.of(
        row(kind, Fault.REFUSED, Reason.REFUSED),
        row(kind, Fault.NEVER_ACCEPTS, Reason.TIMEOUT),
        row(kind, Fault.SILENT, Reason.TIMEOUT),
        row(kind, Fault.RESET_ON_ACCEPT, Reason.RESET),
        row(kind, Fault.RESET_AFTER_REQUEST, Reason.RESET),
        row(kind, Fault.EMPTY_ANSWER, Reason.TLS),
        row(kind, Fault.GARBAGE, Reason.TLS),
        row(kind, Fault.SLOW_HEADER, Reason.TLS),
        row(kind, Fault.ENDLESS_BODY, Reason.TLS),
        row(kind, Fault.GIANT_HEADER, Reason.TLS));
  }

  /** All that can keep somebody from connecting; the rest is not this check's affair. */
  private static Stream<Arguments> tcp() {
    return Stream.of(
        row(Kind.TCP, Fault.REFUSED, Reason.REFUSED),
        row(Kind.TCP, Fault.NEVER_ACCEPTS, Reason.TIMEOUT));
  }

  /** Over TCP, to which a name server on the same port, over UDP, sends everybody. */
  private static Stream<Arguments> dns() {
    return Stream.of(
        row(Kind.DNS, Fault.REFUSED, Reason.REFUSED),
        row(Kind.DNS, Fault.NEVER_ACCEPTS, Reason.TIMEOUT),
        row(Kind.DNS, Fault.SILENT, Reason.TIMEOUT),
        row(Kind.DNS, Fault.RESET_ON_ACCEPT, Reason.RESET),
        row(Kind.DNS, Fault.RESET_AFTER_REQUEST, Reason.RESET),
        row(Kind.DNS, Fault.RESET_IN_BODY, Reason.RESET),
        row(Kind.DNS, Fault.EMPTY_ANSWER, Reason.RESET),
        row(Kind.DNS, Fault.GARBAGE, Reason.RESET),
        row(Kind.DNS, Fault.SLOW_HEADER, Reason.TIMEOUT),
        row(Kind.DNS, Fault.ENDLESS_BODY, Reason.PROTOCOL),
        row(Kind.DNS, Fault.MANY_HEADERS, Reason.PROTOCOL),
        row(Kind.DNS, Fault.GIANT_HEADER, Reason.PROTOCOL),
        row(Kind.DNS, Fault.GZIP_BOMB, Reason.PROTOCOL),
        row(Kind.DNS, Fault.TLS_GARBAGE, Reason.RESET));
  }

  static List<Arguments> all() {
    return Stream.of(
            http(),
            tls(),
            beneathTls(Kind.TLS),
            beneathTls(Kind.HTTPS),
            beneathTls(Kind.WSS),
            tcp(),
            dns(),
            webSocket())
        .flatMap(rows -> rows)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void checkSaysWhatIsWrongAndLeavesNothingBehind(Kind kind, Fault fault, Reason reason)
      throws Exception {
    try (var server = FaultServer.start(fault);
        var udp = kind == Kind.DNS ? truncatingAt(server.port()) : null) {
      var check = kind.check.apply(server);
      var timeout = reason.equals(Reason.TIMEOUT) ? QUICK : AMPLE;
      // The first run loads classes and starts what the process keeps.
      assertSays(run(check, timeout), reason);
      assertThat(server.everybodyLeavesWithin(SOON)).as("everybody left").isTrue();
      var threads = threads();
      long files = openFiles();
      long allocated = allocated();
      for (int i = 0; i < RUNS; i++) {
        long begin = System.nanoTime();
        assertSays(run(check, timeout), reason);
        var took = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(took).as("time to end").isLessThan(timeout.plus(SOON));
      }
      assertThat((allocated() - allocated) / RUNS).as("bytes").isLessThan(MOST_BYTES_A_RUN);
      assertThat(server.everybodyLeavesWithin(SOON)).as("everybody left").isTrue();
      assertThat(threads()).as("threads").isSubsetOf(threads);
      assertThat(openFiles() - files).as("files left open").isLessThan(RUNS);
    }
  }

  @Test
  void everyFaultHasItsRow() {
    assertThat(faults(http())).isEqualTo(EnumSet.allOf(Fault.class));
    assertThat(faults(webSocket())).isEqualTo(EnumSet.allOf(Fault.class));
  }

  private static Set<Fault> faults(Stream<Arguments> rows) {
    return rows.map(row -> (Fault) row.get()[1]).collect(Collectors.toSet());
  }

  @Test
  void somebodyWhoAcceptsIsAllThatATcpCheckAsksFor() throws Exception {
    var others = EnumSet.complementOf(EnumSet.copyOf(faults(tcp())));
    for (Fault fault : others) {
      try (var server = FaultServer.start(fault)) {
        var result = run(Kind.TCP.check.apply(server), AMPLE);
        // A reset that comes at once may arrive before the system says that somebody accepted.
        if (fault != Fault.RESET_ON_ACCEPT || result.status() != Status.FAIL) {
          assertThat(result.status()).as("%s: %s", fault, result).isEqualTo(Status.PASS);
        } else {
          assertSays(result, Reason.RESET);
        }
        assertThat(server.everybodyLeavesWithin(SOON)).as("%s: everybody left", fault).isTrue();
      }
    }
  }

  @Test
  void whatHasNoFaultPasses() throws Exception {
    try (var plain = FaultServer.answering("ok");
        var secured = FaultServer.answeringOverTls("ok")) {
      assertThat(run(Kind.HTTP.check.apply(plain), AMPLE).status()).isEqualTo(Status.PASS);
      assertThat(run(Kind.HTTP.check.apply(secured), AMPLE).status()).isEqualTo(Status.PASS);
      assertThat(run(Kind.TLS.check.apply(secured), AMPLE).status()).isEqualTo(Status.PASS);
      assertThat(run(Kind.TCP.check.apply(plain), AMPLE).status()).isEqualTo(Status.PASS);
      assertThat(plain.everybodyLeavesWithin(SOON)).isTrue();
      assertThat(secured.everybodyLeavesWithin(SOON)).isTrue();
    }
  }

  private static void assertSays(CheckResult result, Reason reason) {
    assertThat(result.reason()).as("%s", result).contains(reason);
    var expected = reason.equals(Reason.DENIED) ? Status.UNKNOWN : Status.FAIL;
    assertThat(result.status()).as("%s", result).isEqualTo(expected);
    assertThat(result.summary()).hasSizeLessThan(300).doesNotContain("OpenSSH", "ESMTP", "xxxx");
  }

  private static CheckResult run(Check check, Duration timeout) throws Exception {
    return check.run(FakeCheckContext.builder().timeout(timeout).build());
  }

  /** A name server that answers each question with the advice to ask again over TCP. */
  private static DatagramSocket truncatingAt(int port) throws Exception {
    var socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
    var thread = new Thread(() -> truncate(socket), "truncating");
    thread.setDaemon(true);
    thread.start();
    return socket;
  }

  private static void truncate(DatagramSocket socket) {
    var packet = new DatagramPacket(new byte[512], 512);
    try {
      while (true) {
        socket.receive(packet);
        packet.getData()[2] = (byte) 0x83;
        packet.getData()[3] = (byte) 0x80;
        socket.send(packet);
        packet.setLength(512);
      }
    } catch (IOException e) {
      // Closed: the row is done.
    }
  }

  /** All but those that belong to the process, or to the servers. */
  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !name.startsWith("fault-server-"))
        // OkHttp's few threads for the whole process bear the name of what they do at the moment.
        .filter(name -> !name.startsWith("Okio Watchdog") && !name.startsWith("OkHttp "))
        .collect(Collectors.toSet());
  }

  private static long openFiles() {
    var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getOpenFileDescriptorCount();
  }

  private static long allocated() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }
}
