package dev.pulse.testkit;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.collect.CollectContext;
import dev.pulse.api.model.RunLog;
import dev.pulse.api.model.Target;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A context to run a collector with, outside of Pulse. Its deadline runs from the moment it was
 * built, by the real monotonic clock unless another is given; nothing interrupts the collector when
 * it passes. Thread-safe.
 *
 * <pre>{@code
 * var context = FakeCollectContext.builder().timeout(Duration.ofSeconds(2)).build();
 * Samples samples = collector.collect(context);
 * assertThat(samples.unavailable()).isEmpty();
 * }</pre>
 */
public final class FakeCollectContext implements CollectContext {
  private final FakeCheckContext run;

  private FakeCollectContext(FakeCheckContext run) {
    this.run = run;
  }

  /** A builder with the defaults that its methods tell. */
  public static Builder builder() {
    return new Builder();
  }

  /** A context with every default. */
  public static FakeCollectContext create() {
    return builder().build();
  }

  @Override
  public Target target() {
    return run.target();
  }

  @Override
  public InstantSource clock() {
    return run.clock();
  }

  @Override
  public Duration remaining() {
    return run.remaining();
  }

  @Override
  public RunLog log() {
    return run.log();
  }

  @Override
  public <T> Optional<T> service(Class<T> type) {
    return run.service(type);
  }

  /** What the collector noted so far. */
  public List<String> logLines() {
    return run.logLines();
  }

  /** Builds a {@link FakeCollectContext}. Confine to one thread. */
  public static final class Builder {
    private final FakeCheckContext.Builder run = FakeCheckContext.builder();

    private Builder() {}

    /** What the run is about; default: a target called {@code test}. */
    public Builder target(Target target) {
      run.target(requireNonNull(target, "target"));
      return this;
    }

    /** The wall clock; default: the system's. */
    public Builder clock(InstantSource clock) {
      run.clock(requireNonNull(clock, "clock"));
      return this;
    }

    /** The monotonic clock by which the deadline runs; default: {@link System#nanoTime()}. */
    public Builder nanoTime(LongSupplier nanoTime) {
      run.nanoTime(requireNonNull(nanoTime, "nanoTime"));
      return this;
    }

    /** How long the run may take; default: 10 seconds. Zero is a deadline that has passed. */
    public Builder timeout(Duration timeout) {
      run.timeout(requireNonNull(timeout, "timeout"));
      return this;
    }

    /** The context; its deadline starts to run. */
    public FakeCollectContext build() {
      return new FakeCollectContext(run.build());
    }
  }
}
