package dev.pulse.samples.repohealth.web;

import static dev.pulse.samples.repohealth.web.JsonBody.object;
import static dev.pulse.samples.repohealth.web.JsonBody.objects;
import static dev.pulse.samples.repohealth.web.JsonBody.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.github.BuildStatus;
import dev.pulse.samples.fakes.FakeAdvisory;
import dev.pulse.samples.fakes.FakeEcosystem;
import dev.pulse.samples.fakes.HostileRepositories;
import dev.pulse.samples.repohealth.store.AlertRow;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 21: the dashboard. */
@Timeout(90)
class PageTest {
  private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)([^>]*)>");
  private static final List<String> VOID =
      List.of("meta", "link", "input", "rect", "circle", "path", "polyline");

  @TempDir private Path folder;
  private WebRig rig;
  private Ecosystem ecosystem;

  @BeforeEach
  void serve() {
    rig = new WebRig(folder).alone();
    ecosystem = new Ecosystem(rig);
  }

  @AfterEach
  void close() {
    ecosystem.close();
    rig.close();
  }

  private String page() {
    return page("/");
  }

  private String page(String path) {
    var answer = rig.get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
    return answer.body();
  }

  private static String section(String page, String id) {
    int start = page.indexOf("<section id=\"" + id + "\"");
    assertThat(start).as(id).isPositive();
    return page.substring(start, page.indexOf("</section>", start));
  }

  /** Without markup. */
  private static String text(String markup) {
    return markup.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip();
  }

  @Test
  @DisplayName("Row 21: the five sections, before and after the first scan")
  void thePageHasFiveSections() {
    for (String when : List.of("before", "after")) {
      assertThat(Pattern.compile("<section id=\"([a-z]+)\"").matcher(page()).results())
          .as(when)
          .extracting(found -> found.group(1))
          .containsExactly("overview", "repositories", "dependencies", "trends", "alerts");
      assertThat(page().contains("No scan has finished yet")).isEqualTo(when.equals("before"));
      FakeEcosystem.fill(ecosystem.github, WebRig.ORG, 6, rig.clock);
      ecosystem.scan();
    }
  }

  // row 22
  @Test
  @DisplayName("Row 22: a change is told with its time, and as the newest only while it is that")
  void anOldChangeIsNotSaidToBeNew() {
    ecosystem.example(rig, "shop");
    ecosystem.scan();
    rig.clock.move(Duration.ofHours(1));
    ecosystem.repository("shop").coverage(50);
    ecosystem.scan();
    var at = "datetime=\"" + Json.time(rig.clock.instant()) + "\"";
    assertThat(item(section(page(), "repositories"), "shop"))
        .contains("since the scan before", "<p>What changed <time " + at);

    rig.clock.move(Duration.ofHours(1));
    ecosystem.scan();

    assertThat(item(section(page(), "repositories"), "shop"))
        .doesNotContain("since the scan before")
        .contains("<p>What changed <time " + at);
  }

  @Test
  @DisplayName("Rows 21, 33: the numbers of the page are those of the API")
  void theNumbersAreThoseOfTheApi() {
    FakeEcosystem.fill(ecosystem.github, WebRig.ORG, 16, rig.clock);
    FakeEcosystem.trouble(ecosystem.github, WebRig.ORG);
    ecosystem.scan();
    rig.clock.move(Duration.ofHours(1));
    ecosystem.scan();
    var page = page();
    var overview = text(section(page, "overview"));

    var health = ok(rig.get("/api/v1/health"));
    assertThat(overview)
        .contains(
            "Average score " + number(health.get("average_score")) + " " + health.get("status"),
            "Repositories " + counts(health.get("repos")),
            counts(health.get("vulnerabilities")),
            "Builds of default branches " + counts(health.get("builds")));

    var repositories = section(page, "repositories");
    var dependencies = text(section(page, "dependencies"));
    var trends = text(section(page, "trends"));
    for (var repository : objects(ok(rig.get("/api/v1/repos")).get("repos"))) {
      var name = repository.get("name").toString();
      var item = item(repositories, name);
      var metrics = object(repository.get("metrics"));
      assertThat(text(item))
          .startsWith(
              name + " " + number(repository.get("health_score")) + " " + repository.get("status"));
      assertThat(item).contains("word " + metrics.get("build_status") + "\"");
      var counts = object(metrics.get("dependencies"));
      assertThat(dependencies)
          .contains(
              name
                  + " "
                  + number(counts.get("total"))
                  + " "
                  + number(counts.get("outdated"))
                  + " "
                  + number(counts.get("vulnerable")));
      var more = ok(rig.get("/api/v1/repos/" + name + "/metrics"));
      object(more.get("factors"))
          .forEach(
              (factor, value) ->
                  assertThat(text(item))
                      .containsIgnoringCase(
                          factor
                              + " "
                              + number(object(value).get("value"))
                              + " "
                              + number(object(value).get("weight"))));
      var trend = object(more.get("trend"));
      assertThat(trends)
          .contains(name + " " + delta(trend.get("delta")) + " " + trend.get("direction"));
    }
    assertThat(rows(section(page, "dependencies"), "data-severity=\""))
        .isEqualTo(objects(ok(rig.get("/api/v1/vulnerabilities")).get("vulnerabilities")).size());
    assertThat(rows(section(page, "repositories"), "data-label=\"Run\""))
        .isEqualTo(objects(ok(rig.get("/api/v1/builds")).get("builds")).size());
  }

  private static String item(String repositories, String name) {
    int start = repositories.indexOf("<span class=\"title\"><bdi>" + name + "</bdi>");
    return repositories.substring(start, end(repositories, start));
  }

  private static int end(String repositories, int start) {
    int next = repositories.indexOf("<li data-status", start);
    return next < 0 ? repositories.indexOf("<h3 id=\"builds\">", start) : next;
  }

  private static int rows(String section, String mark) {
    return section.split(Pattern.quote(mark), -1).length - 1;
  }

  private static String number(Object value) {
    if (value == null) {
      return "–";
    }
    double number = (double) value;
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }

  private static String delta(Object value) {
    if (value == null) {
      return "–";
    }
    return Html.signed((int) (double) value);
  }

  /** The words and numbers of an object, in its order. */
  private static String counts(Object value) {
    var parts = new ArrayList<String>();
    object(value)
        .forEach(
            (word, count) -> parts.add((word.equals("total") ? "" : word + " ") + number(count)));
    return String.join(" ", parts);
  }

  @Test
  @DisplayName("Row 21, section 9: nothing of the page is elsewhere")
  void thePageLoadsNothingFromElsewhere() {
    FakeEcosystem.fill(ecosystem.github, WebRig.ORG, 8, rig.clock);
    FakeEcosystem.trouble(ecosystem.github, WebRig.ORG);
    var advisory =
        FakeAdvisory.of("GHSA-1", "npm", "lodash").summary("See https://evil.example/", "x");
    ecosystem.repository("service-0001").alert(advisory);
    ecosystem.scan();
    assertThat(page()).contains("See https&#58;//evil.example/", " of http&#58;//localhost");
    rig.report(
        "{\"repo\":\"shop\",\"status\":\"failure\",\"run_id\":7,\"url\":\"https://ci.example/\"}");

    for (String path : List.of("/", "/repo-health.css", "/repo-health.js")) {
      assertThat(rig.get(path).body())
          .as(path)
          .doesNotContainIgnoringCase("http:")
          .doesNotContainIgnoringCase("https:")
          .doesNotContain("src=\"//", "href=\"//", "url(");
    }
  }

  @Test
  @DisplayName(
      "Section 9: a content security policy of the own origin, and nothing that it forbids")
  void thePageLivesUnderItsPolicy() {
    FakeEcosystem.fill(ecosystem.github, WebRig.ORG, 6, rig.clock);
    ecosystem.scan();
    var policy = rig.get("/").headers().firstValue("Content-Security-Policy").orElse("");

    assertThat(policy)
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .doesNotContain("unsafe", "*");
    assertThat(page())
        .doesNotContain("style=\"", "<style", "javascript:")
        .doesNotContainPattern("<script(?! src=\"repo-health.js\" defer></script>)")
        .doesNotContainPattern("<[^>]* on[a-z]+=");
  }

  @Test
  @DisplayName("Row 21, section 9: names are escaped, on the page and in the API")
  void hostileNamesStayNames() {
    var texts = HostileRepositories.texts();
    var now = rig.clock.instant();
    var shop = ecosystem.repository("shop").coverage(10).packages("pkg:npm/left-pad@1.0.0");
    for (int i = 0; i < texts.size(); i++) {
      shop.alert(FakeAdvisory.of("GHSA-" + i, "npm", texts.get(i)).summary(texts.get(i), "x"));
      shop.run().branch(texts.get(i)).createdAt(now).finishedAt(now, "failure");
    }
    ecosystem.scan();
    var long500 = "n".repeat(500);
    var names = new ArrayList<>(texts.subList(0, 8));
    names.addAll(
        List.of("<img src=x onerror=alert(2)>", "a\"b'c&d", long500, "\u202Eevil", "\uD83D\uDE00"));
    for (String name : names) {
      rig.tables.keepFailure(
          new RepositoryRow(
              name,
              name,
              false,
              false,
              false,
              true,
              null,
              BuildStatus.UNKNOWN,
              null,
              null,
              null,
              "broken: " + name),
          now);
    }
    rig.tables
        .alerts()
        .put(
            new AlertRow(
                "<b>rule</b>",
                "</section><img src=x onerror=alert(3)>",
                "-",
                "critical",
                "<!--alerts--> \u202Etext \uD83D\uDE00",
                rig.clock.instant(),
                null));

    var page = page();
    assertThat(page)
        .contains("&lt;img src=x onerror=alert(2)&gt;", "a&quot;b&#39;c&amp;d", long500);
    assertThat(page)
        .contains(
            "&lt;b&gt;rule&lt;/b&gt;", "<bdi>&lt;!--alerts--&gt; \u202Etext \uD83D\uDE00</bdi>")
        .doesNotContain("<img", "<script>alert", "<b>rule");
    assertThat(page.codePoints().filter(one -> one != '\n').noneMatch(Character::isISOControl))
        .isTrue();
    assertBalanced(page);
    assertThat(objects(ok(rig.get("/api/v1/repos")).get("repos")))
        .extracting(one -> one.get("name"))
        .contains("<img src=x onerror=alert(2)>", "a\"b'c&d", long500);
    for (String path : List.of("vulnerabilities", "builds", "health")) {
      ok(rig.get("/api/v1/" + path));
    }
  }

  /** Whatever names are: every element that begins ends, in order. */
  private static void assertBalanced(String page) {
    var open = new ArrayList<String>();
    var tags = TAG.matcher(page.substring(page.indexOf("<html")));
    while (tags.find()) {
      var name = tags.group(2);
      if (!tags.group(1).isEmpty()) {
        assertThat(open).as("before </%s>", name).isNotEmpty();
        assertThat(open.remove(open.size() - 1)).isEqualTo(name);
      } else if (!VOID.contains(name)) {
        open.add(name);
      }
    }
    assertThat(open).isEmpty();
  }

  @Test
  void theMarkupIsBalanced() {
    FakeEcosystem.fill(ecosystem.github, WebRig.ORG, 16, rig.clock);
    FakeEcosystem.trouble(ecosystem.github, WebRig.ORG);
    ecosystem.scan();
    rig.clock.move(Duration.ofHours(1));
    ecosystem.scan();

    assertBalanced(page());
  }

  @Test
  @DisplayName("Row 21: vulnerabilities can be filtered by severity, also without a script")
  void vulnerabilitiesAreFiltered() {
    FakeEcosystem.fill(ecosystem.github, WebRig.ORG, 16, rig.clock);
    ecosystem.scan();

    var critical = section(page("/?severity=critical"), "dependencies");
    assertThat(critical)
        .contains("data-severity=\"critical\"", "<option value=\"critical\" selected>")
        .doesNotContain("data-severity=\"high\"");
    assertThat(section(page("/?severity="), "dependencies"))
        .contains("data-severity=\"critical\"", "data-severity=\"high\"");
    assertThat(section(page("/?severity=low"), "dependencies"))
        .contains("No open vulnerability of this severity is known.");
    assertThat(rig.get("/?severity=%3Cx%3E").statusCode()).isEqualTo(400);
    assertThat(rig.get("/?other=1").statusCode()).isEqualTo(400);
  }

  @Test
  @DisplayName("Row 22: trends are drawn, with their difference and direction")
  void trendsAreDrawn() {
    ecosystem.example(rig, "shop");
    ecosystem.scan();
    assertThat(section(page(), "trends"))
        .contains("aria-label=\"one score: 92\"", "points=\"157.0,5.7\"");
    rig.clock.move(Duration.ofHours(1));
    ecosystem.repository("shop").coverage(67.5);
    ecosystem.scan();

    assertThat(section(page(), "trends"))
        .contains(
            "aria-label=\"2 scores, from 92 to 88\"",
            "points=\"3.0,5.7 157.0,7.1\"",
            "<span class=\"delta down\">−4");
    assertThat(text(section(page(), "repositories"))).contains("−4: coverage 87.5 → 67.5");
  }

  @Test
  @DisplayName("Row 21: active alerts, and not those that ended")
  void activeAlertsAreShown() {
    var now = rig.clock.instant();
    Scans.endWithNothing(rig);
    assertThat(section(page(), "alerts")).contains("No alert is active.");
    rig.tables
        .alerts()
        .put(new AlertRow("build_failure", "shop", "main", "high", "build failed", now, null));
    rig.tables
        .alerts()
        .put(new AlertRow("coverage_drop", "shop", "-", "medium", "coverage fell", now, now));

    assertThat(text(section(page(), "alerts")))
        .contains("high build_failure shop build failed just now")
        .doesNotContain("coverage_drop");
  }

  @Test
  @DisplayName("Row 30: the page says when what it shows is old")
  void staleDataAreTold() {
    Scans.endWithNothing(rig);
    rig.clock.move(Duration.ofDays(1));
    assertThat(page()).doesNotContain("Data older than");
    rig.clock.move(Duration.ofSeconds(1));
    assertThat(section(page(), "overview")).contains("Data older than 24 hours");
  }

  @Test
  void whatCouldNotBeReadIsTold() {
    FakeEcosystem.fill(ecosystem.github, WebRig.ORG, 8, rig.clock);
    FakeEcosystem.trouble(ecosystem.github, WebRig.ORG);
    ecosystem.scan();

    assertThat(text(section(page(), "overview")))
        .contains("2 repositories could not be read by the last scan", "Nobody can tell for");
    assertThat(section(page(), "repositories")).contains("Not read by the last scan: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"prefers-color-scheme: dark", "@media (max-width: 760px)", ":focus-visible"})
  @DisplayName("Row 21: light and dark, phones, keyboard")
  void theStyleIsForEverybody(String rule) {
    assertThat(rig.get("/repo-health.css").body()).contains(rule);
    assertThat(page())
        .contains(
            "<html lang=\"en\">",
            "name=\"viewport\" content=\"width=device-width, initial-scale=1\"",
            "<a class=\"skip\" href=\"#overview\">");
  }
}
