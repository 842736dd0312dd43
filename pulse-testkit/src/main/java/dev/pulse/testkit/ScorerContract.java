package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pulse.api.score.Factor;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.Scorer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
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
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final long SOON_SECONDS = 3;
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

  @Test
  void everyFactMakesAScoreThatMissesNothing() throws Exception {
    var score = score(this::withEveryFact);
    assertThat(score.value()).as("points of: %s", score).isPresent();
    assertThat(score.missing()).as("missing factors of: %s", score).isEmpty();
  }

  /** A factor that is listed as missing cannot count: {@link Score#weighted} leaves it out. */
  @Test
  void missingFactsAreListedAndDoNotCount() throws Exception {
    var score = score(this::withFactsMissing);
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
    var setting = new Setting(this::withoutFacts);
    var score = inTime(() -> orInconclusive(setting.scorer, setting.context()), TIMEOUT);
    if (score != null) {
      assertThat(score.value()).as("points out of nothing: %s", score).isEmpty();
      assertThat(score.reason()).as("the reason of %s", score).isPresent();
      assertThat(score.factors()).as("factors of %s", score).allMatch(Factor::isMissing);
    }
  }

  @Test
  void equalFactsMakeEqualScores() throws Exception {
    for (Given given : List.<Given>of(this::withEveryFact, this::withFactsMissing)) {
      var setting = new Setting(given);
      var first = score(setting);
      var second = score(setting);
      assertThat(second).isEqualTo(first);
      assertThat(second.factors()).isEqualTo(first.factors());
    }
  }

  @Test
  void canRunOnTwoThreadsAtOnce() throws Exception {
    var setting = new Setting(this::withEveryFact);
    var both = new CountDownLatch(2);
    Callable<Score> together =
        () -> {
          both.countDown();
          both.await();
          return score(setting);
        };
    var one = new FutureTask<>(together);
    var other = new FutureTask<>(together);
    start(one);
    start(other);
    assertThat(one.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo(other.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
  }

  @Test
  void interruptEndsItSoonWithoutNumber() throws Exception {
    var builder = contextBuilder();
    var scorer = hanging(builder);
    assumeTrue(scorer.isPresent(), "this scorer waits for nobody");
    var run = new FutureTask<>(() -> orInconclusive(scorer.get(), builder.build()));
    var thread = start(run);
    thread.join(SHORT.toMillis());
    assertThat(thread.isAlive()).as("waits for the source that hangs").isTrue();
    thread.interrupt();
    thread.join(TimeUnit.SECONDS.toMillis(SOON_SECONDS));
    assertThat(thread.isAlive()).as("still running after an interrupt").isFalse();
    assertWithoutAllFacts(run.get());
  }

  @Test
  void hangingSourceIsGivenUpAtTheDeadline() throws Exception {
    var builder = contextBuilder().timeout(SHORT);
    var scorer = hanging(builder);
    assumeTrue(scorer.isPresent(), "this scorer waits for nobody");
    var run = new FutureTask<>(() -> orInconclusive(scorer.get(), builder.build()));
    var thread = start(run);
    thread.join(SHORT.toMillis());
    // At the deadline Pulse interrupts.
    thread.interrupt();
    thread.join(TimeUnit.SECONDS.toMillis(SOON_SECONDS));
    assertThat(thread.isAlive()).as("still running after its deadline").isFalse();
    assertWithoutAllFacts(run.get());
  }

  @Test
  void showsNoSecret() throws Exception {
    var givens = List.<Given>of(this::withEveryFact, this::withFactsMissing, this::withoutFacts);
    for (Given given : givens) {
      var setting = new Setting(given);
      var context = setting.context();
      var shown = new StringBuilder().append(setting.scorer);
      try {
        var score = setting.scorer.score(context);
        shown.append(score).append(score.factors()).append(score.because()).append(score.model());
      } catch (Exception e) {
        shown.append(e);
      }
      shown.append(context.logLines());
      secrets().forEach(secret -> assertThat(shown.toString()).doesNotContain(secret));
    }
  }

  /** Whoever was not answered lacks at least that fact. */
  private static void assertWithoutAllFacts(@Nullable Score score) {
    if (score != null && score.value().isPresent()) {
      assertThat(score.missing())
          .as("missing factors of %s, cut off while waiting", score)
          .isNotEmpty();
    }
  }

  private static Score score(Given given) throws Exception {
    return score(new Setting(given));
  }

  private static Score score(Setting setting) throws Exception {
    var score = inTime(() -> setting.scorer.score(setting.context()), TIMEOUT);
    assertThat(score).as("the score").isNotNull();
    return score;
  }

  /** A scorer may throw instead of answering; the engine makes {@code UNKNOWN} of it. */
  private static @Nullable Score orInconclusive(Scorer scorer, FakeScoreContext context) {
    try {
      return scorer.score(context);
    } catch (Exception e) {
      return null;
    }
  }

  private static <T extends @Nullable Object> T inTime(Callable<T> task, Duration most)
      throws Exception {
    var future = new FutureTask<>(task);
    var thread = start(future);
    try {
      return future.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      thread.interrupt();
    }
  }

  private static Thread start(Runnable task) {
    var thread = new Thread(task, "scorer-contract");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static FakeScoreContext.Builder contextBuilder() {
    return FakeScoreContext.builder().clock(() -> NOW).timeout(TIMEOUT);
  }

  private interface Given {
    Scorer in(FakeScoreContext.Builder context) throws Exception;
  }

  /**
   * A scorer with the facts that it finds: each run has a context of its own, all of them equal.
   */
  private static final class Setting {
    private final FakeScoreContext.Builder builder = contextBuilder();
    private final Scorer scorer;

    Setting(Given given) throws Exception {
      scorer = given.in(builder);
    }

    synchronized FakeScoreContext context() {
      return builder.build();
    }
  }
}
