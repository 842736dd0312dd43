package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LivingEcosystemTest {
  private static final Instant NOW = Instant.parse("2026-11-21T07:00:00Z");
  private static final Duration STEP = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<FakeGitHub> started = new ArrayList<>();
  private Instant now = NOW;

  @AfterEach
  void close() {
    started.forEach(FakeGitHub::close);
  }

  private FakeGitHub github() {
    var github = FakeGitHub.builder().clock(() -> now).start();
    started.add(github);
    return github;
  }

  private void at(long step) {
    now = NOW.plus(STEP.multipliedBy(step));
  }

  private LivingEcosystem living(FakeGitHub github, long seed) {
    now = NOW;
    return LivingEcosystem.builder(github, "acme").seed(seed).every(STEP).start();
  }

  private String all(FakeGitHub github) throws Exception {
    var shown = new StringBuilder();
    for (var repository : github.repositories("acme")) {
      var name = "/repos/acme/" + repository.name();
      for (var path :
          List.of(
              name + "/actions/runs?per_page=100",
              name + "/commits?per_page=100",
              name + "/issues?state=all",
              name + "/dependabot/alerts",
              name + "/dependency-graph/sbom",
              "/codecov/api/v2/github/acme/repos/" + repository.name() + "/totals/")) {
        var request =
            HttpRequest.newBuilder(URI.create(github.api() + path))
                .header("Authorization", "Bearer " + FakeGitHub.TOKEN)
                .build();
        shown.append(client.send(request, BodyHandlers.ofString()).body()).append('\n');
      }
    }
    return shown.toString().replace(github.api().toString(), "");
  }

  @Test
  void theSameSeedAndClockShowTheSameHoweverOftenSomebodyAsks() throws Exception {
    var oftenAsked = github();
    var often = living(oftenAsked, 7);
    for (int step = 1; step <= 60; step++) {
      at(step);
      often.catchUp();
    }
    var before = all(oftenAsked);
    var onceAsked = github();
    living(onceAsked, 7);
    at(60);
    assertThat(all(onceAsked)).isEqualTo(before);

    var other = github();
    living(other, 8);
    at(60);
    assertThat(all(other)).isNotEqualTo(before);
  }

  @Test
  void whatIsAskedForLaterIsNewer() throws Exception {
    var github = github();
    living(github, 1);
    var first = all(github);
    assertThat(all(github)).isEqualTo(first);
    at(2);
    assertThat(all(github)).isNotEqualTo(first);
  }

  private static Map<String, Boolean> failing(FakeGitHub github) {
    return github.repositories("acme").stream()
        .collect(
            Collectors.toMap(
                FakeGitHubRepository::name,
                repository ->
                    repository.activity().shownRuns().stream()
                        .filter(run -> run.status().equals("completed"))
                        .map(FakeGitHubRun::conclusionOrNull)
                        .findFirst()
                        .filter("failure"::equals)
                        .isPresent()));
  }

  @Test
  void aBuildBreaksAndIsMended() {
    var github = github();
    var ecosystem = living(github, 1);
    at(2);
    ecosystem.catchUp();
    var healthy = failing(github);
    healthy.values().removeIf(failing -> failing);
    at(4);
    ecosystem.catchUp();
    var broken = failing(github);
    broken.keySet().retainAll(healthy.keySet());
    broken.values().removeIf(failing -> !failing);
    assertThat(broken).isNotEmpty();
    at(9);
    ecosystem.catchUp();
    assertThat(failing(github)).containsEntry(broken.keySet().iterator().next(), false);
  }

  private static List<FakeAdvisory> open(FakeGitHub github) {
    return github.repositories("acme").stream()
        .filter(repository -> !repository.name().equals("old-import"))
        .flatMap(repository -> repository.security().alerts().stream())
        .filter(FakeGitHubSecurity.Alert::open)
        .map(FakeGitHubSecurity.Alert::advisory)
        .toList();
  }

  @Test
  void aCriticalWeaknessBecomesKnownAndIsFixed() throws Exception {
    var github = github();
    var ecosystem = living(github, 1);
    at(4);
    ecosystem.catchUp();
    assertThat(open(github)).isEmpty();
    at(5);
    ecosystem.catchUp();
    assertThat(open(github)).isNotEmpty().allMatch(one -> one.severity().equals("critical"));
    var advisory = open(github).get(0);
    assertThat(advisory.id()).matches("GHSA(-[23456789cfghjmpqrvwx]{4}){3}");
    assertThat(all(github)).contains(advisory.id(), "pkg:npm/" + advisory.name() + "@1.3.0");
    at(17);
    ecosystem.catchUp();
    assertThat(open(github)).isEmpty();
    assertThat(all(github))
        .contains("\"state\":\"fixed\"", "pkg:npm/" + advisory.name() + "@1.4.0");
    at(LivingEcosystem.STORY + 5);
    ecosystem.catchUp();
    assertThat(open(github)).isNotEmpty().allMatch(one -> one.severity().equals("high"));
  }

  @Test
  void aWeakPackageIsAlsoDrawnInByOthers() {
    var github = github();
    var ecosystem = living(github, 1);
    at(5);
    ecosystem.catchUp();
    var weak = "pkg:npm/" + open(github).get(0).name() + "@1.3.0";

    assertThat(github.repositories("acme"))
        .anyMatch(one -> one.security().bill().packages().contains(weak))
        .anyMatch(
            one ->
                one.security().bill().drawn().values().stream()
                    .anyMatch(all -> all.contains(weak)));
  }

  private static Map<String, Double> coverage(FakeGitHub github) {
    return github.repositories("acme").stream()
        .filter(repository -> repository.coverage().isPresent())
        .collect(
            Collectors.toMap(
                FakeGitHubRepository::name, repository -> repository.coverage().getAsDouble()));
  }

  @Test
  void coverageDriftsAndFallsOnceInAStory() {
    var github = github();
    var ecosystem = living(github, 1);
    at(9);
    ecosystem.catchUp();
    var before = coverage(github);
    at(10);
    ecosystem.catchUp();
    var fallen =
        before.keySet().stream()
            .filter(name -> before.get(name) - coverage(github).get(name) > 5)
            .toList();
    assertThat(fallen).hasSize(1);
    at(20);
    ecosystem.catchUp();
    assertThat(coverage(github).get(fallen.get(0))).isGreaterThan(before.get(fallen.get(0)) - 5);
  }

  @Test
  void whoLivesForLongDoesNotGrow() {
    var github = github();
    var ecosystem = living(github, 1);
    at(3_000);
    ecosystem.catchUp();
    assertThat(github.repositories("acme"))
        .hasSize(12)
        .allSatisfy(
            repository -> {
              assertThat(repository.runs()).hasSizeLessThanOrEqualTo(60);
              assertThat(repository.contents().commits()).hasSizeLessThanOrEqualTo(60);
              assertThat(repository.activity().issues()).hasSizeLessThanOrEqualTo(60);
              assertThat(repository.security().alerts()).hasSizeLessThanOrEqualTo(65);
            });
  }

  @Test
  void aStepTakesASecondOrMore() {
    var builder = LivingEcosystem.builder(github(), "acme");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.every(Duration.ofMillis(999)))
        .withMessage("expected a second or more, but found: PT0.999S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.repositories(3))
        .withMessage("expected 4 to 1000 repositories, but found: 3");
  }
}
