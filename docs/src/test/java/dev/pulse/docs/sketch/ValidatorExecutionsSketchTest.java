package dev.pulse.docs.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.docs.sketch.ValidatorExecutionsSketch.Execution;
import dev.pulse.docs.sketch.ValidatorExecutionsSketch.PodQuery;
import dev.pulse.testkit.FakeCheckContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ValidatorExecutionsSketchTest {
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(10, 10, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());

  @AfterEach
  void stop() {
    workers.shutdownNow();
  }

  @Test
  void everyPodIsAFindingOfItsOwn() throws Exception {
    var rows =
        Map.of(
            "v-0-0", new Execution("completed", 100L, null),
            "v-1-0", new Execution("completed", 0L, ""),
            "v-2-0", new Execution("completed", null, null),
            "v-3-0", new Execution("failed", 7L, null),
            "v-4-0", new Execution("RUNNING", 8L, null));
    var result = run(5, Duration.ofSeconds(10), pod -> row(rows, pod));
    assertThat(statuses(result))
        .containsOnly(
            entry("v-0-0", Status.PASS),
            entry("v-1-0", Status.PASS),
            entry("v-2-0", Status.PASS),
            entry("v-3-0", Status.FAIL),
            entry("v-4-0", Status.PASS),
            entry("v-5-0", Status.UNKNOWN));
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.summary()).isEqualTo("5 of 6 pods answered");
    assertThat(result.samples()).extracting(Sample::value).containsExactly(100.0, 0.0, 7.0, 8.0);
    assertThat(ValidatorExecutionsSketch.score(result.findings())).hasValue(75);
  }

  @Test
  void podThatNeverAnswersIsUnknownAndHarmsNoOther() throws Exception {
    var never = new CountDownLatch(1);
    var timeout = Duration.ofSeconds(10);
    var begun = new AtomicBoolean();
    var context =
        FakeCheckContext.builder()
            .timeout(timeout)
            .nanoTime(() -> begun.getAndSet(true) ? onceOneHasAnswered(timeout.toNanos()) : 0)
            .build();
    var result =
        sketch(
                1,
                pod -> {
                  if (pod.equals("v-0-0")) {
                    never.await();
                  }
                  return new Execution("completed", 1L, null);
                })
            .run(context);
    assertThat(statuses(result))
        .containsOnly(entry("v-0-0", Status.UNKNOWN), entry("v-1-0", Status.PASS));
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
  }

  private long onceOneHasAnswered(long time) {
    while (workers.getCompletedTaskCount() == 0) {
      Thread.onSpinWait();
    }
    return time;
  }

  @Test
  void nothingJudgedIsNoScore() throws Exception {
    var result =
        run(
            1,
            Duration.ofSeconds(10),
            pod -> {
              throw new IOException("no such table: EXECUTIONS");
            });
    assertThat(ValidatorExecutionsSketch.score(result.findings())).isEmpty();
    assertThat(result.findings().get(0).text()).isEqualTo("no such table: EXECUTIONS");
  }

  private CheckResult run(int last, Duration timeout, PodQuery query) throws InterruptedException {
    return sketch(last, query).run(FakeCheckContext.builder().timeout(timeout).build());
  }

  private ValidatorExecutionsSketch sketch(int last, PodQuery query) {
    return new ValidatorExecutionsSketch("v-", 0, last, query, workers);
  }

  private static Execution row(Map<String, Execution> rows, String pod) throws IOException {
    var row = rows.get(pod);
    if (row == null) {
      throw new IOException("pod not found: " + pod);
    }
    return row;
  }

  private static Map<String, Status> statuses(CheckResult result) {
    return result.findings().stream().collect(Collectors.toMap(Finding::key, Finding::status));
  }
}
