package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import ch.qos.logback.classic.Level;
import dev.pulse.kubernetes.KubernetesConnection;
import dev.pulse.samples.fakes.ExecAnswer;
import dev.pulse.samples.fakes.FakeCluster;
import dev.pulse.samples.fakes.FakeExec;
import dev.pulse.samples.fakes.FakePod;
import dev.pulse.samples.fakes.HttpAnswer;
import dev.pulse.samples.fakes.LogLines;
import dev.pulse.samples.fakes.Programs;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The system against an API server whose pods run the real sqlite3: sections 4.1 to 4.6. How the
 * protocol is spoken in detail is shown by the tests of pulse-kubernetes.
 */
@Timeout(120)
class ClusterTest {
  private static final String TABLE =
      "CREATE TABLE EXECUTIONS(id TEXT PRIMARY KEY, state TEXT, start_block INTEGER, end_block"
          + " INTEGER, start_timestamp INTEGER, end_timestamp INTEGER, error TEXT);";
  private static final String ROW =
      "INSERT INTO EXECUTIONS VALUES('x-1', 'completed', 100, 200, 1700000000, 1700000060, NULL);";

  @TempDir private Path folder;

  @BeforeEach
  void sqliteIsThere() {
    assumeThat(Programs.has("sqlite3")).isTrue();
  }

