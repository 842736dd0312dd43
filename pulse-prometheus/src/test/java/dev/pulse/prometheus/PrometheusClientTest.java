package dev.pulse.prometheus;

import static dev.pulse.prometheus.LabelMatcher.equal;
import static dev.pulse.prometheus.ServerFake.TIME;
import static dev.pulse.prometheus.ServerFake.form;
import static dev.pulse.prometheus.ServerFake.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Labels;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusClientTest {
  private static final PromQl UP = PromQl.metric("up").where(equal("job", "a b&c"));

  private ServerFake fake;

  @BeforeEach
  void start() throws Exception {
    fake = new ServerFake();
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  private QueryAnswer ask() throws InterruptedException {
    return fake.prometheus().build().instant(UP, TIME);
  }

  @Test
  @DisplayName("C9: POST with the form field query; a vector is a success")
  void vectorIsReadAndTheQueryGoesAsAForm() throws Exception {
    fake.vector(
        series("{\"__name__\":\"up\",\"instance\":\"a\",\"empty\":\"\"}", "1"),
        series("{\"instance\":\"b\"}", "0.5e-3"));
    var answer = ask();
    assertThat(answer.type()).isEqualTo(QueryAnswer.Type.VECTOR);
    assertThat(answer.series())
        .containsExactly(
            Series.of("up", Labels.of("instance", "a"), List.of(point("1763726400.123", 1))),
            Series.of(Labels.of("instance", "b"), point("1763726400.123", 0.0005)));
    var request = fake.request();
    assertThat(request.getMethod()).isEqualTo("POST");
    assertThat(request.getUrl().encodedPath()).isEqualTo("/api/v1/query");
    assertThat(form(request)).containsExactly("query=up{job=\"a b&c\"}");
  }

  private static Point point(String seconds, double value) {
    return new Point(
        Instant.ofEpochMilli(new BigDecimal(seconds).movePointRight(3).longValueExact()), value);
  }

  @Test
  void anInstantQueryCanLookBack() throws Exception {
    fake.vector();
    fake.prometheus()
        .build()
        .query(QueryRequest.instant(Map.of("x", UP)).at(Instant.ofEpochMilli(1_500)));
    assertThat(form(fake.request())).contains("time=1.5");
  }

  @Test
  void matrixHasTheValuesOfASpan() throws Exception {
    fake.succeeds(
        "{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"a\":\"b\"},"
            + "\"values\":[[1,\"1\"],[2,\"+Inf\"],[3,\"NaN\"]]}]}");
    var answer =
        fake.prometheus()
            .build()
            .range(UP, Instant.EPOCH, Instant.ofEpochSecond(60), Duration.ofMillis(1500), TIME);
    assertThat(answer.type()).isEqualTo(QueryAnswer.Type.MATRIX);
    assertThat(answer.series())
        .containsExactly(
            Series.of(
                Labels.of("a", "b"),
                point("1", 1),
                point("2", Double.POSITIVE_INFINITY),
                point("3", Double.NaN)));
    var request = fake.request();
    assertThat(request.getUrl().encodedPath()).isEqualTo("/api/v1/query_range");
    assertThat(form(request)).containsExactly("query=" + UP, "start=0", "end=60", "step=1.5");
  }

  @Test
  void scalarIsASeriesWithoutLabels() throws Exception {
    fake.succeeds("{\"resultType\":\"scalar\",\"result\":[1.5,\"-Inf\"]}");
    var answer = ask();
    assertThat(answer.type()).isEqualTo(QueryAnswer.Type.SCALAR);
    assertThat(answer.series())
        .containsExactly(Series.of(Labels.empty(), point("1.5", Double.NEGATIVE_INFINITY)));
  }

  @Test
  void stringIsAText() throws Exception {
    fake.succeeds("{\"resultType\":\"string\",\"result\":[1,\"hello\"]}");
    var answer = ask();
    assertThat(answer.type()).isEqualTo(QueryAnswer.Type.STRING);
    assertThat(answer.text()).contains("hello");
    assertThat(answer.series()).isEmpty();
  }

  @Test
  void nativeHistogramsAreToleratedAndNoted() throws Exception {
    fake.vector(
        "{\"metric\":{\"a\":\"1\"},\"histogram\":[1,{\"count\":\"3\",\"sum\":\"2\","
            + "\"buckets\":[[0,\"1\",\"2\",\"3\"]]}]}");
    var only = ask().series().get(0);
    assertThat(only.hasHistograms()).isTrue();
    assertThat(only.points()).isEmpty();
  }

  @Test
  void theTypeMayStandBehindTheResult() throws Exception {
    fake.answers(
        200,
        "{\"data\":{\"new\":[{}],\"result\":["
            + series("{\"a\":\"1\",\"http.status\":\"x_y\"}", "7")
            + "],\"resultType\":\"vector\"},\"status\":\"success\",\"other\":{\"deep\":[1]}}");
    assertThat(ask().series())
        .containsExactly(
            Series.of(Labels.of("a", "1", "U__http_2e_status", "x_y"), point("1763726400.123", 7)));
  }

  @Test
  void warningsAndInfosAreHandedOn() throws Exception {
    fake.answers(
        200,
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]},"
            + "\"warnings\":[\"store a\\nis down\"],\"infos\":[\"no counter\"]}");
    var answer = ask();
    assertThat(answer.series()).isEmpty();
    assertThat(answer.warnings()).containsExactly("store a is down");
    assertThat(answer.infos()).containsExactly("no counter");
  }

  @Test
  void refusedExpressionSaysWhatTheServerSaid() throws Exception {
    fake.answers(
        400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error at 1:2\"}");
    var failure = ask().failure().orElseThrow();
    assertThat(failure.reason()).isEqualTo(QueryFailure.QUERY);
    assertThat(failure.errorType()).contains("bad_data");
    assertThat(failure.status()).contains(400);
    assertThat(failure.message())
        .isEqualTo(
            "http://localhost:"
                + fake.server.getPort()
                + " answered 400: bad_data: parse error at 1:2");
  }

  @ParameterizedTest
  @ValueSource(ints = {422, 503, 200})
  void errorsInJsonAreReadWhateverTheStatus(int status) throws Exception {
    fake.answers(
        status, "{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"query timed out\"}");
    var failure = ask().failure().orElseThrow();
    assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(failure.message()).endsWith(status + ": timeout: query timed out");
  }

  @Test
  void failedAnswerNeverLooksEmpty() throws Exception {
    fake.answers(500, "no");
    var answer = ask();
    assertThat(answer.isSuccess()).isFalse();
    assertThatExceptionOfType(MetricsException.class)
        .isThrownBy(answer::series)
        .satisfies(e -> assertThat(e.failure().reason()).isEqualTo(Reason.STATUS));
  }

  @Test
  @DisplayName("C10: the status and at most 200 characters of the body")
  void longBodiesAreCut() throws Exception {
    fake.answers(502, "<html>\n" + "x".repeat(5000));
    var message = ask().failure().orElseThrow().message();
    assertThat(message).contains(" answered 502: <html> xxx").endsWith("…");
    assertThat(message.substring(message.indexOf("<html>"))).hasSize(200);
  }

  @Test
  @DisplayName("C10: redirects are not followed")
  void redirectIsNotFollowed() throws Exception {
    fake.server.enqueue(
        new MockResponse.Builder().code(302).addHeader("Location", fake.url() + "login").build());
    var failure = ask().failure().orElseThrow();
    assertThat(failure.reason()).isEqualTo(Reason.STATUS);
    assertThat(failure.message()).contains("answered 302, a redirect, which is not followed");
    assertThat(fake.server.getRequestCount()).isEqualTo(1);
  }

  @Test
  @DisplayName("C10: retries after 1 s and 2 s on 429, 5xx and connection errors")
  void passingTroubleIsTriedAgain() throws Exception {
    fake.answers(429, "slow down").answers(500, "oops").vector(series("{}", "1"));
    var client = fake.prometheus().retryAfter(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(client.build().instant(UP, TIME).series()).hasSize(1);
    assertThat(fake.waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(fake.observed)
        .extracting(request -> request.error().orElse("none"))
        .containsExactly("http_429", "http_500", "none");
    assertThat(fake.observed)
        .allSatisfy(
            request -> {
              assertThat(request.service()).isEqualTo("prometheus");
              assertThat(request.operation()).isEqualTo("/api/v1/query");
            });
  }

  @Test
  void brokenConnectionsAreTriedAgain() throws Exception {
    fake.server.enqueue(
        new MockResponse.Builder().onRequestStart(new SocketEffect.CloseSocket()).build());
    fake.vector(series("{}", "1"));
    var client = fake.prometheus().retryAfter(Duration.ofSeconds(1)).build();
    assertThat(client.instant(UP, TIME).isSuccess()).isTrue();
    assertThat(fake.observed.get(0).error()).contains("network_error");
    assertThat(fake.observed.get(0).status()).isEmpty();
  }

  @Test
  void lastingRefusalIsNotTriedAgain() throws Exception {
    fake.answers(401, "who are you");
    var client = fake.prometheus().retryAfter(Duration.ofSeconds(1)).build();
    assertThat(client.instant(UP, TIME).isSuccess()).isFalse();
    assertThat(fake.waits).isEmpty();
  }

  @Test
  void retriesEndAndTheLastFailureStands() throws Exception {
    fake.answers(500, "one").answers(503, "two");
    var client = fake.prometheus().retryAfter(Duration.ofSeconds(1)).build();
    assertThat(client.instant(UP, TIME).failure().orElseThrow().message()).endsWith("503: two");
    assertThat(fake.server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void longerRetryAfterIsWaitedForUnlessTheTimeDoesNotSuffice() throws Exception {
    fake.server.enqueue(new MockResponse.Builder().code(429).addHeader("Retry-After", "7").build());
    fake.server.enqueue(
        new MockResponse.Builder()
            .code(429)
            .addHeader("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT")
            .build());
    var client = fake.prometheus().retryAfter(Duration.ofSeconds(1), Duration.ofSeconds(1));
    assertThat(client.build().instant(UP, TIME).failure().orElseThrow().status()).contains(429);
    assertThat(fake.waits).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void eachQueryHasAnAnswerOrAFailureOfItsOwn() throws Exception {
    fake.answers(400, "bad").vector(series("{}", "1"));
    var queries = new LinkedHashMap<String, PromQl>();
    queries.put("failing", PromQl.raw("up{"));
    queries.put("present", UP);
    var answers = fake.prometheus().build().instant(queries, TIME);
    assertThat(answers).containsOnlyKeys("failing", "present");
    assertThat(answers.get("failing").isSuccess()).isFalse();
    assertThat(answers.get("present").series()).hasSize(1);
    assertThat(answers.keySet()).containsExactly("failing", "present");
  }

  @Test
  void whoHasNoTimeLeftDoesNotAsk() throws Exception {
    var answer = fake.prometheus().build().instant(UP, Duration.ZERO);
    assertThat(answer.failure().orElseThrow().reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(fake.server.getRequestCount()).isZero();
  }

  @Test
  void silenceEndsWithTheTimeOfARequest() throws Exception {
    fake.server.enqueue(
        new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    var answer = fake.prometheus().timeout(Duration.ofMillis(150)).build().instant(UP, TIME);
    var failure = answer.failure().orElseThrow();
    assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(failure.message()).endsWith("no answer in time");
    assertThat(fake.observed).singleElement().matches(r -> r.error().orElse("").startsWith("net"));
  }

  @Test
  void bodiesAreCapped() throws Exception {
    fake.vector(series("{\"a\":\"" + "x".repeat(2000) + "\"}", "1"));
    var answer = fake.prometheus().maxBody(1000).build().instant(UP, TIME);
    var failure = answer.failure().orElseThrow();
    assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(failure.message()).endsWith("the answer is larger than 1000 bytes");
  }

  @Test
  void addressesThatThePolicyRefusesAreNotConnectedTo() throws Exception {
    var client = fake.prometheus().egress(EgressPolicy.strict()).build();
    var failure = client.instant(UP, TIME).failure().orElseThrow();
    assertThat(failure.reason()).isEqualTo(Reason.DENIED);
    assertThat(fake.server.getRequestCount()).isZero();
  }

  @Test
  void nobodyListening() throws Exception {
    fake.server.close();
    var failure = ask().failure().orElseThrow();
    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failure.message()).endsWith("the connection was refused");
  }

  @Test
  void interruptEndsIt() throws Exception {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(this::ask);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void headersAndParametersGoWithEveryRequest() throws Exception {
    fake.vector().succeeds("[\"a\"]");
    var client =
        PrometheusClient.at(URI.create(fake.url() + "prometheus/"))
            .header("X-Scope-OrgID", "tenant-1")
            .bearer(Secret.of("token-123456"))
            .parameter("dedup", "true")
            .build();
    assertThat(client.instant(UP, TIME).isSuccess()).isTrue();
    var post = fake.request();
    assertThat(post.getUrl().encodedPath()).isEqualTo("/prometheus/api/v1/query");
    assertThat(post.getHeaders().get("X-Scope-OrgID")).isEqualTo("tenant-1");
    assertThat(post.getHeaders().get("Authorization")).isEqualTo("Bearer token-123456");
    assertThat(form(post)).containsExactly("query=" + UP, "dedup=true");
    assertThat(client.labelValues("job", SeriesFilter.all()).items()).containsExactly("a");
    assertThat(fake.request().getUrl().encodedQuery()).isEqualTo("dedup=true");
  }

  @Test
  void basicAuthenticationIsSent() throws Exception {
    fake.vector();
    assertThat(
            fake.prometheus()
                .basicAuth("me", Secret.of("pässword"))
                .build()
                .instant(UP, TIME)
                .isSuccess())
        .isTrue();
    var sent = fake.request().getHeaders().get("Authorization");
    assertThat(new String(Base64.getDecoder().decode(sent.substring(6)), StandardCharsets.UTF_8))
        .isEqualTo("me:pässword");
  }

  @Test
  void tokenThatTheServerRepeatsIsNotShown() throws Exception {
    var token = "glsa_SECRET/token+1234";
    fake.answers(401, "no access for Bearer " + token)
        .answers(
            400,
            "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"got glsa_SECRET\\/token+1234\"}")
        .answers(
            200,
            "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                + series("{\"a\":\"" + token + "\"}", "1")
                + "]},\"warnings\":[\"hi "
                + token
                + "\"]}");
    var client = fake.prometheus().bearer(Secret.of(token)).build();
    for (int i = 0; i < 3; i++) {
      var answer = client.instant(UP, TIME);
      assertThat(answer + " " + answer.warnings()).contains("***").doesNotContain("SECRET");
    }
    assertThat(client).hasToString("http://localhost:" + fake.server.getPort());
  }

  @Test
  void whatIsNotShownDoesNotDestroyTheAnswer() throws Exception {
    var labels = "{\"env\":\"production\",\"branch\":\"latest\",\"job\":\"prometheus\"}";
    for (int i = 0; i < 3; i++) {
      fake.vector(series(labels, "1"));
    }
    for (var builder :
        List.of(
            fake.prometheus().basicAuth("u", Secret.of("prometheus")),
            fake.prometheus().bearer(Secret.of("test")),
            fake.prometheus().header("X-Scope-OrgID", Secret.of("production")))) {
      assertThat(builder.build().instant(UP, TIME).series())
          .singleElement()
          .satisfies(
              series ->
                  assertThat(series.labels().asMap())
                      .isEqualTo(
                          Map.of("env", "production", "branch", "latest", "job", "prometheus")));
    }
  }

  @Test
  void certificateIsShownToTheServer(@TempDir Path folder) throws Exception {
    var authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    var own =
        new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName("localhost")
            .build();
    var client = new HeldCertificate.Builder().commonName("pulse").signedBy(authority).build();
    var chain = Files.writeString(folder.resolve("chain.pem"), client.certificatePem());
    var key = Files.writeString(folder.resolve("key.pem"), client.privateKeyPkcs8Pem());
    var trust = Files.writeString(folder.resolve("ca.pem"), authority.certificatePem());
    try (var tls = new ServerFake.Tls()) {
      tls.server.useHttps(
          new HandshakeCertificates.Builder()
              .heldCertificate(own)
              .addTrustedCertificate(authority.certificate())
              .build()
              .sslSocketFactory());
      tls.server.requireClientAuth();
      tls.server.start();
      tls.server.enqueue(
          new MockResponse.Builder()
              .body("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}")
              .build());
      var url = tls.server.url("/").uri();
      var trusting = PrometheusClient.at(url).trust(trust).clientCertificate(chain, key).build();
      assertThat(trusting.instant(UP, TIME)).matches(QueryAnswer::isSuccess);
      assertThat(tls.server.takeRequest().getHandshake().peerCertificates())
          .first()
          .isEqualTo(client.certificate());
      var distrusting = PrometheusClient.at(url).clientCertificate(chain, key).build();
      assertThat(distrusting.instant(UP, TIME).failure().orElseThrow().message())
          .contains("the certificate is not trusted");
    }
  }

  @Test
  void allProblemsAreToldAtOnceAndNoSecret() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                PrometheusClient.at(URI.create("ftp://x"))
                    .bearer(Secret.of("secret\u0001"))
                    .basicAuth("a:b", Secret.of("secret"))
                    .header("Bad Name", "x")
                    .header("Host", "x")
                    .header("X-Key", "secret\n")
                    .parameter("query", "x")
                    .timeout(Duration.ZERO)
                    .maxBody(0)
                    .retryAfter(Duration.ofDays(1))
                    .trust(Path.of("/nowhere/ca.pem"))
                    .build())
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains(
                        "url has the unknown scheme \"ftp\"",
                        "bearer must be printable ASCII",
                        "basic.user must not contain a colon",
                        "excludes basic authentication",
                        "\"Bad Name\"",
                        "headers.Host cannot be set",
                        "headers.X-Key must be printable",
                        "parameters must not have \"query\"",
                        "request-timeout must be",
                        "max-body must be 1 to",
                        "retry-after must be",
                        "trust the file /nowhere/ca.pem does not exist")
                    .doesNotContain("secret"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrometheusClient.at(URI.create("http://x/?token=abc")).build())
        .withMessageContaining("url must not have a query")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("abc"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrometheusClient.behindGrafana(URI.create("http://x"), "../x").build())
        .withMessageContaining("datasource must be the uid");
  }

  @Test
  void datasourceProxyIsAnotherWay() throws Exception {
    fake.vector(series("{}", "1")).succeeds("[\"job\"]");
    var client =
        PrometheusClient.behindGrafana(fake.url(), "UhcO3vy7z")
            .bearer(Secret.of("token-123456"))
            .observer(fake.observed::add)
            .build();
    assertThat(client.instant(UP, TIME).series()).hasSize(1);
    assertThat(fake.request().getUrl().encodedPath())
        .isEqualTo("/api/datasources/proxy/uid/UhcO3vy7z/api/v1/query");
    assertThat(client.labelNames(SeriesFilter.all()).items()).containsExactly("job");
    assertThat(fake.observed)
        .extracting(ObservedRequest::service, ObservedRequest::operation)
        .containsExactly(
            tuple("grafana", "/api/datasources/proxy/uid/{uid}/api/v1/query"),
            tuple("grafana", "/api/datasources/proxy/uid/{uid}/api/v1/labels"));
  }

  @Test
  void observerThatThrowsChangesNothing() throws Exception {
    fake.vector();
    var client =
        fake.prometheus()
            .observer(
                request -> {
                  throw new IllegalStateException("counting is hard");
                })
            .build();
    assertThat(client.instant(UP, TIME).isSuccess()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whateverTheServerDoesIsOneFailureInTime(Fault fault) throws Exception {
    try (var server = FaultServer.start(fault)) {
      var client =
          PrometheusClient.at(server.url()).timeout(Duration.ofMillis(700)).maxBody(100_000);
      var failure = client.build().instant(UP, TIME).failure().orElseThrow();
      assertThat(failure.message()).startsWith("http").hasSizeLessThan(400);
    }
  }
}
