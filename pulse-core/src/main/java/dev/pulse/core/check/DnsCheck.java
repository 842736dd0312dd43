package dev.pulse.core.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Problem;
import dev.pulse.api.model.Sample;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.GuardedSockets;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.net.EgressPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a name server one question and judges the answer. The other checks resolve names as well,
 * but only tell whether it worked; this one shows what a server says, and which.
 *
 * <pre>{@code
 * Check mail =
 *     DnsCheck.query(DnsCheck.Type.MX, "shop.example")
 *         .resolver("192.0.2.53")
 *         .expectContains("10 mail.shop.example")
 *         .build();
 * }</pre>
 *
 * <p>It passes when there is at least one answer of the type, for the name or what it is an alias
 * of, and the answers are those expected. That a name does not exist ({@code NXDOMAIN}), that it
 * has no such records, that the server fails ({@code SERVFAIL}) or refuses ({@code REFUSED}), and
 * other answers than the expected ones are failures with the reason {@code dns}; an answer that is
 * not DNS has {@code protocol}. Others are {@code refused}, {@code unreachable}, {@code reset},
 * {@code timeout} and {@code latency}.
 *
 * <p>Answers are written like this, also where they are expected: addresses as usual; names in
 * lower case without the dot at their end; MX as {@code 10 mail.example}; SOA as its seven fields,
 * separated by blanks; TXT with its parts joined.
 *
 * <p>A question is asked over UDP and, after two seconds of silence, again; over TCP when the
 * answer does not fit. Without a chosen resolver it goes to the name servers that this machine is
 * configured to ask, each in its turn. The {@link EgressPolicy} judges a chosen resolver, and a
 * refused one ends as {@link dev.pulse.api.model.Status#UNKNOWN} with {@code denied}. It does not
 * judge the machine's own, which mostly are on loopback, private or even link-local addresses and
 * which nobody but the machine's owner has chosen.
 *
 * <p>The latency runs on the monotonic clock from the beginning of the run to the answer. Samples:
 * {@code dns_answers} (how many), {@code dns_ttl_seconds} (the smallest) and {@code phase_seconds}
 * with the label {@code phase}: {@code dns} (of the resolver's own name), {@code connect} (over
 * TCP), {@code query} and {@code total}. Details: {@code server}, {@code code} and {@code answers},
 * of these the first 20.
 *
 * <p>Immutable and thread-safe.
 */
public final class DnsCheck implements Check {
  private static final int PORT = 53;
  private static final int MOST_SHOWN = 20;
  private static final int LONGEST_SHOWN = 255;
  private static final SecureRandom IDS = new SecureRandom();

  /** The types of records that can be asked for. */
  public enum Type {
    /** IPv4 addresses. */
    A("192.0.2.1"),
    /** IPv6 addresses. */
    AAAA("2001:db8::1"),
    /** The name that this one is an alias of. */
    CNAME("www.example"),
    /** Mail servers and their preference. */
    MX("10 mail.example"),
    /** The name servers of a zone. */
    NS("ns1.example"),
    /** The start of a zone: its master, its mailbox, five numbers. */
    SOA("ns1.example admin.example 1 7200 3600 1209600 300"),
    /** Texts. */
    TXT("some text");

    final String example;

    Type(String example) {
      this.example = example;
    }
  }

  private final Type type;
  private final String name;
  private final @Nullable Endpoint resolver;
  private final List<DnsExpectation> expectations;
  private final Bounds bounds;
  private final EgressPolicy egress;
  private final Lookups lookups;
  private final Supplier<List<InetSocketAddress>> system;

  private DnsCheck(Builder builder, List<DnsExpectation> expectations) {
    this.type = builder.type;
    this.name = TlsPlan.ascii(builder.name);
    this.resolver = builder.resolver;
    this.expectations = expectations;
    this.bounds = builder.bounds;
    this.egress = builder.egress;
    this.lookups = builder.lookups;
    this.system = builder.system;
  }

  /**
   * A question.
   *
   * @param type what is asked for
   * @param name the whole name, with or without a dot at its end; no search path is applied. Judged
   *     by {@link Builder#build()}
   */
  public static Builder query(Type type, String name) {
    return new Builder(requireNonNull(type, "type"), requireNonNull(name, "name"));
  }

  @Override
  public CheckResult run(CheckContext context) throws InterruptedException {
    var deadline = Deadline.in(context.remaining());
    if (deadline.passed()) {
      return CheckResult.unknown(Reason.TIMEOUT, "no time was left to ask");
    }
    var stopwatch = new Stopwatch();
    // What the machine's owner has configured is not for a policy about targets to judge.
    var policy = resolver == null ? null : egress;
    var exchange =
        new DnsExchange(new DnsWire(type, name, IDS.nextInt(0x10000)), policy, deadline, stopwatch);
    CheckResult result;
    try {
      var servers = servers(deadline, stopwatch);
      if (servers.isEmpty()) {
        return CheckResult.unknown(
            Reason.ERROR, "this machine has no name server configured; choose a resolver");
      }
      var answer = exchange.ask(servers);
      result =
          measured(judge(answer, deadline.elapsed(), at(exchange)), answer)
              .withLatency(deadline.elapsed());
    } catch (DnsFormatException e) {
      context.log().add("the answer was not accepted: " + e.getMessage());
      result =
          CheckResult.fail(
                  Reason.PROTOCOL, "the answer is malformed: " + e.getMessage() + at(exchange))
              .withLatency(deadline.elapsed());
    } catch (IOException e) {
      var host = resolver == null ? "of the resolver" : resolver.host();
      result =
          Failures.result(
              e, context, deadline, new Situation(stopwatch.last(), host, exchange.server()));
    }
    return described(result, exchange).withSamples(stopwatch.samples(deadline.elapsed()));
  }

  private List<InetSocketAddress> servers(Deadline deadline, Stopwatch stopwatch)
      throws IOException {
    if (resolver == null) {
      return system.get();
    }
    new GuardedSockets(egress).checkHost(resolver.host());
    if (resolver.isLiteral()) {
      return List.of(
          new InetSocketAddress(InetAddress.getByName(resolver.host()), resolver.port()));
    }
    stopwatch.begin(Phase.DNS);
    var addresses = lookups.resolve(resolver.host(), deadline);
    stopwatch.end();
    return addresses.stream().map(ip -> new InetSocketAddress(ip, resolver.port())).toList();
  }

  private CheckResult judge(DnsAnswer answer, Duration latency, String at) {
    @Nullable String wrong = wrong(answer);
    if (wrong != null) {
      return CheckResult.fail(Reason.DNS, wrong + at);
    }
    int count = answer.values().size();
    return bounds.judge(
        latency,
        count
            + " "
            + type
            + (count == 1 ? " record" : " records")
            + " in "
            + Texts.duration(latency));
  }

  private @Nullable String wrong(DnsAnswer answer) {
    return switch (answer.code()) {
      case "NOERROR" -> unexpected(answer.values());
      case "NXDOMAIN" -> "the name " + name + " does not exist (NXDOMAIN)";
      case "SERVFAIL" -> "the name server failed to find an answer (SERVFAIL)";
      case "REFUSED" -> "the name server refuses to answer (REFUSED)";
      default -> "the name server answers with an error (" + answer.code() + ")";
    };
  }

  private @Nullable String unexpected(List<String> answers) {
    if (answers.isEmpty()) {
      return "the name " + name + " has no " + type + " records";
    }
    for (DnsExpectation expectation : expectations) {
      @Nullable String objection = expectation.objection(answers);
      if (objection != null) {
        return "the " + type + " records are not the expected ones: " + objection;
      }
    }
    return null;
  }

  private static String at(DnsExchange exchange) {
    var server = exchange.server();
    return server == null ? "" : " (" + Texts.address(server) + ")";
  }

  private static CheckResult measured(CheckResult result, DnsAnswer answer) {
    var shown =
        answer.values().stream()
            .limit(MOST_SHOWN)
            .map(value -> Texts.foreign(value, LONGEST_SHOWN))
            .toList();
    var described =
        result
            .withDetail("code", answer.code())
            .withSample(Sample.gauge("dns_answers", answer.values().size()));
    return shown.isEmpty()
        ? described
        : described
            .withDetail("answers", String.join(", ", shown))
            .withSample(Sample.gauge("dns_ttl_seconds", (double) answer.ttl()));
  }

  private static CheckResult described(CheckResult result, DnsExchange exchange) {
    var server = exchange.server();
    return server == null ? result : result.withDetail("server", Texts.address(server));
  }

  /** The question and the chosen resolver: {@code dns MX shop.example @192.0.2.53:53}. */
  @Override
  public String toString() {
    return "dns " + type + " " + name + (resolver == null ? "" : " @" + resolver);
  }

  /** Builds a {@link DnsCheck}. Confine to one thread. */
  public static final class Builder {
    private final Type type;
    private final String name;
    private final List<String> exactly = new ArrayList<>();
    private final List<String> contained = new ArrayList<>();
    private @Nullable Endpoint resolver;
    private Bounds bounds = Bounds.NONE;
    private EgressPolicy egress = EgressPolicy.lenient();
    private Lookups lookups = Lookups.system();
    private Supplier<List<InetSocketAddress>> system = SystemNameServers::find;

    private Builder(Type type, String name) {
      this.type = type;
      this.name = name;
    }

    /**
     * The name server to ask; default: those of the machine.
     *
     * @param address a host, or {@code host:port} with IPv6 in brackets; the port is 53 unless
     *     given
     */
    public Builder resolver(String address) {
      var text = requireNonNull(address, "address").strip();
      boolean bare = text.indexOf(':') != text.lastIndexOf(':') && !text.contains("]:");
      resolver =
          bare || text.indexOf(':') < 0 ? Endpoint.of(text, PORT) : Endpoint.parse("dns", text);
      return this;
    }

    /** Expects these answers, those of other calls, and no others; in any order. */
    public Builder expectExactly(String... answers) {
      exactly.addAll(List.of(answers));
      return this;
    }

    /** Expects that these answers, and those of other calls, are among those that come. */
    public Builder expectContains(String... answers) {
      contained.addAll(List.of(answers));
      return this;
    }

    /** Warns when the latency is longer than this; default: never. */
    public Builder warnAbove(Duration latency) {
      bounds = bounds.warnAbove(requireNonNull(latency, "latency"));
      return this;
    }

    /** Fails when the latency is longer than this; default: never. */
    public Builder failAbove(Duration latency) {
      bounds = bounds.failAbove(requireNonNull(latency, "latency"));
      return this;
    }

    /** Which resolvers may be chosen; default {@link EgressPolicy#lenient()}. */
    public Builder egress(EgressPolicy policy) {
      egress = requireNonNull(policy, "policy");
      return this;
    }

    /** Replaces how the resolver's own name is resolved, for tests. */
    Builder lookups(Lookups lookups) {
      this.lookups = lookups;
      return this;
    }

    /** Replaces the name servers of the machine, for tests. */
    Builder system(Supplier<List<InetSocketAddress>> servers) {
      this.system = servers;
      return this;
    }

    private List<DnsExpectation> expectations(List<Problem> problems) {
      var expectations = new ArrayList<DnsExpectation>();
      if (!exactly.isEmpty()) {
        expectations.add(DnsExpectation.of(type, exactly, true, problems));
      }
      if (!contained.isEmpty()) {
        expectations.add(DnsExpectation.of(type, contained, false, problems));
      }
      return List.copyOf(expectations);
    }

    /** What is wrong, with the options of the configuration as keys. */
    List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      if (!isName()) {
        problems.add(new Problem("", "query", "must be a name like shop.example"));
      }
      if (resolver != null) {
        problems.addAll(resolver.problems("resolver", "dns", "192.0.2.53 or [2001:db8::53]:53"));
      }
      expectations(problems);
      problems.addAll(bounds.problems());
      return problems;
    }

    private boolean isName() {
      try {
        var ascii = TlsPlan.ascii(name);
        return Endpoint.isName(ascii) && DnsWire.isName(ascii);
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    /**
     * The check.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public DnsCheck build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(Texts.problems(problems));
      }
      return new DnsCheck(this, expectations(problems));
    }
  }
}
