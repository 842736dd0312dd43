package dev.pulse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.kubernetes.KubernetesException.Kind;
import dev.pulse.samples.fakes.ExecAnswer;
import dev.pulse.samples.fakes.FakeExec;
import dev.pulse.samples.fakes.HttpAnswer;
import dev.pulse.testkit.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Section 4.2 of the validator executions. */
@Timeout(60)
class PodScannerTest {
  private static final PodSqlite QUESTION =
      PodSqlite.query("SELECT * FROM t").file(Rig.FILE).build();
  private static final String ROW = "[{\"a\":1}]";

  @TempDir Path directory;
  private Rig rig;

  @BeforeEach
  void start() {
    rig = Rig.in(directory);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private PodScanner.Builder<List<SqliteRow>> scanner(String... pods) {
    return PodScanner.builder(rig.exec(), QUESTION).pods(List.of(pods));
  }

  private static <T> PodScan<T> scan(PodScanner.Builder<T> builder) throws InterruptedException {
    try (var scanner = builder.build()) {
      return scanner.scan();
    }
  }

  private static List<String> messages(PodScan<?> scan) {
    return scan.answers().stream()
        .map(answer -> answer.failure().map(PodFailure::message).orElse("ok"))
        .toList();
  }

  private List<String> asked() {
    return rig.cluster.execs().stream().map(FakeExec::pod).toList();
  }

  @Test
  @DisplayName("1: 78 pods of 200 ms are asked ten at a time")
  void podsAreAskedInParallelAndNeverTooMany() throws Exception {
    var pods = IntStream.range(0, 78).mapToObj(i -> "db-" + i).toArray(String[]::new);
    // The first wait for each other, so that a machine that is slow to connect has ten open, too.
    var tenth = new CompletableFuture<Void>();
    for (int i = 0; i < pods.length; i++) {
      var answer = ExecAnswer.printing(ROW);
      rig.pod(pods[i], i < 10 ? answer.after(tenth) : answer.after(Duration.ofMillis(200)));
    }
    var begin = System.nanoTime();
    PodScan<List<SqliteRow>> scan;
    try (var scanner = scanner(pods).build()) {
      var waiting = begin(scanner);
      rig.cluster.awaitOpenExecs(10, Rig.AMPLE);
      tenth.complete(null);
      scan = waiting.get(20, TimeUnit.SECONDS);
    }
    // Under two seconds where the machine has nothing else to do; one after the other, 15.6.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    assertThat(scan.succeeded()).isEqualTo(78);
    assertThat(scan.answers()).extracting(PodAnswer::pod).containsExactly(pods);
    assertThat(rig.cluster.mostOpenExecs()).isEqualTo(10);
    assertThat(rig.cluster.execs()).hasSize(78);
  }

  @Test
  void manyMayBeOpenAtOnce() throws Exception {
    var release = new CompletableFuture<Void>();
    var pods = IntStream.range(0, 100).mapToObj(i -> "db-" + i).toArray(String[]::new);
    for (var pod : pods) {
      rig.pod(pod, ExecAnswer.printing(ROW).after(release));
    }
    try (var scanner = scanner(pods).concurrency(100).build()) {
      var waiting = begin(scanner);
      rig.cluster.awaitOpenExecs(100, Rig.AMPLE);
      release.complete(null);
      assertThat(waiting.get(20, TimeUnit.SECONDS).succeeded()).isEqualTo(100);
    }
  }

  @Test
  @DisplayName("18: every failure in one scan leaves the healthy pods right")
  void oneFailureHarmsNoOther() throws Exception {
    rig.pod("db-0", "CREATE TABLE t(a INTEGER)", "INSERT INTO t VALUES(7)");
    rig.pod("db-1", ExecAnswer.refusing(HttpAnswer.status(500, "InternalError", "not ready")));
    rig.pod("db-2", ExecAnswer.refusing(HttpAnswer.text(403, "")));
    rig.pod("db-4").phase("Pending");
    rig.pod("db-5", ExecAnswer.refusing(HttpAnswer.cut()));
    rig.pod("db-6", ExecAnswer.silence());
    rig.pod("db-7", ExecAnswer.printing(ROW).speaking(""));
    rig.pod("db-8", "CREATE TABLE other(a)");
    rig.pod("db-9", ExecAnswer.failing("InternalError", "no such program"));
    rig.pod("db-10", ExecAnswer.printing(ROW).withStatus("?"));
    rig.pod("db-11", ExecAnswer.printing(ROW).cutBeforeStatus());
    rig.pod("db-12", ExecAnswer.printing("x".repeat(1_048_577)));
    rig.pod("db-13", "CREATE TABLE t(a INTEGER)");
    rig.pod("db-14", ExecAnswer.printing("what?"));
    rig.pod("db-15", "CREATE TABLE t(a INTEGER)", "INSERT INTO t VALUES(8)");
    var pods = IntStream.range(0, 16).mapToObj(i -> "db-" + i).toArray(String[]::new);
    // Only the silent pod may be late, however slow the machine is.
    var scan =
        scan(PodScanner.builder(rig.exec(Duration.ofSeconds(10)), QUESTION).pods(List.of(pods)));
    var messages = new ArrayList<>(messages(scan));
    assertThat(messages.remove(5)).matches("[A-Za-z]+Exception: .*");
    assertThat(messages)
        .containsExactly(
            "ok",
            "not ready",
            "forbidden (the service account needs get and create on pods/exec)",
            "pod not found: db-3",
            "pod not running: Pending",
            "timed out after 10 s",
            "unsupported exec protocol: none",
            "exit code 1: Error: in prepare, no such table: t",
            "no such program",
            "unreadable exit status",
            "connection closed before the exit status arrived",
            "output exceeds 1048576 bytes",
            "No records found",
            "unexpected output: what?",
            "ok");
    assertThat(scan.answers().get(15).value().orElseThrow().get(0).integer("a")).hasValue(8);
    assertThat(scan.succeeded()).isEqualTo(2);
    assertThat(scan.failed()).isEqualTo(14);
  }

  @Test
  void podsThatAreMissingOrNotRunningAreNotAsked() throws Exception {
    rig.pod("db-0", ExecAnswer.printing(ROW));
    rig.pod("db-2", ExecAnswer.printing(ROW)).phase("Pending");
    var scan = scan(scanner("db-0", "db-1", "db-2"));
    assertThat(messages(scan))
        .containsExactly("ok", "pod not found: db-1", "pod not running: Pending");
    assertThat(scan.answers())
        .extracting(answer -> answer.took().isPresent())
        .containsExactly(true, false, false);
    assertThat(scan.answers())
        .extracting(answer -> answer.failure().map(PodFailure::kind).orElse(null))
        .containsExactly(null, Kind.NOT_FOUND, Kind.POD_NOT_RUNNING);
    assertThat(asked()).containsExactly("db-0");
  }

  @Test
  void withoutTheListBeforehandAllAreAsked() throws Exception {
    rig.pod("db-0", ExecAnswer.printing(ROW));
    var scan = scan(scanner("db-0", "db-1").precheck(false));
    assertThat(messages(scan)).containsExactly("ok", "pod not found: db-1");
    assertThat(scan.answers()).allMatch(answer -> answer.took().isPresent());
    assertThat(rig.cluster.requests("/api/v1/namespaces/infra/pods")).isEmpty();
  }

  @Test
  void aListThatFailsIsToldOnceUntilOneSucceedsAgain() throws Exception {
    rig.pod("db-0", ExecAnswer.printing(ROW));
    var said = new ListAppender<ILoggingEvent>();
    said.start();
    var logger = (Logger) LoggerFactory.getLogger(PodScanner.class);
    logger.addAppender(said);
    try (var scanner = scanner("db-0").build()) {
      rig.cluster.forbid("list", "pods");
      assertThat(scanner.scan().succeeded()).isEqualTo(1);
      assertThat(scanner.scan().succeeded()).isEqualTo(1);
      assertThat(said.list).hasSize(1);
      rig.cluster.recover();
      scanner.scan();
      rig.cluster.forbid("list", "pods");
      scanner.scan();
      assertThat(said.list).hasSize(2);
    } finally {
      logger.detachAppender(said);
    }
    assertThat(said.list.get(0).getFormattedMessage()).contains("infra", "forbidden");
  }

  @Test
  void whoeverAsksDuringAScanGetsItsResult() throws Exception {
    var release = new CompletableFuture<Void>();
    rig.pod("db-0", ExecAnswer.printing(ROW).after(release));
    try (var scanner = scanner("db-0").build()) {
      assertThat(scanner.scanning()).isFalse();
      var first = begin(scanner);
      rig.cluster.awaitOpenExecs(1, Rig.AMPLE);
      assertThat(scanner.scanning()).isTrue();
      var second = beginAndWait(scanner);
      release.complete(null);
      assertThat(second.get(20, TimeUnit.SECONDS)).isSameAs(first.get(20, TimeUnit.SECONDS));
      assertThat(rig.cluster.execs()).hasSize(1);
      assertThat(scanner.scanning()).isFalse();
      assertThat(scanner.scan()).isNotSameAs(first.get());
    }
  }

  @Test
  void aScanThatNobodyWaitsForIsBrokenOff() throws Exception {
    rig.pod("db-0", ExecAnswer.silence());
    try (var scanner = scanner("db-0", "db-1").build()) {
      var thread = new Scan<>(scanner);
      thread.start();
      rig.cluster.awaitOpenExecs(1, Rig.AMPLE);
      thread.interrupt();
      assertThatThrownBy(() -> thread.result.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(InterruptedException.class);
      rig.cluster.awaitOpenExecs(0, Rig.AMPLE);
      rig.pod("db-0", ExecAnswer.printing(ROW));
      assertThat(scanner.scan().succeeded()).isEqualTo(1);
    }
  }

  @Test
  void aScanThatOthersWaitForGoesOn() throws Exception {
    var release = new CompletableFuture<Void>();
    rig.pod("db-0", ExecAnswer.printing(ROW).after(release));
    try (var scanner = scanner("db-0").build()) {
      var thread = new Scan<>(scanner);
      thread.start();
      rig.cluster.awaitOpenExecs(1, Rig.AMPLE);
      var other = beginAndWait(scanner);
      thread.interrupt();
      assertThatThrownBy(() -> thread.result.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(InterruptedException.class);
      release.complete(null);
      assertThat(other.get(20, TimeUnit.SECONDS).succeeded()).isEqualTo(1);
    }
  }

  @Test
  void closingBreaksOffWhatIsUnderWay() throws Exception {
    rig.pod("db-0", ExecAnswer.silence());
    var scanner = scanner("db-0").build();
    var waiting = begin(scanner);
    rig.cluster.awaitOpenExecs(1, Rig.AMPLE);
    scanner.close();
    assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IllegalStateException.class);
    rig.cluster.awaitOpenExecs(0, Rig.AMPLE);
    assertThatThrownBy(scanner::scan).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("defect 10: the wait for a free place is no part of a duration")
  void waitingForAPlaceIsNotCounted() throws Exception {
    for (var pod : List.of("db-0", "db-1", "db-2")) {
      rig.pod(pod, ExecAnswer.printing(ROW).after(Duration.ofMillis(400)));
    }
    var begin = System.nanoTime();
    var scan = scan(scanner("db-0", "db-1", "db-2").concurrency(1));
    var whole = Duration.ofNanos(System.nanoTime() - begin);
    assertThat(messages(scan)).containsExactly("ok", "ok", "ok");
    var took = scan.answers().stream().map(answer -> answer.took().orElseThrow()).toList();
    assertThat(took).allMatch(time -> time.compareTo(Duration.ofMillis(390)) > 0);
    // One after the other: if the later pods paid for the others as well, it were twice as much.
    assertThat(took.stream().reduce(Duration.ZERO, Duration::plus)).isLessThanOrEqualTo(whole);
    assertThat(rig.cluster.mostOpenExecs()).isEqualTo(1);
  }

  @Test
  void withoutAConfigurationEveryPodFailsAndTheNextScanLooksAgain() throws Exception {
    var config = directory.resolve("later");
    var exec = PodExec.of(Rig.reading(config).build());
    rig.pod("db-0", ExecAnswer.printing(ROW));
    try (var scanner = PodScanner.builder(exec, QUESTION).pods(List.of("db-0", "db-1")).build()) {
      var scan = scanner.scan();
      assertThat(messages(scan))
          .containsExactly("no Kubernetes configuration", "no Kubernetes configuration");
      assertThat(scan.answers()).allMatch(answer -> answer.took().isEmpty());
      Files.copy(directory.resolve("config"), config);
      assertThat(messages(scanner.scan())).containsExactly("ok", "pod not found: db-1");
    }
  }

  @Test
  void timesComeFromTheClock() throws Exception {
    rig.pod("db-0", ExecAnswer.printing(ROW));
    var noon = Instant.parse("2026-01-01T12:00:00Z");
    var scan = scan(scanner("db-0").clock(ManualClock.at(noon)));
    assertThat(scan.started()).isEqualTo(noon);
    assertThat(scan.finished()).isEqualTo(noon);
    assertThat(scan.answers().get(0).at()).isEqualTo(noon);
    assertThat(scan.namespace()).isEqualTo("infra");
  }

  @Test
  void aQuestionThatThrowsIsAFailureOfItsPod() throws Exception {
    rig.pod("db-0");
    rig.pod("db-1");
    PodQuestion<String> question =
        visit -> {
          if (visit.pod().equals("db-0")) {
            throw new IllegalStateException("oops\nforged");
          }
          return visit.pod();
        };
    var scan = scan(PodScanner.builder(rig.exec(), question).pods(List.of("db-0", "db-1")));
    assertThat(scan.answers().get(0).failure())
        .contains(new PodFailure(Kind.OTHER, "IllegalStateException: oops forged"));
    assertThat(scan.answers().get(1).value()).contains("db-1");
    assertThat(scan.answers()).allMatch(answer -> answer.took().isEmpty());
  }

  @Test
  void anExecutorWithOneThreadIsEnoughAndIsNotShutDown() throws Exception {
    rig.pod("db-0", ExecAnswer.printing(ROW));
    rig.pod("db-1", ExecAnswer.printing(ROW));
    var one = Executors.newSingleThreadExecutor();
    try {
      assertThat(scan(scanner("db-0", "db-1").executor(one)).succeeded()).isEqualTo(2);
      assertThat(one.isShutdown()).isFalse();
    } finally {
      one.shutdownNow();
    }
  }

  @Test
  void anExecutorThatTakesNothingIsTold() {
    var builder =
        scanner("db-0")
            .executor(
                task -> {
                  throw new RejectedExecutionException("full");
                });
    assertThatThrownBy(() -> scan(builder))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void allWrongOptionsAreReportedAtOnce() {
    assertThatThrownBy(
            () -> scanner("db-0", "db-0", "DB 1").namespace("a/b").concurrency(0).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("namespace", "DB 1", "twice", "concurrency");
    assertThatThrownBy(() -> scanner().build()).hasMessageContaining("one pod at least");
  }

  private static <T> CompletableFuture<PodScan<T>> begin(PodScanner<T> scanner) {
    var thread = new Scan<>(scanner);
    thread.start();
    return thread.result;
  }

  /** Comes back when the thread waits for the result. */
  private static <T> CompletableFuture<PodScan<T>> beginAndWait(PodScanner<T> scanner) {
    var thread = new Scan<>(scanner);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return thread.result;
  }

  private static final class Scan<T> extends Thread {
    private final PodScanner<T> scanner;
    private final CompletableFuture<PodScan<T>> result = new CompletableFuture<>();

    Scan(PodScanner<T> scanner) {
      this.scanner = scanner;
    }

    @Override
    public void run() {
      try {
        result.complete(scanner.scan());
      } catch (InterruptedException | RuntimeException e) {
        result.completeExceptionally(e);
      }
    }
  }
}
