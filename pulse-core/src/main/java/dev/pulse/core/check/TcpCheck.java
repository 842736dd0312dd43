package dev.pulse.core.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Problem;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.GuardedSockets;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.net.EgressPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Connects to a port and closes the connection at once: it passes when something listens. Take
 * {@link HttpCheck} where the answer matters.
 *
 * <pre>{@code
 * Check database = TcpCheck.to("db.example", 5432).build();
 * }</pre>
 *
 * <p>A failure has the reason {@code dns}, {@code refused}, {@code unreachable}, {@code timeout} or
 * {@code latency}. An address that the {@link EgressPolicy} does not allow ends as {@link
 * dev.pulse.api.model.Status#UNKNOWN} with {@code denied}.
 *
 * <p>A name that has several addresses passes when one of them accepts; they are tried in the order
 * of the resolver. The latency runs on the monotonic clock from the beginning of the run, name
 * resolution included, to the established connection or to the failure. Samples: {@code
 * phase_seconds} with the label {@code phase}: {@code dns} (not for literal addresses), {@code
 * connect} and {@code total}.
 *
 * <p>Immutable and thread-safe.
 */
public final class TcpCheck implements Check {
  private final String host;
  private final int port;
  private final Bounds bounds;
  private final EgressPolicy egress;
  private final Lookups lookups;

  private TcpCheck(Builder builder) {
    this.host = builder.host;
    this.port = builder.port;
    this.bounds = builder.bounds;
    this.egress = builder.egress;
    this.lookups = builder.lookups;
  }

  /**
   * A connection to a port.
   *
   * @param host a name or an address; IPv6 with or without brackets
   * @param port 1 to 65535
   */
  public static Builder to(String host, int port) {
    return new Builder(requireNonNull(host, "host"), port);
  }

  /**
   * A connection to an address in one text: {@code host:port} or {@code tcp://host:port}, IPv6 in
   * brackets. Judged by {@link Builder#build()}.
   */
  public static Builder parse(String address) {
    return Builder.parse(requireNonNull(address, "address"));
  }

  @Override
  public CheckResult run(CheckContext context) throws InterruptedException {
    var deadline = Deadline.in(context.remaining());
    if (deadline.passed()) {
      return CheckResult.unknown(Reason.TIMEOUT, "no time was left to ask");
    }
    var attempt = new TcpAttempt(host, port, lookups, new GuardedSockets(egress), deadline);
    try {
      attempt.connect();
      var latency = deadline.elapsed();
      return bounds
          .judge(latency, "connected in " + Texts.duration(latency))
          .withLatency(latency)
          .withSamples(attempt.stopwatch().samples(latency));
    } catch (IOException e) {
      return Failures.result(e, context, deadline, attempt.situation())
          .withSamples(attempt.stopwatch().samples(deadline.elapsed()));
    }
  }

  /** The address: {@code tcp://db.example:5432}. */
  @Override
  public String toString() {
    return "tcp://" + Texts.hostAndPort(host, port);
  }

  /** Builds a {@link TcpCheck}. Confine to one thread. */
  public static final class Builder {
    private static final Pattern ADDRESS =
        Pattern.compile(
            "(?i:tcp://)?(?:\\[([0-9A-Fa-f.]*:[^\\[\\]]*)]|([^\\[\\]:/@?#]+)):(\\d{1,5})/?");
    private static final Pattern NAME =
        Pattern.compile(
            "(?=.{1,253}\\.?$)[\\p{Alnum}_]([\\p{Alnum}_-]*[\\p{Alnum}_])?"
                + "(\\.[\\p{Alnum}_]([\\p{Alnum}_-]*[\\p{Alnum}_])?)*\\.?",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SIX =
        Pattern.compile("[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9_.-]{1,30})?");

    private final String host;
    private final int port;
    private final boolean malformed;
    private Bounds bounds = Bounds.NONE;
    private EgressPolicy egress = EgressPolicy.lenient();
    private Lookups lookups = Lookups.system();

    private Builder(String host, int port) {
      this(host, port, false);
    }

    private Builder(String host, int port, boolean malformed) {
      boolean bracketed = host.startsWith("[") && host.endsWith("]");
      this.host = bracketed ? host.substring(1, host.length() - 1) : host;
      this.port = port;
      this.malformed = malformed;
    }

    private static Builder parse(String address) {
      var match = ADDRESS.matcher(address.strip());
      if (!match.matches()) {
        return new Builder("", 0, true);
      }
      var host = match.group(1) == null ? match.group(2) : match.group(1);
      return new Builder(host, Integer.parseInt(match.group(3)));
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

    /** Which addresses may be connected to; default {@link EgressPolicy#lenient()}. */
    public Builder egress(EgressPolicy policy) {
      egress = requireNonNull(policy, "policy");
      return this;
    }

    /** Replaces the resolver, for tests. */
    Builder lookups(Lookups lookups) {
      this.lookups = lookups;
      return this;
    }

    /** What is wrong, with the options of the configuration as keys. */
    List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      if (malformed) {
        problems.add(
            new Problem(
                "",
                "address",
                "must be host:port or tcp://host:port, with IPv6 in brackets, like db.example:5432"
                    + " or [2001:db8::1]:5432"));
      } else {
        if (!isHost()) {
          problems.add(new Problem("", "address", "must name a host or an IP address"));
        }
        if (port < 1 || port > 65535) {
          problems.add(
              new Problem("", "address", "must have a port of 1 to 65535, but has " + port));
        }
      }
      problems.addAll(bounds.problems());
      return problems;
    }

    private boolean isHost() {
      if (host.indexOf(':') < 0) {
        return NAME.matcher(host).matches();
      }
      if (!SIX.matcher(host).matches()) {
        return false;
      }
      try {
        // Only what can stand in an IPv6 address, in brackets: the JDK asks no name server.
        int zone = host.indexOf('%');
        return InetAddress.getByName("[" + (zone < 0 ? host : host.substring(0, zone)) + "]")
            != null;
      } catch (UnknownHostException e) {
        return false;
      }
    }

    /**
     * The check.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public TcpCheck build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(Texts.problems(problems));
      }
      return new TcpCheck(this);
    }
  }
}
