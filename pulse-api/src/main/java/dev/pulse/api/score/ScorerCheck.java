package dev.pulse.api.score;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.RunLog;
import dev.pulse.api.model.Target;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets a scorer run where a check runs. The score is the sample {@code score} (not rounded to a
 * whole number), the points of each known factor a sample {@code score_factor} with the label
 * {@code factor}, and each missing factor a finding with the status {@link
 * dev.pulse.api.model.Status#UNKNOWN}. The details tell model, weights and evidence, and {@code
 * change} what made the difference to the score of the run before.
 *
 * <p>A score passes, unless {@link #warnBelow} or {@link #failBelow} say otherwise; the reason is
 * then {@code score}. An inconclusive score is {@link dev.pulse.api.model.Status#UNKNOWN} with its
 * own reason. Missing factors do not change the status. Immutable; thread-safe as far as the scorer
 * is.
 *
 * <pre>{@code
 * Registration.check("repo.shokunin", ScorerCheck.of(health).warnBelow(80).failBelow(50)).build();
 * }</pre>
 */
public final class ScorerCheck implements Check {
  private static final Reason LOW = Reason.of("score");
  private static final String CHANGE = "change";

  private final Scorer scorer;
  private final int warnBelow;
  private final int failBelow;

  private ScorerCheck(Scorer scorer, int warnBelow, int failBelow) {
    this.scorer = scorer;
    this.warnBelow = warnBelow;
    this.failBelow = failBelow;
  }

  /** A check that passes with every score. */
  public static ScorerCheck of(Scorer scorer) {
    return new ScorerCheck(requireNonNull(scorer, "scorer"), 0, 0);
  }

  /**
   * This check, warning about low scores; default: never.
   *
   * @param points the lowest score without a warning, 1 to 100, compared with {@link
   *     Score#rounded()}: 79.5 is not below 80
   * @throws IllegalArgumentException when it is something else
   */
  public ScorerCheck warnBelow(int points) {
    return new ScorerCheck(scorer, requireBound("warnBelow", points), failBelow);
  }

  /**
   * This check, failing with low scores; default: never. Where both bounds are broken it fails.
   *
   * @param points the lowest score without a failure, 1 to 100, compared with {@link
   *     Score#rounded()}
   * @throws IllegalArgumentException when it is something else
   */
  public ScorerCheck failBelow(int points) {
    return new ScorerCheck(scorer, warnBelow, requireBound("failBelow", points));
  }

  private static int requireBound(String name, int points) {
    if (points < 1 || points > 100) {
      throw new IllegalArgumentException(name + " must be 1 to 100, but is " + points);
    }
    return points;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    var previous = context.previous().flatMap(outcome -> scoreIn(outcome.result()));
    @Nullable Score score = scorer.score(new Context(context, previous));
    if (score == null) {
      return CheckResult.unknown(Reason.ERROR, "the scorer returned nothing");
    }
    var result = StoredScore.write(score, judged(score));
    var change = previous.flatMap(score::changeSince);
    return change.isPresent() ? result.withDetail(CHANGE, change.get().toString()) : result;
  }

  private CheckResult judged(Score score) {
    if (score.reason().isPresent()) {
      return CheckResult.unknown(score.reason().get(), score.because().orElse(""));
    }
    int rounded = score.rounded().orElseThrow();
    var missing = score.missing();
    var summary =
        rounded + " of 100" + (missing.isEmpty() ? "" : ", without " + Score.namesOf(missing));
    if (rounded < failBelow) {
      return CheckResult.fail(LOW, summary + "; at least " + failBelow + " is asked for");
    }
    return rounded < warnBelow
        ? CheckResult.warn(LOW, summary + "; at least " + warnBelow + " is asked for")
        : CheckResult.pass(summary);
  }

  /**
   * The score that a result of such a check tells, with its factors: for whoever reads the journal.
   *
   * @return empty when it was inconclusive, or the result is of another check
   */
  public static Optional<Score> scoreIn(CheckResult result) {
    return StoredScore.read(result);
  }

  @Override
  public String toString() {
    return scorer.toString();
  }

  private record Context(CheckContext run, Optional<Score> previous) implements ScoreContext {
    @Override
    public Optional<Outcome> latest(String check) {
      return run.latest(check);
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
  }
}
