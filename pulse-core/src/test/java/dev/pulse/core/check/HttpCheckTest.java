package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.testkit.FakeCheckContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCheckTest {
  private final MockWebServer server = new MockWebServer();
  private final MockWebServer foreign = new MockWebServer();

  @BeforeEach
  void start() throws Exception {
    server.start();
    foreign.start();
  }

  @AfterEach
  void stop() {
    server.close();
    foreign.close();
  }

  @Test
  void goodAnswerPassesWithItsMeasures() {
    server.enqueue(new MockResponse.Builder().code(200).body("hello").build());
    var result = run(get("/").build());
    assertThat(result.status()).isEqualTo(Status.PASS);
    assertThat(result.summary()).matches("200 in \\d+ ms");
    assertThat(result.latency()).isPresent();
    assertThat(result.details()).containsEntry("status_code", "200");
    assertThat(value(result, "http_status_code")).isEqualTo(200);
    assertThat(value(result, "http_redirects")).isZero();
    assertThat(value(result, "http_body_bytes")).isEqualTo(5);
    assertThat(phases(result)).contains("connect", "first_byte", "total").doesNotContain("tls");
  }

  @ParameterizedTest
  @CsvSource({
    "200, PASS",
    "204, PASS",
    "304, PASS",
    "399, PASS",
    "400, FAIL",
    "404, FAIL",
    "500, FAIL"
  })
  void statusFrom200To399IsAccepted(int status, Status expected) {
    server.enqueue(new MockResponse.Builder().code(status).build());
    var result = run(get("/").build());
    assertThat(result.status()).isEqualTo(expected);
    if (expected == Status.FAIL) {
      assertThat(result.reason()).contains(Reason.STATUS);
    }
  }

  @ParameterizedTest
  @CsvSource({"404, PASS", "200, FAIL", "500, PASS", "503, PASS", "504, FAIL"})
  void acceptedStatusesReplaceTheDefault(int status, Status expected) {
    server.enqueue(new MockResponse.Builder().code(status).build());
    var result = run(get("/").acceptStatus(404).acceptStatusRange(500, 503).build());
    assertThat(result.status()).isEqualTo(expected);
  }

  @Test
  void tenRedirectsAreFollowed() {
    redirects(10);
    server.enqueue(new MockResponse.Builder().code(200).build());
    var result = run(get("/").build());
    assertThat(result.status()).isEqualTo(Status.PASS);
    assertThat(value(result, "http_redirects")).isEqualTo(10);
  }

  @Test
  void eleventhRedirectIsNotFollowed() {
    redirects(11);
    var result = run(get("/").build());
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.reason()).contains(Reason.REDIRECT);
    assertThat(result.summary()).startsWith("more than 10 redirects, last 302 Found in ");
    assertThat(result.details()).containsEntry("status_code", "302");
    assertThat(server.getRequestCount()).isEqualTo(11);
  }

  @Test
  void redirectIsJudgedByItsStatusWhenNoneIsFollowed() {
    redirects(1);
    var result = run(get("/").redirects(0).acceptStatus(302).build());
    assertThat(result.status()).isEqualTo(Status.PASS);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void redirectWithoutLocationIsFinal() {
    server.enqueue(new MockResponse.Builder().code(301).build());
    var result = run(get("/").build());
    assertThat(result.status()).isEqualTo(Status.PASS);
    assertThat(result.details()).containsEntry("status_code", "301");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x/", "mailto:a@b", "http://[", "javascript:alert(1)", "file:///"})
  void redirectThatLeadsNowhereFails(String location) {
    server.enqueue(new MockResponse.Builder().code(301).addHeader("Location", location).build());
    var result = run(get("/").build());
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.reason()).contains(Reason.REDIRECT);
    assertThat(result.summary())
        .startsWith("a redirect that leads to no HTTP address, 301 Moved Permanently in ");
    assertThat(result.details()).containsEntry("status_code", "301");
  }

  @ParameterizedTest
  @CsvSource({
    "301, POST, GET", "302, POST, GET", "303, POST, GET", "307, POST, POST", "308, POST, POST",
    "301, PUT, PUT", "303, PUT, GET", "302, HEAD, HEAD", "303, HEAD, HEAD", "303, GET, GET"
  })
  void redirectChangesTheMethodAsBrowsersDo(int status, String method, String next)
      throws Exception {
    server.enqueue(new MockResponse.Builder().code(status).addHeader("Location", "/next").build());
    server.enqueue(new MockResponse.Builder().code(200).build());
    var builder = HttpCheck.request(method, server.url("/").toString());
    boolean hasBody = method.startsWith("P");
    if (hasBody) {
      builder.body("text/plain", "content");
    }
    assertThat(run(builder.build()).status()).isEqualTo(Status.PASS);
    server.takeRequest();
    var second = server.takeRequest();
    assertThat(second.getMethod()).isEqualTo(next);
    if (hasBody && next.equals(method)) {
      assertThat(second.getBody().utf8()).isEqualTo("content");
    } else {
      assertThat(second.getHeaders().get("Content-Type")).isNull();
    }
  }

  @Test
  void basicCredentialsAreSentAtOnceAndToTheSameOriginOnly() throws Exception {
    server.enqueue(new MockResponse.Builder().code(302).addHeader("Location", "/b").build());
    redirectTo(foreign.url("/c").toString());
    foreign.enqueue(
        new MockResponse.Builder()
            .code(302)
            .addHeader("Location", server.url("/d").toString())
            .build());
    server.enqueue(new MockResponse.Builder().code(200).build());
    var check =
        get("/a")
            .basicAuth("ünal", Secret.of("p:ss"))
            .header("X-Api-Key", "k")
            .header("Accept", "text/html")
            .build();
    assertThat(run(check).status()).isEqualTo(Status.PASS);
    var expected =
        "Basic " + Base64.getEncoder().encodeToString("ünal:p:ss".getBytes(StandardCharsets.UTF_8));
    var first = server.takeRequest();
    assertThat(first.getHeaders().get("Authorization")).isEqualTo(expected);
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo(expected);
    var abroad = foreign.takeRequest();
    assertThat(abroad.getHeaders().get("Authorization")).isNull();
    assertThat(abroad.getHeaders().get("X-Api-Key")).isNull();
    assertThat(abroad.getHeaders().get("Accept")).isEqualTo("text/html");
    assertThat(server.takeRequest().getHeaders().get("Authorization"))
        .as("credentials do not come back")
        .isNull();
  }

  @Test
  void bearerTokenAndHeadersAreSent() throws Exception {
    server.enqueue(new MockResponse.Builder().code(200).build());
    run(get("/").bearer(Secret.of("t0ken")).header("X-A", "1").header("X-A", "2").build());
    var headers = server.takeRequest().getHeaders();
    assertThat(headers.get("Authorization")).isEqualTo("Bearer t0ken");
    assertThat(headers.values("X-A")).containsExactly("1", "2");
    assertThat(headers.get("User-Agent")).isEqualTo("Pulse");
    assertThat(headers.get("Cookie")).isNull();
  }

  @Test
  void cookiesAreNotKept() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .code(302)
            .addHeader("Set-Cookie", "a=b")
            .addHeader("Location", "/")
            .build());
    server.enqueue(new MockResponse.Builder().code(200).build());
    run(get("/").build());
    server.takeRequest();
    assertThat(server.takeRequest().getHeaders().get("Cookie")).isNull();
  }

  @Test
  void bodyIsSentInUtf8() throws Exception {
    server.enqueue(new MockResponse.Builder().code(200).build());
    var check =
        HttpCheck.request("POST", server.url("/").uri())
            .body("application/json", "{\"ü\":1}")
            .build();
    run(check);
    var request = server.takeRequest();
    assertThat(request.getMethod()).isEqualTo("POST");
    assertThat(request.getBody().utf8()).isEqualTo("{\"ü\":1}");
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void headHasNoBodyWhateverTheHeadersSay() {
    server.enqueue(new MockResponse.Builder().code(200).addHeader("Content-Length", "99").build());
    var result = run(HttpCheck.request("HEAD", server.url("/").toString()).build());
    assertThat(result.status()).isEqualTo(Status.PASS);
    assertThat(value(result, "http_body_bytes")).isZero();
  }

  @Test
  void compressedBodyIsCountedAsItReads() throws Exception {
    server.enqueue(gzip("x".repeat(50_000)));
    assertThat(value(run(get("/").build()), "http_body_bytes")).isEqualTo(50_000);
  }

  @Test
  void compressedBodyCannotSneakPastTheCap() throws Exception {
    server.enqueue(gzip("x".repeat(5_000_000)));
    assertThat(run(get("/").build()).reason()).contains(Reason.TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource({"99, FAIL", "100, PASS"})
  void bodyMayBeAsLargeAsTheCap(long cap, Status expected) {
    server.enqueue(new MockResponse.Builder().code(200).body("x".repeat(100)).build());
    assertThat(run(get("/").maxBody(cap).build()).status()).isEqualTo(expected);
  }

  @Test
  void slowAnswerWarnsAndFails() {
    var slow = new MockResponse.Builder().code(200).headersDelay(120, TimeUnit.MILLISECONDS);
    server.enqueue(slow.build());
    server.enqueue(slow.build());
    server.enqueue(new MockResponse.Builder().code(200).build());
    var check = get("/").warnAbove(Duration.ofMillis(100)).failAbove(Duration.ofMinutes(1)).build();
    var warning = run(check);
    assertThat(warning.status()).isEqualTo(Status.WARN);
    assertThat(warning.reason()).contains(Reason.LATENCY);
    assertThat(warning.summary()).matches("200 in \\d+ ms, slower than 100 ms");
    assertThat(run(get("/").failAbove(Duration.ofMillis(100)).build()).status())
        .isEqualTo(Status.FAIL);
    assertThat(run(get("/").failAbove(Duration.ofMinutes(1)).build()).status())
        .isEqualTo(Status.PASS);
  }

  @Test
  void eachRunHasAConnectionOfItsOwn() throws Exception {
    var check = get("/").build();
    assertThat(connectionsOfTwoRuns(check)).containsExactly(0, 0);
  }

  @Test
  void keptConnectionIsUsedAgain() throws Exception {
    var check = get("/").keepAlive().build();
    assertThat(connectionsOfTwoRuns(check)).containsExactly(0, 1);
  }

  @Test
  void keptConnectionIsNobodyElses() throws Exception {
    var one = get("/").keepAlive().build();
    var other = get("/").keepAlive().build();
    server.enqueue(new MockResponse.Builder().code(200).body("a").build());
    server.enqueue(new MockResponse.Builder().code(200).body("b").build());
    assertThat(run(one).status()).isEqualTo(Status.PASS);
    assertThat(run(other).status()).isEqualTo(Status.PASS);
    assertThat(
            List.of(
                server.takeRequest().getExchangeIndex(), server.takeRequest().getExchangeIndex()))
        .as("the second check has a connection of its own, also to the same place")
        .containsExactly(0, 0);
  }

  private List<Integer> connectionsOfTwoRuns(HttpCheck check) throws Exception {
    server.enqueue(new MockResponse.Builder().code(200).body("a").build());
    server.enqueue(new MockResponse.Builder().code(200).body("b").build());
    assertThat(run(check).status()).isEqualTo(Status.PASS);
    assertThat(run(check).status()).isEqualTo(Status.PASS);
    return List.of(
        server.takeRequest().getExchangeIndex(), server.takeRequest().getExchangeIndex());
  }

  @Test
  void toStringHidesTheQuery() {
    var check =
        HttpCheck.get("https://shop.example/a/b?token=abc#d").bearer(Secret.of("t")).build();
    assertThat(check).hasToString("GET https://shop.example/a/b");
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    var builder =
        HttpCheck.request("GE T", "http://user:hunter2@shop.example/?q=hunter2")
            .header("X-A", "a\r\nX-B: hunter2")
            .header("B d", "x")
            .header("Content-Length", "5")
            .basicAuth("a:b", Secret.of("hunter2"))
            .bearer(Secret.of("hunter2\n"))
            .redirects(21)
            .acceptStatus(99)
            .acceptStatusRange(300, 200)
            .warnAbove(Duration.ofSeconds(2))
            .failAbove(Duration.ofSeconds(1))
            .maxBody(-1)
            .ignoreBody()
            .keepAlive();
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContainingAll(
            "url: must not contain a user or password",
            "basicAuth",
            "method: ",
            "headers.X-A: ",
            "headers: a header name",
            "headers.Content-Length: ",
            "basic.user: ",
            "bearer: ",
            "redirects: must be 0 to 20, but is 21",
            "status: ",
            "warn-above: must be below fail-above",
            "max-body: ",
            "ignore-body: ")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop.example",
        "/health",
        "http://",
        "http:///health",
        "http:shop.example",
        "http:\\\\shop.example",
        "http://shop.example:99999/",
        "http://shop .example/",
        "http://shop.example/a b",
        "http://[::1/",
        "http://shop.example\r\nX: y/",
      })
  void malformedUrlIsRefused(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpCheck.get(url).build())
        .withMessageContaining("url: is not a valid URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://shop.example/", "file:///etc/passwd", "jar:file://x!/y"})
  void unknownSchemeIsNamed(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpCheck.get(URI.create(url)).build())
        .withMessageContainingAll("unknown scheme", "allowed: http, https");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP://SHOP.example",
        "https://my_service:8080/x",
        "https://bücher.example/",
        "http://[2001:db8::1]:80/",
        "http://127.0.0.1?x=y",
      })
  void unusualUrlIsAccepted(String url) {
    assertThat(HttpCheck.get(url).build()).isNotNull();
  }

  @Test
  void bodyOfAGetIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpCheck.get("http://x.example").body("text/plain", "x").build())
        .withMessageContaining("body: cannot be sent with GET");
  }

  private void redirects(int count) {
    for (int i = 0; i < count; i++) {
      redirectTo("/" + i);
    }
  }

  private void redirectTo(String location) {
    server.enqueue(new MockResponse.Builder().code(302).addHeader("Location", location).build());
  }

  private static MockResponse gzip(String text) throws Exception {
    var body = new Buffer();
    try (var sink = Okio.buffer(new GzipSink(body))) {
      sink.writeUtf8(text);
    }
    return new MockResponse.Builder()
        .code(200)
        .addHeader("Content-Encoding", "gzip")
        .body(body)
        .build();
  }

  private HttpCheck.Builder get(String path) {
    return HttpCheck.get(server.url(path).toString());
  }

  private static double value(CheckResult result, String sample) {
    return result.samples().stream()
        .filter(s -> s.name().equals(sample))
        .mapToDouble(Sample::value)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> phases(CheckResult result) {
    return result.samples().stream()
        .flatMap(sample -> sample.labels().get("phase").stream())
        .toList();
  }

  private static CheckResult run(HttpCheck check) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(60), () -> check.run(FakeCheckContext.create()));
  }
}
