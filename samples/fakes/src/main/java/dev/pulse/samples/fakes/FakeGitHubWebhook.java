package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubJson.fields;

import dev.pulse.samples.fakes.FakeGitHubJson.Fields;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whom a {@link FakeGitHub} tells what happens, with signatures as GitHub makes them. It sends when
 * it is told to, on the thread of its caller, and never again by itself. Thread-safe.
 */
public final class FakeGitHubWebhook {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI target;
  private final String secret;
  private final String base;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger sent = new AtomicInteger();

  /**
   * A message that was sent.
   *
   * @param id stays the same when it is sent again
   * @param event what happened, such as {@code workflow_run}
   * @param body JSON
   * @param status what the receiver answered
   */
  public record Delivery(String id, String event, String body, int status) {}

  FakeGitHubWebhook(URI target, String secret, String base) {
    this.target = target;
    this.secret = secret;
    this.base = base;
  }

  /** What GitHub sends when the hook is made. */
  public Delivery ping() throws IOException, InterruptedException {
    return send(
        "ping",
        FakeGitHubJson.text(
            fields()
                .with("zen", "Keep it logically awesome.")
                .with("hook_id", 1)
                .with("hook", fields().with("type", "Repository").with("id", 1))));
  }

  /** A run was requested, is in progress, or is completed: as it stands now. */
  public Delivery workflowRun(FakeGitHubRepository repository, FakeGitHubRun run)
      throws IOException, InterruptedException {
    var status = run.status();
    return send(
        "workflow_run",
        FakeGitHubJson.text(
            about(repository, status.equals("queued") ? "requested" : status)
                .with("workflow_run", run.json(repository, base))
                .with("workflow", null)));
  }

  /** Dependabot found something: its newest alert. */
  public Delivery dependabotAlert(FakeGitHubRepository repository)
      throws IOException, InterruptedException {
    var alerts = repository.security().alerts();
    var alert = alerts.get(alerts.size() - 1);
    return send(
        "dependabot_alert",
        FakeGitHubJson.text(
            about(repository, alert.open() ? "created" : "fixed")
                .with("alert", FakeGitHubFindings.alert(repository, alert, base))));
  }

  private Fields about(FakeGitHubRepository repository, String action) {
    return fields()
        .with("action", action)
        .with("repository", FakeGitHubDocuments.listed(repository, base))
        .with("sender", FakeGitHubDocuments.user(base, "ada", 1, "User"));
  }

  /** Anything, rightly signed. */
  public Delivery send(String event, String body) throws IOException, InterruptedException {
    return deliver(newId(), event, body, signature(secret, body));
  }

  /** The same message again, as after somebody asked for it. */
  public Delivery redeliver(Delivery delivery) throws IOException, InterruptedException {
    return deliver(
        delivery.id(), delivery.event(), delivery.body(), signature(secret, delivery.body()));
  }

  /** Anything, signed by somebody who does not know the secret. */
  public Delivery forge(String event, String body) throws IOException, InterruptedException {
    return deliver(newId(), event, body, signature(secret + "?", body));
  }

  /** What was signed, and then changed on its way. */
  public Delivery tamper(Delivery delivery, String body) throws IOException, InterruptedException {
    return deliver(delivery.id(), delivery.event(), body, signature(secret, delivery.body()));
  }

  /** A message without a signature. */
  public Delivery unsigned(String event, String body) throws IOException, InterruptedException {
    return deliver(newId(), event, body, "");
  }

  private String newId() {
    var number = "delivery " + sent.incrementAndGet();
    return UUID.nameUUIDFromBytes(number.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private Delivery deliver(String id, String event, String body, String signature)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(target)
            .timeout(PATIENCE)
            .header("User-Agent", "GitHub-Hookshot/fake")
            .header("Accept", "*/*")
            .header("Content-Type", "application/json")
            .header("X-GitHub-Event", event)
            .header("X-GitHub-Delivery", id)
            .header("X-GitHub-Hook-ID", "1")
            .header("X-GitHub-Hook-Installation-Target-ID", "1")
            .header("X-GitHub-Hook-Installation-Target-Type", "repository");
    if (!signature.isEmpty()) {
      request.header("X-Hub-Signature-256", signature);
    }
    var answer =
        client.send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.discarding());
    return new Delivery(id, event, body, answer.statusCode());
  }

  static String signature(String secret, String body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "sha256="
          + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
