package dev.pulse.samples.ethereum.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.samples.ethereum.metrics.EthereumMetrics;
import dev.pulse.samples.ethereum.monitor.CheckQueue.NotRunException;
import dev.pulse.samples.ethereum.report.Subject;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CheckQueueTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final EthereumMetrics metrics = new EthereumMetrics(registry);
  private final CheckQueue queue = queue(CheckQueue.PLACES, CheckQueue.LONGEST);
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch hold = new CountDownLatch(1);

  @AfterEach
  void close() {
    hold.countDown();
    queue.close();
  }

  private CheckQueue queue(int places, Duration longest) {
    return new CheckQueue(metrics.queue(), places, longest);
  }

  @Test
  @DisplayName("Vector 8.9: three distinct keys are three runs, in the order of coming")
  void distinctKeysAreDistinctRuns() throws Exception {
    metrics.queue().prepare("hoodi", "a");
    for (var client : List.of("a", "b", "c")) {
      assertThat(queue.run(key(client), () -> ran.add(client))).isTrue();
    }

    assertThat(ran).containsExactly("a", "b", "c");
    assertThat(count("processed", "a", "status", "success")).isEqualTo(1);
    assertThat(count("processed", "a", "status", "failed")).isZero();
  }

  @Test
  @DisplayName("Row 45, vector 8.9: the same key twice is one run and one skip")
  void theSameKeyTwiceIsOneRun() throws Exception {
    var first = held(queue, "a");

    assertThatThrownBy(() -> queue.run(key("a"), () -> ran.add("again")))
        .isInstanceOf(NotRunException.class);
    hold.countDown();
    first.get();

    assertThat(ran).containsExactly("a");
    assertThat(count("queued", "a")).isEqualTo(1);
    assertThat(count("skipped", "a")).isEqualTo(1);
    assertThat(queue.run(key("a"), () -> ran.add("later"))).isTrue();
  }

  @Test
  @DisplayName("Row 45, Q4: a full queue drops and counts, and blocks nobody")
  void aFullQueueDrops() throws Exception {
    try (var small = queue(1, CheckQueue.LONGEST)) {
      var running = held(small, "a");
      var waiting = start(small, "b", () -> ran.add("b"));
      awaitLength(1);

      assertThatThrownBy(() -> small.run(key("c"), () -> ran.add("c")))
          .isInstanceOfSatisfying(
              NotRunException.class, e -> assertThat(e.code()).isEqualTo("queue_full"));
      assertThat(count("failures", "c", "error_type", "queue_full")).isEqualTo(1);

      hold.countDown();
      running.get();
      waiting.get();
      assertThat(ran).containsExactly("a", "b");
    }
  }

  @Test
  @DisplayName("Vector 8.9: stopped before it is queued, nothing runs")
  void stoppedBeforeQueuedNothingRuns() {
    queue.close();

    assertThatThrownBy(() -> queue.run(key("a"), () -> ran.add("a")))
        .isInstanceOf(NotRunException.class);
    assertThat(ran).isEmpty();
  }

  @Test
  @DisplayName("Q4: an exception ends the run and not the worker")
  void anExceptionEndsTheRunOnly() throws Exception {
    assertThatThrownBy(
            () ->
                queue.run(
                    key("a"),
                    () -> {
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");

    assertThat(queue.run(key("a"), () -> ran.add("a"))).isTrue();
    assertThat(count("failures", "a", "error_type", "error")).isEqualTo(1);
    assertThat(count("processed", "a", "status", "failed")).isEqualTo(1);
  }

  @Test
  @DisplayName("Q4: what takes too long is cancelled, and the next one runs")
  void whatTakesTooLongIsCancelled() throws Exception {
    try (var hasty = queue(10, Duration.ofMillis(20))) {
      var interrupted = new CompletableFuture<Boolean>();

      assertThatThrownBy(
              () ->
                  hasty.run(
                      key("a"),
                      () -> {
                        try {
                          return new CountDownLatch(1).await(1, TimeUnit.HOURS);
                        } catch (InterruptedException e) {
                          interrupted.complete(true);
                          throw e;
                        }
                      }))
          .isInstanceOfSatisfying(
              NotRunException.class, e -> assertThat(e.code()).isEqualTo("timeout"));

      assertThat(interrupted.get()).isTrue();
      assertThat(count("failures", "a", "error_type", "timeout")).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("Row 52: closing cancels what runs and what waits")
  void closingCancelsEverything() throws Exception {
    var running = held(queue, "a");
    var waiting = start(queue, "b", () -> ran.add("b"));
    awaitLength(1);

    queue.close();

    for (var each : List.of(running, waiting)) {
      assertThatThrownBy(each::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              NotRunException.class, e -> assertThat(e.code()).isEqualTo("stopped"));
    }
    assertThat(ran).doesNotContain("b");
  }

  @Test
  void whoeverIsInterruptedWhileWaitingLeavesTheQueue() throws Exception {
    var running = held(queue, "a");
    var task = new FutureTask<>(() -> queue.run(key("b"), () -> ran.add("b")));
    var thread = new Thread(task);
    thread.start();
    awaitLength(1);

    thread.interrupt();
    assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
    hold.countDown();
    running.get();

    assertThat(ran).containsExactly("a");
    assertThat(count("failures", "b", "error_type", "stopped")).isEqualTo(1);
    assertThat(queue.run(key("b"), () -> ran.add("b"))).isTrue();
  }

  /** A run that has begun and ends when it is let go. */
  private FutureTask<Boolean> held(CheckQueue in, String client) throws InterruptedException {
    var begun = new CountDownLatch(1);
    var task =
        start(
            in,
            client,
            () -> {
              begun.countDown();
              hold.await();
              return ran.add(client);
            });
    begun.await();
    return task;
  }

  private static FutureTask<Boolean> start(CheckQueue in, String client, Callable<Boolean> work) {
    var task = new FutureTask<>(() -> in.run(key(client), work));
    new Thread(task).start();
    return task;
  }

  private void awaitLength(int length) {
    while (registry.get("panda.pulse.queue.length.current").gauge().value() != length) {
      Thread.onSpinWait();
    }
  }

  private double count(String what, String client, String... tags) {
    return registry
        .get("panda.pulse.queue.checks." + what)
        .tag("client", client)
        .tags(tags)
        .counter()
        .count();
  }

  private static Subject key(String client) {
    return new Subject("hoodi", client, "g", "c");
  }
}
