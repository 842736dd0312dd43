package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FakeGitHubMainTest {
  private static final InstantSource CLOCK = () -> Instant.parse("2026-11-21T07:00:00Z");

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> problems = new ArrayList<>();

  private FakeGitHubMain.Options options(String... arguments) {
    return FakeGitHubMain.options(List.of(arguments), problems);
  }

  private HttpResponse<String> get(FakeGitHub github, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(github.api() + path))
            .header("Authorization", "Bearer " + FakeGitHub.TOKEN)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void saysHowToReachTheRepositoriesThatItMade() throws Exception {
    var said = new ByteArrayOutputStream();
    var options =
        options("--repositories", "9", "--trouble", "yes", "--limit", "700", "--sbom-limit", "900");
    assertThat(problems).isEmpty();
    try (var out = new PrintStream(said, false, StandardCharsets.UTF_8);
        var github = FakeGitHubMain.start(options, CLOCK, out)) {
      assertThat(said.toString(StandardCharsets.UTF_8))
          .contains("9 repositories at " + github.api())
          .contains("GITHUB_API_URL=" + github.api())
          .contains("OSV_API_URL=" + github.osv().uri());
      var list = get(github, "/orgs/acme/repos");
      assertThat(list.body()).contains("service-0000", "service-0008");
      assertThat(list.headers().firstValue("X-RateLimit-Limit")).contains("700");
      var sbom = get(github, "/repos/acme/service-0002/dependency-graph/sbom");
      assertThat(sbom.headers().firstValue("X-RateLimit-Limit")).contains("900");
      assertThat(get(github, "/repos/acme/service-0000/dependabot/alerts").statusCode())
          .isEqualTo(403);
      assertThat(get(github, "/repos/acme/service-0006/actions/runs").statusCode()).isEqualTo(502);
    }
  }

  @Test
  void hostileRepositoriesAreServed() throws Exception {
    try (var github = FakeGitHub.builder().clock(CLOCK).start()) {
      HostileRepositories.named(github, "acme", CLOCK.instant());
      HostileRepositories.large(github, "acme", "large");
      HostileRepositories.workflows(github, "acme", "workflows");
      var list = get(github, "/orgs/acme/repos?per_page=100");
      assertThat(list.statusCode()).isEqualTo(200);
      assertThat(list.body()).contains("\"name\":\"<script>alert(1)</script>\"");
      assertThat(get(github, "/repos/acme/%3Cscript%3Ealert(1)%3C%2Fscript%3E/issues").body())
          .contains("<script>");
      assertThat(get(github, "/repos/acme/large/readme").body())
          .hasSizeGreaterThan(HostileRepositories.README);
      assertThat(get(github, "/repos/acme/large/dependency-graph/sbom").body())
          .contains("pkg:npm/package-" + (HostileRepositories.PACKAGES - 1) + "@");
      assertThat(get(github, "/repos/acme/workflows/contents/.github/workflows").body())
          .contains("billion-laughs.yml");
    }
  }

  /** So that no route escapes the judgement by GitHub's description. */
  @Test
  void everyRouteIsJudged() throws Exception {
    try (var github = FakeGitHub.start();
        var listed = getClass().getResourceAsStream("github-routes.txt")) {
      var shapes = new TreeSet<String>();
      github.routes().forEach(route -> shapes.add(route.replaceAll("\\{[^}]*}", "{}")));
      // The root, and the root of a repository's files, GitHub describes not at all or not so.
      shapes.remove("GET /");
      shapes.remove("GET /repos/{}/{}/contents");
      assertThat(listed).isNotNull();
      assertThat(new String(listed.readAllBytes(), StandardCharsets.UTF_8).lines())
          .map(route -> route.replaceAll("\\{[^}]*}", "{}"))
          .containsExactlyInAnyOrderElementsOf(shapes);
    }
  }

  @Test
  void saysAllThatIsWrongWithTheOptions() {
    options("--limit", "0", "--hostile", "maybe", "--owner", "a b", "--colour", "red", "--port");
    assertThat(problems)
        .containsExactlyInAnyOrder(
            "--limit: expected 1 to 100000, but found: 0",
            "--hostile: expected yes or no, but found: maybe",
            "--owner: expected letters, digits and hyphens, but found: a b",
            "There is no option --colour",
            "Expected an option with a value, such as --repositories 12, but found: --port");
  }
}
