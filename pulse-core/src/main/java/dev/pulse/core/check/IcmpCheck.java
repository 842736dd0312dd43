package dev.pulse.core.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Problem;
import dev.pulse.api.model.Sample;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.EgressDeniedException;
import dev.pulse.core.internal.net.GuardedSockets;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.net.EgressPolicy;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends ICMP echo requests and counts the answers: it tells whether a machine is there, how far
 * away it is, and how much gets lost. Many machines do not answer although they work; take {@link
 * TcpCheck} where something listens.
 *
 * <pre>{@code
 * Check router = IcmpCheck.to("router.example").packets(5).lossFailAbove(0.5).build();
 * }</pre>
 *
 * <p>The JVM cannot send ICMP, so the system's {@code ping} does, that of iputils, of busybox, or
 * of macOS (IPv4 only); without one there is no check. Pulse resolves the name, asks the {@link
 * EgressPolicy}, and hands over nothing but the numeric address. An answer of ping that Pulse does
 * not understand is {@link dev.pulse.api.model.Status#UNKNOWN}.
 *
 * <p>It fails when nothing comes back ({@code timeout}), when the target or a router on the way
 * says that it is {@code unreachable}, and when the name cannot be resolved ({@code dns}). It warns
 * when some packets got no answer ({@code loss}), unless other bounds are set. It does not know,
 * {@code error}, when this machine cannot send, and {@code denied} when the policy does not allow
 * the address.
 *
 * <p>Defaults: 3 packets, one every 200 ms; 2 seconds to answer the last one, less when the
 * time-out of the registration leaves less; the first address of the resolver, of either family;
 * {@link EgressPolicy#lenient()}.
 *
 * <p>The latency is the average round trip; there is none without an answer. Samples: {@code
 * icmp_packets_sent}, {@code icmp_packets_received}, {@code icmp_loss_ratio}; of the answers {@code
 * icmp_round_trip_seconds} (average), {@code icmp_round_trip_min_seconds} and {@code
 * icmp_round_trip_max_seconds}; and {@code phase_seconds} with the label {@code phase}: {@code dns}
 * (not for literal addresses) and {@code total}. Details: {@code address}.
 *
 * <p>Immutable and thread-safe.
 */
public final class IcmpCheck implements Check {
  private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(100);

  /** For what ping does besides sending and waiting: to start, to add up, to end. */
  private static final Duration MARGIN = Duration.ofMillis(100);

  private static final int MOST_NOTED = 5;

  /** Which addresses of a name are asked. */
  public enum Family {
    /** The first, whatever it is. */
    ANY,
    /** The first of IPv4. */
    IPV4,
    /** The first of IPv6. */
    IPV6;

    boolean includes(InetAddress address) {
      return this == ANY || (this == IPV4) == address instanceof Inet4Address;
    }
  }

  private final Endpoint host;
  private final PingProgram program;
  private final int packets;
  private final Duration interval;
  private final Duration answerWithin;
  private final Family family;
  private final LossBounds loss;
  private final Bounds bounds;
  private final EgressPolicy egress;
  private final Lookups lookups;

  private IcmpCheck(Builder builder, PingProgram program) {
    this.host = builder.host;
    this.program = program;
    this.packets = builder.packets;
    this.interval = builder.interval;
    this.answerWithin = builder.answerWithin;
    this.family = builder.family;
    this.loss = builder.loss;
    this.bounds = builder.bounds;
    this.egress = builder.egress;
    this.lookups = builder.lookups;
  }

  /**
   * Echo requests to a host.
   *
   * @param host a name or an address; IPv6 with or without brackets. Judged by {@link
   *     Builder#build()}
   */
  public static Builder to(String host) {
    return new Builder(Endpoint.of(requireNonNull(host, "host").strip(), 1));
  }

  @Override
  public CheckResult run(CheckContext context) throws InterruptedException {
    var deadline = Deadline.in(context.remaining());
    if (deadline.passed()) {
      return CheckResult.unknown(Reason.TIMEOUT, "no time was left to ask");
    }
    var stopwatch = new Stopwatch();
    CheckResult result;
    try {
      var address = address(deadline, stopwatch);
      result = ping(address, context, deadline).withDetail("address", PingProgram.numeric(address));
    } catch (IOException e) {
      result = Failures.result(e, context, deadline, new Situation(Phase.DNS, host.host(), null));
    }
    return result.withSamples(stopwatch.samples(deadline.elapsed()));
  }

  private InetAddress address(Deadline deadline, Stopwatch stopwatch) throws IOException {
    new GuardedSockets(egress).checkHost(host.host());
    var address =
        addresses(deadline, stopwatch).stream()
            .filter(family::includes)
            .findFirst()
            .orElseThrow(() -> new UnknownHostException("no address of the family"));
    var rule = egress.check(address);
    if (rule.isPresent()) {
      throw new EgressDeniedException(address, rule.get());
    }
    return address;
  }

  private List<InetAddress> addresses(Deadline deadline, Stopwatch stopwatch) throws IOException {
    if (host.isLiteral()) {
      return List.of(InetAddress.getByName(host.host()));
    }
    stopwatch.begin(Phase.DNS);
    var addresses = lookups.resolve(host.host(), deadline);
    stopwatch.end();
    return addresses;
  }

  private CheckResult ping(InetAddress address, CheckContext context, Deadline deadline)
      throws InterruptedException {
    var sending = interval.multipliedBy(packets - 1L);
    var left = Duration.ofNanos(deadline.remainingNanos()).minus(sending).minus(MARGIN);
    if (left.compareTo(SHORTEST_PATIENCE) < 0) {
      return CheckResult.unknown(
          Reason.TIMEOUT,
          "the time-out is too short for "
              + packets
              + " packets, one every "
              + Texts.duration(interval));
    }
    var patience = left.compareTo(answerWithin) < 0 ? left : answerWithin;
    try {
      return PingProcess.run(program.command(address, packets, interval, patience), deadline)
          .map(ended -> judge(ended, PingProgram.numeric(address), context))
          .orElseGet(() -> late(deadline));
    } catch (InterruptedException e) {
      if (deadline.passed() || context.remaining().isZero()) {
        return late(deadline);
      }
      throw e;
    } catch (IOException e) {
      context.log().add("ping could not be started: " + e.getMessage());
      return CheckResult.unknown(Reason.ERROR, program.path() + " cannot be started");
    }
  }

  private static CheckResult late(Deadline deadline) {
    return CheckResult.unknown(
        Reason.TIMEOUT, "ping did not end within " + Texts.duration(deadline.elapsed()));
  }

  private CheckResult judge(PingProcess.Ended ended, String address, CheckContext context) {
    var lines = ended.output().lines().toList();
    var report = PingReport.read(lines);
    boolean answered = report.isPresent() && report.get().received() > 0;
    if (answered && ended.status() == 0) {
      return measured(judge(report.get()), report.get());
    }
    note(ended, lines, context);
    var complaint = answered ? Optional.<PingComplaint>empty() : PingComplaint.among(lines);
    if (complaint.isPresent() && ended.status() != 0) {
      var result = complaint.get().result(address);
      return report.map(r -> measured(result, r)).orElse(result);
    }
    // 1 from iputils and busybox, 2 from the BSDs; with 0 it contradicts itself.
    if (report.isPresent() && !answered && (ended.status() == 1 || ended.status() == 2)) {
      return measured(silence(report.get(), address), report.get());
    }
    return CheckResult.unknown(
        Reason.ERROR,
        "ping said nothing that Pulse understands (exit status " + ended.status() + ")");
  }

  private static void note(PingProcess.Ended ended, List<String> lines, CheckContext context) {
    context.log().add("ping ended with exit status " + ended.status());
    lines.stream()
        .filter(line -> !line.isBlank())
        .limit(MOST_NOTED)
        .forEach(line -> context.log().add("ping: " + Texts.foreign(line, 200)));
  }

  private static CheckResult silence(PingReport report, String address) {
    return CheckResult.fail(
        Reason.TIMEOUT, "no answer to " + count(report.sent(), "packet") + " (" + address + ")");
  }

  private CheckResult judge(PingReport report) {
    var average = requireNonNull(report.roundTrip()).average();
    var summary =
        report.received()
            + " of "
            + count(report.sent(), "packet")
            + " answered in "
            + millis(average)
            + " on average";
    var slow = bounds.judge(average, summary);
    return loss.judge(report.loss(), summary)
        .filter(complaint -> complaint.status().compareTo(slow.status()) >= 0)
        .orElse(slow)
        .withLatency(average);
  }

  private static CheckResult measured(CheckResult result, PingReport report) {
    var samples = new ArrayList<Sample>();
    samples.add(Sample.gauge("icmp_packets_sent", report.sent()));
    samples.add(Sample.gauge("icmp_packets_received", report.received()));
    samples.add(Sample.gauge("icmp_loss_ratio", report.loss()));
    var times = report.roundTrip();
    if (times != null) {
      samples.add(Sample.gauge("icmp_round_trip_seconds", seconds(times.average())));
      samples.add(Sample.gauge("icmp_round_trip_min_seconds", seconds(times.min())));
      samples.add(Sample.gauge("icmp_round_trip_max_seconds", seconds(times.max())));
    }
    return result.withSamples(samples);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** Round trips are short: with two decimals below 10 ms. */
  private static String millis(Duration duration) {
    return duration.toMillis() >= 10
        ? Texts.duration(duration)
        : String.format(Locale.ROOT, "%.2f ms", duration.toNanos() / 1e6);
  }

  /** The host: {@code icmp router.example}. */
  @Override
  public String toString() {
    return "icmp " + host.host();
  }

  /** Builds an {@link IcmpCheck}. Confine to one thread. */
  public static final class Builder {
    static final int PACKETS = 3;
    static final Duration INTERVAL = Duration.ofMillis(200);
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final int MOST_PACKETS = 20;
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(10);
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);

    private final Endpoint host;
    private int packets = PACKETS;
    private Duration interval = INTERVAL;
    private Duration answerWithin = ANSWER_WITHIN;
    private Family family = Family.ANY;
    private LossBounds loss = LossBounds.USUAL;
    private Bounds bounds = Bounds.NONE;
    private EgressPolicy egress = EgressPolicy.lenient();
    private Lookups lookups = Lookups.system();
    private @Nullable PingProgram program = PingProgram.find().orElse(null);

    private Builder(Endpoint host) {
      this.host = host;
    }

    /**
     * How many packets are sent; default 3.
     *
     * @param count 1 to 20
     */
    public Builder packets(int count) {
      packets = count;
      return this;
    }

    /**
     * How long after one packet the next is sent; default 200 ms, which is the shortest that ping
     * grants everybody.
     *
     * @param time 200 ms to 10 seconds
     */
    public Builder interval(Duration time) {
      interval = requireNonNull(time, "time");
      return this;
    }

    /**
     * How long to wait for an answer after the last packet; default 2 seconds. The ping of busybox
     * counts in whole seconds.
     *
     * @param time 100 ms to a minute
     */
    public Builder answerWithin(Duration time) {
      answerWithin = requireNonNull(time, "time");
      return this;
    }

    /** Which of the addresses of a name is asked; default {@link Family#ANY}. */
    public Builder family(Family family) {
      this.family = requireNonNull(family, "family");
      return this;
    }

    /**
     * Warns when more than this part of the packets got no answer; default 0: any loss. With 1 it
     * never does.
     *
     * @param part 0 to 1
     */
    public Builder lossWarnAbove(double part) {
      loss = loss.warnAbove(part);
      return this;
    }

    /**
     * Fails when more than this part of the packets got no answer; default: only when all of them
     * did not.
     *
     * @param part 0 to 1
     */
    public Builder lossFailAbove(double part) {
      loss = loss.failAbove(part);
      return this;
    }

    /** Warns when the average round trip is longer than this; default: never. */
    public Builder warnAbove(Duration latency) {
      bounds = bounds.warnAbove(requireNonNull(latency, "latency"));
      return this;
    }

    /** Fails when the average round trip is longer than this; default: never. */
    public Builder failAbove(Duration latency) {
      bounds = bounds.failAbove(requireNonNull(latency, "latency"));
      return this;
    }

    /** Which addresses may be asked; default {@link EgressPolicy#lenient()}. */
    public Builder egress(EgressPolicy policy) {
      egress = requireNonNull(policy, "policy");
      return this;
    }

    /** Replaces the resolver, for tests. */
    Builder lookups(Lookups lookups) {
      this.lookups = lookups;
      return this;
    }

    /** Replaces the program, for tests; null is none. */
    Builder program(@Nullable PingProgram program) {
      this.program = program;
      return this;
    }

    /** What is wrong, with the options of the configuration as keys. */
    List<Problem> problems() {
      var problems =
          new ArrayList<>(host.problems("host", "icmp", "router.example or 2001:db8::1"));
      judgeLiteral(problems);
      if (packets < 1 || packets > MOST_PACKETS) {
        problems.add(
            new Problem("", "packets", "must be 1 to " + MOST_PACKETS + ", but is " + packets));
      }
      if (interval.compareTo(INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
        problems.add(new Problem("", "interval", "must be 200ms to 10s"));
      }
      if (answerWithin.compareTo(SHORTEST_PATIENCE) < 0
          || answerWithin.compareTo(LONGEST_ANSWER) > 0) {
        problems.add(new Problem("", "answer-within", "must be 100ms to 1m"));
      }
      problems.addAll(loss.problems());
      problems.addAll(bounds.problems());
      if (program == null) {
        problems.add(new Problem("", "", PingProgram.MISSING));
      }
      return problems;
    }

    private void judgeLiteral(List<Problem> problems) {
      boolean six = host.host().indexOf(':') >= 0;
      if (host.isLiteral() && (six ? family == Family.IPV4 : family == Family.IPV6)) {
        problems.add(new Problem("", "family", "does not fit the address"));
      }
    }

    /**
     * The check.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed; also when this
     *     machine has no ping
     */
    public IcmpCheck build() {
      var problems = problems();
      if (!problems.isEmpty() || program == null) {
        throw new IllegalArgumentException(Texts.problems(problems));
      }
      return new IcmpCheck(this, program);
    }
  }
}
