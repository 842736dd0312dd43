package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubJson.fields;
import static dev.pulse.samples.fakes.FakeGitHubJson.time;

import dev.pulse.samples.fakes.FakeGitHubJson.Fields;
import dev.pulse.samples.fakes.FakeGitHubSecurity.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What GitHub's scanners found in a repository, in the shapes of its published schemas. */
final class FakeGitHubFindings {
  private FakeGitHubFindings() {}

  static Fields alert(FakeGitHubRepository repository, Alert alert, String base) {
    var at = alert.at();
    var advisory = alert.advisory();
    var vulnerability = vulnerability(advisory);
    return fields()
        .with("number", alert.number())
        .with("state", alert.open() ? "open" : "fixed")
        .with(
            "dependency",
            fields()
                .with("package", packageOf(advisory))
                .with("manifest_path", "manifest")
                .with("scope", "runtime"))
        .with("security_advisory", advisory(advisory, vulnerability, at))
        .with("security_vulnerability", vulnerability)
        .with("url", repository.url(base) + "/dependabot/alerts/" + alert.number())
        .with("html_url", repository.page(base) + "/security/dependabot/" + alert.number())
        .with("created_at", time(at))
        .with("updated_at", time(alert.fixed().orElse(at)))
        .with("dismissed_at", null)
        .with("dismissed_by", null)
        .with("dismissed_reason", null)
        .with("dismissed_comment", null)
        .with("fixed_at", alert.fixed().map(FakeGitHubJson::time).orElse(null))
        .with("auto_dismissed_at", null);
  }

  private static Fields packageOf(FakeAdvisory advisory) {
    return fields().with("ecosystem", advisory.ecosystem()).with("name", advisory.name());
  }

  private static Fields vulnerability(FakeAdvisory advisory) {
    return fields()
        .with("package", packageOf(advisory))
        .with("severity", advisory.severity())
        .with("vulnerable_version_range", advisory.range())
        .with(
            "first_patched_version",
            advisory.fixed().map(version -> fields().with("identifier", version)).orElse(null));
  }

  private static Fields advisory(FakeAdvisory advisory, Fields vulnerability, Instant at) {
    var identifiers = new ArrayList<Fields>();
    identifiers.add(fields().with("value", advisory.id()).with("type", "GHSA"));
    advisory
        .cve()
        .ifPresent(cve -> identifiers.add(fields().with("value", cve).with("type", "CVE")));
    return fields()
        .with("ghsa_id", advisory.id())
        .with("cve_id", advisory.cve().orElse(null))
        .with("summary", advisory.summary())
        .with("description", advisory.details())
        .with("vulnerabilities", List.of(vulnerability))
        .with("severity", advisory.severity())
        .with(
            "cvss",
            fields()
                .with("vector_string", advisory.vectors().stream().findFirst().orElse(null))
                .with("score", 0.0))
        .with("cwes", List.of())
        .with("identifiers", identifiers)
        .with(
            "references",
            List.of(fields().with("url", "https://example.org/advisories/" + advisory.id())))
        .with("published_at", time(at))
        .with("updated_at", time(at))
        .with("withdrawn_at", advisory.withdrawn().map(FakeGitHubJson::time).orElse(null));
  }

  static Fields finding(
      FakeGitHubRepository repository, int number, String severity, Instant at, String base) {
    var url = repository.url(base) + "/code-scanning/alerts/" + number;
    return fields()
        .with("number", number)
        .with("created_at", time(at))
        .with("updated_at", time(at))
        .with("url", url)
        .with("html_url", repository.page(base) + "/security/code-scanning/" + number)
        .with("instances_url", url + "/instances")
        .with("state", "open")
        .with("fixed_at", null)
        .with("dismissed_by", null)
        .with("dismissed_at", null)
        .with("dismissed_reason", null)
        .with("dismissed_comment", null)
        .with(
            "rule",
            fields()
                .with("id", "rule-" + number)
                .with("name", "rule-" + number)
                .with("severity", "error")
                .with("security_severity_level", severity.isEmpty() ? null : severity)
                .with("description", "A finding")
                .with("tags", List.of("security")))
        .with("tool", fields().with("name", "CodeQL").with("guid", null).with("version", "2.4.0"))
        .with(
            "most_recent_instance",
            fields()
                .with("ref", "refs/heads/" + repository.defaultBranch())
                .with("analysis_key", "codeql.yml:analyze")
                .with("environment", "{}")
                .with("category", "codeql")
                .with("state", "open")
                .with("commit_sha", repository.contents().head())
                .with("message", fields().with("text", "A finding"))
                .with("classifications", List.of()));
  }

