package dev.pulse.samples.repohealth.web;

import dev.pulse.github.VulnerabilitySource;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.repohealth.store.VulnerabilityRow;
import java.time.Instant;
import java.util.stream.Collectors;

/** What the repositories depend on, and which vulnerabilities are open in it. */
final class DependencySection {
  private final HealthPage.Content content;

  DependencySection(HealthPage.Content content) {
    this.content = content;
  }

  String render() {
    return "<h3>Open vulnerabilities</h3>"
        + filter()
        + vulnerabilities()
        + "<h3>Dependencies by repository</h3>"
        + dependencies();
  }

  private String filter() {
    var chosen = content.severity().orElse("");
    return HealthJson.severities().stream()
        .map(severity -> option(severity, Html.capital(severity), chosen))
        .collect(
            Collectors.joining(
                "",
                "<form id=\"severity-form\" action=\"#dependencies\" method=\"get\"><label>Severity"
                    + " <select id=\"severity\" name=\"severity\">"
                    + option("", "All", chosen),
                "</select></label><button type=\"submit\">Show</button></form>"));
  }

  private static String option(String value, String label, String chosen) {
    return "<option value=\""
        + value
        + "\""
        + (value.equals(chosen) ? " selected" : "")
        + ">"
        + label
        + "</option>";
  }

  private String vulnerabilities() {
    var now = content.overview().at();
    var shown =
        content.overview().vulnerabilities().stream()
            .filter(
                row ->
                    content.severity().isEmpty() || content.severity().get().equals(severity(row)))
            .toList();
    if (shown.isEmpty()) {
      return "<p class=\"empty\">"
          + (content.severity().isEmpty()
              ? "No open vulnerability is known."
              : "No open vulnerability of this severity is known.")
          + "</p>";
    }
    return shown.stream()
        .map(row -> vulnerability(row, now))
        .collect(
            Collectors.joining(
                "",
                "<table class=\"vulnerabilities\"><thead><tr><th scope=\"col\">Severity</th>"
                    + "<th scope=\"col\">Package</th><th scope=\"col\">Repository</th>"
                    + "<th scope=\"col\">Advisory</th><th scope=\"col\">Mended in</th>"
                    + "<th scope=\"col\">Known</th></tr></thead><tbody>",
                "</tbody></table>"));
  }

  private static String severity(VulnerabilityRow row) {
    return row.followed().vulnerability().severity().word();
  }

  private static String vulnerability(VulnerabilityRow row, Instant now) {
    var vulnerability = row.followed().vulnerability();
    return "<tr data-severity=\""
        + severity(row)
        + "\"><td data-label=\"Severity\">"
        + Html.word(severity(row))
        + "</td><th scope=\"row\">"
        + Html.name(vulnerability.packageName())
        + "<span class=\"soft\">"
        + Html.name(
            vulnerability.ecosystem() + vulnerability.version().map(used -> " " + used).orElse(""))
        + "</span></th><td data-label=\"Repository\"><span>"
        + Html.name(row.repository())
        + "</span></td><td data-label=\"Advisory\"><span>"
        + Html.name(vulnerability.id())
        + "<span class=\"soft\">"
        + Html.name(vulnerability.description())
        + " ("
        + vulnerability.sources().stream()
            .map(VulnerabilitySource::word)
            .collect(Collectors.joining(", "))
        + ")</span></span></td><td data-label=\"Mended in\"><span>"
        + vulnerability.fixedVersion().map(Html::name).orElse(Html.NOTHING)
        + "</span></td><td data-label=\"Known\">"
        + Html.ago(row.followed().firstSeen(), now)
        + "</td></tr>";
  }

  private String dependencies() {
    if (content.overview().repositories().isEmpty()) {
      return "<p class=\"empty\">No repositories yet.</p>";
    }
    return content.overview().repositories().stream()
        .map(DependencySection::dependencies)
        .collect(
            Collectors.joining(
                "",
                "<table class=\"dependencies\"><thead><tr><th scope=\"col\">Repository</th>"
                    + "<th scope=\"col\">Packages</th><th scope=\"col\">Outdated</th>"
                    + "<th scope=\"col\">Vulnerable</th></tr></thead><tbody>",
                "</tbody></table>"));
  }

  private static String dependencies(RepositoryRow repository) {
    var result = repository.result();
    return "<tr><th scope=\"row\">"
        + Html.name(repository.name())
        + "</th><td class=\"number\" data-label=\"Packages\">"
        + Html.number(result == null ? null : result.dependencies())
        + "</td><td class=\"number\" data-label=\"Outdated\">"
        + Html.number(result == null ? null : result.outdated())
        + "</td><td class=\"number\" data-label=\"Vulnerable\">"
        + Html.number(result == null ? null : result.vulnerable())
        + "</td></tr>";
  }
}
