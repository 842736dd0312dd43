package dev.pulse.github;

import static dev.pulse.github.GitHubServer.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pulse.api.config.Secret;
import dev.pulse.github.GitHubException.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubConnectionTest {
  private static final String README = "/repos/{owner}/{repo}/readme";
  private static final Map<String, String> REPO = Map.of("owner", "acme", "repo", "x");
  private static final Secret TOKEN = Secret.of("ghp_0123456789abcdef");

  private GitHubServer github;

  @BeforeEach
  void start() throws Exception {
    github = new GitHubServer();
  }

  @AfterEach
  void stop() {
    github.close();
  }

  private static GitHubAnswer ask(GitHubConnection connection) throws InterruptedException {
    return connection.get(README, REPO, TIME);
  }

  private static GitHubException failure(GitHubConnection connection) {
    return catchThrowableOfType(GitHubException.class, () -> ask(connection));
  }

  @Test
  void tellsWhoAsksAndInWhichVersion() throws Exception {
    github.answers(200, "{\"name\":\"README.md\"}");
    var answer = ask(github.connection().token(TOKEN).build());
    assertThat(answer.json().text("name")).contains("README.md");
    assertThat(answer.at()).isEqualTo(GitHubServer.NOW);
    var request = github.request();
    assertThat(request.getUrl().encodedPath()).isEqualTo("/repos/acme/x/readme");
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer ghp_0123456789abcdef");
    assertThat(request.getHeaders().get("X-GitHub-Api-Version")).isEqualTo("2022-11-28");
    assertThat(request.getHeaders().get("User-Agent")).isNotBlank();
  }

  @Test
  void whatIsInANameStaysInIt() throws Exception {
    github.answers(200, "{}");
    github
        .connection()
        .baseUrl(github.url().resolve("/api/v3"))
        .build()
        .get(
            "/repos/{owner}/{repo}/contents/{+path}",
            Map.of("owner", "a/b", "repo", "%2e%2e?x#y", "path", "docs/a b", "ref", "a&b=c+d"),
            TIME);
    assertThat(github.request().getTarget())
        .isEqualTo("/api/v3/repos/a%2Fb/%252e%252e%3Fx%23y/contents/docs/a%20b?ref=a%26b%3Dc%2Bd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void noValueIsAStepInThePath(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                github.connection().build().get(README, Map.of("owner", name, "repo", "x"), TIME));
    assertThat(github.server.getRequestCount()).isZero();
  }

  @Test
  @DisplayName("26: the second scan asks with If-None-Match, and 304 reuses the body")
  void whatHasNotChangedIsReused() throws Exception {
    github
        .answers(200, "{\"a\":1}", answer -> answer.setHeader("ETag", "W/\"abc\""))
        .answers(304, "");
    var connection = github.connection().build();
    assertThat(ask(connection).reused()).isFalse();
    github.clock.move(Duration.ofHours(1));
    var second = ask(connection);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.reused()).isTrue();
    assertThat(second.json().number("a")).hasValue(1);
    assertThat(second.at()).isEqualTo("2026-11-21T13:00:00Z");
    assertThat(github.request().getHeaders().get("If-None-Match")).isNull();
    assertThat(github.request().getHeaders().get("If-None-Match")).isEqualTo("W/\"abc\"");
    assertThat(github.observed)
        .extracting(ObservedRequest::conditional)
        .containsExactly(false, true);
    assertThat(github.observed.get(1).status()).contains(304);
    assertThat(github.observed.get(1).path()).isPresent().get().asString().startsWith("/");
  }

  @Test
  void answersOutliveTheConnection() throws Exception {
    github.answers(200, "{}", answer -> answer.setHeader("ETag", "\"abc\"")).answers(304, "");
    var kept = new MapCache();
    ask(github.connection().token(TOKEN).cache(kept).build());
    assertThat(ask(github.connection().token(TOKEN).cache(kept).build()).reused()).isTrue();
    assertThat(kept.answers.keySet()).singleElement().asString().matches("pulse:[0-9a-f]{64}");
  }

  @Test
  void answersOfOneTokenAreNotThoseOfAnother() throws Exception {
    github.answers(200, "{}", answer -> answer.setHeader("ETag", "\"abc\"")).answers(200, "{}");
    var kept = new MapCache();
    ask(github.connection().token(TOKEN).cache(kept).build());
    ask(github.connection().cache(kept).build());
    github.request();
    assertThat(github.request().getHeaders().get("If-None-Match")).isNull();
  }

  @Test
  void aStoreThatFailsCostsOnlyTheTime() throws Exception {
    github.answers(200, "{}", answer -> answer.setHeader("ETag", "\"abc\""));
    var broken =
        new HttpCache() {
          @Override
          public Optional<KeptAnswer> find(String key) {
            throw new IllegalStateException("no database");
          }

          @Override
          public void keep(String key, KeptAnswer answer) {
            throw new IllegalStateException("no database");
          }
        };
    assertThat(ask(github.connection().cache(broken).build()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {202, 404, 403})
  void onlyWholeAnswersAreKept(int status) throws Exception {
    github.answers(status, "{}", answer -> answer.setHeader("ETag", "\"abc\"")).answers(200, "{}");
    var connection = github.connection().build();
    assertThat(ask(connection).status()).isEqualTo(status);
    ask(connection);
    github.request();
    assertThat(github.request().getHeaders().get("If-None-Match")).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 409, 410, 422, 451})
  void aNoIsAnAnswer(int status) throws Exception {
    github.answers(status, "{\"message\":\"Not\\nhere\"}");
    var answer = ask(github.connection().build());
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.message()).contains("Not here");
    assertThat(github.waits).isEmpty();
  }

  @Test
  void triesAgainAfterOneTwoAndFourSeconds() throws Exception {
    github.answers(500, "").answers(502, "");
    github.answers(200, "{}", answer -> answer.onResponseBody(new SocketEffect.CloseSocket()));
    github.answers(200, "{}");
    assertThat(ask(github.connection().build()).status()).isEqualTo(200);
    assertThat(github.waits)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void givesUpWithTheIdOfTheRequest() {
    for (int i = 0; i < 4; i++) {
      github.answers(503, "", answer -> answer.setHeader("X-GitHub-Request-Id", "AB:12"));
    }
    var failure = failure(github.connection().token(TOKEN).build());
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure.status()).contains(503);
    assertThat(failure.requestId()).contains("AB:12");
    assertThat(failure).hasMessageContaining("/repos/acme/x/readme").hasMessageContaining("AB:12");
    assertThat(github.server.getRequestCount()).isEqualTo(4);
  }

  @Test
  void doesNotWaitLongerThanItMay() {
    github.answers(500, "");
    var connection = github.connection().retryAfter(List.of(Duration.ofMinutes(1))).build();
    assertThat(failure(connection).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(github.waits).isEmpty();
  }

  @Test
  void whatChangesSomethingIsSentOnce() {
    github.answers(500, "");
    var connection = github.connection().build();
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> connection.send("POST", "/x", Map.of(), Map.of("a", 1), TIME));
    assertThat(github.server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void whatBreaksOffOnAnOldConnectionIsNotSentAgain() throws Exception {
    github.answers(200, "{}");
    github.answers(200, "", answer -> answer.onResponseStart(new SocketEffect.CloseSocket()));
    github.answers(200, "{}");
    var connection = github.connection().build();
    ask(connection);
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> connection.send("POST", "/x", Map.of(), Map.of("a", 1), TIME));
    assertThat(github.server.getRequestCount()).isEqualTo(2);
  }

  @Test
  @DisplayName("28: 403 with nothing remaining fails at once, and until the reset nothing is sent")
  void anExhaustedLimitFailsAtOnce() throws Exception {
    github.answers(403, "{}", github.limit("core", 0, 5000)).answers(200, "{}");
    var connection = github.connection().build();
    var failure = failure(connection);
    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure).hasMessageStartingWith("GitHub API rate limit exceeded");
    assertThat(failure.resource()).contains("core");
    assertThat(failure.until()).contains(Instant.parse("2026-11-21T12:10:01Z"));
    github.clock.set(Instant.parse("2026-11-21T12:10:00.999Z"));
    assertThat(failure(connection).kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(github.server.getRequestCount()).isEqualTo(1);
    github.clock.set(Instant.parse("2026-11-21T12:10:01Z"));
    assertThat(ask(connection).status()).isEqualTo(200);
    assertThat(github.waits).isEmpty();
  }

  @Test
  void aRestIsLeftToOthers() throws Exception {
    github.answers(200, "{}", github.limit("core", 100, 5000));
    var connection = github.connection().build();
    assertThat(ask(connection).status()).isEqualTo(200);
    assertThat(failure(connection).kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(connection.limits().get("core").remaining()).isEqualTo(100);
  }

  @Test
  @DisplayName("defect 9: of 60 requests an hour 54 can be used")
  void aSmallLimitLeavesRoomForWork() throws Exception {
    github.answers(200, "{}", github.limit("core", 7, 60));
    github.answers(200, "{}", github.limit("core", 6, 60));
    var connection = github.connection().build();
    ask(connection);
    ask(connection);
    assertThat(failure(connection).kind()).isEqualTo(Kind.RATE_LIMITED);
  }

  @Test
  void anotherLimitStopsOnlyWhatCountsAgainstIt() throws Exception {
    github.answers(403, "{}", github.limit("dependency_sbom", 0, 100));
    github.answers(200, "{}", github.limit("core", 4000, 5000));
    var connection = github.connection().build();
    var sbom = "/repos/{owner}/{repo}/dependency-graph/sbom";
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> connection.get(sbom, REPO, TIME))
        .satisfies(e -> assertThat(e.resource()).contains("dependency_sbom"));
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> connection.get(sbom, REPO, TIME));
    assertThat(ask(connection).status()).isEqualTo(200);
    assertThat(github.server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void aSecondaryLimitStopsEverythingForAsLongAsItSays() throws Exception {
    github.answers(403, "{}", answer -> answer.setHeader("Retry-After", "30")).answers(200, "{}");
    var connection = github.connection().build();
    var failure = failure(connection);
    assertThat(failure.kind()).isEqualTo(Kind.SECONDARY_LIMITED);
    assertThat(failure.until()).contains(Instant.parse("2026-11-21T12:00:30Z"));
    github.clock.move(Duration.ofSeconds(29));
    assertThat(failure(connection).kind()).isEqualTo(Kind.SECONDARY_LIMITED);
    github.clock.move(Duration.ofSeconds(1));
    assertThat(ask(connection).status()).isEqualTo(200);
  }

  @Test
  void aSecondaryLimitWithoutATimeIsAMinute() {
    github.answers(429, "{}");
    assertThat(failure(github.connection().build()).until())
        .contains(Instant.parse("2026-11-21T12:01:00Z"));
  }

  @Test
  void aResetInTheFarFutureDoesNotStopForGood() {
    github.answers(
        403,
        "{}",
        answer ->
            answer
                .setHeader("x-ratelimit-remaining", "0")
                .setHeader("x-ratelimit-reset", "999999999999"));
    assertThat(failure(github.connection().build()).until())
        .contains(Instant.parse("2026-11-21T14:00:01Z"));
  }

  @Test
  void aTokenThatIsNotValidIsSaidAndNotShown() {
    github.answers(401, "{\"message\":\"Bad credentials ghp_0123456789abcdef\"}");
    var failure = failure(github.connection().token(TOKEN).build());
    assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORISED);
    assertThat(failure).hasMessageStartingWith("GitHub token is not valid");
    assertThat(failure.toString()).doesNotContain("ghp_");
  }

  @Test
  void aServerThatRepeatsTheTokenDoesNotGetItShown() {
    github.answers(418, "{\"message\":\"you said Bearer ghp_0123456789abcdef\"}");
    var failure = failure(github.connection().token(TOKEN).build());
    assertThat(failure.kind()).isEqualTo(Kind.UNEXPECTED);
    assertThat(failure).hasMessageContaining("you said").hasMessageNotContaining("ghp_");
  }

  @Test
  void aRenamedRepositoryIsFollowedOnTheSameServer() throws Exception {
    github.answers(301, "{}", answer -> answer.setHeader("Location", "/repositories/1/readme"));
    github.answers(200, "{}");
    assertThat(ask(github.connection().token(TOKEN).build()).status()).isEqualTo(200);
    github.request();
    assertThat(github.request().getTarget()).isEqualTo("/repositories/1/readme");
  }

  @Test
  void noRedirectTakesTheTokenElsewhere() throws Exception {
    try (var other = new GitHubServer()) {
      github.answers(302, "", answer -> answer.setHeader("Location", other.url() + "x"));
      assertThat(failure(github.connection().token(TOKEN).build()).kind())
          .isEqualTo(Kind.UNEXPECTED);
      assertThat(other.server.getRequestCount()).isZero();
    }
  }

  @Test
  void aCircleOfRedirectsEnds() {
    for (int i = 0; i < 10; i++) {
      github.answers(302, "", answer -> answer.setHeader("Location", "/x"));
    }
    assertThat(failure(github.connection().build()).kind()).isEqualTo(Kind.UNEXPECTED);
    assertThat(github.server.getRequestCount()).isEqualTo(4);
  }

  @Test
  void anAnswerThatIsTooLargeIsNotRead() {
    github.answers(200, "x".repeat(2_000));
    var failure = failure(github.connection().maxBody(1_000).build());
    assertThat(failure.kind()).isEqualTo(Kind.UNEXPECTED);
    assertThat(failure).hasMessageContaining("more than 1000 bytes");
  }

  @Test
  void whoAsksForTheStatusAloneGetsAnyReadme() throws Exception {
    github.answers(200, "x".repeat(200_000), answer -> answer.setHeader("ETag", "\"r\""));
    github.answers(304, "");
    var connection = github.connection().maxBody(1_000).build();
    assertThat(connection.status(README, REPO, TIME).body().size()).isZero();
    assertThat(connection.status(README, REPO, TIME).reused()).isTrue();
  }

  @Test
  void nonsenseIsNoAnswer() throws Exception {
    github.answers(200, "<html>ghp_secret</html>");
    var answer = ask(github.connection().build());
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(answer::json)
        .withMessageContaining("cannot be understood")
        .withMessageNotContaining("html");
  }

  @Test
  void anEmptyFileOfBracketsDoesNotFillTheMemory() throws Exception {
    github.answers(200, "[" + "[],".repeat(1_100_000) + "[]]");
    var answer = ask(github.connection().build());
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(answer::json)
        .withMessageContaining("values");
  }

  @Test
  void anInterruptEndsTheAsking() {
    var connection = github.connection().build();
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> ask(connection));
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                GitHubConnection.builder()
                    .baseUrl(URI.create("ftp://user@x"))
                    .token(Secret.of("a b"))
                    .token(TOKEN)
                    .header("Authorization", "x")
                    .timeout(Duration.ZERO)
                    .maxBody(0)
                    .buffer(-1)
                    .retryAfter(List.of(Duration.ofDays(1)))
                    .trust(Path.of("missing.pem"))
                    .build())
        .withMessageContainingAll(
            "url",
            "token",
            "headers.Authorization",
            "timeout",
            "max-body",
            "buffer",
            "retry-after",
            "missing.pem")
        .withMessageNotContaining("a b");
  }

  @Test
  void pagesFollowLinksToTheEnd() throws Exception {
    github.answers(200, "{\"total_count\":3,\"runs\":[{\"id\":1},{\"id\":2}]}", next("/p?page=2"));
    github.answers(200, "{\"runs\":[{\"id\":3}]}");
    var page = runs(github.connection().build()).all(TIME);
    assertThat(page.items()).containsExactly(1L, 2L, 3L);
    assertThat(page.isComplete()).isTrue();
  }

  private static Pages<Long> runs(GitHubConnection connection) {
    return connection.pages(
        "/p", Map.of("per_page", "2"), "runs", json -> json.number("id").orElse(-1));
  }

  private UnaryOperator<MockResponse.Builder> next(String target) {
    var url = github.server.url(target);
    return answer ->
        answer.setHeader(
            "Link",
            "<" + github.server.url("/p?page=1") + ">; rel=\"prev\", <" + url + ">; rel=\"next\"");
  }

  @Test
  void pagesAreBounded() throws Exception {
    for (int i = 0; i < 5; i++) {
      github.answers(200, "{\"runs\":[]}", next("/p?again"));
    }
    var pages = runs(github.connection().build()).most(3);
    assertThat(pages.all(TIME).isComplete()).isFalse();
    assertThat(github.server.getRequestCount()).isEqualTo(3);
  }

  @Test
  void anotherProcessGoesOnWhereOneStood() throws Exception {
    github.answers(200, "{\"runs\":[{\"id\":1}]}", next("/p?page=2"));
    github.answers(200, "{\"runs\":[{\"id\":2}]}");
    var first = runs(github.connection().build());
    first.next(TIME);
    var place = first.place().orElseThrow();
    assertThat(runs(github.connection().build()).from(place).all(TIME).items()).containsExactly(2L);
  }

  @Test
  void aFailedPageIsNextAgain() throws Exception {
    github.answers(500, "").answers(200, "{\"runs\":[{\"id\":1}]}");
    var pages = runs(github.connection().retryAfter(List.of()).build());
    assertThatExceptionOfType(GitHubException.class).isThrownBy(() -> pages.next(TIME));
    assertThat(pages.next(TIME).items()).containsExactly(1L);
  }

  @Test
  void aPageElsewhereIsNotAskedFor() throws Exception {
    try (var other = new GitHubServer()) {
      github.answers(
          200,
          "{\"runs\":[]}",
          answer -> answer.setHeader("Link", "<" + other.url() + ">; rel=\"next\""));
      assertThatExceptionOfType(GitHubException.class)
          .isThrownBy(() -> runs(github.connection().token(TOKEN).build()).all(TIME))
          .withMessageContaining("not on the same server");
      assertThat(other.server.getRequestCount()).isZero();
    }
  }

  @Test
  void aPageThatIsANoIsNotAnEmptyList() throws Exception {
    github.answers(404, "{}");
    var page = runs(github.connection().build()).all(TIME);
    assertThat(page.isComplete()).isFalse();
    assertThat(page.answer().status()).isEqualTo(404);
  }

  @Test
  void aPageThatHasNotChangedStillHasItsNext() throws Exception {
    github.answers(
        200,
        "{\"runs\":[{\"id\":1}]}",
        answer -> next("/p?page=2").apply(answer).setHeader("ETag", "\"1\""));
    github.answers(200, "{\"runs\":[]}").answers(304, "").answers(200, "{\"runs\":[{\"id\":2}]}");
    var connection = github.connection().build();
    runs(connection).all(TIME);
    assertThat(runs(connection).all(TIME).items()).containsExactly(1L, 2L);
  }
}