  static Fields secret(
      FakeGitHubRepository repository, int number, String kind, Instant at, String base) {
    var url = repository.url(base) + "/secret-scanning/alerts/" + number;
    return fields()
        .with("number", number)
        .with("created_at", time(at))
        .with("updated_at", time(at))
        .with("url", url)
        .with("html_url", repository.page(base) + "/security/secret-scanning/" + number)
        .with("locations_url", url + "/locations")
        .with("state", "open")
        .with("resolution", null)
        .with("resolved_at", null)
        .with("resolved_by", null)
        .with("secret_type", kind)
        .with("secret_type_display_name", kind)
        .with("secret", "hidden")
        .with("validity", "unknown")
        .with("push_protection_bypassed", false)
        .with("push_protection_bypassed_by", null)
        .with("push_protection_bypassed_at", null);
  }

  static Fields sbom(FakeGitHubSecurity.Contents contents) {
    var root = "SPDXRef-com.github." + contents.owner() + "-" + contents.name();
    var self =
        "pkg:github/%s/%s@%s".formatted(contents.owner(), contents.name(), contents.branch());
    var packages = new ArrayList<Fields>();
    var relations = new ArrayList<Fields>();
    relations.add(relation("SPDXRef-DOCUMENT", "DESCRIBES", root));
    var ids = new LinkedHashMap<String, String>();
    for (var purl : contents.bill().packages()) {
      relations.add(relation(root, "DEPENDS_ON", id(ids, purl)));
    }
    contents
        .bill()
        .drawn()
        .forEach(
            (by, all) -> {
              for (var purl : all) {
                relations.add(relation(id(ids, by), "DEPENDS_ON", id(ids, purl)));
              }
            });
    ids.forEach((purl, id) -> packages.add(packageOf(id, purl)));
    packages.add(
        packageOf(root, self)
            .with("name", "com.github." + contents.owner() + "/" + contents.name()));
    return fields()
        .with(
            "sbom",
            fields()
                .with("SPDXID", "SPDXRef-DOCUMENT")
                .with("spdxVersion", "SPDX-2.3")
                .with(
                    "creationInfo",
                    fields()
                        .with("created", time(contents.pushed()))
                        .with("creators", List.of("Tool: GitHub.com-Dependency-Graph")))
                .with("name", "com.github." + contents.owner() + "/" + contents.name())
                .with("dataLicense", "CC0-1.0")
                .with(
                    "documentNamespace",
                    "https://spdx.org/spdxdocs/protobom/" + FakeGitHubJson.sha1(root))
                .with("packages", packages)
                .with("relationships", relations));
  }

  private static String id(Map<String, String> ids, String purl) {
    return ids.computeIfAbsent(purl, key -> "SPDXRef-" + (ids.size() + 1));
  }

  private static Fields relation(String from, String type, String to) {
    return fields()
        .with("spdxElementId", from)
        .with("relatedSpdxElement", to)
        .with("relationshipType", type);
  }

  private static Fields packageOf(String id, String purl) {
    var bare = purl.replaceFirst("[?#].*$", "").replaceFirst("^pkg:[^/]+/", "");
    int at = bare.lastIndexOf('@');
    return fields()
        .with("SPDXID", id)
        .with("name", at <= 0 ? bare : bare.substring(0, at).replace("%40", "@"))
        .with("versionInfo", at <= 0 ? "" : bare.substring(at + 1))
        .with("downloadLocation", "NOASSERTION")
        .with("filesAnalyzed", false)
        .with(
            "externalRefs",
            List.of(
                fields()
                    .with("referenceCategory", "PACKAGE-MANAGER")
                    .with("referenceType", "purl")
                    .with("referenceLocator", purl)));
  }
}
