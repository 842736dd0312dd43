package dev.pulse.samples.repohealth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.samples.fakes.FakeAdvisory;
import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import dev.pulse.samples.server.api.DescribedApi;
import dev.pulse.samples.server.web.Caller;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the description says of the REST routes, and what they answer, must be the same. */
@Timeout(90)
class RepoHealthOpenApiTest {
  private static final List<String> PLACES =
      List.of("health", "repos", "vulnerabilities", "builds");

  @TempDir private Path folder;
  private WebRig rig;
  private Ecosystem ecosystem;
  private Caller caller;
  private DescribedApi api;

  @BeforeEach
  void serve() {
    rig =
        new WebRig(folder).serve(Optional.of(WebRig.REPORTING), Optional.of(WebRig.READING), true);
    ecosystem = new Ecosystem(rig);
    caller = new Caller(rig.port(), WebRig.READING);
    api = DescribedApi.of(caller);
  }

  @AfterEach
  void close() {
    ecosystem.close();
    rig.close();
  }

  /** The page reads from routes of its own, which are no part of the interface. */
  private static boolean isDescribed(String route) {
    return PLACES.stream().anyMatch(place -> route.matches(".* /api/v1/" + place + "(/.*)?"));
  }

  @Test
  void everyRouteIsDescribed() {
    var served = rig.routes().stream().filter(RepoHealthOpenApiTest::isDescribed).toList();

    assertThat(api.routes().stream().filter(RepoHealthOpenApiTest::isDescribed))
        .containsExactlyInAnyOrderElementsOf(served)
        .hasSize(7);
  }

  private HttpResponse<String> get(String path) {
    return caller.get("/api/v1/" + path);
  }

  private HttpResponse<String> report(String token, String body) {
    return caller.send(
        caller
            .to("/api/v1/builds")
            .setHeader("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void everyAnswerHasTheDescribedForm() {
    ecosystem.example(rig, "shokunin");
    ecosystem
        .repository("shokunin")
        .alert(
            FakeAdvisory.of("GHSA-bad0-0000-0002", "npm", "package-4")
                .severity("critical")
                .alias("CVE-2026-0002")
                .summary("Reads what it must not", "Much more of it"));
    ecosystem.repository("bare").coverageUnknown().sbom(Feature.OFF).dependabot(Feature.OFF);
    ecosystem.scan();
    rig.clock.move(Duration.ofHours(1));
    ecosystem.scan();
    var build = "{\"repo\":\"shokunin\",\"status\":\"failure\",\"run_id\":7}";

    api.judge(
        "reportBuild", List.of(report(WebRig.REPORTING, build), report(WebRig.REPORTING, build)));
    api.judge("getRepoHealth", get("health"));
    api.judge("listRepositories", List.of(get("repos"), get("repos?sort=score&limit=1")));
    api.judge("getRepository", List.of(get("repos/shokunin"), get("repos/bare")));
    api.judge(
        "getRepositoryMetrics", List.of(get("repos/shokunin/metrics"), get("repos/bare/metrics")));
    var vulnerabilities = get("vulnerabilities");
    assertThat(vulnerabilities.body()).contains("\"total\":1");
    api.judge("listVulnerabilities", List.of(vulnerabilities, get("vulnerabilities?repo=bare")));
    var builds = get("builds");
    assertThat(builds.body()).contains("\"source\":\"report\"");
    api.judge("listBuilds", builds);

    var all = new TreeSet<String>();
    PLACES.forEach(place -> all.addAll(api.operations("/api/v1/" + place)));
    assertThat(api.asked()).isEqualTo(all);
  }

  @Test
  void refusalsHaveTheDescribedForm() {
    api.judge("getRepoHealth", get("health"));
    api.judge("listRepositories", 503, get("repos"));
    api.judge("listBuilds", 503, get("builds"));
    Scans.endWithNothing(rig);

    api.judge("getRepoHealth", 400, get("health?x=1"));
    api.judge("listRepositories", 400, get("repos?limit=0"));
    api.judge("getRepository", 404, get("repos/none"));
    api.judge("getRepositoryMetrics", 404, get("repos/none/metrics"));
    api.judge("listVulnerabilities", 404, get("vulnerabilities?repo=none"));
    api.judge("listVulnerabilities", 400, get("vulnerabilities?severity=bad"));
    api.judge("reportBuild", 400, report(WebRig.REPORTING, "{}"));
    api.judge("reportBuild", 401, report("wrong-token-0123456789", "{}"));
    api.judge("listBuilds", 401, new Caller(rig.port()).get("/api/v1/builds"));
  }
}
