package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.Incidents;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatsTest {
  private static final Secret TOKEN = Secret.of("a-token-of-the-backup");
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");

  private static HeartbeatCheck hourly() {
    return HeartbeatCheck.every(HOUR)
        .grace(Duration.ofMinutes(10))
        .longest(Duration.ofHours(2))
        .token(TOKEN)
        .build();
  }

  /** A check around another, as conditions are. */
  private record Wrapper(Check inner) implements Check {
    @Override
    public CheckResult run(CheckContext context) throws Exception {
      return inner.run(context);
    }

    @Override
    public Check unwrapped() {
      return inner.unwrapped();
    }
  }

  @Test
  void onlyTheRightTokenOfAHeartbeatIsAccepted() {
    try (var jobs = new Jobs(clock, Stores.memory(), hourly())) {
      jobs.pulse.add(Registration.check("shop", context -> CheckResult.pass("ok")).build());
      jobs.pulse.add(Registration.check("mute", HeartbeatCheck.every(HOUR).build()).build());
      assertThat(jobs.heartbeats.accepts("backup", TOKEN.reveal())).isTrue();
      for (String guess : List.of("", "x", TOKEN.reveal() + "x", "nobody-knows-this-one")) {
        for (String name : List.of("backup", "shop", "mute", "none", "")) {
          assertThat(jobs.heartbeats.accepts(name, guess)).as(name).isFalse();
        }
      }
      assertThat(jobs.heartbeats.accepts("shop", TOKEN.reveal())).isFalse();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> jobs.heartbeats.report("shop", HeartbeatReport.started()))
          .withMessage("there is no heartbeat check \"shop\" to report to");
    }
  }

  @Test
  void heartbeatIsFoundBehindWhatIsAroundIt() {
    try (var jobs = new Jobs(clock, Stores.memory(), new Wrapper(new Wrapper(hourly())))) {
      assertThat(jobs.heartbeats.accepts("backup", TOKEN.reveal())).isTrue();
      assertThat(jobs.report(HeartbeatReport.succeeded()).status()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void reportIsRememberedAcrossARestart(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    try (var jobs = new Jobs(clock, Stores.sqlite(file), hourly())) {
      jobs.report(HeartbeatReport.started());
      jobs.pass(Duration.ofSeconds(12));
      jobs.report(HeartbeatReport.succeeded().withOutput("42 files"));
    }
    clock.move(Duration.ofMinutes(2));
    try (var jobs = new Jobs(clock, Stores.sqlite(file), hourly())) {
      assertThat(jobs.now().summary()).isEqualTo("last success 2 min ago, ran for 12 s");
      assertThat(jobs.now().details()).containsEntry("output", "42 files");
      assertThat(jobs.now().latency()).as("told before the restart").isEmpty();
      jobs.pass(HOUR.plusMinutes(9));
      assertThat(jobs.now().reason()).contains(Reason.MISSED);
    }
  }

  @Test
  void failureStaysAFailureAcrossARestart(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    try (var jobs = new Jobs(clock, Stores.sqlite(file), hourly())) {
      jobs.report(HeartbeatReport.failed(3));
    }
    clock.move(Duration.ofDays(2));
    try (var jobs = new Jobs(clock, Stores.sqlite(file), hourly())) {
      assertThat(jobs.now().summary()).isEqualTo("failed 2 days ago with exit code 3");
    }
  }

  @Test
  void whatWasReportedIsRememberedAlsoWhenNoResultTellsIt(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    var lost = new LossyStore(Stores.sqlite(file));
    try (var jobs = new Jobs(clock, lost, hourly())) {
      jobs.pass(Duration.ofMinutes(1));
      jobs.pulse.flush();
      lost.outcomesAreLost = true;
      jobs.report(HeartbeatReport.succeeded());
    }
    clock.move(Duration.ofMinutes(2));
    try (var jobs = new Jobs(clock, Stores.sqlite(file), hourly())) {
      jobs.pass(Duration.ofSeconds(30));
      assertThat(jobs.now().summary()).isEqualTo("last success 2 min ago");
    }
  }

  @Test
  void deadlineThatPassedWhilePulseWasDownIsNotHeldAgainstTheJob(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    try (var jobs = new Jobs(clock, Stores.sqlite(file), hourly())) {
      jobs.report(HeartbeatReport.succeeded());
      jobs.pass(Duration.ofMinutes(30));
    }
    clock.move(Duration.ofHours(5));
    var said =
        "Pulse was not running when a report was due at 2026-03-01T13:10:00Z and may have missed"
            + " it; expected until 2026-03-01T18:40:00Z";
    try (var jobs = new Jobs(clock, Stores.sqlite(file), hourly())) {
      assertThat(jobs.now().summary()).isEqualTo(said);
      assertThat(jobs.now().status()).isEqualTo(Status.UNKNOWN);
      jobs.pass(Duration.ofMinutes(30));
    }
    clock.move(Duration.ofMinutes(1));
    // Another restart does not forget it, and does not begin to wait anew.
    try (var jobs = new Jobs(clock, Stores.sqlite(file), hourly())) {
      assertThat(jobs.now().summary()).isEqualTo(said);
      jobs.pass(Duration.ofMinutes(40));
      assertThat(jobs.now().reason()).contains(Reason.MISSED);
      assertThat(jobs.report(HeartbeatReport.succeeded()).status()).isEqualTo(Status.PASS);
      jobs.pass(Duration.ofMinutes(30));
      assertThat(jobs.now().status()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void deadlineThatHadPassedBeforeStaysMissed(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    try (var jobs = new Jobs(clock, Stores.sqlite(file), hourly())) {
      jobs.report(HeartbeatReport.succeeded());
      jobs.pass(Duration.ofHours(2));
    }
    clock.move(Duration.ofHours(5));
    try (var jobs = new Jobs(clock, Stores.sqlite(file), hourly())) {
      assertThat(jobs.now().reason()).contains(Reason.MISSED);
    }
  }

  @Test
  void runWhoseEndNobodyCouldHearIsNotCalledTooLong(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    var daily = HeartbeatCheck.every(Duration.ofDays(1)).longest(HOUR);
    try (var jobs = new Jobs(clock, Stores.sqlite(file), daily.build())) {
      jobs.report(HeartbeatReport.succeeded());
      jobs.report(HeartbeatReport.started());
    }
    clock.move(Duration.ofHours(5));
    try (var jobs = new Jobs(clock, Stores.sqlite(file), daily.build())) {
      assertThat(jobs.now().status()).isEqualTo(Status.UNKNOWN);
      jobs.pass(Duration.ofMinutes(5));
      assertThat(jobs.now().status()).isEqualTo(Status.UNKNOWN);
    }
  }

  @Test
  void reportThatTheStoreRefusesChangesNothing() {
    var store = new LossyStore(Stores.memory());
    try (var jobs = new Jobs(clock, store, hourly())) {
      jobs.report(HeartbeatReport.succeeded());
      store.documentsAreRefused = true;
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> jobs.heartbeats.report("backup", HeartbeatReport.failed(1)));
      jobs.pass(Duration.ofMinutes(1));
      assertThat(jobs.now().status()).isEqualTo(Status.PASS);
      store.documentsAreRefused = false;
      assertThat(jobs.report(HeartbeatReport.failed(1)).status()).isEqualTo(Status.FAIL);
    }
  }

  @Test
  void storeThatCannotBeReadAtTheStartLeavesTheLastResult(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    try (var jobs = new Jobs(clock, Stores.sqlite(file), hourly())) {
      jobs.report(HeartbeatReport.succeeded());
    }
    var store = new LossyStore(Stores.sqlite(file));
    store.documentsAreRefused = true;
    try (var jobs = new Jobs(clock, store, hourly())) {
      jobs.pass(Duration.ofSeconds(30));
      assertThat(jobs.now().status()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void reportDuringARunThatHasLookedAlreadyIsJudgedByAnother() throws Exception {
    var inner = hourly();
    var looked = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    Check slow =
        new Check() {
          @Override
          public CheckResult run(CheckContext context) throws Exception {
            var result = inner.run(context);
            looked.countDown();
            goOn.await();
            return result;
          }

          @Override
          public Check unwrapped() {
            return inner;
          }
        };
    try (var pulse = Pulse.builder().register(Registration.check("backup", slow).build()).start();
        var heartbeats = Heartbeats.of(pulse)) {
      assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
      var judged = heartbeats.report("backup", HeartbeatReport.succeeded());
      assertThat(judged).isNotDone();
      goOn.countDown();
      assertThat(judged.get(10, TimeUnit.SECONDS).status()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void reportsOfManyAtOnceAreAllKept() throws Exception {
    try (var pulse =
            Pulse.builder().register(Registration.check("backup", hourly()).build()).start();
        var heartbeats = Heartbeats.of(pulse)) {
      var begin = new CountDownLatch(1);
      var all = new ArrayList<CompletableFuture<Status>>();
      for (int i = 0; i < 16; i++) {
        boolean last = i == 0;
        var judged = new CompletableFuture<Status>();
        all.add(judged);
        new Thread(
                () -> {
                  try {
                    begin.await();
                    var report = last ? HeartbeatReport.failed(9) : HeartbeatReport.started();
                    judged.complete(
                        heartbeats.report("backup", report).get(10, TimeUnit.SECONDS).status());
                  } catch (Exception e) {
                    judged.completeExceptionally(e);
                  }
                })
            .start();
      }
      begin.countDown();
      for (var judged : all) {
        assertThat(judged.get(20, TimeUnit.SECONDS)).isNotNull();
      }
      var result = pulse.runNow("backup").get(10, TimeUnit.SECONDS).result();
      assertThat(result.reason()).contains(HeartbeatCheck.FAILED);
      assertThat(result.details()).containsEntry("exit_code", "9").containsKey("last_start");
    }
  }

  @Test
  void checkThatIsAddedLaterKnowsWhatWasReportedBefore() {
    try (var jobs = new Jobs(clock, Stores.memory(), hourly())) {
      jobs.report(HeartbeatReport.succeeded());
      jobs.pulse.remove("backup");
      assertThat(jobs.heartbeats.accepts("backup", TOKEN.reveal())).isFalse();
      jobs.pass(Duration.ofMinutes(5));
      jobs.pulse.add(Registration.check("backup", hourly()).build());
      assertThat(jobs.now().summary()).isEqualTo("last success 5 min ago");
    }
  }

  /** A real store that loses results, as a crash does, or refuses documents. */
  private static final class LossyStore implements Store {
    private final Store inner;
    private boolean outcomesAreLost;
    private boolean documentsAreRefused;

    LossyStore(Store inner) {
      this.inner = inner;
    }

    @Override
    public void ping() {
      inner.ping();
    }

    @Override
    public void commit(Commit commit) {
      if (!outcomesAreLost) {
        inner.commit(commit);
      }
    }

    @Override
    public Journal journal() {
      return inner.journal();
    }

    @Override
    public Incidents incidents() {
      return inner.incidents();
    }

    @Override
    public Optional<byte[]> ruleState(String check) {
      return inner.ruleState(check);
    }

    @Override
    public Documents<String> documents(String collection) {
      var documents = inner.documents(collection);
      return collection.equals("pulse.heartbeats") ? new RefusingDocuments(documents) : documents;
    }

    @Override
    public long lastId() {
      return inner.lastId();
    }

    @Override
    public void prune(Retention retention, Instant now) {
      inner.prune(retention, now);
    }

    @Override
    public void forget(String check) {
      inner.forget(check);
    }

    @Override
    public void close() {
      inner.close();
    }

    private final class RefusingDocuments implements Documents<String> {
      private final Documents<String> documents;

      RefusingDocuments(Documents<String> documents) {
        this.documents = documents;
      }

      private Documents<String> open() {
        if (documentsAreRefused) {
          throw new StoreException("the disk is full", null);
        }
        return documents;
      }

      @Override
      public Optional<Document<String>> find(String id) {
        return open().find(id);
      }

      @Override
      public List<Document<String>> list() {
        return open().list();
      }

      @Override
      public List<Document<String>> list(String after, int limit) {
        return open().list(after, limit);
      }

      @Override
      public Document<String> create(String id, String value) {
        return open().create(id, value);
      }

      @Override
      public Document<String> update(String id, String value, long version) {
        return open().update(id, value, version);
      }

      @Override
      public boolean delete(String id) {
        return open().delete(id);
      }
    }
  }
}
