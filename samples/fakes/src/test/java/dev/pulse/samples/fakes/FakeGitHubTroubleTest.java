package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeGitHubTroubleTest {
  private static final Instant NOW = Instant.parse("2026-11-21T07:00:00Z");

  private final HttpClient client = HttpClient.newHttpClient();
  private Instant now = NOW;
  private final FakeGitHub github = FakeGitHub.builder().clock(() -> now).start();

  @AfterEach
  void close() {
    github.close();
  }

  private HttpRequest.Builder request(String path, String token) {
    var request = HttpRequest.newBuilder(URI.create(github.api() + path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path, FakeGitHub.TOKEN).build(), BodyHandlers.ofString());
  }

  private int anonymous(String path) throws Exception {
    return client.send(request(path, "").build(), BodyHandlers.ofString()).statusCode();
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private void repositories(String owner, int count) {
    for (int i = 1; i <= count; i++) {
      github.repository(owner, "r" + i).docs();
    }
  }

  @Test
  void theLimitIsMetAtTheThirdRepositoryWhateverWasAskedBefore() throws Exception {
    repositories("acme", 4);
    github.exhaustAt("/repos/acme/r3", "core");
    assertThat(get("/repos/acme/r1/readme").statusCode()).isEqualTo(200);
    assertThat(get("/repos/acme/r2/readme").statusCode()).isEqualTo(200);
    var refused = get("/repos/acme/r3/readme");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(header(refused, "X-RateLimit-Remaining")).isEqualTo("0");
    assertThat(get("/repos/acme/r4/readme").statusCode()).isEqualTo(403);

    now = Instant.ofEpochSecond(Long.parseLong(header(refused, "X-RateLimit-Reset")));
    assertThat(get("/repos/acme/r3/readme").statusCode()).isEqualTo(200);
  }

  @Test
  void anotherResourceIsExhaustedByItselfAndFullAgainAfterAMinute() throws Exception {
    repositories("acme", 1);
    github.exhaustAt("/repos/acme/r1/dependency-graph", "dependency_sbom");
    var refused = get("/repos/acme/r1/dependency-graph/sbom");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(header(refused, "X-RateLimit-Resource")).isEqualTo("dependency_sbom");
    assertThat(get("/repos/acme/r1/readme").statusCode()).isEqualTo(200);
    now = NOW.plusSeconds(60);
    assertThat(get("/repos/acme/r1/dependency-graph/sbom").statusCode()).isEqualTo(200);
  }

  @Test
  void theSecondaryLimitEndsByTheClock() throws Exception {
    repositories("acme", 1);
    github.secondaryLimitUntil(NOW.plusSeconds(90));
    now = NOW.plusMillis(30_500);
    var refused = get("/repos/acme/r1");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(header(refused, "Retry-After")).isEqualTo("60");
    assertThat(header(refused, "X-RateLimit-Remaining")).isNotEqualTo("0");
    now = NOW.plusSeconds(90);
    assertThat(get("/repos/acme/r1").statusCode()).isEqualTo(200);
  }

  @Test
  void withoutATokenThereAreSixtyRequestsInAnHour() throws Exception {
    repositories("acme", 1);
    for (int i = 0; i < 60; i++) {
      assertThat(anonymous("/repos/acme/r1")).isEqualTo(200);
    }
    assertThat(anonymous("/repos/acme/r1")).isEqualTo(403);
    assertThat(get("/repos/acme/r1").statusCode()).isEqualTo(200);
    now = NOW.plusSeconds(3_600);
    assertThat(anonymous("/repos/acme/r1")).isEqualTo(200);
  }

  @Test
  void aTokenIsWorthNothingFromAMomentOn() throws Exception {
    repositories("acme", 1);
    github.revokeTokensAt(NOW.plusSeconds(10));
    now = NOW.plusSeconds(9);
    assertThat(get("/repos/acme/r1").statusCode()).isEqualTo(200);
    now = NOW.plusSeconds(10);
    var refused = get("/repos/acme/r1");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("Bad credentials");
    github.recover();
    assertThat(get("/repos/acme/r1").statusCode()).isEqualTo(200);
  }

  @Test
  void oneRepositoryMayBeLeftWithoutAnswersAmidAScan() throws Exception {
    repositories("acme", 2);
    github.answer("/repos/acme/r1/readme", HttpAnswer.silence());
    github.answer(
        "/repos/acme/r1/contents",
        HttpAnswer.json(200, "[" + "1,".repeat(100_000) + "1]").silentMidway());
    var unanswered =
        client.sendAsync(
            request("/repos/acme/r1/readme", FakeGitHub.TOKEN).build(), BodyHandlers.ofString());
    var half =
        client.sendAsync(
            request("/repos/acme/r1/contents/docs", FakeGitHub.TOKEN).build(),
            BodyHandlers.ofInputStream());
    assertThat(half.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(get("/repos/acme/r2/readme").statusCode()).isEqualTo(200);
    assertThat(unanswered).isNotDone();
    try (var body = half.get().body()) {
      assertThat(body.readNBytes(50_000)).hasSize(50_000);
      var rest = CompletableFuture.supplyAsync(() -> readAll(body));
      assertThatThrownBy(() -> rest.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
    }
  }

  private static int readAll(InputStream body) {
    try {
      return body.readAllBytes().length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void listsTellWhatIsArchivedForkedOrClosed() throws Exception {
    github.repository("acme", "old").archived();
    github.repository("acme", "copy").forkOf("other/original");
    github.repository("acme", "secret").closed();
    var list = FakeGitHubJson.read("{\"all\":" + get("/orgs/acme/repos").body() + "}").get("all");
    assertThat(FakeGitHubJson.list(list))
        .extracting("name", "archived", "fork", "private")
        .containsExactly(
            tuple("copy", false, true, false),
            tuple("old", true, false, false),
            tuple("secret", false, false, true));
  }

  @Test
  void anOrganisationMayHaveNoRepositoriesAndUsersTellOnlyPublicOnes() throws Exception {
    assertThat(get("/orgs/empty/repos").statusCode()).isEqualTo(404);
    github.organisation("empty");
    assertThat(get("/orgs/empty/repos").body()).isEqualTo("[]");
    github.user("ada");
    assertThat(get("/orgs/ada/repos").statusCode()).isEqualTo(404);
    assertThat(get("/users/ada/repos").body()).isEqualTo("[]");
    github.repository("ada", "notes");
    github.repository("ada", "diary").closed();
    assertThat(get("/users/ada/repos").body()).contains("notes").doesNotContain("diary");
  }

  @Test
  void aBillOfMaterialsIsPreparedOnceForAsLongAsNothingChanges() {
    var security = new FakeGitHubSecurity();
    var made = new AtomicInteger();
    var packages = new FakeGitHubSecurity.Bill(List.of("pkg:npm/a@1"), Map.of());
    for (var branch : List.of("main", "main", "trunk", "trunk")) {
      var contents = new FakeGitHubSecurity.Contents("acme", "shop", branch, NOW, packages);
      var answer =
          security.sbom(
              contents, asked -> HttpAnswer.text(200, asked.branch() + made.incrementAndGet()));
      assertThat(answer.code()).isEqualTo(200);
    }
    assertThat(made).hasValue(2);
  }
}
