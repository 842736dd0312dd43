package dev.pulse.samples.repohealth.web;

import dev.pulse.api.score.Factor;
import dev.pulse.github.HealthFactor;
import dev.pulse.samples.repohealth.scan.Overview;
import dev.pulse.samples.repohealth.store.BuildRow;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.repohealth.store.ResultRow;
import dev.pulse.samples.repohealth.store.Step;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Each repository with its score and what that is made of, and the newest builds. */
final class RepositorySection {
  private final Overview overview;

  RepositorySection(HealthPage.Content content) {
    this.overview = content.overview();
  }

  String render() {
    return repositories() + "<h3 id=\"builds\">Newest builds</h3>" + builds();
  }

  private String repositories() {
    if (overview.repositories().isEmpty()) {
      return "<p class=\"empty\">No repositories yet.</p>";
    }
    return overview.repositories().stream()
        .map(this::repository)
        .collect(
            Collectors.joining(
                "",
                "<p class=\"soft\">The bars are " + factorNames() + ".</p><ul class=\"repos\">",
                "</ul>"));
  }

  private static String factorNames() {
    return Arrays.stream(HealthFactor.values())
        .map(HealthFactor::word)
        .collect(Collectors.joining(", "));
  }

  private String repository(RepositoryRow repository) {
    var result = repository.result();
    var status = Overview.status(repository).word();
    return "<li data-status=\""
        + status
        + "\"><details data-key=\""
        + Html.text(repository.name())
        + "\"><summary><span class=\"title\">"
        + Html.name(repository.name())
        + "</span><span class=\"score\"><b>"
        + Html.number(score(result))
        + "</b> "
        + Html.word(status)
        + "</span>"
        + change(result)
        + bars(result)
        + "<span class=\"build\">"
        + Html.word(repository.buildStatus().word())
        + "</span></summary>"
        + details(repository, result)
        + "</details></li>";
  }

  private static @Nullable Integer score(@Nullable ResultRow result) {
    return result == null || result.score().rounded().isEmpty()
        ? null
        : (Integer) result.score().rounded().getAsInt();
  }

  private static String change(@Nullable ResultRow result) {
    var none = "<span class=\"delta\"></span>";
    if (result == null) {
      return none;
    }
    var change = result.change();
    // An older one is told with its time, where there is room for it.
    if (change == null || !change.at().equals(result.at())) {
      return none;
    }
    var direction = change.delta() > 0 ? "up" : change.delta() < 0 ? "down" : "stable";
    return "<span class=\"delta "
        + direction
        + "\">"
        + Html.signed(change.delta())
        + "<span class=\"unseen\"> since the scan before</span></span>";
  }

  /** One bar for each factor; a factor that nobody knows has an empty frame. */
  private static String bars(@Nullable ResultRow result) {
    if (result == null) {
      return "<span class=\"meters\"></span>";
    }
    return result.score().factors().stream()
        .map(RepositorySection::bar)
        .collect(Collectors.joining("", "<span class=\"meters\">", "</span>"));
  }

  private static String bar(Factor factor) {
    var points = HealthJson.points(factor);
    var name = Html.text(factor.name());
    if (points == null) {
      return "<svg class=\"meter missing\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\""
          + " role=\"img\" aria-label=\""
          + name
          + " unknown\"><title>"
          + name
          + ": unknown</title></svg>";
    }
    var number = points.toPlainString();
    var level =
        points.doubleValue() >= 80
            ? "healthy"
            : points.doubleValue() >= 50 ? "warning" : "critical";
    return "<svg class=\"meter "
        + level
        + "\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\""
        + name
        + " "
        + number
        + "\"><title>"
        + name
        + ": "
        + number
        + "</title><rect width=\""
        + number
        + "\" height=\"10\"/></svg>";
  }

