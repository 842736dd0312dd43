package dev.pulse.testkit;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.RunLog;
import dev.pulse.api.model.Target;
import dev.pulse.api.store.Journal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A context to run a check with, outside of Pulse. Its deadline runs from the moment it was built,
 * by the real monotonic clock unless another is given; nothing interrupts the check when it passes.
 * Thread-safe.
 *
 * <pre>{@code
 * var context = FakeCheckContext.builder().timeout(Duration.ofSeconds(2)).build();
 * CheckResult result = check.run(context);
 * assertThat(context.logLines()).isEmpty();
 * }</pre>
 */
public final class FakeCheckContext implements CheckContext {
  private final Target target;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final long start;
  private final Duration timeout;
  private final @Nullable Outcome previous;
  private final Map<String, Outcome> latest;
  private final Journal journal;
  private final boolean bodyWanted;
  private final int attempt;
  private final List<String> log = new CopyOnWriteArrayList<>();

  private FakeCheckContext(Builder builder) {
    this.target = builder.target;
    this.clock = builder.clock;
    this.nanoTime = builder.nanoTime;
    this.start = nanoTime.getAsLong();
    this.timeout = builder.timeout;
    this.previous = builder.previous;
    this.latest = Map.copyOf(builder.latest);
    this.journal = builder.journal;
    this.bodyWanted = builder.bodyWanted;
    this.attempt = builder.attempt;
  }

  /** A builder with the defaults that its methods tell. */
  public static Builder builder() {
    return new Builder();
  }

  /** A context with every default. */
  public static FakeCheckContext create() {
    return builder().build();
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public Duration remaining() {
    var left = timeout.minusNanos(nanoTime.getAsLong() - start);
    return left.isNegative() ? Duration.ZERO : left;
  }

  @Override
  public RunLog log() {
    return log::add;
  }

  @Override
  public <T> Optional<T> service(Class<T> type) {
    return type == Journal.class ? Optional.of(type.cast(journal)) : Optional.empty();
  }

  @Override
  public Optional<Outcome> previous() {
    return Optional.ofNullable(previous);
  }

  @Override
  public Optional<Outcome> latest(String check) {
    return Optional.ofNullable(latest.get(check));
  }

  @Override
  public boolean bodyWanted() {
    return bodyWanted;
  }

  @Override
  public int attempt() {
    return attempt;
  }

  /** What the check noted so far. */
  public List<String> logLines() {
    return List.copyOf(log);
  }

  /** Builds a {@link FakeCheckContext}. Confine to one thread. */
  public static final class Builder {
    private Target target = Target.of("test");
    private InstantSource clock = InstantSource.system();
    private LongSupplier nanoTime = System::nanoTime;
    private Duration timeout = Duration.ofSeconds(10);
    private @Nullable Outcome previous;
    private final Map<String, Outcome> latest = new HashMap<>();
    private Journal journal = new EmptyJournal();
    private boolean bodyWanted;
    private int attempt = 1;

    private Builder() {}

    /** What the run is about; default: a target called {@code test}. */
    public Builder target(Target target) {
      this.target = requireNonNull(target, "target");
      return this;
    }

    /** The wall clock; default: the system's. */
    public Builder clock(InstantSource clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /** The monotonic clock by which the deadline runs; default: {@link System#nanoTime()}. */
    public Builder nanoTime(LongSupplier nanoTime) {
      this.nanoTime = requireNonNull(nanoTime, "nanoTime");
      return this;
    }

    /** How long the run may take; default: 10 seconds. Zero is a deadline that has passed. */
    public Builder timeout(Duration timeout) {
      this.timeout = requireNonNull(timeout, "timeout");
      return this;
    }

    /** How the last run ended; default: there was none. */
    public Builder previous(Outcome previous) {
      this.previous = requireNonNull(previous, "previous");
      return this;
    }

    /** How the last run of another registration ended; default: there is none. */
    public Builder latest(Outcome outcome) {
      latest.put(outcome.check(), outcome);
      return this;
    }

    /** The history of results; default: an empty one, of which all time is unknown. */
    public Builder journal(Journal journal) {
      this.journal = requireNonNull(journal, "journal");
      return this;
    }

    /** Wants what the target says, as a condition does; default: no. */
    public Builder bodyWanted() {
      this.bodyWanted = true;
      return this;
    }

    /** Which try this is; default: 1. */
    public Builder attempt(int attempt) {
      this.attempt = attempt;
      return this;
    }

    /** The context; its deadline starts to run. */
    public FakeCheckContext build() {
      return new FakeCheckContext(this);
    }
  }
}
