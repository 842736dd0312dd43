package dev.pulse.prometheus;

import static dev.pulse.prometheus.LabelMatcher.equal;
import static dev.pulse.prometheus.ServerFake.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GrafanaClientTest {
  private static final PromQl UP = PromQl.metric("up").where(equal("network", "a\"b"));
  private static final Instant AT = Instant.ofEpochMilli(1763726400123L);

  private ServerFake fake;

  @BeforeEach
  void start() throws Exception {
    fake = new ServerFake();
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  private static Map<String, PromQl> two() {
    var queries = new LinkedHashMap<String, PromQl>();
    queries.put("pandaPulse", PromQl.metric("up").equalTo(1));
    queries.put("pandaPulsePresence", UP);
    return queries;
  }

  /** A frame as Grafana sends it for one series of a vector. */
  private static String frame(String labels, String value, String entities) {
    return "{\"schema\":{\"name\":\"x\",\"refId\":\"A\",\"meta\":{\"type\":\"numeric-multi\","
        + "\"custom\":{\"resultType\":\"vector\"}},\"fields\":[{\"name\":\"Time\",\"type\":\"time\","
        + "\"typeInfo\":{\"frame\":\"time.Time\"},\"config\":{\"interval\":60000}},{\"name\":"
        + "\"Value\",\"type\":\"number\",\"typeInfo\":{\"frame\":\"float64\"},\"labels\":"
        + labels
        + ",\"config\":{\"displayNameFromDS\":\"y\"}}]},\"data\":{\"values\":[[1763726400123],["
        + value
        + "]]"
        + entities
        + "}}";
  }

  @Test
  @DisplayName("C8: the request, word for word")
  void requestIsAsGrafanaWantsIt() throws Exception {
    fake.answers(200, "{\"results\":{}}");
    fake.grafana()
        .bearer(Secret.of("glsa_token_1"))
        .legend("({{ingress_user}}) {{instance}}")
        .build()
        .instant(two(), TIME);
    var request = fake.request();
    assertThat(request.getMethod()).isEqualTo("POST");
    assertThat(request.getUrl().encodedPath()).isEqualTo("/api/ds/query");
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer glsa_token_1");
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
    assertThat(ServerFake.body(request))
        .isEqualTo(
            "{\"from\":\"now-5m\",\"to\":\"now\",\"queries\":[{\"refId\":\"pandaPulse\","
                + "\"datasource\":{\"uid\":\"UhcO3vy7z\"},\"expr\":\"up == 1\",\"instant\":true,"
                + "\"range\":false,\"maxDataPoints\":1,\"intervalMs\":60000,"
                + "\"legendFormat\":\"({{ingress_user}}) {{instance}}\"},"
                + "{\"refId\":\"pandaPulsePresence\",\"datasource\":{\"uid\":\"UhcO3vy7z\"},"
                + "\"expr\":\"up{network=\\\"a\\\\\\\"b\\\"}\",\"instant\":true,\"range\":false,"
                + "\"maxDataPoints\":1,\"intervalMs\":60000,"
                + "\"legendFormat\":\"({{ingress_user}}) {{instance}}\"}]}");
    assertThat(fake.observed)
        .singleElement()
        .satisfies(
            seen -> {
              assertThat(seen.service()).isEqualTo("grafana");
              assertThat(seen.operation()).isEqualTo("/api/ds/query");
              assertThat(seen.error()).isEmpty();
            });
  }

  @Test
  @DisplayName("C8: labels from the heads, values from the columns, nulls")
  void framesBecomeSeries() throws Exception {
    fake.answers(
        200,
        "{\"results\":{\"query\":{\"status\":200,\"frames\":["
            + frame("{\"__name__\":\"up\",\"instance\":\"a\"}", "1.5", "")
            + ","
            + frame("null", "2", "")
            + ","
            + frame("{\"instance\":\"gone\"}", "null", "")
            + ","
            + frame("{\"instance\":\"nan\"}", "null", ",\"entities\":[null,{\"NaN\":[0]}]")
            + ","
            + frame("{\"instance\":\"inf\"}", "null", ",\"entities\":[null,{\"NegInf\":[0]}]")
            + "]}}}");
    var answer = fake.grafana().build().instant(UP, TIME);
    assertThat(answer.type()).isEqualTo(QueryAnswer.Type.VECTOR);
    assertThat(answer.series())
        .containsExactly(
            Series.of("up", Labels.of("instance", "a"), List.of(new Point(AT, 1.5))),
            Series.of(Labels.empty(), new Point(AT, 2)),
            Series.of(Labels.of("instance", "gone")),
            Series.of(Labels.of("instance", "nan"), new Point(AT, Double.NaN)),
            Series.of(Labels.of("instance", "inf"), new Point(AT, Double.NEGATIVE_INFINITY)));
  }

  @Test
  void oneFrameMayHaveSeveralColumns() throws Exception {
    fake.answers(
        200,
        "{\"results\":{\"query\":{\"frames\":[{\"data\":{\"values\":[[1,2],[1,null],[3,4]]},"
            + "\"schema\":{\"meta\":{\"notices\":[{\"severity\":\"warning\",\"text\":\"partial\"}]},"
            + "\"fields\":[{\"type\":\"time\"},{\"type\":\"number\",\"labels\":{\"a\":\"1\"}},"
            + "{\"type\":\"number\",\"labels\":{\"a\":\"2\"}}]}}]}}}");
    var answer = fake.grafana().build().instant(UP, TIME);
    assertThat(answer.series())
        .containsExactly(
            Series.of(Labels.of("a", "1"), new Point(Instant.ofEpochMilli(1), 1)),
            Series.of(
                Labels.of("a", "2"),
                new Point(Instant.ofEpochMilli(1), 3),
                new Point(Instant.ofEpochMilli(2), 4)));
    assertThat(answer.warnings()).containsExactly("partial");
  }

  @Test
  void noFramesAreNoSeries() throws Exception {
    fake.answers(
        200,
        "{\"results\":{\"query\":{\"status\":200,\"frames\":[{\"schema\":{\"fields\":[]},"
            + "\"data\":{\"values\":[]}}]}}}");
    assertThat(fake.grafana().build().instant(UP, TIME).series()).isEmpty();
  }

  @Test
  @DisplayName("C8, 6: an error of one query in an answer of 200 is an error of that query")
  void errorOfOneQueryDoesNotTouchTheOther() throws Exception {
    fake.answers(
        200,
        "{\"results\":{\"pandaPulse\":{\"error\":\"bad_data: parse error\",\"errorSource\":"
            + "\"downstream\",\"status\":400,\"frames\":[]},\"pandaPulsePresence\":{\"status\":200,"
            + "\"frames\":["
            + frame("{\"instance\":\"a\"}", "1", "")
            + "]}}}");
    var answers = fake.grafana().build().instant(two(), TIME);
    var failure = answers.get("pandaPulse").failure().orElseThrow();
    assertThat(failure.reason()).isEqualTo(QueryFailure.QUERY);
    assertThat(failure.status()).contains(400);
    assertThat(failure.message())
        .endsWith(" answered 200 with 400 for pandaPulse: bad_data: parse error");
    assertThat(answers.get("pandaPulsePresence").series()).hasSize(1);
  }

  @Test
  @DisplayName("C8: a status of 400 or more is a failure, even without an error")
  void statusAloneIsAFailure() throws Exception {
    fake.answers(200, "{\"results\":{\"query\":{\"status\":502,\"frames\":[]}}}");
    var failure = fake.grafana().build().instant(UP, TIME).failure().orElseThrow();
    assertThat(failure.status()).contains(502);
    assertThat(failure.message()).endsWith("with 502 for query: status 502");
  }

  @Test
  void resultsUnderABadStatusAreRead() throws Exception {
    fake.answers(
        400,
        "{\"results\":{\"pandaPulse\":{\"error\":\"no\",\"status\":400},"
            + "\"pandaPulsePresence\":{\"status\":200,\"frames\":[]}}}");
    var answers = fake.grafana().build().instant(two(), TIME);
    assertThat(answers.get("pandaPulse").isSuccess()).isFalse();
    assertThat(answers.get("pandaPulsePresence").series()).isEmpty();
  }

  @Test
  void refusedRequestFailsAllQueries() throws Exception {
    fake.answers(401, "{\"message\":\"Unauthorized\"}");
    var answers = fake.grafana().build().instant(two(), TIME);
    assertThat(answers.values())
        .allSatisfy(
            answer -> {
              var failure = answer.failure().orElseThrow();
              assertThat(failure.reason()).isEqualTo(Reason.STATUS);
              assertThat(failure.message()).endsWith("401: {\"message\":\"Unauthorized\"}");
            });
  }

  @Test
  void passingTroubleIsTriedAgain() throws Exception {
    fake.answers(503, "starting").answers(200, "{\"results\":{\"query\":{\"frames\":[]}}}");
    var client = fake.grafana().retryAfter(Duration.ofSeconds(1), Duration.ofSeconds(2)).build();
    assertThat(client.instant(UP, TIME).series()).isEmpty();
    assertThat(fake.waits).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void spanIsAskedForWithItsStep() throws Exception {
    fake.answers(200, "{\"results\":{\"query\":{\"frames\":[]}}}");
    var answer =
        fake.grafana()
            .build()
            .range(UP, Instant.EPOCH, Instant.ofEpochSecond(60), Duration.ofSeconds(15), TIME);
    assertThat(answer.type()).isEqualTo(QueryAnswer.Type.MATRIX);
    assertThat(ServerFake.body(fake.request()))
        .startsWith("{\"from\":\"0\",\"to\":\"60000\",")
        .contains(
            "\"instant\":false,\"range\":true,\"maxDataPoints\":11000,\"intervalMs\":15000,"
                + "\"interval\":\"15s\"");
  }

  @Test
  void momentIsTheEndOfWhatIsAskedFor() throws Exception {
    fake.answers(200, "{\"results\":{\"query\":{\"frames\":[]}}}");
    fake.grafana()
        .build()
        .query(QueryRequest.instant(Map.of("query", UP)).at(Instant.ofEpochSecond(600)));
    assertThat(ServerFake.body(fake.request()))
        .startsWith("{\"from\":\"300000\",\"to\":\"600000\",");
  }

  @Test
  void tokenInAnErrorOfAQueryIsNotShown() throws Exception {
    fake.answers(200, "{\"results\":{\"query\":{\"error\":\"got glsa_SECRET_1\"}}}");
    var client = fake.grafana().bearer(Secret.of("glsa_SECRET_1")).build();
    var failure = client.instant(UP, TIME).failure().orElseThrow();
    assertThat(failure.message()).endsWith("got ***");
  }

  @Test
  void namesOfQueriesAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueryRequest.instant(Map.of("a b", UP)))
        .withMessageContaining("\"a b\"");
    assertThatIllegalArgumentException().isThrownBy(() -> QueryRequest.instant(Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                QueryRequest.range(Map.of("a", UP), AT, AT.minusSeconds(1), Duration.ofSeconds(1)));
  }
}
