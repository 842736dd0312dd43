package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeGitHubAppTest {
  private static final Instant NOW = Instant.parse("2026-11-21T07:00:00Z");

  private final HttpClient client = HttpClient.newHttpClient();
  private Instant now = NOW;
  private final FakeGitHub github = FakeGitHub.builder().clock(() -> now).start();
  private final FakeGitHubApp app = github.app();

  @AfterEach
  void close() {
    github.close();
  }

  /** What an App signs to say who it is. */
  static String token(FakeGitHubApp app, Instant issued, Instant expires) throws Exception {
    var pem = app.privateKeyPkcs8().replaceAll("-----[A-Z ]+-----|\\s", "");
    var key =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    var claims =
        "{\"iat\":%d,\"exp\":%d,\"iss\":\"%d\"}"
            .formatted(issued.getEpochSecond(), expires.getEpochSecond(), app.id());
    var signed = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encoded(claims);
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> ask(String method, String path, String token) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(github.api() + path))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.noBody())
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void anInstallationsTokenSeesItsOwnersRepositoriesForAnHour() throws Exception {
    github.repository("acme", "shop").closed();
    github.repository("other", "own").closed();
    long installation = app.install("acme");
    var own = token(app, NOW, NOW.plusSeconds(600));
    assertThat(ask("GET", "/orgs/acme/installation", own).body())
        .contains("\"id\":" + installation);
    assertThat(ask("GET", "/orgs/other/installation", own).statusCode()).isEqualTo(404);
    var issued = ask("POST", "/app/installations/" + installation + "/access_tokens", own);
    assertThat(issued.body()).contains("\"expires_at\":\"2026-11-21T08:00:00Z\"");
    var token = String.valueOf(FakeGitHubJson.read(issued.body()).get("token"));

    assertThat(ask("GET", "/repos/acme/shop", token).statusCode()).isEqualTo(200);
    assertThat(ask("GET", "/repos/other/own", token).statusCode()).isEqualTo(404);
    assertThat(ask("GET", "/installation/repositories", token).body()).contains("acme/shop");
    assertThat(ask("GET", "/repos/acme/shop", own).statusCode()).isEqualTo(401);
    now = NOW.plusSeconds(3_600);
    assertThat(ask("GET", "/repos/acme/shop", token).statusCode()).isEqualTo(401);
    assertThat(app.tokens()).isEqualTo(1);
  }

  @Test
  void whoCannotProveToBeTheAppGetsNothing() throws Exception {
    app.install("acme");
    var good = token(app, NOW, NOW.plusSeconds(600));
    assertThat(ask("GET", "/app", good).statusCode()).isEqualTo(200);
    assertThat(ask("GET", "/app", good.substring(0, good.length() - 8)).body()).contains("decoded");
    assertThat(ask("GET", "/app", token(app, NOW, NOW.plusSeconds(601))).body()).contains("far");
    assertThat(ask("GET", "/app", token(app, NOW, NOW)).body()).contains("Expiration");
    var early = token(app, NOW.plusSeconds(61), NOW.plusSeconds(600));
    assertThat(ask("GET", "/app", early).body()).contains("Issued");
    assertThat(ask("GET", "/app", FakeGitHub.TOKEN).statusCode()).isEqualTo(401);
    now = NOW.plusSeconds(600);
    assertThat(ask("GET", "/app", good).statusCode()).isEqualTo(401);
  }

  @Test
  void theKeyIsHandedOutInBothForms() {
    assertThat(app.privateKey()).startsWith("-----BEGIN RSA PRIVATE KEY-----\nMII");
    assertThat(app.privateKeyPkcs8()).startsWith("-----BEGIN PRIVATE KEY-----\nMII");
    var bare = Base64.getMimeDecoder().decode(app.privateKey().replaceAll("-----[A-Z ]+-----", ""));
    // A sequence whose length is that of what follows.
    int length = ((bare[2] & 0xff) << 8) | (bare[3] & 0xff);
    assertThat(length).isEqualTo(bare.length - 4);
  }
}
