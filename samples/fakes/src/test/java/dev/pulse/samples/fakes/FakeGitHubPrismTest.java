package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The answers of the fake, judged by GitHub's own description of its API: Prism stands between the
 * two and refuses what breaks it. {@code trial/github-openapi.sh} runs this.
 */
@EnabledIfEnvironmentVariable(named = "PULSE_PRISM", matches = ".+")
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FakeGitHubPrismTest {
  private static final Instant NOW = Instant.parse("2026-11-21T07:00:00Z");

  private final HttpClient client = HttpClient.newHttpClient();
  private final FakeGitHub github = FakeGitHub.builder().clock(() -> NOW).start();
  private long run;
  private long installation;
  private PrismProxy prism;
  private URI judged;

  @BeforeAll
  void start() throws Exception {
    fill();
    prism = PrismProxy.start("PULSE_GITHUB_SPEC", github.api());
    judged = prism.uri();
  }

  private void fill() {
    var shop =
        github
            .repository("acme", "shop")
            .forkOf("acme/old")
            .description("A shop")
            .docs()
            .pages()
            .builds("success", "failure", "cancelled", "timed_out", "skipped", "neutral")
            .issue("It breaks", NOW)
            .issues(3, NOW)
            .release("v1.0.0", NOW)
            .alert(FakeAdvisory.of("GHSA-2wrp-6fg6-hmc5", "npm", "a").alias("CVE-2026-0001"))
            .alert(
                FakeAdvisory.of("GHSA-4wrp-6fg6-hmc5", "maven", "g:a")
                    .severity("critical")
                    .fixed("2.0")
                    .vector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
                    .withdrawn(NOW))
            .codeAlert("critical")
            .codeAlert("")
            .secretAlert("slack_token")
            .packages("pkg:npm/%40babel/core@7.24.0", "pkg:npm/any");
    shop.fix("GHSA-2wrp-6fg6-hmc5");
    shop.pull("Mend it", "acme/old", "mend", NOW);
    shop.workflow("build.yml", "name: Build\non: workflow_dispatch\n").inputs("id");
    run = shop.run("build.yml").job("image", "success").job("other", "failure").begin().id();
    github.repository("acme", "old").empty().withoutReadme();
    github
        .repository("acme", "shut")
        .dependabot(Feature.OFF)
        .codeScanning(Feature.OFF)
        .secretScanning(Feature.OFF)
        .sbom(Feature.FORBIDDEN)
        .statisticsAfter(1);
    github.user("ada");
    github.repository("ada", "notes").archived();
    installation = github.app().install("acme");
  }

  @AfterAll
  void stop() {
    prism.close();
    github.close();
  }

  private HttpResponse<String> ask(String method, String path, String body, String... headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(judged + path))
            .header("Accept", "application/vnd.github+json")
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> ask(String method, String path, String body) throws Exception {
    return ask(method, path, body, "Authorization", "Bearer " + FakeGitHub.TOKEN);
  }

  @ParameterizedTest
  @CsvSource({
    "200, /meta",
    "200, /rate_limit",
    "200, /orgs/acme/repos?per_page=100",
    "200, /users/ada/repos?per_page=100",
    "200, /repos/acme/shop",
    "200, /repos/acme/old",
    "200, /repos/ada/notes",
    "404, /repos/acme/none",
    "200, /repos/acme/shop/readme",
    "404, /repos/acme/old/readme",
    "200, /repos/acme/shop/contents/docs",
    "200, /repos/acme/shop/contents/README.md",
    "200, /repos/acme/shop/contents/.github/workflows",
    "200, /repos/acme/shop/contents/.github/workflows/build.yml",
    "404, /repos/acme/shop/contents/none",
    "200, /repos/acme/shop/pages",
    "404, /repos/acme/old/pages",
    "200, /repos/acme/shop/community/profile",
    "200, /repos/acme/old/community/profile",
    "200, /repos/acme/shop/releases",
    "200, /repos/acme/shop/releases/latest",
    "200, /repos/acme/shop/commits?sha=main&per_page=1",
    "409, /repos/acme/old/commits",
    "200, /repos/acme/shop/commits/main",
    "422, /repos/acme/shop/commits/none",
    "200, /repos/acme/shop/issues?state=all&since=2026-01-01T00:00:00Z&per_page=100",
    "200, /repos/acme/shop/pulls/5",
    "200, /repos/acme/shop/stats/participation",
    "202, /repos/acme/shut/stats/commit_activity",
    "200, /repos/acme/shop/stats/contributors",
    "200, /repos/acme/shop/stats/code_frequency",
    "200, /repos/acme/shop/actions/runs?branch=main&per_page=50",
    "200, /repos/acme/shop/actions/workflows",
    "200, /repos/acme/shop/actions/workflows/build.yml",
    "200, /repos/acme/shop/actions/workflows/build.yml/runs?event=workflow_dispatch",
    "200, /repos/acme/shop/dependabot/alerts?state=open&per_page=100",
    "200, /repos/acme/shop/dependabot/alerts",
    "403, /repos/acme/shut/dependabot/alerts",
    "403, /repos/ada/notes/dependabot/alerts",
    "200, /repos/acme/shop/code-scanning/alerts?state=open&per_page=100",
    "404, /repos/acme/shut/code-scanning/alerts",
    "200, /repos/acme/shop/secret-scanning/alerts?state=open&per_page=100",
    "404, /repos/acme/shut/secret-scanning/alerts",
    "200, /repos/acme/shop/dependency-graph/sbom",
    "403, /repos/acme/shut/dependency-graph/sbom",
  })
  void everyAnswerIsAsGitHubDescribesIt(int status, String path) throws Exception {
    var answer = ask("GET", path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  @Test
  void workflowsAreStartedFollowedAndStoppedAsGitHubDescribesIt() throws Exception {
    var runs = "/repos/acme/shop/actions/runs/" + run;
    assertThat(ask("GET", runs, "").statusCode()).isEqualTo(200);
    var jobs = ask("GET", runs + "/jobs?per_page=100", "");
    assertThat(jobs.statusCode()).as(jobs.body()).isEqualTo(200);
    var dispatches = "/repos/acme/shop/actions/workflows/build.yml/dispatches";
    var body = "{\"ref\":\"main\",\"inputs\":{\"id\":\"1\"}}";
    assertThat(ask("POST", dispatches, body).statusCode()).isEqualTo(204);
    var told = ask("POST", dispatches, body.replace("}}", "},\"return_run_details\":true}"));
    assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
    assertThat(ask("POST", runs + "/cancel", "").statusCode()).isEqualTo(202);
    assertThat(ask("POST", runs + "/cancel", "").statusCode()).isEqualTo(409);
    var done = ask("GET", runs + "/jobs", "");
    assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
  }

  @Test
  void appsGetTheirTokensAsGitHubDescribesIt() throws Exception {
    var own = "Bearer " + FakeGitHubAppTest.token(github.app(), NOW, NOW.plusSeconds(300));
    var number = "/app/installations/" + installation;
    for (var path :
        new String[] {
          "/app",
          "/app/installations",
          number,
          "/orgs/acme/installation",
          "/users/acme/installation",
          "/repos/acme/shop/installation"
        }) {
      var answer = ask("GET", path, "", "Authorization", own);
      assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
    }
    var issued = ask("POST", number + "/access_tokens", "{}", "Authorization", own);
    assertThat(issued.statusCode()).as(issued.body()).isEqualTo(201);
    var token = String.valueOf(FakeGitHubJson.read(issued.body()).get("token"));
    var repositories =
        ask("GET", "/installation/repositories", "", "Authorization", "Bearer " + token);
    assertThat(repositories.statusCode()).as(repositories.body()).isEqualTo(200);
  }

  @Test
  void whatIsUnchangedIsAsGitHubDescribesIt() throws Exception {
    var path = "/repos/acme/shop/readme";
    var tag = ask("GET", path, "").headers().firstValue("ETag").orElseThrow();
    var same =
        ask("GET", path, "", "If-None-Match", tag, "Authorization", "Bearer " + FakeGitHub.TOKEN);
    assertThat(same.statusCode()).isEqualTo(304);
  }

  /** Without these two, a Prism that lets everything pass would judge us well. */
  @Test
  void aRequestThatGitHubDoesNotDescribeIsRefused() throws Exception {
    var dispatches = "/repos/acme/shop/actions/workflows/build.yml/dispatches";
    var answer = ask("POST", dispatches, "{\"ref\":5}");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("stoplight");
  }

  @Test
  void anAnswerThatGitHubDoesNotDescribeIsRefused() throws Exception {
    github.answerOnce("/repos/acme/shop/readme", HttpAnswer.json(200, "{\"name\":5}"));
    var answer = ask("GET", "/repos/acme/shop/readme", "");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("VIOLATIONS");
  }
}
