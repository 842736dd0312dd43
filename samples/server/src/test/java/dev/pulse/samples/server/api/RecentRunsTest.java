package dev.pulse.samples.server.api;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentRunsTest {
  private static final List<String> SHORT = List.of("run_id", "started_at", "status", "latency_ms");

  private final StoreWithFaults faults = new StoreWithFaults();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger answers = new AtomicInteger();
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final Pulse pulse = builder(faults.store()).register(byHand("shop")).start();
  private final PulseServer server = PulseServer.builder(pulse).port(0).start();
  private final Caller caller = new Caller(server.port());

  private Pulse.Builder builder(Store store) {
    return Pulse.builder().store(store).clock(clock).scheduler(scheduler).executor(Runnable::run);
  }

  /** Every third run fails. */
  private Registration byHand(String name) {
    return Registration.check(
            name,
            context -> {
              int number = answers.incrementAndGet();
              return number % 3 == 0
                  ? CheckResult.fail(Reason.REFUSED, "refused")
                  : CheckResult.pass("ok").withLatency(Duration.ofMillis(number));
            })
        .schedule(Schedules.daily(LocalTime.MIDNIGHT, ZoneOffset.UTC))
        .build();
  }

  @BeforeEach
  void askAlone() {
    ReadPast.await();
  }

  @AfterEach
  void close() {
    faults.before(method -> {});
    faults.after(method -> {});
    server.close();
    pulse.close();
  }

  @Test
  void whatIsStoredAfterTheFirstQuestionIsShownWithoutReadingAgain() {
    run(2);
    assertThat(shown(5)).hasSize(2);
    countReads();

    run(5);

    assertThat(shown(5)).hasSize(5);
    assertThat(reads).hasValue(0);
    assertThat(shown(5)).isEqualTo(stored(5));
  }

  @Test
  void whatIsNotStoredYetIsNotShown() {
    run(1);
    var before = shown(5);

    pulse.runNow("shop").join();
    assertThat(shown(5)).isEqualTo(before).hasSize(1);

    pulse.flush();
    assertThat(shown(5)).isEqualTo(stored(5)).hasSize(2);
  }

  @Test
  void whoAsksForMoreThanWasAskedBeforeGetsMore() {
    run(7);

    assertThat(shown(2)).isEqualTo(stored(2)).hasSize(2);
    assertThat(shown(6)).isEqualTo(stored(6)).hasSize(6);
    assertThat(shown(3)).isEqualTo(stored(3)).hasSize(3);
  }

  @Test
  void aRunThatIsStoredJustBeforeTheJournalAnswersIsShownOnce() {
    run(2);
    faults.before(once(() -> run(1)));

    assertThat(shown(10)).isEqualTo(stored(10)).hasSize(3);
    assertThat(shown(10)).isEqualTo(stored(10)).hasSize(3);
  }

  @Test
  void aRunThatIsStoredJustAfterTheJournalAnsweredIsNotMissed() {
    run(2);
    faults.after(once(() -> run(1)));

    assertThat(shown(2)).isEqualTo(stored(2)).hasSize(2);
    assertThat(shown(2)).isEqualTo(stored(2)).hasSize(2);
  }

  @Test
  void aQuestionThatFailedLeavesNothingBehind() {
    run(3);
    faults.before(
        method -> {
          throw new StoreException("the disk is gone", null);
        });
    assertThat(caller.get("/api/v1/checks?recent=3").statusCode()).isEqualTo(503);
    run(1);

    faults.before(method -> {});

    assertThat(shown(9)).isEqualTo(stored(9)).hasSize(4);
  }

  @Test
  void aCheckThatIsAddedAgainShowsWhatTheStoreHasOfIt() {
    run(3);
    assertThat(shown(9)).hasSize(3);

    pulse.remove("shop");
    pulse.add(byHand("shop"));
    assertThat(shown(9)).isEqualTo(stored(9)).hasSize(3);

    pulse.remove("shop");
    pulse.forget("shop");
    pulse.add(byHand("shop"));
    assertThat(shown(9)).isEmpty();

    run(1);
    assertThat(shown(9)).isEqualTo(stored(9)).hasSize(1);
  }

  @Test
  void whatWasReadBeforeACheckWasForgottenIsNotShownOfItsSuccessor() {
    run(3);
    faults.after(
        once(
            () -> {
              pulse.remove("shop");
              pulse.forget("shop");
              pulse.add(byHand("shop"));
            }));
    caller.get("/api/v1/checks?recent=9");

    assertThat(shown(9)).isEmpty();
  }

  @Test
  void ofChecksThatAreNotThereNothingIsRemembered() {
    run(1);
    countReads();
    var recent = new RecentRuns(pulse);
    pulse.remove("shop");

    assertThat(recent.of("shop", 3)).hasSize(1);
    assertThat(recent.of("shop", 3)).hasSize(1);

    assertThat(reads).hasValue(2);
  }

  @Test
  void runsThatWereRemovedFromTheStoreAreNotShownForLong() {
    try (var forgetful =
            builder(Stores.memory())
                .retention(Retention.builder().results(Duration.ofHours(24)).build())
                .register(
                    byHand("shop").toBuilder()
                        .schedule(Schedules.every(Duration.ofMinutes(30)))
                        .build())
                .start();
        var its = PulseServer.builder(forgetful).port(0).start()) {
      var itsCaller = new Caller(its.port());
      scheduler.advance(Duration.ofHours(23));
      assertThat(shown(itsCaller, 100)).hasSizeGreaterThan(40);

      scheduler.advance(Duration.ofHours(24));
      forgetful.flush();

      assertThat(shown(itsCaller, 100)).isEqualTo(stored(itsCaller, 100)).hasSizeLessThan(60);
    }
  }

  @Test
  void whatWasStoredBeforeARestartIsShownAfterIt(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    try (var first = builder(Stores.sqlite(file)).register(byHand("shop")).start()) {
      run(first, 5);
    }

    try (var second = builder(Stores.sqlite(file)).register(byHand("shop")).start();
        var its = PulseServer.builder(second).port(0).start()) {
      var itsCaller = new Caller(its.port());
      run(second, 1);
      assertThat(shown(itsCaller, 9)).isEqualTo(stored(itsCaller, 9)).hasSize(6);
      run(second, 1);
      assertThat(shown(itsCaller, 9)).isEqualTo(stored(itsCaller, 9)).hasSize(7);
    }
  }

  @Test
  void whileRunsAreStoredEveryAnswerIsAPieceOfHistoryWithoutGaps() {
    var recent = new RecentRuns(pulse);
    pulse.addListener(recent);
    var done = new AtomicBoolean();
    var asking =
        List.of(
            CompletableFuture.supplyAsync(() -> ask(recent, done, 100)),
            CompletableFuture.supplyAsync(() -> ask(recent, done, 7)));

    try {
      for (int i = 0; i < 60; i++) {
        run(5);
        if (i % 3 == 0) {
          pulse.remove("shop");
          pulse.add(byHand("shop"));
        }
      }
    } finally {
      done.set(true);
    }

    var history = ids(pulse.journal().outcomes(OutcomeQuery.of("shop").limit(10_000)).items());
    for (var questions : asking) {
      assertThat(questions.join())
          .isNotEmpty()
          .allSatisfy(
              answer -> assertThat(Collections.indexOfSubList(history, answer)).isNotNegative());
    }
  }

  private static List<Long> ids(List<Outcome> newestFirst) {
    var ids = new ArrayList<>(newestFirst.stream().map(outcome -> outcome.runId()).toList());
    Collections.reverse(ids);
    return ids;
  }

  private static List<List<Long>> ask(RecentRuns recent, AtomicBoolean done, int most) {
    var answers = new ArrayList<List<Long>>();
    for (int i = 0; !done.get() || answers.isEmpty(); i++) {
      var ids = recent.of("shop", 1 + i % most).stream().map(Views.Recent::runId).toList();
      if (answers.size() < 2_000) {
        answers.add(ids);
      }
    }
    return answers;
  }

  /** Does something at the first question for outcomes. */
  private Consumer<String> once(Runnable reaction) {
    var due = new AtomicBoolean(true);
    return method -> {
      if (method.equals("outcomes") && due.getAndSet(false)) {
        reaction.run();
      }
    };
  }

  private void countReads() {
    faults.before(
        method -> {
          if (method.equals("outcomes")) {
            reads.incrementAndGet();
          }
        });
  }

  private void run(int times) {
    run(pulse, times);
  }

  private static void run(Pulse pulse, int times) {
    for (int i = 0; i < times; i++) {
      pulse.runNow("shop").join();
    }
    pulse.flush();
  }

  private List<Map<String, Object>> shown(int count) {
    return shown(caller, count);
  }

  private static List<Map<String, Object>> shown(Caller caller, int count) {
    var answer = object(caller.get("/api/v1/checks?recent=" + count).body());
    return objects(objects(answer.get("items")).get(0).get("recent"));
  }

  private List<Map<String, Object>> stored(int count) {
    return stored(caller, count);
  }

  /** The same, from the list of outcomes, which is read from the journal each time. */
  private static List<Map<String, Object>> stored(Caller caller, int count) {
    var answer = object(caller.get("/api/v1/checks/shop/outcomes?limit=" + count).body());
    var runs = new ArrayList<>(objects(answer.get("items")));
    runs.forEach(run -> run.keySet().retainAll(SHORT));
    Collections.reverse(runs);
    return runs;
  }
}
