package dev.pulse.core.internal.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpPostTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final String TOKEN = "T0KEN-in-the-path";

  private final MockWebServer server = new MockWebServer();
  private final HttpPost http =
      new HttpPost(Lookups.system(), FreshTls.platform(), ManualClock.at(NOW));

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void sendsWhatItIsGivenAndGivesTheAnswer() throws Exception {
    server.enqueue(new MockResponse.Builder().code(201).body("{\"ok\":true}").build());
    var answer =
        http.send(
            HttpMessage.builder("PATCH", url("/a?wait=true"))
                .header("X-Own", "1")
                .bearer(Secret.of("b34rer"))
                .json("{\"text\":\"ü\"}")
                .build());
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("{\"ok\":true}");
    assertThat(answer.isWhole()).isTrue();
    var request = server.takeRequest();
    assertThat(request.getRequestLine()).isEqualTo("PATCH /a?wait=true HTTP/1.1");
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer b34rer");
    assertThat(request.getHeaders().get("X-Own")).isEqualTo("1");
    assertThat(request.getBody().utf8()).isEqualTo("{\"text\":\"ü\"}");
  }

  @Test
  void asksWithoutABody() throws Exception {
    server.enqueue(new MockResponse.Builder().body("[]").build());
    assertThat(http.ask(HttpMessage.builder("GET", url("/a?limit=1")).build()).body())
        .isEqualTo("[]");
    var request = server.takeRequest();
    assertThat(request.getRequestLine()).isEqualTo("GET /a?limit=1 HTTP/1.1");
    assertThat(request.getHeaders().get("Content-Length")).isNull();
  }

  @Test
  void sendsParts() throws Exception {
    server.enqueue(new MockResponse.Builder().build());
    http.send(
        HttpMessage.builder("POST", url("/"))
            .part("payload_json", null, "application/json", bytes("{}"))
            .part("files[0]", "chart \"1\".png", "image/png", new byte[] {1, 2, 3})
            .build());
    var request = server.takeRequest();
    assertThat(request.getHeaders().get("Content-Type"))
        .startsWith("multipart/form-data; boundary=");
    assertThat(request.getBody().utf8())
        .contains("name=\"payload_json\"\r\nContent-Type: application/json")
        .contains("name=\"files[0]\"; filename=\"chart %221%22.png\"\r\nContent-Type: image/png");
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 205})
  void bodyWhereNoneBelongsIsStillADelivery(int status) throws Exception {
    server.enqueue(new MockResponse.Builder().code(status).body("{}").build());
    assertThat(http.send(message("/")).status()).isEqualTo(status);
  }

  @Test
  void connectionIsUsedAgain() throws Exception {
    server.enqueue(new MockResponse.Builder().body("one").build());
    server.enqueue(new MockResponse.Builder().body("two").build());
    http.send(message("/"));
    http.send(message("/"));
    assertThat(server.takeRequest().getExchangeIndex()).isZero();
    assertThat(server.takeRequest().getExchangeIndex()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 501, 502, 503, 504, 599})
  void troubleOfTheServerIsWorthRetrying(int status) {
    server.enqueue(new MockResponse.Builder().code(status).body("busy").build());
    var failure = failure("/");
    assertThat(failure.isWorthRetrying()).isTrue();
    assertThat(failure.retryAfter()).isEmpty();
    assertThat(failure).hasMessage(place() + " answered " + status + ": busy");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 409, 410, 413, 422, 451})
  void refusalStays(int status) {
    server.enqueue(new MockResponse.Builder().code(status).body("no").build());
    var failure = failure("/");
    assertThat(failure.isWorthRetrying()).isFalse();
    assertThat(failure).hasMessage(place() + " answered " + status + ": no");
  }

  @Test
  void callerMayReadARefusal() throws Exception {
    server.enqueue(new MockResponse.Builder().code(404).body("{\"code\":10008}").build());
    var answer = http.ask(message("/"));
    assertThat(answer.isSuccess()).isFalse();
    assertThat(answer.body()).isEqualTo("{\"code\":10008}");
    assertThat(answer.refusal().isWorthRetrying()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "7, PT7S",
    "' 7 ', PT7S",
    "0, PT0S",
    "1.0004, PT1.001S",
    "'Sun, 01 Mar 2026 10:02:00 GMT', PT2M",
    "'Sun, 01 Mar 2026 09:00:00 GMT', PT0S",
  })
  void waitIsReadAsSecondsOrDate(String header, Duration wait) {
    server.enqueue(new MockResponse.Builder().code(429).addHeader("Retry-After", header).build());
    assertThat(failure("/").retryAfter()).contains(wait);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-1", "1e9", "99999999999999999999", "NaN", ""})
  void waitThatIsNoneIsNotMadeUp(String header) {
    server.enqueue(new MockResponse.Builder().code(429).addHeader("Retry-After", header).build());
    var failure = failure("/");
    assertThat(failure.isWorthRetrying()).isTrue();
    assertThat(failure.retryAfter()).isEmpty();
  }

  @Test
  void waitOfAnOverloadedServerCountsToo() {
    server.enqueue(new MockResponse.Builder().code(503).addHeader("Retry-After", "30").build());
    assertThat(failure("/").retryAfter()).contains(Duration.ofSeconds(30));
  }

  @Test
  void serverThatSaysAtOnceIsNotAskedAgainAtOnce() {
    server.enqueue(new MockResponse.Builder().code(503).addHeader("Retry-After", "0").build());
    server.enqueue(new MockResponse.Builder().build());
    assertThat(failure("/").isWorthRetrying()).isTrue();
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"message\":\"x\",\"retry_after\":64.57}|PT1M4.57S",
        "{\"a\":{\"retry_after\":1},\"retry_after\":2}|PT2S",
        "{\"retry_after\":\"2\"}|",
        "{\"retry_after\":-1}|",
        "{\"retry_after\":1e300}|",
        "{\"retry_after\":|",
        "[1]|",
        "<html>|",
      })
  void waitMayStandInTheBody(String body, Duration wait) {
    server.enqueue(new MockResponse.Builder().code(429).body(body).build());
    var message = HttpMessage.json(url("/"), "{}").waitingAsToldBy("retry_after").build();
    var failure =
        assertThatExceptionOfType(NotifyException.class)
            .isThrownBy(() -> http.send(message))
            .actual();
    assertThat(failure.isWorthRetrying()).isTrue();
    assertThat(failure.retryAfter().orElse(null)).isEqualTo(wait);
  }

  @Test
  void redirectIsNotFollowed() {
    server.enqueue(
        new MockResponse.Builder().code(307).addHeader("Location", url("/other")).build());
    server.enqueue(new MockResponse.Builder().build());
    var failure = failure("/");
    assertThat(failure.isWorthRetrying()).isFalse();
    assertThat(failure).hasMessageContaining("a redirect, which is not followed");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void messageIsNotSentTwiceOverAConnectionThatBreaks() throws Exception {
    server.enqueue(new MockResponse.Builder().body("warm").build());
    server.enqueue(
        new MockResponse.Builder()
            .onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
            .build());
    server.enqueue(new MockResponse.Builder().body("second").build());
    http.send(message("/"));
    assertThat(failure("/").isWorthRetrying()).isTrue();
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void urlAndTokensAreNotRepeated() {
    var secret = "s3cr/et header";
    server.enqueue(
        new MockResponse.Builder()
            .code(404)
            .body("Cannot POST /hooks/" + TOKEN + "?key=qu3ry for s3cr/et header, s3cr%2Fet+header")
            .build());
    var message =
        HttpMessage.json(url("/hooks/" + TOKEN + "?key=qu3ry"), "{}")
            .secretHeader("X-Api-Key", Secret.of(secret))
            .build();
    assertThatExceptionOfType(NotifyException.class)
        .isThrownBy(() -> http.send(message))
        .withMessage(place() + " answered 404: Cannot POST /***/***?key=*** for ***, ***");
    assertThat(message.toString()).isEqualTo("POST to " + place());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ab/cd+e&f==",
        "ab\\/cd+e&f==",
        "ab/cd+e\\u0026f==",
        "ab/cd\\u002be\\u0026f\\u003d\\u003d",
        "ab/cd+e&amp;f=="
      })
  void tokensAreNotRepeatedInWhateverFormTheServerWritesThem(String written) {
    server.enqueue(
        new MockResponse.Builder().code(401).body("bad token " + written + " here").build());
    var message = HttpMessage.json(url("/"), "{}").bearer(Secret.of("ab/cd+e&f==")).build();

    assertThatExceptionOfType(NotifyException.class)
        .isThrownBy(() -> http.send(message))
        .withMessage(place() + " answered 401: bad token *** here");
  }

  @Test
  void answerIsShownInOneShortLineWithoutControlCharacters() {
    server.enqueue(
        new MockResponse.Builder().code(400).body("a\u001b[31m\r\n b" + "x".repeat(500)).build());
    assertThat(failure("/"))
        .hasMessageStartingWith(place() + " answered 400: a\ufffd[31m bxxx")
        .hasMessageEndingWith("x…")
        .message()
        .hasSizeLessThan(300);
  }

  @Test
  void longAnswerIsReadUpToItsLimit() throws Exception {
    server.enqueue(new MockResponse.Builder().body("x".repeat(512 << 10)).build());
    server.enqueue(new MockResponse.Builder().body("x".repeat((512 << 10) + 1)).build());
    assertThat(http.send(message("/")).isWhole()).isTrue();
    var answer = http.send(message("/"));
    assertThat(answer.isWhole()).isFalse();
    assertThat(answer.body()).hasSize(512 << 10);
  }

  @Test
  void brokenOffAnswerOfSuccessIsADelivery() throws Exception {
    try (var target = FaultServer.start(Fault.RESET_IN_BODY)) {
      var answer = http.send(HttpMessage.json(target.url().toString(), "{}").build());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.isWhole()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void noFaultIsALastingFailureOrGoesOnForEver(Fault fault) throws Exception {
    try (var target = FaultServer.start(fault)) {
      var message = HttpMessage.json(target.url() + "hooks/" + TOKEN, "{}").build();
      var task = new FutureTask<>(() -> http.ask(message));
      var thread = new Thread(task, "sender");
      thread.start();
      try {
        var answer = task.get(300, TimeUnit.MILLISECONDS);
        assertThat(List.of(200, 302, 307)).as("%s", fault).contains(answer.status());
      } catch (TimeoutException e) {
        thread.interrupt();
        thread.join(8_000); // Below the ten seconds after which OkHttp gives up by itself.
        assertThat(thread.isAlive()).as("alive after an interrupt").isFalse();
      } catch (ExecutionException e) {
        assertThat(e.getCause())
            .isInstanceOfSatisfying(
                NotifyException.class,
                failure -> assertThat(failure.isWorthRetrying()).as("%s", failure).isTrue());
        assertThat(e.getCause().getMessage()).doesNotContain(TOKEN).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSED, the connection was refused",
    "RESET_ON_ACCEPT, the connection broke",
    "GARBAGE, the answer is not HTTP",
    "TLS_EXPIRED, the certificate",
    "TLS_SELF_SIGNED, the certificate is not trusted",
    "TLS_GARBAGE, TLS failed",
  })
  void brokenConnectionIsPutIntoWords(Fault fault, String words) {
    try (var target = FaultServer.start(fault)) {
      var message = HttpMessage.json(target.url().toString(), "{}").build();
      assertThatExceptionOfType(NotifyException.class)
          .isThrownBy(() -> http.send(message))
          .withMessageContaining(words)
          .withNoCause();
    }
  }

  @Test
  void unknownNameIsPutIntoWords() {
    var message = HttpMessage.json("http://nobody.invalid/" + TOKEN, "{}").build();
    assertThatExceptionOfType(NotifyException.class)
        .isThrownBy(() -> http.send(message))
        .withMessage("http://nobody.invalid: the name cannot be resolved")
        .matches(NotifyException::isWorthRetrying);
  }

  @Test
  void cloudMetadataIsNeverConnectedTo() {
    var message = HttpMessage.json("http://169.254.169.254/latest", "{}").build();
    assertThatExceptionOfType(NotifyException.class)
        .isThrownBy(() -> http.send(message))
        .withMessageContaining("address not allowed")
        .matches(failure -> !failure.isWorthRetrying());
  }

  @Test
  void successWhoseBodyNobodyWantsIsNotWaitedFor() throws Exception {
    try (var target = FaultServer.start(Fault.SLOW_BODY)) {
      var message = HttpMessage.json(target.url().toString(), "{}").ignoringAnswer().build();
      var task = new FutureTask<>(() -> http.send(message));
      new Thread(task, "sender").start();
      assertThat(task.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
    }
  }

  @Test
  void interruptBeforehandSendsNothing() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> http.send(message("/" + TOKEN)))
        .withMessage("interrupted while sending to " + place());
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(server.getRequestCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ftp://x/", "https:/x", "http://", "https://x y/", "x"})
  void urlThatIsNoneIsRefusedAndNotRepeated(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpMessage.builder("POST", url))
        .withMessage("not a valid http or https URL");
  }

  @Test
  void headerThatIsNoneIsRefusedAndNotRepeated() {
    var builder = HttpMessage.builder("POST", url("/"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.header("X-A", "s3cret\r\nX-B: 1"))
        .withMessage("the value of the header X-A must be printable ASCII");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.header("X A", "1"));
  }

  private NotifyException failure(String path) {
    return assertThatExceptionOfType(NotifyException.class)
        .isThrownBy(() -> http.send(message(path)))
        .actual();
  }

  private HttpMessage message(String path) {
    return HttpMessage.json(url(path), "{}").build();
  }

  private String url(String path) {
    return server.url(path).toString();
  }

  private String place() {
    return "http://" + server.getHostName() + ":" + server.getPort();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
