package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.testkit.FakeCheckContext;
import dev.pulse.testkit.fault.FaultServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The ways around an egress policy that people have found elsewhere, tried on every check that
 * opens connections. Each row is a way to spell an address inside, what a resolver makes of the
 * spelling, and the rule that must refuse it; no row may lead to a connection.
 */
@Timeout(60)
@Tag("tls")
class EgressVectorsTest {
  @TempDir private static Path folder;

  private FaultServer inside;

  @BeforeEach
  void start() {
    inside = FaultServer.answering("secrets of the house");
  }

  @AfterEach
  void close() throws IOException {
    Files.deleteIfExists(asked());
    inside.close();
  }

  /** There once somebody has started ping. */
  private static Path asked() {
    return folder.resolve("asked");
  }

  /** A check of a host, under a policy and with a resolver of the test. */
  private enum Kind {
    HTTP {
      @Override
      Check check(String host, int port, EgressPolicy policy, Lookups lookups) {
        return http("http", host, port, policy, lookups);
      }
    },
    HTTPS {
      @Override
      Check check(String host, int port, EgressPolicy policy, Lookups lookups) {
        return http("https", host, port, policy, lookups);
      }
    },
    TCP {
      @Override
      Check check(String host, int port, EgressPolicy policy, Lookups lookups) {
        return TcpCheck.to(host, port).egress(policy).lookups(lookups).build();
      }
    },
    TLS {
      @Override
      Check check(String host, int port, EgressPolicy policy, Lookups lookups) {
        return TlsCheck.to(host, port).egress(policy).lookups(lookups).build();
      }
    },
    DNS {
      @Override
      Check check(String host, int port, EgressPolicy policy, Lookups lookups) {
        var resolver = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        return DnsCheck.query(DnsCheck.Type.A, "shop.example")
            .resolver(resolver)
            .egress(policy)
            .lookups(lookups)
            .build();
      }
    },
    WS {
      @Override
      Check check(String host, int port, EgressPolicy policy, Lookups lookups) {
        return webSocket("ws", host, port, policy, lookups);
      }
    },
    WSS {
      @Override
      Check check(String host, int port, EgressPolicy policy, Lookups lookups) {
        return webSocket("wss", host, port, policy, lookups);
      }
    },
    ICMP {
      @Override
      Check check(String host, int port, EgressPolicy policy, Lookups lookups) {
        return IcmpCheck.to(host).egress(policy).lookups(lookups).program(deafPing()).build();
      }
    };

    abstract Check check(String host, int port, EgressPolicy policy, Lookups lookups);

    private static Check http(
        String scheme, String host, int port, EgressPolicy policy, Lookups lookups) {
      var name = host.indexOf(':') < 0 ? host : "[" + host + "]";
      return HttpCheck.get(scheme + "://" + name + ":" + port + "/")
          .egress(policy)
          .environment(new HttpClients.Environment(lookups, FreshTls.platform()))
          .build();
    }

    private static Check webSocket(
        String scheme, String host, int port, EgressPolicy policy, Lookups lookups) {
      var name = host.indexOf(':') < 0 ? host : "[" + host + "]";
      return WebSocketCheck.connect(scheme + "://" + name + ":" + port + "/")
          .egress(policy)
          .environment(new HttpClients.Environment(lookups, FreshTls.platform()))
          .build();
    }

