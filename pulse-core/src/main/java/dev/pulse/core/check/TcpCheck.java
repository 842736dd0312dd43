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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Connects to a port: it passes when something listens and, if that is asked for, says what it
 * should. Take {@link HttpCheck} where that is HTTP, {@link TlsCheck} where it is TLS.
 *
 * <pre>{@code
 * Check database = TcpCheck.to("db.example", 5432).build();
 * Check shell = TcpCheck.to("host.example", 22).expect("SSH-2.0-").build();
 * Check cache = TcpCheck.to("cache.example", 6379).send("PING\r\n").expect("+PONG").build();
 * }</pre>
 *
 * <p>A failure has the reason {@code dns}, {@code refused}, {@code unreachable}, {@code reset},
 * {@code timeout} or {@code latency}, or {@code protocol} when the server says something else than
 * expected. An address that the {@link EgressPolicy} does not allow ends as {@link
 * dev.pulse.api.model.Status#UNKNOWN} with {@code denied}.
 *
 * <p>A name that has several addresses passes when one of them accepts; they are tried in the order
 * of the resolver. The latency runs on the monotonic clock from the beginning of the run, name
 * resolution included, to the established connection, to what was expected, or to the failure.
 * Samples: {@code phase_seconds} with the label {@code phase}: {@code dns} (not for literal
 * addresses), {@code connect}, {@code first_byte} (to what was expected) and {@code total}.
 * Details: {@code answer}, the beginning of what the server said when it was not what was expected.
 *
 * <p>Immutable and thread-safe.
 */
public final class TcpCheck implements Check {
  private static final int LONGEST_ANSWER = 100;

  private final Endpoint endpoint;
  private final String send;
  private final String expect;
  private final Bounds bounds;
  private final EgressPolicy egress;
  private final Lookups lookups;

  private TcpCheck(Builder builder) {
    this.endpoint = builder.endpoint;
    this.send = builder.send;
    this.expect = builder.expect;
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
    var dialogue = new TcpDialogue(send, expect);
    CheckResult result;
    try {
      result = ask(attempt, dialogue, deadline);
    } catch (IOException e) {
      result = Failures.result(e, context, deadline, attempt.situation());
      if (dialogue.heardSomething() && result.reason().equals(Optional.of(Reason.TIMEOUT))) {
        result = unexpected(dialogue, attempt);
      }
    }
    var elapsed = deadline.elapsed();
    return result
        .withLatency(result.latency().orElse(elapsed))
        .withSamples(attempt.stopwatch().samples(elapsed));
  }

  private CheckResult ask(TcpAttempt attempt, TcpDialogue dialogue, Deadline deadline)
      throws IOException {
    var verb = "connected";
    if (expect.isEmpty()) {
      attempt.connect();
    } else {
      try (var socket = attempt.open()) {
        attempt.stopwatch().begin(Phase.FIRST_BYTE);
        if (!dialogue.hold(socket, deadline)) {
          return dialogue.heardSomething()
              ? unexpected(dialogue, attempt)
              : CheckResult.fail(
                  Reason.RESET, "connection closed without an answer" + attempt.situation().at());
        }
        attempt.stopwatch().end();
        verb = "answered";
      }
    }
    var latency = deadline.elapsed();
    return bounds.judge(latency, verb + " in " + Texts.duration(latency)).withLatency(latency);
  }

  private static CheckResult unexpected(TcpDialogue dialogue, TcpAttempt attempt) {
    return CheckResult.fail(
            Reason.PROTOCOL,
            "the answer does not contain what is expected" + attempt.situation().at())
        .withDetail("answer", Texts.foreign(dialogue.heard(), LONGEST_ANSWER));
  }

  /** The address: {@code tcp://db.example:5432}. */
  @Override
  public String toString() {
    return "tcp://" + endpoint;
  }

  /** Builds a {@link TcpCheck}. Confine to one thread. */
  public static final class Builder {
    private static final int LONGEST = 1000;

    private final Endpoint endpoint;
    private String send = "";
    private String expect = "";
    private Bounds bounds = Bounds.NONE;
    private EgressPolicy egress = EgressPolicy.lenient();
    private Lookups lookups = Lookups.system();

    private Builder(Endpoint endpoint) {
      this.endpoint = endpoint;
    }

    /**
     * Says this to the server once connected, in UTF-8; default: nothing. Needs {@link #expect}.
     *
     * @param text at most 1,000 bytes, with the ends of its lines, such as {@code "PING\r\n"}
     */
    public Builder send(String text) {
      send = requireNonNull(text, "text");
      return this;
    }

    /**
     * Waits for the server to say this, among the first 4,096 bytes of what it says; default: what
     * it says does not matter. Upper and lower case differ.
     *
     * @param text at most 1,000 bytes, in UTF-8, such as {@code "SSH-2.0-"}
     */
    public Builder expect(String text) {
      expect = requireNonNull(text, "text");
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
      judgeLength("send", send, problems);
      judgeLength("expect", expect, problems);
      if (!send.isEmpty() && expect.isEmpty()) {
        problems.add(new Problem("", "send", "needs expect: nobody would listen to the answer"));
      }
      problems.addAll(bounds.problems());
      return problems;
    }

    private static void judgeLength(String key, String text, List<Problem> problems) {
      int bytes = text.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > LONGEST) {
        problems.add(
            new Problem("", key, "must be at most " + LONGEST + " bytes, but has " + bytes));
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
