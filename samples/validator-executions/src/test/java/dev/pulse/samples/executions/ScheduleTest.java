package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.model.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Section 4.2. */
@Timeout(60)
class ScheduleTest {
  private static final Map<String, String> ONE = Map.of("POD_PREFIX", "v-", "POD_RANGE_END", "0");

  private final ExecutorService workers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    workers.shutdownNow();
  }

  @Test
  @DisplayName("Row 16, defect 1: each tick is a scan, whatever the cache says")
  void everyTickIsAScan() {
    try (var rig = new Rig(ONE).begin()) {
      assertThat(rig.pods.scans()).isEqualTo(1);
      rig.intervals(1);
      assertThat(rig.pods.scans()).isEqualTo(2);
      rig.intervals(3);
      assertThat(rig.pods.scans()).isEqualTo(5);
    }
  }

  @Test
  void theIntervalIsThatOfTheVariable() {
    try (var rig =
        new Rig(Map.of("POD_PREFIX", "v-", "POD_RANGE_END", "0", "REFRESH_INTERVAL", "5"))
            .begin()) {
      rig.scheduler.advance(Duration.ofSeconds(60));

      assertThat(rig.pods.scans()).isEqualTo(13);
    }
  }

  @Test
  @DisplayName("Row 16: a scan that is longer than the interval never overlaps the next")
  void aTickDuringAScanIsDropped() throws Exception {
    try (var rig = new Rig(ONE, workers)) {
      var held = rig.pods.holdScans();
      rig.begin();
      rig.pods.awaitScan();
      var first = rig.pulse.runNow(ValidatorExecutions.SCAN);
      rig.intervals(2);
      assertThat(rig.pods.scans()).isEqualTo(1);

      held.countDown();
      first.get(20, TimeUnit.SECONDS);
      rig.intervals(1);
      // Still on the grid of the start, and none is made up for.
      awaitScans(rig, 2);
      assertThat(rig.pods.scans()).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("Row 17: the first scan begins at the start, and HTTP answers meanwhile")
  void theFirstScanDoesNotKeepHttpWaiting() throws Exception {
    try (var rig = new Rig(ONE, workers)) {
      var held = rig.pods.holdScans();
      rig.begin().serve();
      rig.pods.awaitScan();

      assertThat(rig.get("/health").body()).contains("\"last_scan\":null");
      assertThat(rig.get("/").statusCode()).isEqualTo(200);
      assertThat(rig.get("/metrics").statusCode()).isEqualTo(200);
      var executions = rig.sendLater("GET", "/executions");
      assertThat(executions).isNotDone();

      held.countDown();
      assertThat(executions.get(20, TimeUnit.SECONDS).body()).contains("\"total_pods\":1");
      assertThat(rig.pods.scans()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("Defect 14: POST, forced GET, expired GET and tick together are one scan")
  void whoeverWantsAScanJoinsTheOneThatIsUnderWay() throws Exception {
    try (var rig = new Rig(ONE, workers).begin().serve()) {
      int before = endOfAScan(rig);
      rig.clock.move(Duration.ofHours(1));
      var held = rig.pods.holdScans();
      var posted = rig.sendLater("POST", "/executions/refresh");
      rig.pods.awaitScan();
      var forced = rig.system.scanNow();
      var expired = rig.system.recentScan();
      rig.intervals(1);

      held.countDown();
      assertThat(posted.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      var scan = forced.get(20, TimeUnit.SECONDS);
      assertThat(expired.get(20, TimeUnit.SECONDS)).isSameAs(scan);
      assertThat(rig.pods.scans()).isEqualTo(before + 1);
    }
  }

  @Test
  @DisplayName(
      "4.2.2, row 14: a scan that is written down but has not ended is joined and answered")
  void whoeverAsksBeforeAWrittenScanHasEndedReceivesIt() throws Exception {
    var variables = new HashMap<>(ONE);
    variables.put("CACHE_TTL", "0");
    try (var rig = new Rig(variables, workers).begin()) {
      int before = endOfAScan(rig);
      rig.clock.move(Duration.ofHours(1));
      var held = rig.pods.holdEnds();
      var first = rig.system.scanNow();
      rig.pods.awaitEnd();
      var written = rig.system.book().latest().orElseThrow();
      assertThat(written.endedAt()).isEqualTo(rig.clock.instant());

      var posted = rig.system.scanNow();
      var expired = rig.system.recentScan();
      assertThat(posted).isNotDone();
      assertThat(expired).isNotDone();

      held.countDown();
      assertThat(posted.get(20, TimeUnit.SECONDS)).isSameAs(written);
      assertThat(expired.get(20, TimeUnit.SECONDS)).isSameAs(written);
      assertThat(first.get(20, TimeUnit.SECONDS)).isSameAs(written);
      assertThat(rig.pods.scans()).isEqualTo(before + 1);
    }
  }

  @Test
  void aScanThatBreaksIsNotAnsweredByTheOneBefore() throws Exception {
    try (var rig = new Rig(ONE).begin().serve()) {
      rig.clock.move(Duration.ofSeconds(1));
      rig.pods.breakDown();

      assertThat(rig.get("/executions?force_refresh=1").statusCode()).isEqualTo(500);
      assertThat(rig.send("POST", "/executions/refresh").statusCode()).isEqualTo(500);
      // What is known is still known.
      assertThat(rig.get("/executions").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void checksThatAreDueDuringAScanJudgeWhatItFinds() throws Exception {
    try (var rig = new Rig(ONE, workers)) {
      var held = rig.pods.holdScans();
      rig.pods.answer(0, ScriptedPods.in("failed"));
      rig.system.begin();
      rig.pods.awaitScan();
      rig.scheduler.advance(Duration.ofMillis(50));
      var judged = rig.pulse.runNow(ValidatorExecutions.STATE);
      assertThat(judged).isNotDone();

      held.countDown();
      assertThat(judged.get(20, TimeUnit.SECONDS).status()).isEqualTo(Status.FAIL);
    }
  }

  @Test
  void aStopDuringAScanDoesNotWaitForIt() throws Exception {
    var rig = new Rig(ONE, workers);
    rig.pods.holdScans();
    rig.begin();
    rig.pods.awaitScan();

    CompletableFuture.runAsync(rig::close).get(20, TimeUnit.SECONDS);
    assertThat(rig.pods.scans()).isEqualTo(1);
  }

  /** Waits until no scan is under way, which is later than when it was written down. */
  private static int endOfAScan(Rig rig) throws Exception {
    rig.system.scanNow().get(20, TimeUnit.SECONDS);
    return rig.pods.scans();
  }

  /** Waits for scans that were begun on other threads to be written down. */
  private static void awaitScans(Rig rig, int count) throws InterruptedException {
    rig.pods.awaitScans(count);
    assertThat(rig.system.book().settled(Duration.ofSeconds(20))).isPresent();
  }
}
