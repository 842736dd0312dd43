package dev.pulse.core.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookNotifierTest {
  private final HttpReceivers receivers = new HttpReceivers();

  @AfterEach
  void close() throws Exception {
    receivers.close();
  }

  @Test
  void bodyIsTheWholeMessage() throws Exception {
    hook().build().send(Alarms.message(Kind.CHANGED, Alarms.taken(), Alarms.over()));
    assertThat(request().getHeaders().get("Content-Type")).isEqualTo("application/json");
    assertThat(request().getHeaders().get("Idempotency-Key")).isEqualTo("20260301101600000-ab12");
    assertThat(request().getHeaders().get("User-Agent")).isEqualTo("Pulse");
    assertThat(request().getBody().utf8())
        .isEqualTo(
            """
            {"version":"1","id":"20260301101600000-ab12","kind":"changed","status":"firing",\
            "severity":"critical","title":"Changed: checkout is down and 1 more","channel":"ops",\
            "group":"d41d8cd98f00b204e9800998ecf8427e","groupLabels":{"team":"shop"},\
            "at":"2026-03-01T10:16:00Z","alerts":[\
            {"incident":42,"fingerprint":"FP","status":"firing","severity":"critical",\
            "check":"checkout","rule":"downtime","title":"checkout is down",\
            "text":"3 failures in a row",\
            "labels":{"alertname":"downtime","check":"checkout","severity":"critical","team":"shop"},\
            "annotations":{"runbook":"https://wiki.example/checkout"},\
            "details":{"failures":"3"},"startsAt":"2026-03-01T10:15:30Z",\
            "acknowledged":{"by":"ada","at":"2026-03-01T10:16:00Z","comment":"mine"}},\
            {"incident":42,"fingerprint":"FP","status":"resolved","severity":"critical",\
            "check":"checkout","rule":"downtime","title":"checkout is down",\
            "text":"3 failures in a row",\
            "labels":{"alertname":"downtime","check":"checkout","severity":"critical","team":"shop"},\
            "annotations":{"runbook":"https://wiki.example/checkout"},\
            "details":{"failures":"3"},"startsAt":"2026-03-01T10:15:30Z",\
            "endsAt":"2026-03-01T10:17:00Z","resolution":"recovered"}],\
            "omitted":0}"""
                .replace("FP", Alarms.over().fingerprint()));
  }

  @Test
  void signatureIsTheHmacOfTimeAndBody() throws Exception {
    hook()
        .signedWith(Secret.of("s1gning"))
        .clock(ManualClock.at("2026-03-01T10:16:05.9Z"))
        .build()
        .send(message());
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("s1gning".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    var signed = "1772360165." + request().getBody().utf8();
    assertThat(request().getHeaders().get("X-Pulse-Signature"))
        .isEqualTo(
            "t=1772360165,v1="
                + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void signatureOfAKnownBodyIsTheKnownOne() {
    // echo -n '1772360165.{"a":1}' | openssl dgst -sha256 -hmac s1gning
    assertThat(
            Signature.of(
                Secret.of("s1gning"), 1772360165, "{\"a\":1}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            "t=1772360165,v1=8535ecbceb54a161146f68b0380be61509d20e0c9d741048abda0d52cdd7b306");
  }

  @Test
  void templateMakesTheBodyAndEscapesForJson() throws Exception {
    hook()
        .body(
            "{\"text\": \"{{title}}\", \"n\": [{{#alerts}}\"{{text}}\"{{^-last}},{{/-last}}{{/alerts}}]}",
            "application/vnd.acme+json")
        .build()
        .send(
            Alarms.message(
                Kind.FIRST,
                Alarms.checkout().title("say \"hi\"\n\\").text("a\u001bb").build(),
                Alarms.disk(1)));
    assertThat(request().getHeaders().get("Content-Type")).isEqualTo("application/vnd.acme+json");
    assertThat(request().getBody().utf8())
        .startsWith("{\"text\": \"say \\\"hi\\\"")
        .contains("a\\u001bb")
        .endsWith("\"\"]}");
  }

  @Test
  void templateOfPlainTextEscapesNothing() throws Exception {
    hook().body("{{title}} in {{groupLabels.team}}", "text/plain").build().send(message());
    assertThat(request().getBody().utf8()).isEqualTo("checkout is down in shop");
  }

  @Test
  void templateThatGrowsTooLongIsARefusalThatStays() throws Exception {
    var hook = hook().body("{{#alerts}}{{text}}{{text}}{{text}}{{/alerts}}", "text/plain").build();
    var huge = Alarms.checkout().text("x".repeat(400_000)).build();
    assertThatExceptionOfType(NotifyException.class)
        .isThrownBy(() -> hook.send(Alarms.message(Kind.FIRST, huge)))
        .matches(failure -> !failure.isWorthRetrying());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH"})
  void methodIsThatOfTheBuilder(String method) throws Exception {
    hook().method(method).build().send(message());
    assertThat(request().getMethod()).isEqualTo(method);
  }

  @Test
  void credentialsAndHeadersAreSent() throws Exception {
    hook()
        .basicAuth("ada", Secret.of("p4ß"))
        .header("X-Api-Key", Secret.of("k3y"))
        .build()
        .send(message());
    assertThat(request().getHeaders().get("Authorization")).isEqualTo("Basic YWRhOnA0w58=");
    assertThat(request().getHeaders().get("X-Api-Key")).isEqualTo("k3y");
    hook().bearer(Secret.of("t0ken")).build().send(message());
    assertThat(receivers.requests().get(1).getHeaders().get("Authorization"))
        .isEqualTo("Bearer t0ken");
  }

  @Test
  void allProblemsAreReportedTogetherWithoutSecrets() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                WebhookNotifier.builder(Secret.of("ftp://s3cret/"))
                    .method("GET")
                    .header("a b", Secret.of("s3cret"))
                    .header("Host", Secret.of("s3cret"))
                    .header("X-A", Secret.of("s3cret\r\nX-B: 1"))
                    .header("authorization", Secret.of("s3cret"))
                    .basicAuth("a:b", Secret.of("s3cret"))
                    .bearer(Secret.of("s3cret\n"))
                    .body("{{title", "text/html")
                    .build())
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .extracting(Problem::key)
                    .containsExactly(
                        "url",
                        "method",
                        "headers",
                        "headers.Host",
                        "headers.X-A",
                        "headers.authorization",
                        "bearer",
                        "basic.user",
                        "bearer",
                        "content-type"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{title",
        "{\"a\": {{title}}}",
        "{\"a\": \"{{title}}\"",
        "{\"a\": 1} {\"b\": 2}",
        "{{#alerts}}{{/group}}",
      })
  void templateThatCannotMakeJsonIsRefusedAtOnce(String template) {
    var builder =
        WebhookNotifier.builder(Secret.of("https://x.example/")).body(template, "application/json");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(builder::build)
        .satisfies(e -> assertThat(e.problems()).extracting(Problem::key).containsExactly("body"));
  }

  private static Notification message() {
    return Alarms.message(Kind.FIRST, Alarms.checkout().build());
  }

  private WebhookNotifier.Builder hook() throws Exception {
    return WebhookNotifier.builder(Secret.of(receivers.good(204) + "/hook"));
  }

  private RecordedRequest request() {
    return receivers.requests().get(0);
  }
}