  private String details(RepositoryRow repository, @Nullable ResultRow result) {
    var text = new StringBuilder("<div class=\"details\">");
    if (repository.error() != null) {
      text.append("<p class=\"note\">Not read by the last scan: ")
          .append(Html.name(repository.error()))
          .append("</p>");
    }
    if (overview.isStale(repository)) {
      text.append("<p class=\"note\">What is shown here is too old to rely on.</p>");
    }
    if (result == null) {
      return text.append("<p>Nothing is known of this repository yet.</p></div>").toString();
    }
    if (result.change() != null) {
      text.append("<p>What changed ")
          .append(Html.ago(result.change().at(), overview.at()))
          .append(": ")
          .append(Html.name(result.change().text()))
          .append("</p>");
    }
    text.append(factors(result)).append(steps(result));
    return text.append("<p class=\"soft\">Branch ")
        .append(Html.name(repository.defaultBranch()))
        .append(", last commit ")
        .append(Html.ago(result.lastCommit(), overview.at()))
        .append(", last build ")
        .append(Html.ago(repository.lastRun(), overview.at()))
        .append(", looked at ")
        .append(Html.ago(result.at(), overview.at()))
        .append(missing(result))
        .append("</p></div>")
        .toString();
  }

  private static String missing(ResultRow result) {
    return result.missing().isEmpty()
        ? ""
        : ". Missing: "
            + result.missing().stream().map(HealthFactor::word).collect(Collectors.joining(", "));
  }

  private static String factors(ResultRow result) {
    return result.score().factors().stream()
        .map(
            factor ->
                "<tr><th scope=\"row\">"
                    + Html.text(Html.capital(factor.name()))
                    + "</th><td class=\"number\" data-label=\"Points\">"
                    + Html.number(HealthJson.points(factor))
                    + "</td><td class=\"number\" data-label=\"Weight\">"
                    + Html.number(Json.number(BigDecimal.valueOf(factor.weight())))
                    + "</td><td data-label=\"Evidence\"><span>"
                    + Html.name(factor.evidence())
                    + "</span></td></tr>")
        .collect(
            Collectors.joining(
                "",
                "<table><thead><tr><th scope=\"col\">Factor</th><th scope=\"col\">Points</th>"
                    + "<th scope=\"col\">Weight</th><th scope=\"col\">Evidence</th></tr></thead>"
                    + "<tbody>",
                "</tbody></table>"));
  }

  private static String steps(ResultRow result) {
    return result.steps().isEmpty()
        ? ""
        : result.steps().stream()
            .map(RepositorySection::step)
            .collect(Collectors.joining("", "<p>What to do:</p><ul class=\"steps\">", "</ul>"));
  }

  private static String step(Step step) {
    return "<li>"
        + Html.name(step.text())
        + (step.gain() == null
            ? ""
            : " <span class=\"soft\">(+" + Html.number(Json.number(step.gain())) + ")</span>")
        + "</li>";
  }

  private String builds() {
    if (overview.builds().isEmpty()) {
      return "<p class=\"empty\">No builds yet.</p>";
    }
    return overview.builds().stream()
        .map(this::build)
        .collect(
            Collectors.joining(
                "",
                "<table class=\"builds\"><thead><tr><th scope=\"col\">State</th><th scope=\"col\">"
                    + "Repository</th><th scope=\"col\">Branch</th><th scope=\"col\">Commit</th>"
                    + "<th scope=\"col\">Run</th><th scope=\"col\">Finished</th>"
                    + "<th scope=\"col\">Source</th></tr></thead><tbody>",
                "</tbody></table>"));
  }

  private String build(BuildRow row) {
    var build = row.build();
    var sha = build.sha();
    return "<tr><td data-label=\"State\">"
        + Html.word(build.state().word())
        + "</td><th scope=\"row\">"
        + Html.name(row.repository())
        + "</th><td data-label=\"Branch\"><span>"
        + (build.branch().isEmpty() ? Html.NOTHING : Html.name(build.branch()))
        + "</span></td><td data-label=\"Commit\"><code>"
        + (sha.isEmpty() ? "–" : Html.text(sha.substring(0, Math.min(7, sha.length()))))
        + "</code></td><td class=\"number\" data-label=\"Run\">"
        + build.runId()
        + "</td><td data-label=\"Finished\">"
        + Html.ago(build.finishedAt().orElse(null), overview.at())
        + "</td><td data-label=\"Source\">"
        + row.source().word()
        + "</td></tr>";
  }
}
