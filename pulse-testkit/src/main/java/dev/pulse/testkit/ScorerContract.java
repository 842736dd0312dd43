package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pulse.api.score.Factor;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.Scorer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What Pulse expects of every scorer, as tests. Extend it, and hand over the scorer where it can
 * learn everything, where it can learn only some of it, where it can learn nothing, and where it
 * waits for an answer that never comes. Each method gets the context of the run, to put the
 * outcomes of other registrations into it where the scorer looks for them there.
 *
 * <pre>{@code
 * class OrdersScorerTest extends ScorerContract {
 *   @Override
 *   protected Scorer withEveryFact(FakeScoreContext.Builder context) {
 *     context.latest(outcomeOfTheCheck);
 *     return new OrdersScorer("orders");
 *   }
 *   …
 * }
 * }</pre>
 */
public abstract class ScorerContract {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /** For subclasses. */
  protected ScorerContract() {}

  /** The scorer where every fact is at hand: it must answer with points, and miss nothing. */
  protected abstract Scorer withEveryFact(FakeScoreContext.Builder context) throws Exception;

  /**
   * The scorer where the facts behind {@link #missingFactors()} cannot be learnt, and others can.
   * When they are such that there can be no score without them it must be inconclusive.
   */
  protected abstract Scorer withFactsMissing(FakeScoreContext.Builder context) throws Exception;

  /** The names of the factors that {@link #withFactsMissing} must list as missing; not empty. */
  protected abstract Set<String> missingFactors();

  /** The scorer where nothing can be learnt: it must be inconclusive, or throw. */
  protected abstract Scorer withoutFacts(FakeScoreContext.Builder context) throws Exception;

  /**
   * The scorer where a source takes the question and never answers; empty when it waits for nobody,
   * because all of its facts are in the context.
   */
  protected abstract Optional<Scorer> hanging(FakeScoreContext.Builder context) throws Exception;

  /** The secrets that the scorers were given; none of them may show anywhere. */
  protected Set<String> secrets() {
    return Set.of();
  }

  /** How long to wait; shorter in the tests of the contract itself. */
  Patience patience() {
    return Patience.USUAL;
  }

  @Test
  void everyFactMakesAScoreThatMissesNothing() throws Exception {
    var score = whole(new Setting(this::withEveryFact)).requireAnswer();
    assertThat(score.value()).as("points of: %s", score).isPresent();
    assertThat(score.missing()).as("missing factors of: %s", score).isEmpty();
  }

  /** A factor that is listed as missing cannot count: {@link Score#weighted} leaves it out. */
  @Test
  void missingFactsAreListedAndDoNotCount() throws Exception {
    var score = whole(new Setting(this::withFactsMissing)).requireAnswer();
    if (score.value().isEmpty()) {
      assertThat(score.reason()).as("the reason of %s", score).isPresent();
      return;
    }
    assertThat(missingFactors()).as("the names of missing factors").isNotEmpty();
    assertThat(score.missing()).extracting(Factor::name).containsAll(missingFactors());
    assertThat(score.missing())
        .allSatisfy(factor -> assertThat(factor.evidence()).as("why of %s", factor).isNotBlank());
  }

  @Test
  void withoutFactsThereIsNoNumber() throws Exception {
    var trial = whole(new Setting(this::withoutFacts));
    if (!hasThrown(trial)) {
      var score = trial.requireAnswer();
      assertThat(score.value()).as("points out of nothing: %s", score).isEmpty();
      assertThat(score.reason()).as("the reason of %s", score).isPresent();
      assertThat(score.factors()).as("factors of %s", score).allMatch(Factor::isMissing);
    }
  }

  @Test
  void equalFactsMakeEqualScores() throws Exception {
    for (Given given : List.<Given>of(this::withEveryFact, this::withFactsMissing)) {
      var setting = new Setting(given);
      var first = whole(setting).requireAnswer();
      var second = whole(setting).requireAnswer();
      assertThat(second).isEqualTo(first);
      assertThat(second.factors()).isEqualTo(first.factors());
    }
  }

