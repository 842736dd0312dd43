package dev.pulse.github;

import static dev.pulse.github.GitHubServer.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubAppTest {
  private static final KeyPair KEYS = keys();

  private GitHubServer github;

  @BeforeEach
  void start() throws Exception {
    github = new GitHubServer();
  }

  @AfterEach
  void stop() {
    github.close();
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Secret pem(String label, byte[] der) {
    return Secret.of(
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(label, Base64.getMimeEncoder().encodeToString(der), label));
  }

  private static Secret pkcs8() {
    return pem("PRIVATE KEY", KEYS.getPrivate().getEncoded());
  }

  /** As GitHub gives it: what PKCS#8 has behind a version, an algorithm and two lengths. */
  private static Secret pkcs1() {
    var der = KEYS.getPrivate().getEncoded();
    return pem("RSA PRIVATE KEY", Arrays.copyOfRange(der, 26, der.length));
  }

  private GitHubConnection connection(Secret key) {
    return github.connection().app(GitHubApp.of("Iv1.abc", key, 42)).build();
  }

  private GitHubServer token(String token, String end) {
    return github.answers(201, "{\"token\":\"%s\",\"expires_at\":\"%s\"}".formatted(token, end));
  }

  private static int ask(GitHubConnection connection) throws InterruptedException {
    return connection.get("/x", Map.of(), TIME).status();
  }

  private static String bearer(RecordedRequest request) {
    return String.valueOf(request.getHeaders().get("Authorization"));
  }

  @Test
  void provesWhoItIsAndAsksWithWhatItGets() throws Exception {
    token("ghs_one", "2026-11-21T13:00:00Z").answers(200, "{}").answers(200, "{}");
    var connection = connection(pkcs1());
    ask(connection);
    ask(connection);
    var request = github.request();
    assertThat(request.getTarget()).isEqualTo("/app/installations/42/access_tokens");
    var proof = bearer(request).substring("Bearer ".length()).split("\\.", -1);
    assertThat(proof).hasSize(3);
    assertThat(new String(Base64.getUrlDecoder().decode(proof[1]), StandardCharsets.UTF_8))
        .isEqualTo("{\"iat\":1795262340,\"exp\":1795262940,\"iss\":\"Iv1.abc\"}");
    var check = Signature.getInstance("SHA256withRSA");
    check.initVerify(KEYS.getPublic());
    check.update((proof[0] + "." + proof[1]).getBytes(StandardCharsets.UTF_8));
    assertThat(check.verify(Base64.getUrlDecoder().decode(proof[2]))).isTrue();
    assertThat(bearer(github.request())).isEqualTo("Bearer ghs_one");
    assertThat(bearer(github.request())).isEqualTo("Bearer ghs_one");
  }

  @Test
  void aTokenIsReplacedBeforeItEnds() throws Exception {
    token("ghs_one", "2026-11-21T13:00:00Z").answers(200, "{}");
    token("ghs_two", "2026-11-21T14:00:00Z").answers(200, "{}");
    var connection = connection(pkcs8());
    ask(connection);
    github.clock.move(Duration.ofMinutes(55));
    ask(connection);
    assertThat(github.requests())
        .last()
        .extracting(GitHubAppTest::bearer)
        .isEqualTo("Bearer ghs_two");
  }

  private void tokenWithLeft(long left) {
    github.answers(
        201,
        "{\"token\":\"ghs_one\",\"expires_at\":\"2026-11-21T13:00:00Z\"}",
        answer ->
            github
                .limit("core", left, 5_000)
                .apply(answer)
                .setHeader(
                    "x-ratelimit-reset",
                    github.clock.instant().plusSeconds(3600).getEpochSecond()));
  }

  @Test
  void whatTheAppMayAskIsNotWhatItsInstallationMay() throws Exception {
    tokenWithLeft(4_999);
    github.answers(200, "{}", github.limit("core", 600, 5_000));
    var connection = connection(pkcs8());

    ask(connection);

    assertThat(connection.limits().get("core").remaining()).isEqualTo(600);
    assertThat(github.observed)
        .extracting(request -> request.limit().map(RateLimit::remaining))
        .containsExactly(Optional.empty(), Optional.of(600L));
  }

  @Test
  void anAppThatMayAskNoMoreDoesNotStopItsInstallation() throws Exception {
    tokenWithLeft(0);
    github.answers(200, "{}");

    assertThat(ask(connection(pkcs8()))).isEqualTo(200);
  }

  @Test
  void aTokenThatWasWithdrawnIsReplacedOnce() throws Exception {
    token("ghs_one", "2026-11-21T13:00:00Z").answers(401, "{}");
    token("ghs_two", "2026-11-21T13:00:00Z").answers(200, "{}");
    assertThat(ask(connection(pkcs8()))).isEqualTo(200);
  }

  @Test
  void aTokenThatIsNeverGoodIsAFailure() {
    token("ghs_one", "2026-11-21T13:00:00Z").answers(401, "{}");
    token("ghs_two", "2026-11-21T13:00:00Z").answers(401, "{}");
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> ask(connection(pkcs8())))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(GitHubException.Kind.UNAUTHORISED))
        .withMessageNotContaining("ghs_");
    assertThat(github.server.getRequestCount()).isEqualTo(4);
  }

  @Test
  void answersAreReusedAfterATokenWasReplaced() throws Exception {
    token("ghs_one", "2026-11-21T13:00:00Z");
    github.answers(200, "{}", answer -> answer.setHeader("ETag", "\"a\""));
    token("ghs_two", "2026-11-21T14:00:00Z").answers(304, "");
    var connection = connection(pkcs8());
    ask(connection);
    github.clock.move(Duration.ofMinutes(56));
    assertThat(connection.get("/x", Map.of(), TIME).reused()).isTrue();
  }

  @Test
  void anInstallationThatIsGoneIsSaid() {
    github.answers(404, "{}");
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> ask(connection(pkcs8())))
        .withMessageContaining("no token to app Iv1.abc 42: status 404");
  }

  @Test
  void aKeyThatGitHubDoesNotTakeIsSaid() {
    github.answers(401, "{}");
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> ask(connection(pkcs8())))
        .withMessage("GitHub does not take the key of app Iv1.abc 42: status 401");
    assertThat(github.server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"token\":\"a\\nb\",\"expires_at\":\"2026-11-21T13:00:00Z\"}",
        "{\"token\":\"ghs_x\",\"expires_at\":\"soon\"}"
      })
  void nonsenseIsNoToken(String body) {
    github.answers(201, body);
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> ask(connection(pkcs8())))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(GitHubException.Kind.UNEXPECTED))
        .withMessageNotContainingAny("ghs_", "soon");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing",
        "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n-----END EC PRIVATE KEY-----"
      })
  void aKeyThatIsNoneIsRefusedWithoutBeingShown(String pem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GitHubApp.of("1", Secret.of(pem), 1))
        .withMessageNotContaining("c2VjcmV0");
  }

  private GitHubConnection installedOn(String login) {
    return github.connection().app(GitHubApp.installedOn(login, "Iv1.abc", pkcs8())).build();
  }

  @Test
  void anInstallationIsFoundByLoginOfAnOrganisationOrOfAUser() throws Exception {
    github.answers(404, "{}").answers(200, "{\"id\":42}");
    token("ghs_one", "2026-11-21T13:00:00Z").answers(200, "{}");

    assertThat(ask(installedOn("ada"))).isEqualTo(200);

    assertThat(github.requests())
        .extracting(RecordedRequest::getTarget)
        .containsExactly(
            "/orgs/ada/installation",
            "/users/ada/installation",
            "/app/installations/42/access_tokens",
            "/x");
  }

  @Test
  void anAppThatIsNotInstalledThereIsSaid() {
    github.answers(404, "{}").answers(404, "{}");

    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> ask(installedOn("ada")))
        .withMessage("app Iv1.abc ada: there is no such installation");
  }

  @Test
  void anAppThatMayNotLookIsToldSo() {
    github.answers(403, "{}", answer -> answer.setHeader("X-GitHub-Request-Id", "AB:12"));

    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> ask(installedOn("acme")))
        .satisfies(e -> assertThat(e.status()).hasValue(403))
        .satisfies(e -> assertThat(e.requestId()).contains("AB:12"))
        .withMessageContaining("does not tell the installation of app Iv1.abc acme: status 403");
    assertThat(github.server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void anAnswerWithoutNumberIsNoInstallation() {
    github.answers(200, "{\"id\":\"42\"}");

    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> ask(installedOn("acme")))
        .withMessageContaining("expected the id of an installation");
  }

  @Test
  void aLoginThatIsNoneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GitHubApp.installedOn("../app", "1", pkcs8()))
        .withMessage("a login must be letters, digits and dashes");
  }
}