    /** A ping that hears nothing, and leaves a trace of having been asked. */
    private static PingProgram deafPing() {
      try {
        return FakePing.running(
            folder, "touch '" + asked() + "'; cat <<'END'\n" + FakePing.SILENCE + "END\nexit 1\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What to connect to, what a resolver makes of it, what refuses it. */
  private record Vector(
      String name, String host, String address, EgressPolicy policy, String rule) {}

  private static List<Vector> vectors() {
    var strict = EgressPolicy.strict();
    var lenient = EgressPolicy.lenient();
    var metadata = "cloud metadata (169.254.169.254/32)";
    var loopback = "loopback (127.0.0.0/8)";
    return List.of(
        new Vector("127.0.0.1", "127.0.0.1", "127.0.0.1", strict, loopback),
        new Vector("another address of loopback", "127.8.8.8", "127.8.8.8", strict, loopback),
        new Vector("::1", "::1", "::1", strict, "loopback (::1/128)"),
        new Vector("localhost", "localhost", "127.0.0.1", strict, loopback),
        new Vector(
            "::ffff:169.254.169.254",
            "::ffff:169.254.169.254",
            "::ffff:169.254.169.254",
            lenient,
            metadata),
        new Vector("::ffff:127.0.0.1", "::ffff:127.0.0.1", "::ffff:127.0.0.1", strict, loopback),
        new Vector("NAT64", "64:ff9b::7f00:1", "64:ff9b::7f00:1", strict, loopback),
        new Vector("metadata", "169.254.169.254", "169.254.169.254", lenient, metadata),
        new Vector("decimal form", "2130706433", "127.0.0.1", strict, loopback),
        new Vector("octal form", "0177.0.0.1", "127.0.0.1", strict, loopback),
        new Vector(
            "octal form that was read as decimal", "0177.0.0.1", "177.0.0.1", strict, loopback),
        new Vector("octal form, whole", "017700000001", "127.0.0.1", strict, loopback),
        new Vector("hexadecimal form", "0x7f.0.0.1", "127.0.0.1", strict, loopback),
        new Vector("short form", "127.1", "127.0.0.1", strict, loopback),
        new Vector("decimal form of metadata", "2852039166", "169.254.169.254", lenient, metadata),
        new Vector(
            "name that resolves to a private address",
            "shop.example",
            "10.1.2.3",
            strict,
            "private (10.0.0.0/8)"),
        new Vector(
            "name that resolves to a private IPv6 address",
            "shop.example",
            "fd12:3456::1",
            strict,
            "private (fc00::/7)"),
        new Vector("name that resolves to loopback", "shop.example", "127.0.0.1", strict, loopback),
        new Vector(
            "name that resolves to metadata", "shop.example", "169.254.169.254", lenient, metadata),
        new Vector("unspecified", "0.0.0.0", "0.0.0.0", strict, "unspecified (0.0.0.0/8)"),
        new Vector(
            "range that was denied",
            "127.0.0.1",
            "127.0.0.1",
            lenient.deny("127.0.0.0/8"),
            "denied (127.0.0.0/8)"));
  }

  static Stream<Arguments> everyWayIn() {
    return vectors().stream()
        .flatMap(
            vector ->
                Arrays.stream(Kind.values())
                    .map(kind -> Arguments.argumentSet(kind + ": " + vector.name(), kind, vector)));
  }

  @ParameterizedTest
  @MethodSource("everyWayIn")
  void noWayLeadsInside(Kind kind, Vector vector) throws Exception {
    var resolver = new Answers(vector.address());
    var result = run(kind.check(vector.host(), inside.port(), vector.policy(), resolver.lookups()));

    assertRefused(result, vector.rule());
    assertThat(inside.connections()).isZero();
    assertThat(asked()).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void addressIsAskedForOnceAndIsTheOneThatIsJudged(Kind kind) throws Exception {
    // Public when somebody looks first, private when it is connected to.
    var resolver = new Answers("93.184.215.14", "127.0.0.1");
    assertThat(EgressPolicy.strict().check(resolver.next()[0])).isEmpty();

    var result =
        run(kind.check("rebind.example", inside.port(), EgressPolicy.strict(), resolver.lookups()));

    assertRefused(result, "loopback (127.0.0.0/8)");
    assertThat(resolver.asked()).as("look-ups by the test and by the check").isEqualTo(2);
    assertThat(inside.connections()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void runAfterTheAnswerHasChangedIsRefused(Kind kind) throws Exception {
    var policy = EgressPolicy.strict().allow("127.0.0.1/32");
    var resolver = new Answers("127.0.0.1", "127.0.0.2");
    var check = kind.check("rebind.example", inside.port(), policy, resolver.lookups());

    assertThat(run(check).reason()).isNotEqualTo(Optional.of(Reason.DENIED));
    assertRefused(run(check), "loopback (127.0.0.0/8)");
  }

  @ParameterizedTest
  @EnumSource
  void addressesAfterTheFirstAreJudgedAsWell(Kind kind) throws Exception {
    // The first is allowed, but nobody listens there; the second is inside, and somebody does.
    var policy = EgressPolicy.strict().allow("127.0.0.9/32");
    var both = new Lookups(host -> addresses("127.0.0.9", "127.0.0.1"), Runnable::run);

    var result = run(kind.check("two.example", inside.port(), policy, both));

    assertThat(result.status().isUp()).as("%s", result).isFalse();
    assertThat(inside.connections()).isZero();
  }

  @Test
  void redirectIntoThePrivateNetworkIsRefused() throws Exception {
    var policy = EgressPolicy.strict().allow("127.0.0.1/32");
    for (String location :
        List.of(
            "http://127.0.0.2:" + inside.port() + "/",
            "http://10.1.2.3/",
            "http://[::ffff:10.1.2.3]/",
            "http://[::1]:" + inside.port() + "/",
            "http://0177.0.0.2:" + inside.port() + "/",
            "http://2130706434:" + inside.port() + "/",
            "http://169.254.169.254/latest/meta-data/")) {
      try (var outside = FaultServer.redirectingTo(URI.create(location))) {
        var check = HttpCheck.get(outside.url()).egress(policy).build();

        var result = run(check);

        assertThat(result.status()).as("%s: %s", location, result).isEqualTo(Status.UNKNOWN);
        assertThat(result.reason()).contains(Reason.DENIED);
        assertThat(outside.requests()).isEqualTo(1);
        assertThat(inside.connections()).isZero();
      }
    }
  }

  @Test
  void redirectToANameWhoseAnswerHasChangedIsRefused() throws Exception {
    var policy = EgressPolicy.strict().allow("127.0.0.1/32");
    var resolver = new Answers("127.0.0.1", "127.0.0.2");
    try (var outside = FaultServer.redirectingTo(URI.create("/inside"))) {
      var result =
          run(Kind.HTTP.check("rebind.example", outside.port(), policy, resolver.lookups()));

      assertRefused(result, "loopback (127.0.0.0/8)");
      assertThat(resolver.asked()).as("look-ups").isEqualTo(2);
      assertThat(outside.requests()).isEqualTo(1);
    }
  }

  @Test
  void allowedRangeIsReached() throws Exception {
    var policy = EgressPolicy.strict().allow("127.0.0.0/8");
    var lookups = new Answers("127.0.0.1").lookups();
    try (var secured = FaultServer.answeringOverTls("ok");
        var names = DnsServer.answering("shop.example. A 192.0.2.1")) {
      var tls =
          TlsCheck.to("127.0.0.1", secured.port())
              .egress(policy)
              .trust(FaultServer.trustStore())
              .build();

      assertPasses(run(Kind.HTTP.check("127.0.0.1", inside.port(), policy, lookups)));
      assertPasses(run(Kind.HTTP.check("shop.example", inside.port(), policy, lookups)));
      assertPasses(run(Kind.TCP.check("127.0.0.1", inside.port(), policy, lookups)));
      assertPasses(run(Kind.TCP.check("shop.example", inside.port(), policy, lookups)));
      assertPasses(run(tls));
      assertSwitchesNothing(run(Kind.WS.check("127.0.0.1", inside.port(), policy, lookups)));
      assertSwitchesNothing(run(Kind.WS.check("shop.example", inside.port(), policy, lookups)));
      run(Kind.ICMP.check("shop.example", inside.port(), policy, lookups));
      assertThat(asked()).exists();
      assertPasses(run(Kind.DNS.check("127.0.0.1", names.port(), policy, lookups)));
    }
  }

  private static void assertPasses(CheckResult result) {
    assertThat(result.status()).as("%s", result).isEqualTo(Status.PASS);
  }

  /** It was asked, and said that it is no WebSocket. */
  private static void assertSwitchesNothing(CheckResult result) {
    assertThat(result.reason()).as("%s", result).contains(Reason.STATUS);
  }

  private static void assertRefused(CheckResult result, String rule) {
    assertThat(result.status()).as("%s", result).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.DENIED);
    assertThat(result.summary()).contains(rule);
  }

  private static CheckResult run(Check check) throws Exception {
    return check.run(FakeCheckContext.create());
  }

  private static InetAddress[] addresses(String... literals) throws UnknownHostException {
    var addresses = new ArrayList<InetAddress>();
    for (String literal : literals) {
      addresses.add(InetAddress.getByName(literal));
    }
    return addresses.toArray(InetAddress[]::new);
  }

  /** A resolver with an answer for each look-up, whatever the name; the last one stays. */
  private static final class Answers {
    private final Queue<String> answers;
    private int asked;

    Answers(String... addresses) {
      answers = new ConcurrentLinkedQueue<>(List.of(addresses));
    }

    synchronized InetAddress[] next() throws UnknownHostException {
      asked++;
      var answer = answers.size() == 1 ? answers.element() : answers.remove();
      return addresses(answer);
    }

    synchronized int asked() {
      return asked;
    }

    Lookups lookups() {
      return new Lookups(host -> next(), Runnable::run);
    }
  }
}
