package dev.pulse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.kubernetes.KubernetesException.Kind;
import dev.pulse.samples.fakes.ExecAnswer;
import dev.pulse.samples.fakes.FakeCluster;
import dev.pulse.samples.fakes.HttpAnswer;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of table 4.5 of the validator executions: its words, and how code recognises it. */
class FailuresTest {
  private static final PodSqlite QUESTION =
      PodSqlite.query("SELECT * FROM EXECUTIONS").file(Rig.FILE).build();

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

  private static KubernetesException failure(KubernetesConnection connection, Duration timeout) {
    var visit = PodExec.builder(connection).timeout(timeout).build().in(Rig.NAMESPACE, "db-0");
    return catchThrowableOfType(KubernetesException.class, () -> QUESTION.ask(visit));
  }

  private void assertFails(KubernetesConnection connection, Kind kind, String message) {
    var failure = failure(connection, Rig.AMPLE);
    assertThat(failure).hasMessage(message);
    assertThat(failure.kind()).isEqualTo(kind);
  }

  static Stream<Arguments> answers() {
    var row = "[{\"id\":\"a\"}]";
    return Stream.of(
        argumentSet(
            "handshake 500 with a Status",
            ExecAnswer.refusing(HttpAnswer.status(500, "InternalError", "container not found")),
            Kind.REFUSED,
            "container not found"),
        argumentSet(
            "handshake 400 with a Status",
            ExecAnswer.refusing(HttpAnswer.status(400, "BadRequest", "pod has no host")),
            Kind.REFUSED,
            "pod has no host"),
        argumentSet(
            "handshake 502 of a proxy",
            ExecAnswer.refusing(HttpAnswer.text(502, "<html>")),
            Kind.REFUSED,
            "HTTP 502"),
        argumentSet(
            "handshake 503 that asks to come back at once",
            ExecAnswer.refusing(HttpAnswer.text(503, "").header("Retry-After", "0")),
            Kind.REFUSED,
            "HTTP 503"),
        argumentSet(
            "handshake 200",
            ExecAnswer.refusing(HttpAnswer.text(200, "hello")),
            Kind.REFUSED,
            "HTTP 200"),
        argumentSet(
            "a redirect, which is not followed",
            ExecAnswer.refusing(HttpAnswer.redirect(307, "http://127.0.0.1:1/")),
            Kind.REFUSED,
            "HTTP 307"),
        argumentSet(
            "handshake 403 with words",
            ExecAnswer.refusing(HttpAnswer.status(403, "Forbidden", "pods is forbidden")),
            Kind.FORBIDDEN,
            "pods is forbidden (the service account needs get and create on pods/exec)"),
        argumentSet(
            "handshake 403 without words",
            ExecAnswer.refusing(HttpAnswer.text(403, "")),
            Kind.FORBIDDEN,
            "forbidden (the service account needs get and create on pods/exec)"),
        argumentSet(
            "handshake 404",
            ExecAnswer.refusing(HttpAnswer.status(404, "NotFound", "pods \"db-0\" not found")),
            Kind.NOT_FOUND,
            "pod not found: db-0"),
        argumentSet(
            "handshake 404 without a word",
            ExecAnswer.refusing(HttpAnswer.text(404, "")),
            Kind.NOT_FOUND,
            "pod not found: db-0"),
        argumentSet(
            "no sub-protocol",
            ExecAnswer.printing(row).speaking(""),
            Kind.UNSUPPORTED_PROTOCOL,
            "unsupported exec protocol: none"),
        argumentSet(
            "an older sub-protocol",
            ExecAnswer.printing(row).speaking("v3.channel.k8s.io"),
            Kind.UNSUPPORTED_PROTOCOL,
            "unsupported exec protocol: v3.channel.k8s.io"),
        argumentSet(
            "non-zero exit with errors",
            ExecAnswer.exiting(1, "", "\n  Error: in prepare, no such table: EXECUTIONS  \nmore\n"),
            Kind.EXIT_CODE,
            "exit code 1: Error: in prepare, no such table: EXECUTIONS"),
        argumentSet(
            "non-zero exit without errors",
            ExecAnswer.exiting(137, row, " \n"),
            Kind.EXIT_CODE,
            "exit code 137"),
        argumentSet(
            "non-zero exit with a long error",
            ExecAnswer.exiting(1, "", "ü".repeat(600)),
            Kind.EXIT_CODE,
            "exit code 1: " + "ü".repeat(499) + "…"),
        argumentSet(
            "a program that is not there",
            ExecAnswer.failing("InternalError", "exec: \"sqlite3\": executable file not found"),
            Kind.STATUS_FAILURE,
            "exec: \"sqlite3\": executable file not found"),
        argumentSet(
            "a non-zero exit without its code",
            ExecAnswer.printing(row)
                .withStatus(
                    "{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"message\":\"ended\"}"),
            Kind.STATUS_FAILURE,
            "ended"),
        argumentSet(
            "a status that is no JSON",
            ExecAnswer.printing(row).withStatus("oops"),
            Kind.UNREADABLE_STATUS,
            "unreadable exit status"),
        argumentSet(
            "a status that is no object",
            ExecAnswer.printing(row).withStatus("[]"),
            Kind.UNREADABLE_STATUS,
            "unreadable exit status"),
        argumentSet(
            "a status with something behind it",
            ExecAnswer.printing(row).withStatus("{\"status\":\"Success\"} {}"),
            Kind.UNREADABLE_STATUS,
            "unreadable exit status"),
        argumentSet(
            "a row, then a close without status",
            ExecAnswer.printing(row).closingBeforeStatus(1000),
            Kind.CLOSED_EARLY,
            "connection closed before the exit status arrived"),
        argumentSet(
            "a row, then a cut",
            ExecAnswer.printing(row).cutBeforeStatus(),
            Kind.CLOSED_EARLY,
            "connection closed before the exit status arrived"),
        argumentSet(
            "too much output",
            ExecAnswer.printing("x".repeat(1_048_577)),
            Kind.TOO_MUCH_OUTPUT,
            "output exceeds 1048576 bytes"),
        argumentSet(
            "nothing written", ExecAnswer.printing(""), Kind.NO_RECORDS, "No records found"),
        argumentSet(
            "blanks written", ExecAnswer.printing(" \n"), Kind.NO_RECORDS, "No records found"),
        argumentSet(
            "an empty array", ExecAnswer.printing("[]\n"), Kind.NO_RECORDS, "No records found"),
        argumentSet(
            "something else written",
            ExecAnswer.printing("id\tstate\n" + "x".repeat(100)),
            Kind.UNEXPECTED_OUTPUT,
            "unexpected output: id state " + "x".repeat(71)));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void whatAPodAnswersIsTold(ExecAnswer answer, Kind kind, String message) throws Exception {
    rig.pod("db-0", answer);
    assertFails(rig.connection, kind, message);
    rig.cluster.awaitOpenExecs(0, Rig.AMPLE);
  }

  @Test
  void aPodThatIsNotThereIsTold() {
    assertFails(rig.connection, Kind.NOT_FOUND, "pod not found: db-0");
  }

  @Test
  void aSecond401IsFinal() {
    rig.pod("db-0", ExecAnswer.printing("[]"));
    rig.cluster.unauthorized(2);
    assertFails(rig.connection, Kind.UNAUTHORIZED, "unauthorized");
    assertThat(rig.cluster.execs()).hasSize(2);
  }

  @Test
  @DisplayName("forbidden as the API server says it names both verbs")
  void forbiddenNamesBothVerbs() {
    rig.pod("db-0", ExecAnswer.printing("[]"));
    rig.cluster.forbid("create", "pods/exec");
    var failure = failure(rig.connection, Rig.AMPLE);
    assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(failure)
        .hasMessageEndingWith("(the service account needs get and create on pods/exec)");
  }

  @Test
  void aHostWithoutAddressIsTold() throws Exception {
    var file = rig.cluster.kubeconfig().server("http://no-such-host.invalid").write(config());
    var failure = failure(Rig.reading(file).build(), Rig.AMPLE);
    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(failure).hasMessageStartingWith("UnknownHostException: no-such-host.invalid");
  }

  @Test
  void aRefusedConnectionIsTold() throws Exception {
    int port;
    try (var unused = new ServerSocket(0)) {
      port = unused.getLocalPort();
    }
    var file = rig.cluster.kubeconfig().server("http://127.0.0.1:" + port).write(config());
    var failure = failure(Rig.reading(file).build(), Rig.AMPLE);
    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(failure).hasMessageMatching("ConnectException: .*127.0.0.1:" + port);
  }

  @Test
  void aConnectionCutInTheHandshakeIsTold() {
    rig.pod("db-0", ExecAnswer.refusing(HttpAnswer.cut()));
    var failure = failure(rig.connection, Rig.AMPLE);
    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(failure).hasMessageMatching("[A-Z][A-Za-z]*Exception: .*");
    assertThat(rig.cluster.execs()).as("not asked again").hasSize(1);
  }

  @Test
  void aCertificateOfAnotherHostIsTold() throws Exception {
    try (var cluster = FakeCluster.builder().tlsFor("other.example").start()) {
      var failure = failure(Rig.reading(cluster.kubeconfig().write(config())).build(), Rig.AMPLE);
      assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
      assertThat(failure).hasMessageStartingWith("SSLPeerUnverifiedException: Hostname 127.0.0.1");
      assertThat(failure.getMessage()).doesNotContain("\n", "\ufffd");
    }
  }

  @Test
  void theDeadlineIsTold() {
    rig.pod("db-0", ExecAnswer.silence());
    var failure = failure(rig.connection, Duration.ofSeconds(1));
    assertThat(failure).hasMessage("timed out after 1 s");
    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
  }

  @Test
  void noConfigurationIsTold() {
    assertFails(
        Rig.nowhere(directory.resolve("nothing")).build(),
        Kind.NO_CONFIGURATION,
        "no Kubernetes configuration");
  }

  @Test
  @DisplayName("27: missing pod, program, file, table and permission have five different messages")
  void causesCanBeToldApart() throws Exception {
    var missingPod = failure(rig.connection, Rig.AMPLE).getMessage();
    rig.pod("db-0", "CREATE TABLE EXECUTIONS(id TEXT)").withoutSqlite();
    var missingProgram = failure(rig.connection, Rig.AMPLE).getMessage();
    rig.cluster.removePod(Rig.NAMESPACE, "db-0");
    rig.pod("db-0");
    var wrongPath = failure(rig.connection, Rig.AMPLE).getMessage();
    rig.pod("db-0", "CREATE TABLE OTHER(id TEXT)");
    var missingTable = failure(rig.connection, Rig.AMPLE).getMessage();
    rig.cluster.forbid("get", "pods/exec");
    var forbidden = failure(rig.connection, Rig.AMPLE).getMessage();
    assertThat(Stream.of(missingPod, missingProgram, wrongPath, missingTable, forbidden))
        .doesNotHaveDuplicates();
    assertThat(missingProgram).contains("sqlite3");
    assertThat(wrongPath).contains("unable to open database");
    assertThat(missingTable).contains("no such table: EXECUTIONS");
  }

  private Path config() {
    return directory.resolve("another-config");
  }
}
