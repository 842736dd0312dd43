package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the dashboard reads. */
class PodRoutesTest {
  private static final long NOW = 1_772_366_400L; // Rig.START

  private static Rig ofSeven() {
    var rig = new Rig(Map.of("POD_PREFIX", "v-", "POD_RANGE_END", "6", "STUCK_AFTER", "60"));
    rig.pods.answer(1, execution("b", "running", NOW - 61, null, null));
    rig.pods.answer(2, execution("c", "failed", NOW - 9, NOW - 5, "block 7: no space left"));
    rig.pods.fail(3, "pod not running: Pending");
    rig.pods.answer(4, execution("e", "odd", null, null, null));
    rig.pods.answer(5, execution("f", "running", NOW - 60, null, null));
    rig.pods.answer(6, execution("g", "pending", null, null, null));
    return rig.begin().serve();
  }

  private static Execution execution(
      String id,
      String state,
      @Nullable Long started,
      @Nullable Long ended,
      @Nullable String error) {
    return new Execution(id, state, 1L, ended == null ? null : 100L, started, ended, error);
  }

  private static Map<?, ?> json(Rig rig, String path) {
    var answer = rig.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    try {
      var value = new Moshi.Builder().build().adapter(Object.class).fromJson(answer.body());
      return (Map<?, ?>) value;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Object> column(Rig rig, String path, String name) {
    var items = (List<?>) json(rig, path).get("items");
    return items.stream().map(item -> (Object) ((Map<?, ?>) item).get(name)).toList();
  }

  @Test
  void whatNeedsSomebodyComesFirst() {
    try (var rig = ofSeven()) {
      assertThat(column(rig, "/pods", "standing"))
          .containsExactly(
              "stuck", "failed", "unknown", "other", "running", "pending", "completed");
      assertThat(column(rig, "/pods", "status"))
          .containsExactly("warn", "fail", "unknown", "warn", "pass", "pass", "pass");
      var all = json(rig, "/pods");
      assertThat(all.get("counts").toString())
          .isEqualTo(
              "{stuck=1.0, failed=1.0, unknown=1.0, other=1.0, running=1.0, pending=1.0,"
                  + " completed=1.0}");
      assertThat(all.get("stuck_after_s")).isEqualTo(60.0);
      assertThat(all.get("scanned_at")).isEqualTo("2026-03-01T12:00:00.000Z");
      assertThat(all.get("connected")).isEqualTo(true);
    }
  }

  @Test
  void aPodThatCannotBeAskedIsUnknownAndSaysWhatWasKnownLast() {
    try (var rig = ofSeven()) {
      rig.pods.fail(2, "connection reset");
      rig.intervals(1);

      var pod = (Map<?, ?>) json(rig, "/pods/v-2-0").get("pod");
      assertThat(pod.get("standing")).isEqualTo("unknown");
      assertThat(pod.get("why")).isEqualTo("connection reset");
      assertThat(pod.containsKey("execution")).isFalse();
      assertThat(pod.get("since")).isEqualTo("2026-03-01T12:01:00.000Z");
      assertThat(pod.get("answered_at")).isEqualTo("2026-03-01T12:00:00.000Z");
      assertThat(((Map<?, ?>) pod.get("last_known")).get("error"))
          .isEqualTo("block 7: no space left");
      assertThat(column(rig, "/pods?text=space", "pod")).containsExactly("v-2-0");
      var never = (Map<?, ?>) json(rig, "/pods/v-3-0").get("pod");
      assertThat(never.containsKey("last_known")).isFalse();
      assertThat(never.containsKey("answered_at")).isFalse();
    }
  }

  @Test
  void beforeTheFirstScanAndLongAfterTheLastNothingIsKnown() {
    try (var rig = Rig.ofThree().serve()) {
      assertThat(column(rig, "/pods", "standing")).containsOnly("unknown").hasSize(3);
      assertThat(column(rig, "/pods", "why")).containsOnly("no scan has ended yet");
      assertThat(json(rig, "/pods").containsKey("scanned_at")).isFalse();

      rig.begin();
      assertThat(column(rig, "/pods", "standing")).containsOnly("completed");

      rig.pulse.pause(ValidatorExecutions.SCAN);
      rig.clock.move(Duration.ofMinutes(3));
      assertThat(column(rig, "/pods", "standing")).containsOnly("unknown");
      assertThat(column(rig, "/pods", "why"))
          .containsOnly("the last scan ended at 2026-03-01T12:00:00Z");
      assertThat(column(rig, "/pods", "execution")).containsOnlyNulls();
      assertThat(column(rig, "/pods", "last_known")).doesNotContainNull();
    }
  }

  @Test
  void podsAreFoundByStateAndTextInPages() {
    try (var rig = ofSeven()) {
      assertThat(column(rig, "/pods?state=stuck", "pod")).containsExactly("v-1-0");
      assertThat(column(rig, "/pods?text=SPACE%20left", "pod")).containsExactly("v-2-0");
      assertThat(column(rig, "/pods?text=not+running", "pod")).containsExactly("v-3-0");
      assertThat(column(rig, "/pods?text=v-6", "pod")).containsExactly("v-6-0");
      assertThat(column(rig, "/pods?sort=pod&limit=2&offset=3", "pod"))
          .containsExactly("v-3-0", "v-4-0");
      assertThat(column(rig, "/pods?sort=longest&limit=3", "pod"))
          .containsExactly("v-1-0", "v-0-0", "v-5-0");
      assertThat(column(rig, "/pods?sort=quiet&limit=1", "pod")).containsExactly("v-0-0");
      var some = json(rig, "/pods?state=stuck&limit=1");
      assertThat(some.get("matching")).isEqualTo(1.0);
      assertThat(some.get("total")).isEqualTo(7.0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/pods?state=bad | state must be one of stuck, failed, unknown, other, running, pending,"
            + " completed, but is \\\"bad\\\"",
        "/pods?sort=up | sort must be one of worst, pod, longest, quiet, but is \\\"up\\\"",
        "/pods?limit=501 | limit must be a whole number from 1 to 500, but is \\\"501\\\"",
        "/pods?offset=-1 | offset must be a whole number from 0 to 10000, but is \\\"-1\\\"",
        "/pods?page=2 | page must be one of the parameters state, text, sort, limit, offset,"
            + " but is \\\"page\\\"",
        "/pods/v-0-0?x=1 | x must be left out: this route has no parameters, but is \\\"x\\\"",
        "/history?before=0 | before must be a whole number from 1 to 9007199254740991, but is"
            + " \\\"0\\\""
      })
  void whatIsNotUnderstoodIsRefusedAndSaysWhatIsAllowed(String path, String detail) {
    try (var rig = ofSeven()) {
      var answer = rig.get(path);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).isEqualTo("{\"detail\":\"" + detail + "\"}");
      assertThat(rig.get("/pods?text=" + "x".repeat(201)).body()).contains("at most 200");
    }
  }

  @Test
  void executionsAreRememberedNewestFirst() {
    try (var rig = ofSeven()) {
      rig.pods.answer(0, execution("h", "running", NOW, null, null));
      rig.pods.answer(5, execution("i", "pending", null, null, null));
      rig.intervals(1);

      assertThat(column(rig, "/history?limit=2", "id")).containsExactly("i", "h");
      var next = json(rig, "/history?limit=2").get("next");
      assertThat(column(rig, "/history?limit=9&before=" + ((Double) next).longValue(), "id"))
          .containsExactly("g", "f", "e", "c", "b", "x-1");
      assertThat(json(rig, "/history").containsKey("next")).isFalse();
      assertThat(column(rig, "/history?pod=v-0-0", "id")).containsExactly("h", "x-1");
      assertThat(column(rig, "/history?state=failed", "id")).containsExactly("c");
      assertThat(column(rig, "/history?text=v-6", "id")).containsExactly("g");
    }
  }

  @Test
  void theEndThatNobodySawIsUnknown() {
    try (var rig = ofSeven()) {
      rig.pods.answer(5, execution("i", "pending", null, null, null));
      rig.intervals(1);

      var executions = (List<?>) json(rig, "/pods/v-5-0").get("executions");
      assertThat(executions).hasSize(2);
      var old = (Map<?, ?>) executions.get(1);
      assertThat(old.get("standing")).isEqualTo("unknown");
      assertThat(old.get("why")).isEqualTo("a newer one was there before its end was seen");
      assertThat(old.containsKey("duration_s")).isFalse();
    }
  }

  @Test
  void whatWasUnderWayWhenItsPodWasLostIsUnknownAndNotStuck() {
    try (var rig = ofSeven()) {
      rig.pods.fail(5, "connection reset");
      rig.intervals(3);

      var detail = json(rig, "/pods/v-5-0");
      var known = (Map<?, ?>) ((Map<?, ?>) detail.get("pod")).get("last_known");
      assertThat(known.get("standing")).isEqualTo("running");
      var seen = (Map<?, ?>) ((List<?>) detail.get("executions")).get(0);
      assertThat(seen.get("standing")).isEqualTo("unknown");
      assertThat(seen.get("why"))
          .isEqualTo("its pod cannot be asked, so nobody knows how it goes on");
      assertThat(column(rig, "/history?state=stuck", "pod")).containsExactly("v-1-0");
    }
  }

  @Test
  void longTextsAreCutAndOddTimesLeftOut() {
    try (var rig = Rig.ofThree().serve()) {
      rig.pods.answer(
          0,
          new Execution(
              "y".repeat(600),
              "failed",
              1L,
              3L,
              Long.MIN_VALUE,
              Long.MAX_VALUE,
              "x".repeat(20_000)));
      rig.begin();

      var listed = (Map<?, ?>) column(rig, "/pods?limit=1", "execution").get(0);
      assertThat((String) listed.get("error")).hasSize(300);
      assertThat(listed.get("cut")).isEqualTo(true);
      assertThat((String) listed.get("id")).hasSize(500);
      assertThat(listed.containsKey("started_at")).isFalse();
      assertThat(listed.containsKey("ended_at")).isFalse();
      assertThat(listed.get("duration_s")).isEqualTo(1.8446744073709552E19);
      assertThat(listed.get("blocks")).isEqualTo(2.0);
      var pod = (Map<?, ?>) json(rig, "/pods/v-0-0").get("pod");
      assertThat((String) ((Map<?, ?>) pod.get("execution")).get("error")).hasSize(10_000);
    }
  }

  @Test
  void nobodyIsAskedAndRequestsAreCounted() {
    try (var rig = ofSeven()) {
      rig.get("/pods");
      rig.get("/pods/v-1-0");
      assertThat(rig.get("/pods/v-7-0").statusCode()).isEqualTo(404);
      assertThat(rig.get("/pods/v-7-0").body()).isEqualTo("{\"detail\":\"Pod v-7-0 not found\"}");
      rig.get("/history");
      rig.send("POST", "/pods/v-1-0");

      assertThat(rig.pods.scans()).isEqualTo(1);
      assertThat(rig.series("api_requests_total"))
          .containsExactlyInAnyOrder(
              "api_requests_total{endpoint=\"/pods\",method=\"GET\"} 1.0",
              "api_requests_total{endpoint=\"/pods/{pod_name}\",method=\"GET\"} 3.0",
              "api_requests_total{endpoint=\"/pods/{pod_name}\",method=\"POST\"} 1.0",
              "api_requests_total{endpoint=\"/history\",method=\"GET\"} 1.0");
    }
  }

  @Test
  void thePageIsThereForTheDashboard() {
    try (var rig = ofSeven()) {
      assertThat(rig.get("/dashboard/executions/executions.js").body()).contains("export default");
      assertThat(rig.get("/dashboard/executions/executions.css").statusCode()).isEqualTo(200);
    }
  }
}
