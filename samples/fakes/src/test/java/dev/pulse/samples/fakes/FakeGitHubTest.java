package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeGitHubTest {
  private static final Instant NOW = Instant.parse("2026-11-21T07:00:00Z");
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

  private final HttpClient client = HttpClient.newHttpClient();
  private Instant now = NOW;
  private final FakeGitHub github = FakeGitHub.builder().clock(() -> now).start();
  private final FakeGitHubRepository shop = github.repository("acme", "shop");

  @AfterEach
  void close() {
    github.close();
  }

  private HttpResponse<String> get(URI url, String token, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(20));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return get(URI.create(github.api() + path), FakeGitHub.TOKEN, headers);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void listsTheRepositoriesOfAnOrganisationOrAUserInPages() throws Exception {
    for (int i = 0; i < 4; i++) {
      github.repository("acme", "r" + i);
    }
    var first = get("/orgs/acme/repos?per_page=2");
    assertThat(first.body()).contains("\"name\":\"r0\"", "\"name\":\"r1\"").doesNotContain("r2");
    var next = NEXT.matcher(header(first, "Link"));
    assertThat(next.find()).isTrue();
    var second = get(URI.create(next.group(1)), FakeGitHub.TOKEN);
    assertThat(second.body()).contains("\"name\":\"r2\"", "\"name\":\"r3\"").doesNotContain("r1");
    assertThat(header(second, "Link")).contains("rel=\"prev\"", "rel=\"next\"", "rel=\"last\"");
    assertThat(header(get("/orgs/acme/repos?per_page=2&page=3"), "Link")).doesNotContain("next");

    github.user("ada");
    github.repository("ada", "notes");
    assertThat(get("/orgs/ada/repos").statusCode()).isEqualTo(404);
    assertThat(get("/users/ada/repos").body()).contains("\"full_name\":\"ada/notes\"");
    assertThat(get("/users/nobody/repos").statusCode()).isEqualTo(404);
  }

  @Test
  void tellsWhatARepositoryHas() throws Exception {
    shop.docs().builds("success", "failure").issues(2, NOW).release("v1", NOW);
    assertThat(get("/repos/acme/shop/readme").body()).contains("\"encoding\":\"base64\"");
    assertThat(get("/repos/acme/shop/contents/docs").body()).startsWith("[").contains("index.md");
    assertThat(get("/repos/acme/shop/contents/none").statusCode()).isEqualTo(404);
    assertThat(get("/repos/acme/shop/actions/runs?branch=main").body())
        .contains("\"total_count\":2", "\"conclusion\":\"success\"");
    assertThat(get("/repos/acme/shop/actions/runs?branch=dev").body())
        .contains("\"total_count\":0");
    assertThat(get("/repos/acme/shop/commits?sha=main").body()).contains("2026-11-21T07:00:00Z");
    assertThat(get("/repos/acme/shop/issues?state=all&since=2026-11-21T07:00:00Z").body())
        .contains("Issue 2");
    assertThat(get("/repos/acme/shop/releases/latest").body()).contains("\"tag_name\":\"v1\"");

    shop.empty().withoutIssues();
    assertThat(get("/repos/acme/shop/commits").statusCode()).isEqualTo(409);
    assertThat(get("/repos/acme/shop/issues").statusCode()).isEqualTo(410);
    assertThat(get("/repos/acme/shop/readme").statusCode()).isEqualTo(404);
  }

  @Test
  void theSbomSaysWhatDrawsInWhatWhereItWasTold() throws Exception {
    shop.packages("pkg:npm/web@1.0.0", "pkg:npm/log@1.0.0");
    assertThat(get("/repos/acme/shop/dependency-graph/sbom").body().split("DEPENDS_ON")).hasSize(3);

    shop.packages(
        List.of("pkg:npm/web@1.0.0"), Map.of("pkg:npm/web@1.0.0", List.of("pkg:npm/log@1.0.0")));

    assertThat(get("/repos/acme/shop/dependency-graph/sbom").body())
        .contains(
            "{\"spdxElementId\":\"SPDXRef-1\",\"relatedSpdxElement\":\"SPDXRef-2\","
                + "\"relationshipType\":\"DEPENDS_ON\"}",
            "\"SPDXID\":\"SPDXRef-2\",\"name\":\"log\"");
  }

  @Test
  void alertsAndTheSbomCanBeOffOrForbidden() throws Exception {
    shop.alert(FakeAdvisory.of("GHSA-1", "npm", "lodash").alias("CVE-1").fixed("4.17.21"));
    shop.alert(FakeAdvisory.of("GHSA-2", "npm", "left-pad")).codeAlert("critical");
    shop.packages("pkg:npm/%40babel/core@7.24.0").secretAlert("slack_token");
    var first = get("/repos/acme/shop/dependabot/alerts?state=open&per_page=1");
    assertThat(first.body()).contains("GHSA-2").doesNotContain("GHSA-1");
    var next = NEXT.matcher(header(first, "Link"));
    assertThat(next.find()).isTrue();
    assertThat(get(URI.create(next.group(1)), FakeGitHub.TOKEN).body())
        .contains("CVE-1", "4.17.21");
    assertThat(get("/repos/acme/shop/dependency-graph/sbom").body())
        .contains("\"name\":\"@babel/core\"", "\"versionInfo\":\"7.24.0\"", "DESCRIBES");
    assertThat(get("/repos/acme/shop/code-scanning/alerts?state=open").body())
        .contains("\"security_severity_level\":\"critical\"");
    assertThat(get("/repos/acme/shop/secret-scanning/alerts").body()).contains("slack_token");

    shop.dependabot(Feature.OFF)
        .codeScanning(Feature.OFF)
        .secretScanning(Feature.FORBIDDEN)
        .sbom(Feature.OFF);
    assertThat(get("/repos/acme/shop/dependabot/alerts").body()).contains("disabled");
    assertThat(get("/repos/acme/shop/code-scanning/alerts").statusCode()).isEqualTo(404);
    assertThat(get("/repos/acme/shop/secret-scanning/alerts").statusCode()).isEqualTo(403);
    assertThat(get("/repos/acme/shop/dependency-graph/sbom").statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsUnchangedIsNotSentAgainAndCostsNothing() throws Exception {
    github.limit("core", 10);
    var first = get("/repos/acme/shop/readme");
    var tag = header(first, "ETag");
    assertThat(header(first, "X-RateLimit-Remaining")).isEqualTo("9");
    var same = get("/repos/acme/shop/readme", "If-None-Match", tag);
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(header(same, "X-RateLimit-Remaining")).isEqualTo("9");

    github.changeEtags();
    assertThat(get("/repos/acme/shop/readme", "If-None-Match", tag).statusCode()).isEqualTo(200);
    var latest = header(get("/repos/acme/shop/readme"), "ETag");
    shop.readme("other");
    assertThat(get("/repos/acme/shop/readme", "If-None-Match", latest).statusCode()).isEqualTo(200);
    assertThat(github.notModified()).isEqualTo(1);
    assertThat(github.count("GET /repos/{owner}/{repo}/readme")).isEqualTo(5);
    assertThat(github.calls()).filteredOn(FakeGitHubCall::conditional).hasSize(3);
  }

  @Test
  void countsWhatIsLeftToEachCallerAndRefusesTheRest() throws Exception {
    github.remaining("core", 1);
    github.remaining("dependency_sbom", 0);
    assertThat(get("/repos/acme/shop").statusCode()).isEqualTo(200);
    var refused = get("/repos/acme/shop");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(header(refused, "X-RateLimit-Remaining")).isEqualTo("0");
    assertThat(header(refused, "X-RateLimit-Resource")).isEqualTo("core");
    assertThat(header(refused, "X-RateLimit-Reset"))
        .isEqualTo(String.valueOf(NOW.plusSeconds(3_600).getEpochSecond()));
    assertThat(header(get("/repos/acme/shop/dependency-graph/sbom"), "X-RateLimit-Resource"))
        .isEqualTo("dependency_sbom");
    assertThat(get("/rate_limit").body()).contains("\"remaining\":0");

    now = NOW.plusSeconds(3_600);
    assertThat(header(get("/repos/acme/shop"), "X-RateLimit-Remaining")).isEqualTo("4999");
    assertThat(header(get(URI.create(github.api() + "/repos/acme/shop"), ""), "X-RateLimit-Limit"))
        .isEqualTo("60");
  }

  @Test
  void isInTroubleWhenToldSo() throws Exception {
    github.secondaryLimit(1, Duration.ofSeconds(7));
    assertThat(header(get("/repos/acme/shop"), "Retry-After")).isEqualTo("7");
    github.secondaryLimit(1);
    assertThat(get("/repos/acme/shop").statusCode()).isEqualTo(429);
    github.answerOnce("/repos/acme", HttpAnswer.text(502, "<html>Unicorn"));
    assertThat(get("/repos/acme/shop").statusCode()).isEqualTo(502);
    shop.statisticsAfter(1);
    assertThat(get("/repos/acme/shop/stats/participation").statusCode()).isEqualTo(202);
    assertThat(get("/repos/acme/shop/stats/participation").statusCode()).isEqualTo(200);
    github.answerAfterRequests(1, HttpAnswer.cut());
    assertThat(get("/repos/acme/shop").statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> get("/repos/acme/shop")).isInstanceOf(IOException.class);
    github.recover();
    github.answer("/repos", HttpAnswer.json(200, "{\"a\":" + "1".repeat(100_000)).cutMidway());
    assertThatThrownBy(() -> get("/repos/acme/shop")).isInstanceOf(IOException.class);
    github.recover();
    assertThat(get("/repos/acme/shop").statusCode()).isEqualTo(200);
    github.revokeTokens();
    assertThat(get("/repos/acme/shop").statusCode()).isEqualTo(401);
  }

  @Test
  void aRenamedRepositoryIsFoundByItsOldNameAndItsNumber() throws Exception {
    github.rename("acme", "shop", "store");
    var moved = get("/repos/acme/shop/contents/README.md?ref=main");
    assertThat(moved.statusCode()).isEqualTo(301);
    var location = header(moved, "Location");
    assertThat(location).startsWith(github.api() + "/repositories/").endsWith("md?ref=main");
    assertThat(get(URI.create(location), FakeGitHub.TOKEN).statusCode()).isEqualTo(200);
    assertThat(get("/repos/acme/store").body()).contains("\"full_name\":\"acme/store\"");
  }

  @Test
  void linksMayLeadElsewhere() throws Exception {
    github.repository("acme", "other");
    github.linksTo(URI.create("http://elsewhere.example"));
    assertThat(header(get("/orgs/acme/repos?per_page=1"), "Link"))
        .startsWith("<http://elsewhere.example/orgs/acme/repos?per_page=1&page=2>; rel=\"next\"");
  }

  @Test
  void anonymousCallersSeeWhatIsPublicOnly() throws Exception {
    shop.closed();
    github.repository("acme", "open");
    var url = URI.create(github.enterprise() + "/orgs/acme/repos");
    assertThat(get(url, "").body()).contains("\"name\":\"open\"").doesNotContain("shop");
    assertThat(get(url, FakeGitHub.TOKEN).body()).contains("shop", github.enterprise() + "/repos");
    assertThat(get(url, "other").statusCode()).isEqualTo(401);
    assertThat(get(url, FakeGitHub.TOKEN, "X-GitHub-Api-Version", "1999-01-01").statusCode())
        .isEqualTo(400);
  }

  @Test
  void codecovOsvAndDepsDevStandBesideIt() throws Exception {
    shop.coverage(87.5);
    var totals = "/api/v2/github/acme/repos/shop/totals/?branch=";
    var codecov = github.codecov().uri().toString();
    assertThat(get(URI.create(codecov + totals + "main"), "").body()).contains("\"coverage\":87.5");
    assertThat(get(URI.create(codecov + totals + "dev"), "").statusCode()).isEqualTo(404);
    shop.coverageUnknown();
    assertThat(get(URI.create(codecov + totals + "main"), "").body()).contains("\"coverage\":null");

    var purl = "pkg:npm/lodash@4.17.20";
    github.osv().pageSize(1);
    for (var id : List.of("GHSA-1", "GHSA-2")) {
      github.osv().advisory(FakeAdvisory.of(id, "npm", "lodash").fixed("4.17.21"), purl);
    }
    var query =
        "{\"queries\":[{\"package\":{\"purl\":\"pkg:npm/a@1\"}},{\"package\":{\"purl\":\"%s\"}%s}]}";
    assertThat(osv(query.formatted(purl, "")))
        .isEqualTo(
            "{\"results\":[{},{\"vulns\":[{\"id\":\"GHSA-1\",\"modified\":\"2026-01-01T00:00:00Z\"}],"
                + "\"next_page_token\":\"page-1\"}]}");
    assertThat(osv(query.formatted(purl, ",\"page_token\":\"page-1\"")))
        .contains("GHSA-2")
        .doesNotContain("GHSA-1", "next_page_token");
    assertThat(osv(query.formatted(purl, ",\"version\":\"4.17.20\"")))
        .contains("version specified");
    var details = get(URI.create(github.osv().uri() + "/v1/vulns/GHSA-1"), "").body();
    assertThat(details).contains("\"fixed\":\"4.17.21\"", "\"severity\":\"MEDIUM\"");

    github.depsDev().versions("npm", "@babel/core", "7.24.0", "7.25.0");
    var packages = github.depsDev().uri() + "/v3/systems/npm/packages/";
    var versions = get(URI.create(packages + "%40babel%2Fcore"), "").body();
    assertThat(versions)
        .contains(
            "\"version\":\"7.25.0\"},\"publishedAt\":\"2026-01-02T00:00:00Z\",\"isDefault\":true");
    assertThat(get(URI.create(packages + "none"), "").statusCode()).isEqualTo(404);
  }

  private String osv(String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(github.osv().uri() + "/v1/querybatch"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(github.api() + path))
            .header("Authorization", "Bearer " + FakeGitHub.TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void aDispatchedRunIsSeenLaterAndGoesItsWay() throws Exception {
    shop.workflow("build.yml", "name: Build\non: workflow_dispatch\n")
        .inputs("id")
        .runName("Build ${{ inputs.id }}")
        .progress(Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(60), "success");
    var dispatches = "/repos/acme/shop/actions/workflows/build.yml/dispatches";
    var answer = post(dispatches, "{\"ref\":\"main\",\"inputs\":{\"id\":\"c-1\"}}");
    assertThat(answer.statusCode()).isEqualTo(204);
    var run = shop.runs().get(0).job("image", "success");
    assertThat(run.inputs()).containsEntry("id", "c-1");

    var list = "/repos/acme/shop/actions/workflows/build.yml/runs?event=workflow_dispatch";
    assertThat(get(list).body()).contains("\"total_count\":0");
    now = NOW.plusSeconds(3);
    assertThat(get(list).body()).contains("\"display_title\":\"Build c-1\"", "queued");
    var alone = "/repos/acme/shop/actions/runs/" + run.id();
    now = NOW.plusSeconds(5);
    assertThat(get(alone).body()).contains("in_progress", "\"conclusion\":null");
    now = NOW.plusSeconds(65);
    assertThat(get(alone).body()).contains("\"conclusion\":\"success\"");
    assertThat(get(alone + "/jobs").body())
        .contains("\"name\":\"image\"", "\"completed_at\":\"2026-11-21T07:01:05Z\"");
    assertThat(post(alone + "/cancel", "").statusCode()).isEqualTo(409);
  }

  @Test
  void aDispatchThatGitHubRefusesStartsNothing() throws Exception {
    shop.workflow("build.yml", "on: workflow_dispatch\n").inputs("id").required("id");
    shop.workflow("push.yml", "on: push\n");
    var root = "/repos/acme/shop/actions/workflows/";
    var good = "{\"ref\":\"main\",\"inputs\":{\"id\":\"1\"}}";
    assertThat(post(root + "none.yml/dispatches", good).statusCode()).isEqualTo(404);
    assertThat(post(root + "push.yml/dispatches", good).body()).contains("trigger");
    var dispatches = root + "build.yml/dispatches";
    assertThat(post(dispatches, "{}").body()).contains("ref");
    assertThat(post(dispatches, good.replace("main", "none")).body()).contains("No ref found");
    assertThat(post(dispatches, good.replace("id", "di")).body()).contains("Unexpected", "di");
    assertThat(post(dispatches, "{\"ref\":\"main\"}").body()).contains("Required", "id");
    assertThat(shop.runs()).isEmpty();

    var kept = post(dispatches, good.replace("}}", "},\"return_run_details\":true}"));
    assertThat(kept.body()).contains("\"workflow_run_id\":" + shop.runs().get(0).id());
    var cancel = "/repos/acme/shop/actions/runs/" + shop.runs().get(0).id() + "/cancel";
    assertThat(post(cancel, "").statusCode()).isEqualTo(202);
    assertThat(shop.runs().get(0).status()).isEqualTo("completed");
  }
}