  @Test
  void canRunOnTwoThreadsAtOnce() throws Exception {
    var setting = new Setting(this::withEveryFact);
    var trials = Trial.twice(patience(), setting::score);
    assertThat(trials.get(0).requireAnswer()).isEqualTo(trials.get(1).requireAnswer());
  }

  @Test
  void interruptEndsItSoonWithoutNumber() throws Exception {
    var builder = contextBuilder();
    var scorer = hanging(builder);
    assumeTrue(scorer.isPresent(), "this scorer waits for nobody");
    var trial = Trial.begin(() -> scorer.get().score(builder.build()));
    assertThat(trial.endsWithin(patience().hang())).as("ended although its source hangs").isFalse();
    trial.interrupt();
    assertThat(trial.endsWithin(patience().soon())).as("ended after an interrupt").isTrue();
    assertWithoutAllFacts(trial);
  }

  @Test
  void hangingSourceIsGivenUpAtTheDeadline() throws Exception {
    var builder = contextBuilder().timeout(patience().hang());
    var scorer = hanging(builder);
    assumeTrue(scorer.isPresent(), "this scorer waits for nobody");
    assertWithoutAllFacts(
        Trial.interruptedAtTheDeadline(patience(), () -> scorer.get().score(builder.build())));
  }

  @Test
  void showsNoSecret() throws Exception {
    var shown = new Shown();
    for (Given given :
        List.<Given>of(this::withEveryFact, this::withFactsMissing, this::withoutFacts)) {
      show(new Setting(given), shown);
    }
    var builder = contextBuilder().timeout(patience().hang());
    var hanging = hanging(builder);
    if (hanging.isPresent()) {
      show(new Setting(builder, hanging.get()), shown);
    }
    shown.assertNone(secrets());
  }

  private void show(Setting setting, Shown shown) throws InterruptedException {
    var context = setting.context();
    var trial = Trial.interruptedAtTheDeadline(patience(), () -> setting.scorer.score(context));
    shown.add("toString() of the scorer", setting.scorer);
    shown.add("the log of the run", context.logLines());
    shown.addFailure(trial.failure());
    var score = trial.answer();
    if (score != null) {
      shown.add("the score", score);
      shown.add("the factors", score.factors());
      shown.add("why it is inconclusive", score.because());
      shown.add("the model", score.model());
    }
  }

  /** Whoever was not answered lacks at least that fact. */
  private static void assertWithoutAllFacts(Trial<Score> trial) {
    if (hasThrown(trial)) {
      return;
    }
    var score = trial.requireAnswer();
    if (score.value().isPresent()) {
      assertThat(score.missing())
          .as("missing factors of %s, cut off while waiting", score)
          .isNotEmpty();
    }
  }

  /** A scorer may throw instead of answering; the engine makes {@code UNKNOWN} of it. */
  private static boolean hasThrown(Trial<Score> trial) {
    @Nullable Throwable failure = trial.failure();
    if (failure == null) {
      return false;
    }
    assertThat(failure).isInstanceOf(Exception.class);
    return true;
  }

  private Trial<Score> whole(Setting setting) throws InterruptedException {
    return Trial.whole(patience(), setting::score);
  }

  private FakeScoreContext.Builder contextBuilder() {
    return FakeScoreContext.builder().clock(() -> NOW).timeout(patience().ample());
  }

  private interface Given {
    Scorer in(FakeScoreContext.Builder context) throws Exception;
  }

  /**
   * A scorer with the facts that it finds: each run has a context of its own, all of them equal.
   */
  private final class Setting {
    private final FakeScoreContext.Builder builder;
    private final Scorer scorer;

    Setting(Given given) throws Exception {
      builder = contextBuilder();
      scorer = given.in(builder);
    }

    Setting(FakeScoreContext.Builder builder, Scorer scorer) {
      this.builder = builder;
      this.scorer = scorer;
    }

    @Nullable Score score() throws Exception {
      return scorer.score(context());
    }

    synchronized FakeScoreContext context() {
      return builder.build();
    }
  }
}
