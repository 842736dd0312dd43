package dev.pulse.github;

import static dev.pulse.github.GitHubServer.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pulse.api.config.Secret;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.github.GitHubException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Servers that are ill, or mean it. */
class HostileServerTest {
  private static final Secret TOKEN = Secret.of("ghp_0123456789abcdef");

  private GitHubServer github;

  @BeforeEach
  void start() throws Exception {
    github = new GitHubServer();
  }

  @AfterEach
  void stop() {
    github.close();
  }

  private GitHubConnection.Builder once() {
    return github.connection().token(TOKEN).retryAfter(List.of());
  }

  private static GitHubAnswer ask(GitHubConnection connection) throws InterruptedException {
    return connection.get("/repos/{owner}/{repo}", Map.of("owner", "acme", "repo", "x"), TIME);
  }

  private static GitHubException failure(GitHubConnection connection) {
    return catchThrowableOfType(GitHubException.class, () -> ask(connection));
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() {
    github.answers(200, "", answer -> answer.onResponseStart(SocketEffect.Stall.INSTANCE));
    var failure = failure(once().timeout(Duration.ofMillis(200)).build());
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("no answer in time");
    assertThat(github.observed.get(0).status()).isEmpty();
  }

  @Test
  void anAnswerThatStopsInTheMiddleIsNone() {
    github.answers(
        200,
        "{\"a\":\"" + "x".repeat(10_000),
        answer -> answer.onResponseBody(SocketEffect.Stall.INSTANCE));
    assertThat(failure(once().timeout(Duration.ofMillis(200)).build()).kind())
        .isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void aSmallAnswerThatUnpacksToALargeOneIsNotUnpacked() throws Exception {
    var packed = new Buffer();
    try (var sink = Okio.buffer(new GzipSink(packed))) {
      sink.write(new byte[8 << 20]);
    }
    github.answers(200, "", answer -> answer.body(packed).setHeader("Content-Encoding", "gzip"));
    assertThat(failure(once().maxBody(1 << 20).build()).kind()).isEqualTo(Kind.UNEXPECTED);
  }

  @Test
  void theExplanationOfANoIsNotReadForEver() throws Exception {
    github.answers(404, "{\"message\":\"" + "x".repeat(1 << 20) + "\"}");
    var answer = ask(once().build());
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body().size()).isLessThan(100_000);
    assertThat(answer.message()).isEmpty();
  }

  @Test
  void whatAServerSaysIsOneShortLine() throws Exception {
    github.answers(403, "{\"message\":\"a\\r\\nb\\u202e\\u0000" + "x".repeat(1_000) + "\"}");
    var message = ask(once().build()).message().orElseThrow();
    assertThat(message).hasSizeLessThanOrEqualTo(200).doesNotContainPattern("\\p{Cntrl}|\u202e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "\"a\"b\"", "W/\"a", "\"", "*"})
  void aTagThatIsNoneIsNotSentBack(String etag) throws Exception {
    github.answers(200, "{}", answer -> answer.setHeader("ETag", etag)).answers(200, "{}");
    var connection = once().build();
    ask(connection);
    ask(connection);
    github.request();
    assertThat(github.request().getHeaders().get("If-None-Match")).isNull();
  }

  @Test
  void nothingChangedSinceNothingIsNoAnswer() {
    github.answers(304, "");
    assertThat(failure(once().build()).kind()).isEqualTo(Kind.UNEXPECTED);
  }

  @Test
  void anIdThatIsNoneIsNotShown() {
    github.answers(500, "", answer -> answer.setHeader("X-GitHub-Request-Id", "<script>"));
    var failure = failure(once().build());
    assertThat(failure.requestId()).isEmpty();
    assertThat(failure).hasMessageNotContaining("script");
  }

  @Test
  void aDeniedAddressIsNotTriedAgain() {
    var connection =
        github.connection().egress(EgressPolicy.lenient().deny("127.0.0.0/8").deny("::1/128"));
    assertThat(failure(connection.build()).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(github.waits).isEmpty();
    assertThat(github.server.getRequestCount()).isZero();
  }

  @Test
  void deepJsonIsRefused() throws Exception {
    github.answers(200, "[".repeat(50_000));
    var answer = ask(once().build());
    assertThat(catchThrowableOfType(GitHubException.class, answer::json).kind())
        .isEqualTo(Kind.UNEXPECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"runs\":{}}", "{\"runs\":null}", "[]", "", "{\"runs\":[", "1"})
  void aPageWithoutItsListIsAFailureAndNotAnEmptyOne(String body) {
    github.answers(200, body);
    var pages = once().build().pages("/p", Map.of(), "runs", json -> json);
    assertThat(catchThrowableOfType(GitHubException.class, () -> pages.all(TIME)).kind())
        .isEqualTo(Kind.UNEXPECTED);
  }

  @Test
  void aPageWithMoreThanAPageIsRefused() {
    github.answers(200, "[" + "1,".repeat(1_000) + "1]");
    var pages = once().build().pages("/p", Map.of(), null, json -> json);
    assertThat(catchThrowableOfType(GitHubException.class, () -> pages.all(TIME)).kind())
        .isEqualTo(Kind.UNEXPECTED);
  }

  @Test
  void anAuthorityOfOnesOwnIsTrusted(@TempDir Path directory) throws IOException {
    var certificate = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    var file = directory.resolve("ca.pem");
    Files.writeString(file, certificate.certificatePem());
    github.server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    assertThat(failure(once().build())).hasMessageContaining("TLS failed");
    github.answers(200, "{}");
    assertThat(failure(once().trust(file).build())).isNull();
  }

  @Test
  @DisplayName("31: request, status and remaining limit in a line, and the token nowhere")
  void noTokenIsInAnyLog() throws Exception {
    var root = (Logger) LoggerFactory.getLogger("dev.pulse.github");
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    var before = root.getLevel();
    root.setLevel(Level.TRACE);
    root.addAppender(lines);
    try {
      github.answers(200, "{}", github.limit("core", 4999, 5000));
      github.answers(401, "{\"message\":\"ghp_0123456789abcdef\"}");
      var connection =
          once()
              .observer(
                  request -> {
                    throw new IllegalStateException("x");
                  })
              .build();
      ask(connection);
      assertThat(failure(connection)).hasMessageNotContaining("ghp_");
      assertThat(connection.toString()).doesNotContain("ghp_");
    } finally {
      root.detachAppender(lines);
      root.setLevel(before);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(
            line ->
                line.matches(
                    "github GET /repos/acme/x: 200 in \\d+ ms, 4999 of 5000 left \\(core\\)"))
        .anyMatch(line -> line.matches("github GET /repos/acme/x: 401 in \\d+ ms"))
        .noneMatch(line -> line.contains("ghp_"));
  }
}
