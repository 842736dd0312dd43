package dev.pulse.samples.repohealth.web;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.repohealth.scan.Overview;
import dev.pulse.samples.repohealth.scan.StaleData;
import dev.pulse.samples.repohealth.store.AlertRow;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.repohealth.store.Trend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The page: overview, repositories, dependencies, trends and alerts. Written on the server, so that
 * it can be read without its script and has the same numbers as the routes; the script renews it.
 * Immutable.
 */
final class HealthPage {
  private final Duration staleAfter;
  private final String frame;

  /**
   * The page.
   *
   * @param staleAfter after which time nobody should rely on what it shows
   */
  HealthPage(Duration staleAfter) {
    this.staleAfter = requireNonNull(staleAfter, "staleAfter");
    this.frame = resource("page.html");
  }

  /**
   * What the page shows.
   *
   * @param overview what is known of all repositories
   * @param trends where their scores are going, by name
   * @param alerts those that hold
   * @param severity which vulnerabilities to show; empty for all
   */
  record Content(
      Overview overview,
      Map<String, Trend> trends,
      List<AlertRow> alerts,
      Optional<String> severity) {}

  String render(Content content) {
    var parts = new LinkedHashMap<String, String>();
    parts.put("org", Html.name(content.overview().organisation()));
    parts.put("overview", overview(content.overview()));
    parts.put("repositories", new RepositorySection(content).render());
    parts.put("dependencies", new DependencySection(content).render());
    parts.put("trends", trends(content));
    parts.put("alerts", alerts(content));
    parts.put("now", Json.time(content.overview().at()));
    return filled(parts);
  }

  /** One pass: what a part has in it is not looked at again, whatever it looks like. */
  private String filled(Map<String, String> parts) {
    var page = new StringBuilder();
    int done = 0;
    while (true) {
      int start = frame.indexOf("<!--", done);
      if (start < 0) {
        return page.append(frame, done, frame.length()).toString();
      }
      int end = frame.indexOf("-->", start);
      var part = frame.substring(start + 4, end);
      page.append(frame, done, start).append(requireNonNull(parts.get(part), part));
      done = end + 3;
    }
  }

  private String overview(Overview overview) {
    var average = overview.averageScore().map(Json::number).orElse(null);
    return notes(overview)
        + "<div class=\"tiles\">"
        + tile(
            "Average score",
            "<p class=\"big\" id=\"average\">"
                + Html.number(average)
                + "</p><p>"
                + Html.word(overview.status().word())
                + "</p>")
        + tile(
            "Repositories",
            big(overview.repositories().size())
                + counts(words(overview.repositoriesByStatus(), status -> status.word())))
        + tile(
            "Open vulnerabilities",
            big(overview.vulnerabilities().size())
                + counts(words(overview.vulnerabilitiesBySeverity(), severity -> severity.word()))
                + unreadable(overview))
        + tile(
            "Builds of default branches",
            counts(words(overview.repositoriesByBuild(), status -> status.word())))
        + "</div><p class=\"soft\">Last scan: "
        + overview.lastScan().map(then -> Html.ago(then, overview.at())).orElse("none yet")
        + "</p>";
  }

  private String notes(Overview overview) {
    if (!overview.isScanned()) {
      return note("No scan has finished yet. What it finds will be here.");
    }
    long unread = overview.repositories().stream().filter(row -> row.error() != null).count();
    long unseen =
        overview.repositories().stream()
            .filter(row -> row.error() == null && row.result() == null)
            .count();
    return (overview.isStale() ? note(StaleData.warning(staleAfter)) : "")
        + (unread > 0
            ? note(
                (unread == 1 ? "One repository" : unread + " repositories")
                    + " could not be read by the last scan; what is shown of "
                    + (unread == 1 ? "it" : "them")
                    + " is older, or unknown.")
            : "")
        + (unseen > 0
            ? note(
                (unseen == 1 ? "One repository has" : unseen + " repositories have")
                    + " not been looked at yet.")
            : "");
  }

  private static String note(String text) {
    return "<p class=\"note\">" + Html.text(text) + "</p>";
  }

  private static String unreadable(Overview overview) {
    long unknown = overview.repositories().stream().filter(HealthPage::isUnreadable).count();
    return unknown == 0
        ? ""
        : "<p class=\"soft\">Nobody can tell for " + unknown + " of the repositories.</p>";
  }

  private static boolean isUnreadable(RepositoryRow repository) {
    var result = repository.result();
    return result == null || result.readable().isEmpty();
  }

  private static String tile(String title, String content) {
    return "<div class=\"tile\"><h3>" + title + "</h3>" + content + "</div>";
  }

  private static String big(int number) {
    return "<p class=\"big\">" + number + "</p>";
  }

  private static <K> Map<String, Integer> words(Map<K, Integer> counts, Function<K, String> word) {
    var words = new LinkedHashMap<String, Integer>();
    counts.forEach((key, count) -> words.put(word.apply(key), count));
    return words;
  }

  private static String counts(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(
            count ->
                "<div"
                    + (count.getValue() == 0 ? " class=\"none\"" : "")
                    + "><dt>"
                    + Html.word(count.getKey())
                    + "</dt><dd>"
                    + count.getValue()
                    + "</dd></div>")
        .collect(Collectors.joining("", "<dl class=\"counts\">", "</dl>"));
  }

  private static String trends(Content content) {
    var rows =
        content.overview().repositories().stream()
            .map(
                repository ->
                    trend(
                        repository.name(),
                        content.trends().getOrDefault(repository.name(), new Trend(List.of()))))
            .collect(Collectors.joining());
    return rows.isEmpty()
        ? "<p class=\"empty\">No scores yet.</p>"
        : "<ul class=\"trends\">" + rows + "</ul>";
  }

  private static String trend(String repository, Trend trend) {
    var delta = trend.delta();
    var direction = trend.direction().word();
    return "<li><span class=\"title\">"
        + Html.name(repository)
        + "</span>"
        + TrendPlot.of(trend)
        + "<span class=\"delta "
        + direction
        + "\">"
        + (delta.isPresent() ? Html.signed(delta.getAsInt()) : "–")
        + " <span class=\"soft\">"
        + direction
        + "</span></span></li>";
  }

  private static String alerts(Content content) {
    var now = content.overview().at();
    var rows =
        content.alerts().stream()
            .map(
                alert ->
                    "<tr><td data-label=\"Severity\">"
                        + Html.word(alert.severity())
                        + "</td><th scope=\"row\">"
                        + Html.name(alert.rule())
                        + "</th><td data-label=\"Repository\">"
                        + Html.name(alert.repository())
                        + "</td><td data-label=\"What\"><span>"
                        + Html.name(alert.text())
                        + "</span></td><td data-label=\"Since\">"
                        + Html.ago(alert.openedAt(), now)
                        + "</td></tr>")
            .collect(Collectors.joining());
    return rows.isEmpty()
        ? "<p class=\"empty\">No alert is active.</p>"
        : "<table><thead><tr><th scope=\"col\">Severity</th><th scope=\"col\">Rule</th>"
            + "<th scope=\"col\">Repository</th><th scope=\"col\">What</th>"
            + "<th scope=\"col\">Since</th></tr></thead><tbody>"
            + rows
            + "</tbody></table>";
  }

  private static String resource(String name) {
    try (var in = requireNonNull(HealthPage.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
