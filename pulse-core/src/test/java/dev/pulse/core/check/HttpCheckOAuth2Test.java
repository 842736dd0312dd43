package dev.pulse.core.check;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.testkit.FakeCheckContext;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCheckOAuth2Test {
  private static final String SECRET = "s3cret:/ü";
  private static final String TOKEN = "t0ken-value";

  private final MockWebServer target = new MockWebServer();
  private final MockWebServer endpoint = new MockWebServer();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  @BeforeEach
  void start() throws Exception {
    target.start();
    endpoint.start();
  }

  @AfterEach
  void stop() {
    target.close();
    endpoint.close();
  }

  @Test
  void tokenReachesTheTarget() throws Exception {
    endpoint.enqueue(token(TOKEN, 3600));
    target.enqueue(status(200));
    var result = run(check());
    assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
    assertThat(target.takeRequest().getHeaders().values("Authorization"))
        .containsExactly("Bearer " + TOKEN);
    var asked = endpoint.takeRequest();
    assertThat(asked.getMethod()).isEqualTo("POST");
    assertThat(asked.getHeaders().get("Content-Type"))
        .isEqualTo("application/x-www-form-urlencoded");
    assertThat(asked.getBody().utf8()).isEqualTo("grant_type=client_credentials");
    assertThat(basic(asked.getHeaders().get("Authorization")))
        .isEqualTo("my+client:s3cret%3A%2F%C3%BC");
  }

  @Test
  void secretGoesIntoTheBodyOnRequest() throws Exception {
    endpoint.enqueue(token(TOKEN, 3600));
    target.enqueue(status(200));
    run(builder(oauth2().secretInBody().scope("read").scope("write").audience("shop")).build());
    var asked = endpoint.takeRequest();
    assertThat(asked.getHeaders().get("Authorization")).isNull();
    assertThat(asked.getBody().utf8())
        .isEqualTo(
            "grant_type=client_credentials&scope=read+write&audience=shop&client_id=my+client"
                + "&client_secret=s3cret%3A%2F%C3%BC");
  }

  @Test
  void tokenIsKeptUntilShortlyBeforeItsEnd() throws Exception {
    endpoint.enqueue(token(TOKEN, 100));
    endpoint.enqueue(token("another", 100));
    for (int i = 0; i < 3; i++) {
      target.enqueue(status(200));
    }
    var check = check();
    run(check);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(90) - 1);
    run(check);
    assertThat(endpoint.getRequestCount()).isEqualTo(1);
    nanos.addAndGet(1);
    run(check);
    assertThat(endpoint.getRequestCount()).isEqualTo(2);
    target.takeRequest();
    target.takeRequest();
    assertThat(target.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer another");
  }

  @Test
  void tokenWithoutAnEndIsKeptForFiveMinutes() {
    endpoint.enqueue(answer(200, "{\"access_token\":\"a\",\"token_type\":\"BEARER\"}"));
    endpoint.enqueue(token("b", 100));
    target.enqueue(status(200));
    target.enqueue(status(200));
    target.enqueue(status(200));
    var check = check();
    run(check);
    run(check);
    assertThat(endpoint.getRequestCount()).isEqualTo(1);
    nanos.addAndGet(AccessTokens.UNTOLD.toNanos());
    run(check);
    assertThat(endpoint.getRequestCount()).isEqualTo(2);
  }

  @Test
  void tokenThatEndsAtOnceIsUsedOnce() {
    endpoint.enqueue(token("a", 0));
    endpoint.enqueue(token("b", 0));
    target.enqueue(status(200));
    target.enqueue(status(200));
    var check = check();
    assertThat(run(check).status()).isEqualTo(Status.PASS);
    assertThat(run(check).status()).isEqualTo(Status.PASS);
    assertThat(endpoint.getRequestCount()).isEqualTo(2);
  }

  @Test
  void keptTokenThatTheTargetRefusesIsReplacedOnce() throws Exception {
    endpoint.enqueue(token("old", 3600));
    endpoint.enqueue(token("new", 3600));
    target.enqueue(status(200));
    target.enqueue(status(401));
    target.enqueue(status(200));
    var check = check();
    run(check);
    assertThat(run(check).status()).isEqualTo(Status.PASS);
    target.takeRequest();
    assertThat(target.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer old");
    assertThat(target.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer new");
  }

  @Test
  void targetThatRefusesANewTokenFailsByItsStatus() {
    endpoint.enqueue(token("a", 3600));
    endpoint.enqueue(token("b", 3600));
    target.enqueue(status(401));
    target.enqueue(status(401));
    var check = check();
    var result = run(check);
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.reason()).contains(Reason.STATUS);
    assertThat(target.getRequestCount()).isEqualTo(1);
    run(check);
    assertThat(endpoint.getRequestCount()).as("a refused token is not kept").isEqualTo(2);
  }

  @Test
  void tokenIsFetchedOnceForRunsAtTheSameTime() throws Exception {
    var waiting = new CountDownLatch(1);
    try (var slow =
        new RawServer(
            socket -> {
              RawServer.readHead(socket);
              waiting.await();
              var body = tokenJson(TOKEN, "3600");
              socket
                  .getOutputStream()
                  .write(
                      ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                          .getBytes(US_ASCII));
            })) {
      var check =
          builder(OAuth2.clientCredentials(slow.url(), "my client", Secret.of(SECRET))).build();
      var pool = Executors.newFixedThreadPool(8);
      try {
        var ready = new CountDownLatch(8);
        Callable<CheckResult> task =
            () -> {
              ready.countDown();
              return check.run(FakeCheckContext.create());
            };
        var runs = Stream.generate(() -> pool.submit(task)).limit(8).toList();
        for (int i = 0; i < 8; i++) {
          target.enqueue(status(200));
        }
        ready.await();
        waiting.countDown();
        for (var run : runs) {
          assertThat(run.get(10, TimeUnit.SECONDS).status()).isEqualTo(Status.PASS);
        }
        assertThat(slow.connections()).isEqualTo(1);
      } finally {
        pool.shutdownNow();
      }
    }
  }

  @Test
  void latencyIsTheTargetsAlone() {
    endpoint.enqueue(
        new MockResponse.Builder()
            .body(tokenJson(TOKEN, "3600"))
            .headersDelay(400, TimeUnit.MILLISECONDS)
            .build());
    target.enqueue(status(200));
    var result = run(check());
    assertThat(phase(result, "token")).isGreaterThan(0.39);
    assertWithoutToken(result);
  }

  @Test
  void latencyOfAFailureIsTheTargetsAlone() throws Exception {
    endpoint.enqueue(
        new MockResponse.Builder()
            .body(tokenJson(TOKEN, "3600"))
            .headersDelay(400, TimeUnit.MILLISECONDS)
            .build());
    target.close();
    var result = run(check());
    assertThat(result.reason()).contains(Reason.REFUSED);
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(phase(result, "token")).isGreaterThan(0.39);
    assertWithoutToken(result);
  }

  @Test
  void deadTokenEndpointIsUnknownAndAsksNobodyElse() {
    endpoint.close();
    var result = run(check());
    assertUnknown(result, "no token from ");
    assertThat(result.summary()).contains("connection refused");
    assertThat(result.latency()).isEmpty();
    assertThat(target.getRequestCount()).isZero();
  }

  @Test
  void silentTokenEndpointIsUnknown() throws Exception {
    try (var silent = RawServer.hanging()) {
      var check = builder(OAuth2.clientCredentials(silent.url(), "c", Secret.of(SECRET))).build();
      var context = FakeCheckContext.builder().timeout(Duration.ofMillis(300)).build();
      assertUnknown(check.run(context), "timed out after");
    }
  }

  @Test
  void interruptEndsTheFetch() throws Exception {
    try (var silent = RawServer.hanging()) {
      var check = builder(OAuth2.clientCredentials(silent.url(), "c", Secret.of(SECRET))).build();
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(() -> check.run(FakeCheckContext.create()));
    }
  }

  @Test
  void refusalNamesTheErrorButNotItsDescription() {
    endpoint.enqueue(
        answer(
            401,
            "{\"error\":\"invalid_client\",\"error_description\":\"bad secret " + SECRET + "\"}"));
    var result = run(check());
    assertUnknown(result, "401 Unauthorized (invalid_client)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "<html>s3cret:/ü t0ken-value</html>",
        "{\"access_token\":\"t0ken-value\"}",
        "{\"access_token\":\"t0ken-value\",\"token_type\":\"mac\"}",
        "{\"access_token\":12,\"token_type\":\"bearer\"}",
        "{\"access_token\":\"\",\"token_type\":\"bearer\"}",
        "{\"access_token\":\"t0ken-value\\r\\nX-Evil: 1\",\"token_type\":\"bearer\"}",
        "{\"access_token\":\"t0ken-value ü\",\"token_type\":\"bearer\"}",
        "{\"access_token\":\"t0ken-value\",\"token_type\":\"bearer\",\"expires_in\":\"soon\"}",
        "{\"access_token\":\"t0ken-value\",\"token_type\":\"bearer\",\"expires_in\":-1}",
        "{\"access_token\":\"t0ken-value\",\"token_type\":\"bearer\",\"expires_in\":1e400}",
        "{\"access_token\":\"t0ken-value\",\"token_type\":\"bearer\",\"expires_in\":{}}",
        "{\"access_token\":\"t0ken-value\",\"token_type\":\"bearer\"} {}",
        "{\"access_token\":\"t0ken-value\",\"access_token\":\"b\",\"token_type\":\"bearer\"}",
        "{\"access_token\":\"t0ken-value\",\"token_type\":\"bearer\"",
        "{\"error\":\"t0ken-value\"}",
      })
  void answerThatIsNoTokenIsUnknown(String body) {
    endpoint.enqueue(answer(200, body));
    assertUnknown(run(check()), "no token from ");
    assertThat(target.getRequestCount()).isZero();
  }

  @Test
  void deeplyNestedAnswerIsUnknown() {
    endpoint.enqueue(answer(200, "{\"a\":" + "[".repeat(20_000)));
    assertUnknown(run(check()), "not a JSON object");
  }

  @Test
  void endlessAnswerIsCutOff() throws Exception {
    try (var endless =
        new RawServer(
            socket -> {
              RawServer.readHead(socket);
              var out = socket.getOutputStream();
              out.write("HTTP/1.1 200 OK\r\n\r\n{\"a\":\"".getBytes(US_ASCII));
              while (true) {
                out.write(new byte[8192]);
              }
            })) {
      var check = builder(OAuth2.clientCredentials(endless.url(), "c", Secret.of(SECRET))).build();
      assertUnknown(run(check), "larger than 64 KiB");
    }
  }

  @Test
  void redirectOfTheTokenEndpointIsNotFollowed() {
    endpoint.enqueue(
        new MockResponse.Builder()
            .code(307)
            .addHeader("Location", target.url("/steal").toString())
            .build());
    assertUnknown(run(check()), "307 Temporary Redirect");
    assertThat(target.getRequestCount()).isZero();
  }

  @Test
  void tokenEndpointIsUnderTheEgressPolicy() {
    var policy = EgressPolicy.lenient().deny("127.0.0.0/8");
    var result = run(builder(oauth2()).egress(policy).build());
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.DENIED);
    assertThat(result.summary()).startsWith("no token from ").contains("address not allowed");
    assertThat(endpoint.getRequestCount()).isZero();
  }

  @Test
  void tokenEndpointIsRefusedInEveryReadingOfItsNumber() {
    // To the JDK it is 177.0.0.2, which is public.
    var how =
        OAuth2.clientCredentials(
            "http://0177.0.0.2:" + endpoint.getPort() + "/token", "my client", Secret.of(SECRET));
    var policy = EgressPolicy.strict().allow("127.0.0.1/32");
    var result = run(builder(how).egress(policy).build());
    assertThat(result.status()).as("%s", result).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.DENIED);
    assertThat(result.summary()).contains("loopback (127.0.0.0/8)");
    assertThat(target.getRequestCount()).isZero();
  }

  @Test
  void tokenStaysAtHomeOnRedirect() throws Exception {
    try (var foreign = new MockWebServer()) {
      foreign.start();
      endpoint.enqueue(token(TOKEN, 3600));
      target.enqueue(
          new MockResponse.Builder()
              .code(302)
              .addHeader("Location", foreign.url("/").toString())
              .build());
      foreign.enqueue(status(200));
      assertThat(run(check()).status()).isEqualTo(Status.PASS);
      assertThat(target.takeRequest().getHeaders().get("Authorization")).isNotNull();
      assertThat(foreign.takeRequest().getHeaders().get("Authorization")).isNull();
    }
  }

  @Test
  void everyProblemIsReportedAtOnceWithoutAValue() {
    var wrong =
        OAuth2.clientCredentials("ftp://hunter2", "hunter2\n", Secret.of("x"))
            .scope("hunter2\"")
            .audience("hunter2\n");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                HttpCheck.get("http://shop.example/")
                    .oauth2(wrong)
                    .bearer(Secret.of("b"))
                    .header("Authorization", "c")
                    .build())
        .withMessageContainingAll(
            "oauth2.token-url: has the unknown scheme",
            "oauth2.client",
            "oauth2.scope",
            "oauth2.audience",
            "oauth2: excludes basic and bearer",
            "headers.Authorization: excludes")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }

  @Test
  void secretsAreInNoText() {
    var how = oauth2();
    assertThat(how.toString()).startsWith("OAuth2[http://").doesNotContain("s3cret", "my client");
    assertThat(builder(how).build().toString()).doesNotContain("s3cret");
    var misplaced =
        OAuth2.clientCredentials("https://me:hunter2@id.example/t", "pulse", Secret.of(SECRET));
    assertThat(misplaced.toString()).isEqualTo("OAuth2[https://id.example/t]");
    assertThat(TokenAnswerTest.read(tokenJson(TOKEN, "1")).toString()).doesNotContain(TOKEN);
  }

  /** The latency is what is left of the run without the token, however long each of them took. */
  private static void assertWithoutToken(CheckResult result) {
    double latency = result.latency().orElseThrow().toNanos() / 1e9;
    assertThat(latency).isLessThan(phase(result, "total") - phase(result, "token") + 0.01);
  }

  private void assertUnknown(CheckResult result, String words) {
    assertThat(result.status()).as(result.summary()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.OAUTH2);
    assertThat(result.summary()).contains(words);
  }

  private OAuth2 oauth2() {
    return OAuth2.clientCredentials(
        endpoint.url("/token").toString(), "my client", Secret.of(SECRET));
  }

  private HttpCheck check() {
    return builder(oauth2()).build();
  }

  private HttpCheck.Builder builder(OAuth2 how) {
    return HttpCheck.get(target.url("/").toString())
        .oauth2(how)
        .environment(
            new HttpClients.Environment(Lookups.system(), FreshTls.platform(), nanos::get));
  }

  /** Runs a check, and looks for what must not be seen in everything that is. */
  private static CheckResult run(HttpCheck check) {
    var context = FakeCheckContext.create();
    try {
      var result = check.run(context);
      assertThat(
              List.of(
                  result.toString(),
                  result.summary(),
                  result.details().toString(),
                  result.samples().toString(),
                  result.findings().toString(),
                  context.logLines().toString(),
                  check.toString()))
          .noneMatch(text -> text.contains("s3cret") || text.contains(TOKEN));
      return result;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double phase(CheckResult result, String name) {
    return result.samples().stream()
        .filter(sample -> sample.labels().get("phase").filter(name::equals).isPresent())
        .mapToDouble(Sample::value)
        .findFirst()
        .orElseThrow();
  }

  private static String basic(String header) {
    return new String(Base64.getDecoder().decode(header.substring("Basic ".length())), UTF_8);
  }

  private static MockResponse token(String token, int seconds) {
    return answer(200, tokenJson(token, String.valueOf(seconds)));
  }

  private static String tokenJson(String token, String seconds) {
    return "{\"access_token\":\""
        + token
        + "\",\"token_type\":\"Bearer\",\"expires_in\":"
        + seconds
        + ",\"scope\":\"read\",\"more\":{\"a\":[1,null]}}";
  }

  private static MockResponse answer(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }

  private static MockResponse status(int code) {
    return new MockResponse.Builder().code(code).build();
  }
}
