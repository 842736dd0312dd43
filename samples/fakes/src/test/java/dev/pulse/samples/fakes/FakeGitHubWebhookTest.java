package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeGitHubWebhookTest {
  private static final Instant NOW = Instant.parse("2026-11-21T07:00:00Z");

  private final FakeGitHub github = FakeGitHub.builder().clock(() -> NOW).start();
  private final MockWebServer receiver = new MockWebServer();

  @BeforeEach
  void start() throws Exception {
    receiver.start();
  }

  @AfterEach
  void close() {
    receiver.close();
    github.close();
  }

  /** The example of GitHub's documentation. */
  @Test
  void signsAsGitHubDoes() {
    assertThat(FakeGitHubWebhook.signature("It's a Secret to Everybody", "Hello, World!"))
        .isEqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
  }

  @Test
  void tellsHowARunStandsAndSendsAgainWhatItSent() throws Exception {
    receiver.enqueue(new MockResponse.Builder().code(202).build());
    receiver.enqueue(new MockResponse.Builder().code(200).build());
    var shop = github.repository("acme", "shop");
    var hook = github.webhook(receiver.url("/hook").uri(), "secret");
    var delivery = hook.workflowRun(shop, shop.run().finish("failure"));
    assertThat(delivery.status()).isEqualTo(202);
    var got = receiver.takeRequest();
    assertThat(got.getBody().utf8())
        .isEqualTo(delivery.body())
        .contains("\"action\":\"completed\"", "\"conclusion\":\"failure\"", "acme/shop");
    assertThat(got.getHeaders().get("X-GitHub-Event")).isEqualTo("workflow_run");
    assertThat(got.getHeaders().get("X-Hub-Signature-256"))
        .isEqualTo(FakeGitHubWebhook.signature("secret", delivery.body()));

    assertThat(hook.redeliver(delivery).status()).isEqualTo(200);
    assertThat(receiver.takeRequest().getHeaders().get("X-GitHub-Delivery"))
        .isEqualTo(got.getHeaders().get("X-GitHub-Delivery"));
  }

  @Test
  void sendsWhatAReceiverMustRefuse() throws Exception {
    for (int i = 0; i < 4; i++) {
      receiver.enqueue(new MockResponse.Builder().code(401).build());
    }
    var shop = github.repository("acme", "shop");
    shop.alert(FakeAdvisory.of("GHSA-1", "npm", "lodash"));
    var hook = github.webhook(receiver.url("/hook").uri(), "secret");
    var good = hook.dependabotAlert(shop);
    var signature = receiver.takeRequest().getHeaders().get("X-Hub-Signature-256");
    hook.tamper(good, good.body() + " ");
    assertThat(receiver.takeRequest().getHeaders().get("X-Hub-Signature-256")).isEqualTo(signature);
    hook.forge("push", "{}");
    assertThat(receiver.takeRequest().getHeaders().get("X-Hub-Signature-256"))
        .startsWith("sha256=")
        .isNotEqualTo(FakeGitHubWebhook.signature("secret", "{}"));
    hook.unsigned("push", "{}");
    assertThat(receiver.takeRequest().getHeaders().get("X-Hub-Signature-256")).isNull();
  }
}
