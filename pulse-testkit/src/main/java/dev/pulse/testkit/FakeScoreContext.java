package dev.pulse.testkit;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.RunLog;
import dev.pulse.api.model.Target;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.ScoreContext;
import dev.pulse.api.store.Journal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A context to run a scorer with, outside of Pulse; otherwise like {@link FakeCheckContext}.
 * Thread-safe.
 *
 * <pre>{@code
 * var context = FakeScoreContext.builder().latest(outcomeOfTheBuild).build();
 * Score score = scorer.score(context);
 * }</pre>
 */
public final class FakeScoreContext implements ScoreContext {
  private final FakeCheckContext run;
  private final @Nullable Score previous;

  private FakeScoreContext(Builder builder) {
    this.run = builder.run.build();
    this.previous = builder.previous;
  }

  /** A builder with the defaults that its methods tell. */
  public static Builder builder() {
    return new Builder();
  }

  /** A context with every default. */
  public static FakeScoreContext create() {
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

  @Override
  public Optional<Outcome> latest(String check) {
    return run.latest(check);
  }

  @Override
  public Optional<Score> previous() {
    return Optional.ofNullable(previous);
  }

  /** What the scorer noted so far. */
  public List<String> logLines() {
    return run.logLines();
  }

  /** Builds a {@link FakeScoreContext}. Confine to one thread. */
  public static final class Builder {
    private final FakeCheckContext.Builder run = FakeCheckContext.builder();
    private @Nullable Score previous;

    private Builder() {}

    /** What the run is about; default: a target called {@code test}. */
    public Builder target(Target target) {
      run.target(target);
      return this;
    }

    /** The wall clock; default: the system's. */
    public Builder clock(InstantSource clock) {
      run.clock(clock);
      return this;
    }

    /** How long the run may take; default: 10 seconds. Zero is a deadline that has passed. */
    public Builder timeout(Duration timeout) {
      run.timeout(timeout);
      return this;
    }

    /** How the last run of another registration ended; default: there is none. */
    public Builder latest(Outcome outcome) {
      run.latest(outcome);
      return this;
    }

    /** The history of results; default: an empty one. */
    public Builder journal(Journal journal) {
      run.journal(journal);
      return this;
    }

    /** The score of the last run; default: there was none. */
    public Builder previous(Score previous) {
      this.previous = requireNonNull(previous, "previous");
      return this;
    }

    /** The context; its deadline starts to run. */
    public FakeScoreContext build() {
      return new FakeScoreContext(this);
    }
  }
}
