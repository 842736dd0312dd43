package dev.pulse.api.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the engine makes of one run: the {@link CheckResult} and the circumstances. A run with
 * retries has one outcome, that of its last attempt. Immutable.
 */
public final class Outcome {
  private static final long MICROSECOND = 1_000;
  private static final long TENTH_OF_MILLISECOND = 100_000;
  private static final Duration LONGEST_VALIDITY = Duration.ofDays(10_000);

  private final String check;
  private final long runId;
  private final Instant started;
  private final Duration took;
  private final Duration late;
  private final int attempt;
  private final String instance;
  private final CheckResult result;
  private final List<String> log;
  private final Duration validFor;
  private final @Nullable String maintenance;

  private Outcome(Builder builder) {
    this.check = builder.check;
    this.runId = builder.runId;
    this.started = builder.started;
    this.took = builder.took;
    this.late = builder.late;
    this.attempt = builder.attempt;
    this.instance = builder.instance;
    this.result = builder.result;
    this.log = builder.log;
    this.validFor = builder.validFor;
    this.maintenance = builder.maintenance;
  }

  /**
   * An outcome with the parts that each one has.
   *
   * @param check the name of the registration
   * @param runId a positive number, larger for every later run of a store
   * @param started the wall-clock time at which the last attempt began
   * @param result what the check answered
   */
  public static Builder builder(String check, long runId, Instant started, CheckResult result) {
    return new Builder(check, runId, started, result);
  }

  /** The name of the {@link Registration}. */
  public String check() {
    return check;
  }

  /**
   * What identifies the run. Later runs have larger numbers, also across restarts and when the
   * clock jumps back; every number fits into 53 bits, so that JavaScript reads it exactly.
   */
  public long runId() {
    return runId;
  }

  /** The wall-clock time at which the last attempt began; in whole milliseconds. */
  public Instant started() {
    return started;
  }

  /** How long the last attempt lasted, by the monotonic clock; in whole microseconds. */
  public Duration took() {
    return took;
  }

  /**
   * How much later than planned the run began, in whole tenths of a millisecond; zero for runs that
   * were asked for by hand.
   */
  public Duration late() {
    return late;
  }

  /** How many attempts the run needed; 1 without retries. */
  public int attempt() {
    return attempt;
  }

  /** The name of the Pulse instance that ran it. */
  public String instance() {
    return instance;
  }

  /** What the check answered. */
  public CheckResult result() {
    return result;
  }

  /** Short for {@code result().status()}. */
  public Status status() {
    return result.status();
  }

  /** What the check noted while it ran; unmodifiable. */
  public List<String> log() {
    return log;
  }

  /**
   * How long this outcome may speak for its target when no other follows; in whole milliseconds.
   * What lies beyond is unknown. The engine allows for one run that is missed, and not for two.
   */
  public Duration validFor() {
    return validFor;
  }

  /** The name of the announced maintenance during which the run began; empty without. */
  public Optional<String> maintenance() {
    return Optional.ofNullable(maintenance);
  }

  /** The value of a signal; empty when this outcome says nothing about it. */
  public OptionalDouble value(Signal signal) {
    return switch (signal.kind()) {
      case LATENCY ->
          result.latency().stream().mapToDouble(latency -> latency.toMillis()).findFirst();
      case FAILURES ->
          status() == Status.UNKNOWN
              ? OptionalDouble.empty()
              : OptionalDouble.of(status() == Status.FAIL ? 1 : 0);
      case SAMPLE ->
          result.samples().stream()
              .filter(sample -> sample.name().equals(signal.name()))
              .filter(sample -> sample.labels().equals(signal.labels()))
              .mapToDouble(sample -> sample.value())
              .findFirst();
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Outcome outcome
        && check.equals(outcome.check)
        && runId == outcome.runId
        && started.equals(outcome.started)
        && took.equals(outcome.took)
        && late.equals(outcome.late)
        && attempt == outcome.attempt
        && instance.equals(outcome.instance)
        && result.equals(outcome.result)
        && log.equals(outcome.log)
        && validFor.equals(outcome.validFor)
        && Objects.equals(maintenance, outcome.maintenance);
  }

  @Override
  public int hashCode() {
    return Objects.hash(check, runId);
  }

  @Override
  public String toString() {
    return check + " #" + runId + " at " + started + ": " + result;
  }

  /** Builds an {@link Outcome}. Confine to one thread. */
  public static final class Builder {
    private final String check;
    private final long runId;
    private final Instant started;
    private final CheckResult result;
    private Duration took = Duration.ZERO;
    private Duration late = Duration.ZERO;
    private int attempt = 1;
    private String instance = "";
    private List<String> log = List.of();
    private Duration validFor = Duration.ZERO;
    private @Nullable String maintenance;

    private Builder(String check, long runId, Instant started, CheckResult result) {
      this.check = requireNonNull(check, "check");
      this.runId = runId;
      this.started = Instant.ofEpochMilli(started.toEpochMilli());
      this.result = requireNonNull(result, "result").withoutBody();
      if (runId <= 0) {
        throw new IllegalArgumentException("run id must be positive, but is " + runId);
      }
    }

    /** How long the last attempt lasted; default zero. Cut to microseconds. */
    public Builder took(Duration took) {
      this.took = cut(took, MICROSECOND);
      return this;
    }

    /**
     * How much later than planned the run began; default zero. Cut to tenths of a millisecond:
     * timers wake no more exactly than that.
     */
    public Builder late(Duration late) {
      this.late = cut(late, TENTH_OF_MILLISECOND);
      return this;
    }

    /** How many attempts the run needed; default 1. */
    public Builder attempt(int attempt) {
      this.attempt = attempt;
      return this;
    }

    /** The name of the Pulse instance that ran it; default empty. */
    public Builder instance(String instance) {
      this.instance = requireNonNull(instance, "instance");
      return this;
    }

    /** What the check noted; default nothing. */
    public Builder log(List<String> log) {
      this.log = List.copyOf(log);
      return this;
    }

    /**
     * How long the outcome may speak when no other follows; default zero. Cut to milliseconds.
     *
     * @throws IllegalArgumentException unless 0 to 10,000 days
     */
    public Builder validFor(Duration validFor) {
      if (validFor.isNegative() || validFor.compareTo(LONGEST_VALIDITY) > 0) {
        throw new IllegalArgumentException("validity must be 0 to 10,000 days, but is " + validFor);
      }
      this.validFor = Duration.ofMillis(validFor.toMillis());
      return this;
    }

    /** The announced maintenance during which the run began; default none. */
    public Builder maintenance(String name) {
      this.maintenance = requireNonNull(name, "name");
      return this;
    }

    /** The outcome. */
    public Outcome build() {
      return new Outcome(this);
    }

    private static Duration cut(Duration duration, long unit) {
      return Duration.ofNanos(Math.max(0, duration.toNanos()) / unit * unit);
    }
  }
}
