package dev.pulse.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReceiverTest {
  /** The example of GitHub's documentation. */
  private static final Secret SECRET = Secret.of("It's a Secret to Everybody");

  private static final String HELLO =
      "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
  private static final String RUN =
      "{\"action\":\"completed\",\"workflow_run\":{\"id\":7,\"status\":\"completed\","
          + "\"conclusion\":\"failure\",\"updated_at\":\"2026-11-21T12:00:00Z\"},"
          + "\"repository\":{\"full_name\":\"acme/x\"}}";

  private final WebhookReceiver receiver = WebhookReceiver.of(SECRET);
  private final Map<String, String> headers =
      new HashMap<>(Map.of("X-GitHub-Event", "workflow_run", "X-GitHub-Delivery", "72d3162e-cc78"));

  private Delivery receive(String body, String signature) {
    headers.put("X-Hub-Signature-256", signature);
    return receiver.receive(headers::get, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String signature(String body) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  @DisplayName("the vector of GitHub's documentation: signed, and only then found to be no JSON")
  void theSignatureIsThatOfTheVector() {
    assertThat(receive("Hello, World!", HELLO).status()).isEqualTo(400);
    assertThat(receive("Hello, World?", HELLO).status()).isEqualTo(401);
  }

  @Test
  void aDeliveryTellsWhatHappened() throws Exception {
    var delivery = receive(RUN, signature(RUN));
    assertThat(delivery.isNew()).isTrue();
    assertThat(delivery.status()).isEqualTo(202);
    assertThat(delivery.event()).isEqualTo("workflow_run");
    assertThat(delivery.id()).isEqualTo("72d3162e-cc78");
    assertThat(delivery.action()).contains("completed");
    assertThat(delivery.repository()).contains("acme/x");
    var run = delivery.workflowRun().orElseThrow();
    assertThat(run.id()).isEqualTo(7);
    assertThat(run.conclusion()).contains("failure");
  }

  @Test
  void whoRepeatsOneWithAnotherIdIsNotHeard() throws Exception {
    assertThat(receive(RUN, signature(RUN)).isNew()).isTrue();
    headers.put("X-GitHub-Delivery", "another");
    var again = receive(RUN, signature(RUN));
    assertThat(again.isNew()).isFalse();
    assertThat(again.status()).isEqualTo(200);
  }

  @Test
  void whatCouldNotBeActedOnMayComeAgain() throws Exception {
    receive(RUN, signature(RUN));
    receiver.forget(RUN.getBytes(StandardCharsets.UTF_8));
    assertThat(receive(RUN, signature(RUN)).isNew()).isTrue();
  }

  @Test
  @DisplayName("after 15,000 deliveries, the last 10,000 are still remembered, and no older one")
  void theNewestAreRemembered() throws Exception {
    for (int i = 0; i < 15_000; i++) {
      assertThat(receive(numbered(i), signature(numbered(i))).isNew()).isTrue();
    }
    for (int i = 5_000; i < 15_000; i++) {
      assertThat(receive(numbered(i), signature(numbered(i))).isNew()).isFalse();
    }
    assertThat(receive(numbered(4_999), signature(numbered(4_999))).isNew()).isTrue();
  }

  private static String numbered(int delivery) {
    return "{\"number\":" + delivery + "}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256=",
        "sha1=757107ea0eb2509fc211221cce984b8a37570b6d",
        "sha256=757107EA0EB2509FC211221CCE984B8A37570B6D7586C22C46F4379C8B043E17",
        "sha256=0000000000000000000000000000000000000000000000000000000000000000"
      })
  void whatIsNotSignedIsRefused(String signature) {
    var delivery = receive(RUN, signature);
    assertThat(delivery.status()).isEqualTo(401);
    assertThat(delivery.isNew()).isFalse();
    assertThat(delivery.message()).doesNotContain("Everybody");
  }

  @Test
  void withoutASignatureNothingIsRead() {
    assertThat(receiver.receive(name -> null, new byte[0]).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Workflow run", "a\nb"})
  void anEventHasAName(String event) throws Exception {
    headers.put("X-GitHub-Event", event);
    assertThat(receive(RUN, signature(RUN)).status()).isEqualTo(400);
  }

  @Test
  void aListIsNoDelivery() throws Exception {
    assertThat(receive("[]", signature("[]")).status()).isEqualTo(400);
  }

  @Test
  void moreThanGitHubSendsIsRefusedBeforeItIsHashed() {
    var body = new byte[WebhookReceiver.LARGEST + 1];
    assertThat(receiver.receive(headers::get, body).status()).isEqualTo(413);
  }
}
