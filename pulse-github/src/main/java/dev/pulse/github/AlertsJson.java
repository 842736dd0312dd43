package dev.pulse.github;

import com.squareup.moshi.JsonReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import okio.Buffer;
import okio.ByteString;

/** Reads the alerts of Dependabot, of code scanning and of secret scanning. */
final class AlertsJson {
  private AlertsJson() {}

  /** Reads an alert of Dependabot. */
  static VulnerabilityReport vulnerability(Json alert) {
    var packageJson = alert.at("dependency", "package");
    var advisory = alert.at("security_advisory");
    var vulnerability = alert.at("security_vulnerability");
    var written = new ArrayList<String>();
    advisory.text("ghsa_id").ifPresent(written::add);
    advisory.text("cve_id").ifPresent(written::add);
    var ids = VulnerabilityReport.ids(written);
    if (ids.isEmpty()) {
      throw GitHubFacts.unexpected("an alert without an id");
    }
    var name =
        PackageName.ofDependabot(
            packageJson
                .text("ecosystem")
                .orElseThrow(() -> GitHubFacts.unexpected("an alert of no ecosystem")),
            packageJson
                .text("name")
                .orElseThrow(() -> GitHubFacts.unexpected("an alert of no package")));
    return new VulnerabilityReport(
        VulnerabilitySource.DEPENDABOT,
        name,
        ids,
        VulnerabilitySeverity.ofWord(vulnerability.text("severity").orElse("")),
        List.of(),
        VulnerabilityReport.description(
            advisory.text("summary").orElse(null), advisory.text("description").orElse(null)),
        "",
        vulnerability.text("first_patched_version", "identifier").orElse(""));
  }

  /** Whether a finding of code scanning is critical. */
  static boolean isCritical(Json alert) {
    if (!alert.at("rule").isObject()) {
      throw GitHubFacts.unexpected("a finding without a rule");
    }
    return alert
        .text("rule", "security_severity_level")
        .map(VulnerabilitySeverity::ofWord)
        .filter(level -> level == VulnerabilitySeverity.CRITICAL)
        .isPresent();
  }

  /**
   * What may be kept of a list of secrets that were found: how many there are. An old Enterprise
   * Server does not know that the secrets themselves are not wanted, and they are in its answer.
   *
   * @return a list with as many empty objects; empty when it is none
   */
  static Optional<ByteString> withoutSecrets(ByteString answer) {
    var count = new int[1];
    try {
      FactJson.read(
          JsonReader.of(new Buffer().write(answer)),
          reader -> {
            FactJson.each(
                reader,
                one -> {
                  one.skipValue();
                  return ++count[0];
                });
            return true;
          });
    } catch (FactJson.MalformedException e) {
      // Whoever reads the answer itself says so.
      return Optional.empty();
    }
    var objects = String.join(",", Collections.nCopies(count[0], "{}"));
    return Optional.of(ByteString.encodeUtf8("[" + objects + "]"));
  }
}
