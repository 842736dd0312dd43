package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LivingClusterTest {
  private static final Instant NOW = Instant.parse("2026-11-21T22:00:00Z");
  private static final Duration STEP = Duration.ofSeconds(3);
  private static final String NEWEST = "SELECT * FROM EXECUTIONS ORDER BY start_block DESC LIMIT 1";
  private static final Pattern STATE = Pattern.compile("\"state\":\"(\\w+)\"");
  private static final Pattern STARTED = Pattern.compile("\"start_timestamp\":(\\d+)");

  private final List<AutoCloseable> opened = new ArrayList<>();
  private Instant now = NOW;

  @AfterEach
  void close() throws Exception {
    for (var each : opened) {
      each.close();
    }
  }

  private LivingCluster living(long seed) {
    now = NOW;
    var cluster = LivingCluster.builder().clock(() -> now).seed(seed).every(STEP).start();
    opened.add(cluster);
    return cluster;
  }

  private void at(long step) {
    now = NOW.plus(STEP.multipliedBy(step));
  }

  private TestClient client(LivingCluster cluster) {
    var client = new TestClient(cluster.cluster());
    opened.add(client);
    return client;
  }

  private static String ask(TestClient client, int pod, String query) throws Exception {
    var exec =
        client.exec(
            LivingCluster.POD_PREFIX + pod + "-0",
            "sqlite3",
            "-readonly",
            "-batch",
            "-json",
            "-cmd",
            ".timeout 5000",
            FakePod.DATABASE,
            query);
    return exec.status().contains("\"Success\"") ? exec.stdout() : "unknown " + exec;
  }

  private static List<String> newest(LivingCluster cluster, TestClient client) throws Exception {
    var answers = new ArrayList<String>();
    for (int i = 0; i < cluster.pods(); i++) {
      answers.add(ask(client, i, NEWEST));
    }
    return answers;
  }

  private static String state(String answer) {
    var state = STATE.matcher(answer);
    return state.find() ? state.group(1) : "unknown";
  }

  @Test
  void oneIsGoodOneFailedAndOneUnknownWheneverSomebodyLooks() throws Exception {
    var cluster = living(1);
    var client = client(cluster);
    for (int step = 0; step < 3 * LivingCluster.STORY; step++) {
      at(step);
      assertThat(newest(cluster, client).stream().map(LivingClusterTest::state))
          .as("after %d steps", step)
          .contains("failed", "unknown")
          .containsAnyOf("completed", "running");
    }
  }

  @Test
  void oneIsStuckAndRecovers() throws Exception {
    var cluster = living(1);
    var client = client(cluster);
    var longest = new ArrayList<Double>();
    for (int step = 0; step < 2 * LivingCluster.STORY; step++) {
      at(step);
      longest.add(
          newest(cluster, client).stream()
              .filter(answer -> state(answer).equals("running"))
              .mapToDouble(LivingClusterTest::started)
              .map(started -> now.getEpochSecond() - started)
              .max()
              .orElse(0));
    }
    assertThat(longest).anyMatch(seconds -> seconds > 30);
    assertThat(longest.subList(0, 4)).allMatch(seconds -> seconds <= 20);
    assertThat(longest.subList(LivingCluster.STORY - 3, LivingCluster.STORY))
        .allMatch(seconds -> seconds <= 20);
  }

  private static double started(String answer) {
    var started = STARTED.matcher(answer);
    assertThat(started.find()).as(answer).isTrue();
    return Double.parseDouble(started.group(1));
  }

  @Test
  void podsCannotBeAskedInFourWaysAndComeBack() throws Exception {
    var cluster = living(1);
    var client = client(cluster);
    var ways = new ArrayList<String>();
    var everAnswered = new ArrayList<Integer>();
    for (int step = 0; step < 2 * LivingCluster.STORY; step += 2) {
      at(step);
      for (int i = 0; i < cluster.pods(); i++) {
        var answer = ask(client, i, NEWEST);
        if (answer.startsWith("unknown")) {
          ways.add(answer);
        } else {
          everAnswered.add(i);
        }
      }
    }
    assertThat(ways).anyMatch(way -> way.contains("database is locked"));
    assertThat(ways).anyMatch(way -> way.contains("does not have a host assigned"));
    assertThat(ways).anyMatch(way -> way.contains("not found"));
    assertThat(ways).anyMatch(way -> way.contains("end=cut") || way.contains("end=close"));
    assertThat(everAnswered).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void theSameSeedAndClockShowTheSameHoweverOftenSomebodyAsks() throws Exception {
    var often = living(7);
    var all = "SELECT * FROM EXECUTIONS ORDER BY start_block";
    for (int step = 1; step <= 50; step++) {
      at(step);
      often.catchUp();
    }
    var before = ask(client(often), 3, all);
    var once = living(7);
    at(50);
    assertThat(ask(client(once), 3, all)).isEqualTo(before).contains("\"error\":null");

    var other = living(8);
    at(50);
    assertThat(ask(client(other), 3, all)).isNotEqualTo(before);
  }

  @Test
  void whoLivesForLongDoesNotGrow() throws Exception {
    var cluster = living(1);
    at(20_000);
    var client = client(cluster);
    for (int i = 0; i < cluster.pods(); i++) {
      var answer = ask(client, i, "SELECT count(*) AS n FROM EXECUTIONS");
      assertThat(answer.startsWith("unknown") || answer.equals("[{\"n\":200}]\n"))
          .as(answer)
          .isTrue();
    }
  }

  @Test
  void theDatabaseCannotBeWrittenAndFaultsAreSqlitesOwn() throws Exception {
    var cluster = living(1);
    var client = client(cluster);
    assertThat(ask(client, 0, "DELETE FROM EXECUTIONS RETURNING id")).contains("readonly");
    assertThat(ask(client, 0, "SELECT * FROM ELSEWHERE")).contains("no such table: ELSEWHERE");
    assertThat(ask(client, 0, "SELECT * FROM EXECUTIONS WHERE 0")).isEmpty();
    assertThat(
            client
                .exec("bboostd-validator-validator-0-0", "sqlite3", "-json", "/other.db", NEWEST)
                .stderr())
        .contains("unable to open database");
    assertThat(client.exec("bboostd-validator-validator-0-0", "sqlite3", "/x", NEWEST).stderr())
        .contains("unknown option");
  }

  @Test
  void nothingIsLeftBehind() {
    var cluster = living(1);
    cluster.catchUp();
    var directory = cluster.kubeconfig().getParent();
    assertThat(directory).isDirectoryContaining("glob:**.db");
    cluster.close();
    cluster.close();
    cluster.catchUp();
    assertThat(Files.exists(directory)).isFalse();
  }

  @Test
  void textsCanBeHostile() throws Exception {
    var cluster = LivingCluster.builder().clock(() -> now).hostile().start();
    opened.add(cluster);
    at(30);
    assertThat(String.join("", newest(cluster, client(cluster))))
        .contains("<img src=x onerror", "long-long-", "日本語");
  }

  @Test
  void theProcessSaysWhereItsClusterIs() throws Exception {
    var problems = new ArrayList<String>();
    var options = FakeClusterMain.options(List.of("--living", "yes", "--pods", "8"), problems);
    assertThat(problems).isEmpty();
    var said = new ByteArrayOutputStream();
    try (var out = new PrintStream(said, false, StandardCharsets.UTF_8);
        var cluster = FakeClusterMain.startLiving(options, out)) {
      assertThat(said.toString(StandardCharsets.UTF_8))
          .contains("8 pods at " + cluster.uri(), "KUBECONFIG=" + cluster.kubeconfig());
    }
    FakeClusterMain.options(List.of("--living", "yes", "--pods", "3"), problems);
    assertThat(problems).containsExactly("--pods: expected 8 to 500, but found: 3");
  }

  @Test
  void aStepTakesASecondOrMore() {
    var builder = LivingCluster.builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.every(Duration.ofMillis(999)))
        .withMessage("expected a second or more, but found: PT0.999S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.pods(7))
        .withMessage("expected 8 to 500 pods, but found: 7");
  }
}
