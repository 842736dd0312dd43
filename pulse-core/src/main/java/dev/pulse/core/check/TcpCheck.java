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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
  private final Endpoint endpoint;
  private final Bounds bounds;
  private final EgressPolicy egress;
  private final Lookups lookups;

  private TcpCheck(Builder builder) {
    this.endpoint = builder.endpoint;
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
    return new Builder(Endpoint.of(requireNonNull(host, "host"), port));
  }

  /**
   * A connection to an address in one text: {@code host:port} or {@code tcp://host:port}, IPv6 in
   * brackets. Judged by {@link Builder#build()}.
   */
  public static Builder parse(String address) {
    return new Builder(Endpoint.parse("tcp", requireNonNull(address, "address")));
  }

  @Override
  public CheckResult run(CheckContext context) throws InterruptedException {
    var deadline = Deadline.in(context.remaining());
    if (deadline.passed()) {
      return CheckResult.unknown(Reason.TIMEOUT, "no time was left to ask");
    }
    var attempt = new TcpAttempt(endpoint, lookups, new GuardedSockets(egress), deadline);
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
    return "tcp://" + endpoint;
  }

  /** Builds a {@link TcpCheck}. Confine to one thread. */
  public static final class Builder {
    private final Endpoint endpoint;
    private Bounds bounds = Bounds.NONE;
    private EgressPolicy egress = EgressPolicy.lenient();
    private Lookups lookups = Lookups.system();

    private Builder(Endpoint endpoint) {
      this.endpoint = endpoint;
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
      var problems =
          new ArrayList<>(
              endpoint.problems("address", "tcp", "db.example:5432 or [2001:db8::1]:5432"));
      problems.addAll(bounds.problems());
      return problems;
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
