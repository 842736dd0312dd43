package dev.pulse.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.store.Stores;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import dev.pulse.testkit.RecordingListener;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the recorder makes of stores and executors that fail halfway. */
class RecorderTest {
  private final Store inner = Stores.memory();
  private final RecordingListener seen = new RecordingListener();
  private final ManualScheduler time = new ManualScheduler(ManualClock.at("2026-03-01T12:00:00Z"));
  private Consumer<Commit> before = commit -> {};
  private Consumer<Commit> after = commit -> {};
  private boolean refuses;
  private final Recorder recorder =
      new Recorder(
          store(),
          time,
          task -> {
            if (refuses) {
              throw new RejectedExecutionException("full");
            }
            task.run();
          },
          new Listeners(List.of(seen)));

  private Store store() {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              try {
                if (!method.getName().equals("commit")) {
                  return method.invoke(inner, arguments);
                }
                var commit = (Commit) arguments[0];
                before.accept(commit);
                inner.commit(commit);
                after.accept(commit);
                return null;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void add(long runId) {
    var outcome =
        Outcome.builder("a", runId, Instant.EPOCH.plusSeconds(runId), CheckResult.pass("ok"))
            .build();
    recorder.add(new Recorder.Entry("a", outcome, null, List.of()));
    recorder.kick();
  }

  @Test
  void aCommitThatTheStoreTookWithoutSayingSoIsToldOnceAndNotWrittenTwice() {
    after =
        commit -> {
          after = again -> {};
          throw new StoreException("no answer", null);
        };
    add(1);
    add(2);
    assertThatThrownBy(recorder::flush).isInstanceOf(StoreException.class);
    recorder.flush();
    assertThat(seen.stored()).extracting(Outcome::runId).containsExactly(1L, 2L);
    assertThat(recorder.unstored()).isZero();
  }

  @Test
  void aGroupThatFailsMidwayLeavesOnlyTheRest() {
    add(1);
    add(2);
    add(3);
    inner.commit(Commit.builder().outcomes(List.of(outcomeOfAnother())).build());
    before =
        commit -> {
          if (commit.outcomes().size() == 1 && commit.outcomes().get(0).runId() == 3) {
            throw new StoreException("gone midway", null);
          }
        };
    assertThatThrownBy(recorder::flush).isInstanceOf(StoreException.class);
    assertThat(recorder.unstored()).isEqualTo(1);
    before = commit -> {};
    recorder.flush();
    assertThat(seen.stored()).extracting(Outcome::runId).containsExactly(1L, 2L, 3L);
  }

  private static Outcome outcomeOfAnother() {
    return Outcome.builder("a", 1, Instant.EPOCH.plusSeconds(1), CheckResult.pass("ok")).build();
  }

  @Test
  void aStoreThatBreaksLosesNothing() {
    before =
        commit -> {
          before = again -> {};
          throw new IllegalStateException("broken store");
        };
    add(1);
    time.advance(Duration.ofSeconds(2));
    assertThat(seen.stored()).hasSize(1);
  }

  @Test
  void anExecutorThatRefusesIsAskedAgain() {
    refuses = true;
    add(1);
    time.advance(Duration.ofSeconds(1));
    refuses = false;
    time.advance(Duration.ofSeconds(1));
    assertThat(seen.stored()).hasSize(1);
  }

  @Test
  void afterClosingNothingIsTriedAgain() {
    before =
        commit -> {
          throw new StoreException("away", null);
        };
    add(1);
    recorder.close(Duration.ofSeconds(1));
    time.advance(Duration.ofMinutes(1));
    assertThat(time.waiting()).isZero();
  }
}