  @Test
  @DisplayName("Row 1: 78 pods of 200 ms are asked ten at a time")
  void podsAreAskedInParallel() throws Exception {
    try (var cluster = FakeCluster.start();
        var pods = pods(cluster, Map.of())) {
      var file = database(TABLE + ROW);
      // The first wait for each other, so that a machine that is slow to connect has ten open, too.
      var tenth = new CompletableFuture<Void>();
      int number = 0;
      for (String name : ExecutionsSettings.defaults().pods().names()) {
        var answer = ExecAnswer.printing("[{\"id\":\"x\",\"state\":\"completed\"}]");
        cluster
            .pod("infra", name)
            .database(file)
            .answers(number++ < 10 ? answer.after(tenth) : answer.after(Duration.ofMillis(200)));
      }
      long began = System.nanoTime();
      var asking = new FutureTask<>(pods::ask);
      new Thread(asking, "asking").start();
      cluster.awaitOpenExecs(10, Duration.ofSeconds(20));
      tenth.complete(null);
      var results = asking.get(20, TimeUnit.SECONDS);
      var took = Duration.ofNanos(System.nanoTime() - began);

      assertThat(results).hasSize(78).allMatch(PodResult::succeeded);
      assertThat(results)
          .extracting(PodResult::pod)
          .isEqualTo(ExecutionsSettings.defaults().pods().names());
      assertThat(cluster.mostOpenExecs()).isEqualTo(10);
      // Under two seconds where the machine has nothing else to do; one after the other, 15.6.
      assertThat(took).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  @DisplayName("Rows 3 and 10.4: the command, argument by argument")
  void theQueryRunsWithSqliteInThePod() throws Exception {
    try (var cluster = FakeCluster.start();
        var pods = pods(cluster, Map.of("POD_RANGE_END", "0", "SQLITE_BIN", "/bin/sqlite3"))) {
      pod(cluster, 0, TABLE + ROW).program("/bin/sqlite3");

      assertThat(pods.ask().get(0).execution()).isEqualTo(ScriptedPods.completed());
      assertThat(only(cluster).command())
          .containsExactly(
              "/bin/sqlite3",
              "-readonly",
              "-batch",
              "-json",
              "-cmd",
              ".timeout 5000",
              "/opt/storage/database.db",
              "SELECT * FROM EXECUTIONS ORDER BY start_block DESC LIMIT 1");
    }
  }

  @Test
  @DisplayName("10.4: QUERY_TIMEOUT=8 waits 4 s for a lock")
  void sqliteGivesUpBeforeTheConnectionDoes() throws Exception {
    try (var cluster = FakeCluster.start();
        var pods = pods(cluster, Map.of("POD_RANGE_END", "0", "QUERY_TIMEOUT", "8"))) {
      pod(cluster, 0, TABLE + ROW);
      pods.ask();

      assertThat(only(cluster).command()).contains(".timeout 4000");
    }
  }

  @Test
  @DisplayName("Row 4: a query arrives unchanged")
  void aQueryArrivesUnchanged() throws Exception {
    var query =
        " SELECT 'a+b%20\"c\"; ü€😀' AS id, state || '&x=1' AS state FROM \"EXECUTIONS\"; -- #";
    try (var cluster = FakeCluster.start();
        var pods = pods(cluster, Map.of("POD_RANGE_END", "0", "QUERY", query))) {
      pod(cluster, 0, TABLE + ROW);
      var execution = pods.ask().get(0).execution();

      assertThat(only(cluster).command()).endsWith(query);
      assertThat(execution)
          .isEqualTo(
              new Execution("a+b%20\"c\"; ü€😀", "completed&x=1", null, null, null, null, null));
    }
  }

  static Stream<Arguments> values() {
    return Stream.of(
        argumentSet("whole", "7", 7L),
        argumentSet("defect 4: zero", "0", 0L),
        argumentSet("a fraction of zero", "100.0", 100L),
        argumentSet("digits as text", "'0042'", 42L),
        argumentSet("64 bits", "9223372036854775807", Long.MAX_VALUE),
        argumentSet("below zero", "-9223372036854775808", Long.MIN_VALUE),
        argumentSet("NULL", "NULL", null));
  }

  @ParameterizedTest
  @DisplayName("4.6.1: values of columns of numbers")
  @MethodSource
  void values(String sql, Long expected) throws Exception {
    try (var cluster = FakeCluster.start();
        var pods = pods(cluster, Map.of("POD_RANGE_END", "0", "QUERY", select(sql)))) {
      pod(cluster, 0, TABLE);
      var result = pods.ask().get(0);

      assertThat(result.error()).isNull();
      assertThat(result.execution())
          .isEqualTo(new Execution("17", "done", expected, null, null, null, null));
    }
  }

  static Stream<Arguments> unreadable() {
    return Stream.of(
        argumentSet("a fraction", "1.5"),
        argumentSet("a word", "'many'"),
        argumentSet("too large", "9223372036854775808"),
        argumentSet("an empty text", "''"),
        argumentSet("bytes", "x'00ff'"));
  }

  @ParameterizedTest
  @DisplayName("4.5: a number column that holds no whole number")
  @MethodSource
  void unreadable(String sql) throws Exception {
    try (var cluster = FakeCluster.start();
        var pods = pods(cluster, Map.of("POD_RANGE_END", "0", "QUERY", select(sql)))) {
      pod(cluster, 0, TABLE);

      assertThat(pods.ask().get(0).error()).isEqualTo("column start_block is not an integer");
    }
  }

  private static String select(String sql) {
    return "SELECT 17 AS ID, 'done' AS State, " + sql + " AS START_BLOCK, 'fine' AS weather";
  }

  /** What fails in a pod, and how that is told. */
  private record Failure(Consumer<FakePod> cause, String message) {}

  private static final List<Failure> FAILURES =
      List.of(
          new Failure(pod -> pod.phase("Pending"), "pod not running: Pending"),
          new Failure(
              pod ->
                  pod.answers(
                      ExecAnswer.refusing(HttpAnswer.status(500, "InternalError", "no upgrade"))),
              "no upgrade"),
          new Failure(
              pod -> pod.answers(ExecAnswer.refusing(HttpAnswer.text(502, ""))), "HTTP 502"),
          new Failure(
              pod ->
                  pod.answers(
                      ExecAnswer.refusing(HttpAnswer.status(403, "Forbidden", "not for you"))),
              "not for you (the service account needs get and create on pods/exec)"),
          new Failure(
              pod -> pod.answers(ExecAnswer.refusing(HttpAnswer.status(401, "Unauthorized", "no"))),
              "unauthorized"),
          new Failure(pod -> pod.answers(ExecAnswer.silence()), "timed out after 10 s"),
          new Failure(
              pod -> pod.answers(ExecAnswer.program().speaking("")),
              "unsupported exec protocol: none"),
          new Failure(
              pod ->
                  pod.answers(
                      ExecAnswer.exiting(
                          1, "", "\nError: in prepare, no such table: EXECUTIONS\nmore\n")),
              "exit code 1: Error: in prepare, no such table: EXECUTIONS"),
          new Failure(pod -> pod.answers(ExecAnswer.exiting(137, "", "")), "exit code 137"),
          new Failure(
              pod -> pod.answers(ExecAnswer.failing("InternalError", "container gone")),
              "container gone"),
          new Failure(
              pod -> pod.answers(ExecAnswer.program().withStatus("[1]")), "unreadable exit status"),
          new Failure(
              pod -> pod.answers(ExecAnswer.program().closingBeforeStatus(1000)),
              "connection closed before the exit status arrived"),
          new Failure(
              pod -> pod.answers(ExecAnswer.program().cutBeforeStatus()),
              "connection closed before the exit status arrived"),
          new Failure(
              pod -> pod.answers(ExecAnswer.printing("x".repeat(1_048_577))),
              "output exceeds 1048576 bytes"),
          new Failure(pod -> pod.answers(ExecAnswer.printing("[]")), "No records found"),
          new Failure(
              pod -> pod.answers(ExecAnswer.printing("Segmentation\nfault")),
              "unexpected output: Segmentation fault"),
          new Failure(
              pod -> pod.answers(ExecAnswer.printing("[{\"end_block\":\"x\"}]")),
              "column end_block is not an integer"));

  @Test
  @DisplayName("Row 18, defects 2, 3, 19 and table 4.5: a failed pod harms no other")
  void oneScanWithEveryFailure() throws Exception {
    var last = FAILURES.size() + 1;
    // Only the silent pod may be late, however slow the machine is.
    var variables =
        Map.of(
            "POD_RANGE_END", "" + last,
            "QUERY_TIMEOUT", "10",
            "QUERY_CONCURRENCY", "" + (last + 1));
    try (var cluster = FakeCluster.start();
        var pulse = new PulseOfCluster(kubernetes(cluster), variables)) {
      // The first is healthy, the last is not there at all.
      pod(cluster, 0, TABLE + ROW);
      for (int i = 0; i < FAILURES.size(); i++) {
        FAILURES.get(i).cause().accept(pod(cluster, i + 1, TABLE + ROW));
      }
      var expected = new ArrayList<>(FAILURES.stream().map(Failure::message).toList());
      expected.add("pod not found: " + name(last));

      var scan = pulse.scan();

      assertThat(scan.pods().get(0).execution()).isEqualTo(ScriptedPods.completed());
      assertThat(scan.pods().stream().skip(1).map(PodResult::error).toList()).isEqualTo(expected);
      assertThat(scan.succeeded()).isEqualTo(1);
      assertThat(scan.succeeded() + scan.failed()).isEqualTo(scan.pods().size());
      // Defect 3: whatever the cause, one more.
      assertThat(pulse.errors(0)).isZero();
      for (int i = 1; i <= last; i++) {
        assertThat(pulse.errors(i)).as(scan.pods().get(i).error()).isEqualTo(1);
      }
    }
  }

  @Test
  @DisplayName("Table 4.5: an API server that cannot be reached")
  void aServerThatIsGoneIsNamedByWhatHappened() throws Exception {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (var cluster = FakeCluster.start()) {
      var file = folder.resolve("gone");
      cluster.kubeconfig().server("http://127.0.0.1:" + port).write(file);
      try (var pods = pods(kubernetes(Map.of("KUBECONFIG", file.toString())), ONE)) {
        assertThat(pods.ask().get(0).error()).startsWith("ConnectException: ");
        assertThat(pods.isConfigured()).isTrue();
        assertThat(pods.isConnected()).isFalse();
      }
    }
  }

  @Test
  @DisplayName("Row 19: a pod that never answers fails at the limit, and its socket is closed")
  void aPodThatNeverAnswersIsGivenUp() throws Exception {
    try (var cluster = FakeCluster.start();
        var pods = pods(cluster, Map.of("POD_RANGE_END", "0", "QUERY_TIMEOUT", "5"))) {
      pod(cluster, 0, TABLE).answers(ExecAnswer.silence());

      var result = pods.ask().get(0);

      assertThat(result.error()).isEqualTo("timed out after 5 s");
      assertThat(result.took().orElseThrow())
          .isBetween(Duration.ofMillis(4_990), Duration.ofSeconds(60));
      only(cluster).ended().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName("Defect 10: time in the queue is not time of the query")
  void waitingForAPlaceDoesNotCount() throws Exception {
    try (var cluster = FakeCluster.start();
        var pods = pods(cluster, Map.of("POD_RANGE_END", "2", "QUERY_CONCURRENCY", "1"))) {
      for (int i = 0; i < 3; i++) {
        pod(cluster, i, TABLE).answers(ExecAnswer.printing("[{}]").after(Duration.ofMillis(300)));
      }
      long began = System.nanoTime();
      var results = pods.ask();
      var whole = Duration.ofNanos(System.nanoTime() - began);

      var took = results.stream().map(result -> result.took().orElseThrow()).toList();
      assertThat(took).hasSize(3).allMatch(time -> time.compareTo(Duration.ofMillis(290)) > 0);
      // One after the other: if the later pods paid for the others as well, it were twice as much.
      assertThat(took.stream().reduce(Duration.ZERO, Duration::plus)).isLessThanOrEqualTo(whole);
    }
  }

  @Test
  @DisplayName("Row 20: a service account in the cluster, and its namespace (21)")
  void aServiceAccountIsFound() throws Exception {
    try (var cluster = FakeCluster.builder().tls().start()) {
      var account = Files.createDirectories(folder.resolve("account"));
      cluster.serviceAccount(account, "prod");
      cluster.pod("prod", name(0)).database(database(TABLE + ROW));
      var kubernetes =
          KubernetesConnection.builder()
              .environment(cluster.environment())
              .home(folder)
              .serviceAccount(account);
      try (var pods = pods(kubernetes, ONE)) {
        assertThat(pods.namespace()).isEqualTo("prod");
        assertThat(pods.ask().get(0).error()).isNull();
        assertThat(pods.isConnected()).isTrue();
      }
    }
  }

  static Stream<Arguments> kubeconfigs() {
    return Stream.of(
        argumentSet("token", (Login) (config, folder, cluster) -> {}),
        argumentSet(
            "token file",
            (Login)
                (config, folder, cluster) ->
                    config.tokenFile(cluster.tokenFile(folder.resolve("token")))),
        argumentSet(
            "client certificate", (Login) (config, folder, cluster) -> config.clientCertificate()),
        argumentSet(
            "exec plug-in",
            (Login)
                (config, folder, cluster) ->
                    config.exec(
                        "/bin/sh",
                        "-c",
                        "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":"
                            + "\"ExecCredential\",\"status\":{\"token\":\""
                            + cluster.token()
                            + "\"}}'")));
  }

  /** How a kubeconfig logs in. */
  private interface Login {
    void set(dev.pulse.samples.fakes.Kubeconfig config, Path folder, FakeCluster cluster)
        throws IOException;
  }

  @ParameterizedTest
  @DisplayName("Row 20: kubeconfig")
  @MethodSource
  void kubeconfigs(Login login) throws Exception {
    try (var cluster = FakeCluster.builder().tls().start()) {
      cluster.pod("from-context", name(0)).database(database(TABLE + ROW));
      var config = cluster.kubeconfig().namespace("from-context");
      login.set(config, folder, cluster);
      var file = config.write(folder.resolve("config"));
      try (var pods = pods(kubernetes(Map.of("KUBECONFIG", "/nowhere:" + file)), ONE)) {
        assertThat(pods.ask().get(0).error()).isNull();
      }
    }
  }

  @Test
  @DisplayName("Row 21, defect 9: the namespace that is found is the one that is asked")
  void theNamespaceIsFoundInFourSteps() throws Exception {
    try (var cluster = FakeCluster.start()) {
      var named = cluster.kubeconfig().namespace("from-context").write(folder.resolve("named"));
      var bare = cluster.kubeconfig().write(folder.resolve("bare"));

      try (var pods = pods(kubernetes(Map.of("KUBECONFIG", named.toString())), ONE)) {
        pods.ask();
        assertThat(pods.namespace()).isEqualTo("from-context");
        assertThat(cluster.requests("/api/v1/namespaces/from-context/pods")).isNotEmpty();
      }
      var variables = new HashMap<>(ONE);
      variables.put("NAMESPACE", "prod");
      variables.put("POD_PRECHECK", "false");
      try (var pods = pods(kubernetes(Map.of("KUBECONFIG", named.toString())), variables)) {
        pods.ask();
        assertThat(cluster.execs())
            .singleElement()
            .extracting(FakeExec::namespace)
            .isEqualTo("prod");
      }
      try (var pods = pods(kubernetes(Map.of("KUBECONFIG", bare.toString())), ONE)) {
        assertThat(pods.namespace()).isEqualTo("infra");
      }
      try (var pods = pods(kubernetes(Map.of()), ONE)) {
        assertThat(pods.namespace()).isEqualTo("infra");
      }
    }
  }

  @Test
  @DisplayName("4.1.3: a configuration that appears later is found, with its namespace")
  void aConfigurationThatAppearsLaterIsFound() throws Exception {
    var file = folder.resolve("later");
    try (var cluster = FakeCluster.start();
        var pods = pods(kubernetes(Map.of("KUBECONFIG", file.toString())), ONE)) {
      cluster.pod("from-context", name(0)).database(database(TABLE + ROW));
      assertThat(pods.isConfigured()).isFalse();
      assertThat(pods.ask().get(0).error()).isEqualTo("no Kubernetes configuration");
      assertThat(pods.isConnected()).isFalse();

      cluster.kubeconfig().namespace("from-context").write(file);

      assertThat(pods.ask().get(0).error()).isNull();
      assertThat(pods.isConnected()).isTrue();
      assertThat(pods.namespace()).isEqualTo("from-context");
    }
  }

  @Test
  @DisplayName("4.7.3: an answer of 401 is no connection")
  void whoIsNotKnownIsNotConnected() throws Exception {
    try (var cluster = FakeCluster.start();
        var pods = pods(cluster, ONE)) {
      pod(cluster, 0, TABLE + ROW);
      pods.ask();
      assertThat(pods.isConnected()).isTrue();

      cluster.unauthorized(1000);
      assertThat(pods.ask().get(0).error()).isEqualTo("unauthorized");
      assertThat(pods.isConnected()).isFalse();
    }
  }

  @Test
  @DisplayName("Row 27: the causes of the seed's troubleshooting can be told apart")
  void causesCanBeToldApart() throws Exception {
    try (var cluster = FakeCluster.start();
        var pods = pods(cluster, Map.of("POD_RANGE_END", "4"))) {
      // Pod 0 is not there.
      pod(cluster, 1, TABLE + ROW).withoutSqlite();
      cluster.pod("infra", name(2)).database("/elsewhere.db", database(TABLE + ROW));
      pod(cluster, 3, "CREATE TABLE other(x);");
      pod(cluster, 4, TABLE + ROW)
          .answers(
              ExecAnswer.refusing(
                  HttpAnswer.status(
                      403, "Forbidden", "pods \"x\" is forbidden: cannot create pods/exec")));

      var errors = pods.ask().stream().map(result -> String.valueOf(result.error())).toList();

      assertThat(errors).doesNotHaveDuplicates();
      assertThat(errors.get(0)).isEqualTo("pod not found: " + name(0));
      assertThat(errors.get(1)).contains("sqlite3").contains("not found");
      assertThat(errors.get(2)).startsWith("exit code 1: ").contains("unable to open database");
      assertThat(errors.get(3))
          .startsWith("exit code 1: ")
          .contains("no such table: EXECUTIONS")
          .doesNotContain("column");
      assertThat(errors.get(4))
          .isEqualTo(
              "pods \"x\" is forbidden: cannot create pods/exec (the service account needs get and"
                  + " create on pods/exec)");
    }
  }

  @Test
  @DisplayName("Row 14: a cached GET asks nobody, a forced one each pod once")
  void aForcedRefreshAsksEachPodOnce() throws Exception {
    try (var cluster = FakeCluster.start();
        var pulse = new PulseOfCluster(kubernetes(cluster), Map.of("POD_RANGE_END", "1"))) {
      pod(cluster, 0, TABLE + ROW);
      pod(cluster, 1, TABLE + ROW);
      pulse.scan();
      assertThat(cluster.execs()).hasSize(2);

      pulse.system().recentScan().get(20, TimeUnit.SECONDS);
      assertThat(cluster.execs()).hasSize(2);
      pulse.system().scanNow().get(20, TimeUnit.SECONDS);
      assertThat(cluster.execs()).hasSize(4);
    }
  }

  @Test
  @DisplayName("Row 11: a pod that stops is counted, the others are not")
  void aPodThatStopsIsCounted() throws Exception {
    try (var cluster = FakeCluster.start();
        var pulse = new PulseOfCluster(kubernetes(cluster), Map.of("POD_RANGE_END", "1"))) {
      pod(cluster, 0, TABLE + ROW);
      pod(cluster, 1, TABLE + ROW);
      pulse.scan();
      cluster.removePod("infra", name(1));
      pulse.scan();
      pulse.scan();

      assertThat(pulse.errors(0)).isZero();
      assertThat(pulse.errors(1)).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("Section 9: no secret in log, JSON or metrics, at DEBUG neither")
  void tokensAppearNowhere() throws Exception {
    try (var cluster = FakeCluster.start();
        var ours = new LogLines(ExecutionLog.LOGGER, Level.DEBUG);
        var theirs = new LogLines("dev.pulse", Level.DEBUG);
        var pulse = new PulseOfCluster(kubernetes(cluster), ONE)) {
      pod(cluster, 0, TABLE + ROW);
      var good = pulse.scan();
      cluster.unauthorized(1000);
      var bad = pulse.scan();

      assertThat(ours.lines()).isNotEmpty();
      var told =
          String.join("\n", ours.lines())
              + String.join("\n", theirs.lines())
              + ExecutionJson.summary(good)
              + ExecutionJson.summary(bad)
              + pulse.scrape();
      assertThat(told).doesNotContain(cluster.token());
    }
  }

  private static final Map<String, String> ONE = Map.of("POD_RANGE_END", "0");

  private static String name(int number) {
    return "bboostd-validator-validator-" + number + "-0";
  }

  private FakePod pod(FakeCluster cluster, int number, String sql) throws Exception {
    return cluster.pod("infra", name(number)).database(database(sql));
  }

  private Path database(String sql) throws Exception {
    return Databases.create(Files.createTempFile(folder, "pod", ".db"), sql);
  }

  private Pods pods(FakeCluster cluster, Map<String, String> variables) throws IOException {
    return pods(kubernetes(cluster), variables);
  }

  private static Pods pods(KubernetesConnection.Builder kubernetes, Map<String, String> variables) {
    return new KubernetesPods(ExecutionsSettings.from(variables), kubernetes);
  }

  private KubernetesConnection.Builder kubernetes(FakeCluster cluster) throws IOException {
    var file = cluster.kubeconfig().write(Files.createTempFile(folder, "kube", ".yaml"));
    return kubernetes(Map.of("KUBECONFIG", file.toString()));
  }

  private KubernetesConnection.Builder kubernetes(Map<String, String> environment) {
    return KubernetesConnection.builder()
        .environment(environment)
        .home(folder)
        .serviceAccount(folder.resolve("no-account"));
  }

  private static FakeExec only(FakeCluster cluster) {
    assertThat(cluster.execs()).hasSize(1);
    return cluster.execs().get(0);
  }
}
