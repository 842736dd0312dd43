package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeClusterExecTest {
  private static final String SUCCESS = "{\"metadata\":{},\"status\":\"Success\"}";
  private static final List<String> BOTH = List.of("v5.channel.k8s.io", "v4.channel.k8s.io");

  private final FakeCluster cluster = FakeCluster.start();
  private final TestClient client = new TestClient(cluster);
  private @TempDir Path directory;
  private FakePod pod;

  @BeforeEach
  void putPod() throws Exception {
    pod = cluster.pod("infra", "validator-0").database(database());
  }

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  private Path database() throws IOException, InterruptedException {
    var file = directory.resolve("database.db");
    var sql =
        "CREATE TABLE EXECUTIONS(id TEXT, error TEXT);"
            + "INSERT INTO EXECUTIONS VALUES('e-1', NULL), ('e-2', 'Fehler: größer als \"+%;\"');";
    var script = Files.writeString(directory.resolve("schema.sql"), sql, StandardCharsets.UTF_8);
    var process =
        new ProcessBuilder("sqlite3", file.toString()).redirectInput(script.toFile()).start();
    assertThat(process.waitFor()).isZero();
    return file;
  }

  private TestClient.Exec query(String sql) throws Exception {
    return client.exec(
        "validator-0", "sqlite3", "-readonly", "-batch", "-json", FakePod.DATABASE, sql);
  }

  @Test
  void realSqliteAnswersTheQuery() throws Exception {
    var exec = query("SELECT * FROM EXECUTIONS WHERE id = 'e-1'");
    assertThat(exec.stdout()).isEqualTo("[{\"id\":\"e-1\",\"error\":null}]\n");
    assertThat(exec.stderr()).isEmpty();
    assertThat(exec.status()).isEqualTo(SUCCESS);
    assertThat(exec.end()).isEqualTo("close 1000");
    assertThat(exec.protocol()).isEqualTo("v5.channel.k8s.io");
  }

  @Test
  void argumentsArriveAsTheyWereInAnyAlphabet() throws Exception {
    var sql = "SELECT id, '+%;\"x y' AS s FROM EXECUTIONS WHERE error LIKE '%größer%'";
    var exec = query(sql);
    assertThat(exec.stdout()).isEqualTo("[{\"id\":\"e-2\",\"s\":\"+%;\\\"x y\"}]\n");
    assertThat(cluster.execs())
        .singleElement()
        .satisfies(
            seen -> {
              assertThat(seen.command())
                  .containsExactly(
                      "sqlite3", "-readonly", "-batch", "-json", FakePod.DATABASE, sql);
              assertThat(seen.protocols()).isEqualTo(BOTH);
              assertThat(seen.request().token()).contains(cluster.token());
              assertThat(seen.container()).isEmpty();
            });
  }

  @Test
  void missingTableIsAnExitCodeWithItsError() throws Exception {
    var exec = query("SELECT * FROM MISSING");
    assertThat(exec.stdout()).isEmpty();
    assertThat(exec.stderr()).contains("no such table: MISSING");
    assertThat(exec.status())
        .contains("\"reason\":\"NonZeroExitCode\"")
        .contains("{\"reason\":\"ExitCode\",\"message\":\"1\"}")
        .doesNotContain("Success");
  }

  @Test
  void wrongPathIsNotFoundInThePodAndItsNameIsThatOfThePod() throws Exception {
    var exec = client.exec("validator-0", "sqlite3", "-readonly", "/opt/wrong.db", "SELECT 1");
    assertThat(exec.stderr()).contains("unable to open database \"/opt/wrong.db\"");
    assertThat(exec.status()).contains("NonZeroExitCode");
  }

  @Test
  void oldSqliteRefusesJsonAndDoesTheRest() throws Exception {
    pod.oldSqlite();
    assertThat(query("SELECT 1").stderr()).contains("unknown option: -json");
    var exec =
        client.exec(
            "validator-0",
            "sqlite3",
            "-readonly",
            "-header",
            "-separator",
            "\u001f",
            "-newline",
            "\u001e",
            "-nullvalue",
            "\\N",
            FakePod.DATABASE,
            "SELECT * FROM EXECUTIONS LIMIT 1");
    assertThat(exec.stdout()).isEqualTo("id\u001ferror\u001ee-1\u001f\\N\u001e");
  }

  @Test
  void missingProgramIsAFailureOfAnotherKind() throws Exception {
    pod.withoutSqlite();
    var exec = query("SELECT 1");
    assertThat(exec.status())
        .contains("executable file not found in $PATH")
        .contains("InternalError")
        .doesNotContain("ExitCode");
  }

  @Test
  void programOfAnotherNameMustBeKnown() throws Exception {
    pod.program("/usr/local/bin/sqlite3");
    var exec = client.exec("validator-0", "/usr/local/bin/sqlite3", FakePod.DATABASE, "SELECT 7");
    assertThat(exec.stdout()).isEqualTo("7\n");
  }

  @Test
  void speaksTheFirstProtocolThatItKnows() throws Exception {
    var exec =
        client
            .begin("validator-0", "", List.of("v4.channel.k8s.io"), List.of("sqlite3", "-version"))
            .get(20, TimeUnit.SECONDS);
    assertThat(exec.protocol()).isEqualTo("v4.channel.k8s.io");
    assertThat(exec.status()).isEqualTo(SUCCESS);
  }

  @Test
  void protocolCanBeKeptSilentOrBeAnOldOne() throws Exception {
    pod.answersOnce(
        ExecAnswer.program().speaking(""), ExecAnswer.program().speaking("v3.channel.k8s.io"));
    // The client under test decides what it makes of that; this one accepts anything.
    assertThat(query("SELECT 1").protocol()).isEqualTo("none");
    assertThat(query("SELECT 1").protocol()).isEqualTo("v3.channel.k8s.io");
    assertThat(query("SELECT 1").protocol()).isEqualTo("v5.channel.k8s.io");
  }

  @Test
  void outputCanBeCutIntoPartsWithNoiseBetween() throws Exception {
    pod.answers(ExecAnswer.printing("[{\"a\":\"äöü\"}]").inParts(5).withNoise());
    var exec = query("SELECT 1");
    assertThat(exec.stdout()).isEqualTo("[{\"a\":\"äöü\"}]");
    assertThat(exec.messages()).isGreaterThan(10);
    assertThat(exec.status()).isEqualTo(SUCCESS);
  }

  @Test
  void connectionCanEndBeforeTheStatus() throws Exception {
    pod.answersOnce(
        ExecAnswer.program().closingBeforeStatus(1000), ExecAnswer.program().cutBeforeStatus());
    var closed = query("SELECT 1 AS a");
    assertThat(closed.stdout()).isEqualTo("[{\"a\":1}]\n");
    assertThat(closed.status()).isEmpty();
    assertThat(closed.end()).isEqualTo("close 1000");
    var cut = query("SELECT 1 AS a");
    assertThat(cut.stdout()).isEqualTo("[{\"a\":1}]\n");
    assertThat(cut.end()).isEqualTo("cut");
  }

  @Test
  void statusCanBeAnything() throws Exception {
    pod.answers(ExecAnswer.program().withStatus("not json"));
    assertThat(query("SELECT 1").status()).isEqualTo("not json");
  }

  @Test
  void silentPodAnswersNothingAndItsEndIsSeen() throws Exception {
    pod.answers(ExecAnswer.silence());
    var running = client.begin("validator-0", "", BOTH, List.of("sqlite3"));
    cluster.awaitOpenExecs(1, Duration.ofSeconds(20));
    assertThat(running).isNotDone();
    client.close();
    assertThat(cluster.execs().get(0).ended().toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isEqualTo(OptionalInt.empty());
  }

  @Test
  void endOfTheClientsCloseIsSeen() throws Exception {
    query("SELECT 1");
    assertThat(cluster.execs().get(0).ended().toCompletableFuture().get(20, TimeUnit.SECONDS))
        .hasValue(1000);
    assertThat(cluster.openExecs()).isZero();
  }

  @Test
  void testHoldsExecsOpenAndTheMostAtOnceAreCounted() throws Exception {
    var release = new CompletableFuture<String>();
    pod.answers(ExecAnswer.printing("x").after(release));
    var first = client.begin("validator-0", "", BOTH, List.of("sqlite3"));
    var second = client.begin("validator-0", "", BOTH, List.of("sqlite3"));
    cluster.awaitOpenExecs(2, Duration.ofSeconds(20));
    assertThat(first).isNotDone();
    release.complete("now");
    assertThat(first.get(20, TimeUnit.SECONDS).stdout()).isEqualTo("x");
    assertThat(second.get(20, TimeUnit.SECONDS).stdout()).isEqualTo("x");
    query("SELECT 1");
    assertThat(cluster.mostOpenExecs()).isEqualTo(2);
  }

  @Test
  void outputWaitsForItsTime() throws Exception {
    pod.answers(ExecAnswer.printing("x").after(Duration.ofMillis(150)));
    long began = System.nanoTime();
    assertThat(query("SELECT 1").stdout()).isEqualTo("x");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(149));
  }

  @Test
  void handshakeCanBeRefusedOrHeld() throws Exception {
    var release = new CompletableFuture<String>();
    pod.answersOnce(
        ExecAnswer.refusing(HttpAnswer.status(500, "InternalError", "no container")),
        ExecAnswer.printing("x").handshakeAfter(release));
    assertThat(query("SELECT 1").end()).startsWith("500 ").contains("no container");
    var held = client.begin("validator-0", "", BOTH, List.of("sqlite3"));
    release.complete("now");
    assertThat(held.get(20, TimeUnit.SECONDS).stdout()).isEqualTo("x");
  }

  @Test
  void severalContainersWantOneToBeNamed() throws Exception {
    pod.container("validator").container("sidecar");
    assertThat(query("SELECT 1").end())
        .startsWith("400 ")
        .contains("a container name must be specified for pod validator-0")
        .contains("choose one of: [validator sidecar]");
    var named =
        client
            .begin("validator-0", "sidecar", BOTH, List.of("sqlite3", "-version"))
            .get(20, TimeUnit.SECONDS);
    assertThat(named.status()).isEqualTo(SUCCESS);
    var wrong =
        client.begin("validator-0", "other", BOTH, List.of("sqlite3")).get(20, TimeUnit.SECONDS);
    assertThat(wrong.end()).startsWith("400 ").contains("container other is not valid");
  }

  @Test
  void podThatDoesNotRunRefuses() throws Exception {
    pod.phase("Pending").node("");
    assertThat(query("SELECT 1").end()).startsWith("400 ").contains("does not have a host");
    pod.phase("Failed").node("node-2");
    assertThat(query("SELECT 1").end()).startsWith("500 ").contains("container not found");
  }

  @Test
  void missingPodIsNotFound() throws Exception {
    cluster.removePod("infra", "validator-0");
    assertThat(query("SELECT 1").end())
        .startsWith("404 ")
        .contains("pods \\\"validator-0\\\" not found");
  }

  @Test
  void execNeedsGetAndCreate() throws Exception {
    cluster.forbid("create", "pods/exec");
    assertThat(query("SELECT 1").end())
        .startsWith("403 ")
        .contains("cannot create resource \\\"pods/exec\\\" in API group \\\"\\\"");
    cluster.recover();
    cluster.forbid("get", "pods/exec");
    assertThat(query("SELECT 1").end()).contains("cannot get resource \\\"pods/exec\\\"");
    cluster.recover();
    assertThat(query("SELECT 1").status()).isEqualTo(SUCCESS);
  }

  @Test
  void newerClusterAddsMembersToTheStatus() throws Exception {
    cluster.becomeNewer();
    assertThat(query("SELECT 1").status())
        .contains("\"status\":\"Success\"")
        .contains("fieldOfANewerCluster");
  }

  @Test
  void closeEndsWhatIsOpen() throws Exception {
    pod.answersOnce(
        ExecAnswer.silence(), ExecAnswer.program().handshakeAfter(new CompletableFuture<>()));
    var silent = client.begin("validator-0", "", BOTH, List.of("sqlite3"));
    cluster.awaitOpenExecs(1, Duration.ofSeconds(20));
    var held = client.begin("validator-0", "", BOTH, List.of("sqlite3"));
    cluster.close();
    assertThat(silent.get(20, TimeUnit.SECONDS).end()).isEqualTo("cut");
    assertThat(held.get(20, TimeUnit.SECONDS).end()).isEqualTo("cut");
  }
}
