package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubJson.fields;
import static dev.pulse.samples.fakes.FakeGitHubJson.time;

import dev.pulse.samples.fakes.FakeGitHubJson.Fields;
import dev.pulse.samples.fakes.FakeGitHubRepository.Alert;
import dev.pulse.samples.fakes.FakeGitHubRepository.Commit;
import dev.pulse.samples.fakes.FakeGitHubRepository.Issue;
import dev.pulse.samples.fakes.FakeGitHubRepository.Release;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What GitHub says of repositories, in the shapes of its published schemas. */
final class FakeGitHubDocuments {
  private static final int LARGEST_INLINE = 1_048_576;
  private static final List<String> LINKS =
      List.of(
          "archive",
          "assignees",
          "blobs",
          "branches",
          "collaborators",
          "comments",
          "commits",
          "compare",
          "contents",
          "contributors",
          "deployments",
          "downloads",
          "events",
          "forks",
          "git_commits",
          "git_refs",
          "git_tags",
          "hooks",
          "issue_comment",
          "issue_events",
          "issues",
          "keys",
          "labels",
          "languages",
          "merges",
          "milestones",
          "notifications",
          "pulls",
          "releases",
          "stargazers",
          "statuses",
          "subscribers",
          "subscription",
          "tags",
          "teams",
          "trees");

  private FakeGitHubDocuments() {}

  static Fields user(String base, String login, long id, String type) {
    var url = HttpUrl.get(base).newBuilder().addPathSegment("users").addPathSegment(login).build();
    return fields()
        .with("login", login)
        .with("id", id)
        .with("node_id", "U_" + id)
        .with("avatar_url", base + "/avatars/" + id)
        .with("gravatar_id", "")
        .with("url", url.toString())
        .with("html_url", url.toString())
        .with("followers_url", url + "/followers")
        .with("following_url", url + "/following{/other_user}")
        .with("gists_url", url + "/gists{/gist_id}")
        .with("starred_url", url + "/starred{/owner}{/repo}")
        .with("subscriptions_url", url + "/subscriptions")
        .with("organizations_url", url + "/orgs")
        .with("repos_url", url + "/repos")
        .with("events_url", url + "/events{/privacy}")
        .with("received_events_url", url + "/received_events")
        .with("type", type)
        .with("site_admin", false);
  }

  static Fields owner(FakeGitHubRepository repository, String base) {
    return user(base, repository.owner(), 7, "Organization");
  }

  /** As lists of runs and the like carry it. */
  static Fields minimal(FakeGitHubRepository repository, String base) {
    var url = repository.url(base);
    var fields =
        fields()
            .with("id", repository.id())
            .with("node_id", "R_" + repository.id())
            .with("name", repository.name())
            .with("full_name", repository.owner() + "/" + repository.name())
            .with("private", repository.isClosed())
            .with("owner", owner(repository, base))
            .with("html_url", repository.page(base))
            .with("description", repository.description().orElse(null))
            .with("fork", repository.parent().isPresent())
            .with("url", url);
    LINKS.forEach(
        link -> fields.with(link + "_url", url + "/" + link.replaceFirst("^git_", "git/")));
    return fields;
  }

  /** As lists of repositories carry it. */
  static Fields listed(FakeGitHubRepository repository, String base) {
    var page = repository.page(base);
    int open = (int) repository.issues().stream().filter(Issue::open).count();
    return minimal(repository, base)
        .with("git_url", page.replaceFirst("^https?:", "git:") + ".git")
        .with("ssh_url", "git@localhost:" + repository.owner() + "/" + repository.name() + ".git")
        .with("clone_url", page + ".git")
        .with("svn_url", page)
        .with("homepage", null)
        .with("mirror_url", null)
        .with("language", "Java")
        .with("forks_count", 0)
        .with("forks", 0)
        .with("stargazers_count", 0)
        .with("watchers_count", 0)
        .with("watchers", 0)
        .with("size", repository.files().size())
        .with("default_branch", repository.defaultBranch())
        .with("open_issues_count", open)
        .with("open_issues", open)
        .with("is_template", false)
        .with("topics", List.of())
        .with("has_issues", repository.hasIssues())
        .with("has_projects", true)
        .with("has_wiki", true)
        .with("has_pages", repository.hasPages())
        .with("has_downloads", true)
        .with("has_discussions", false)
        .with("archived", repository.isArchived())
        .with("disabled", false)
        .with("visibility", repository.isClosed() ? "private" : "public")
        .with("pushed_at", time(repository.pushed()))
        .with("created_at", time(repository.created()))
        .with("updated_at", time(repository.pushed()))
        .with("license", null);
  }

  /** As it is told alone. */
  static Fields full(
      FakeGitHubRepository repository, @Nullable FakeGitHubRepository parent, String base) {
    var fields = listed(repository, base).with("network_count", 0).with("subscribers_count", 0);
    if (parent != null) {
      fields.with("parent", listed(parent, base)).with("source", listed(parent, base));
    }
    return fields;
  }

  static Fields commit(FakeGitHubRepository repository, Commit commit, String base) {
    var url = repository.url(base);
    var person =
        fields()
            .with("name", "Ada")
            .with("email", "ada@example.org")
            .with("date", time(commit.at()));
    return fields()
        .with("sha", commit.sha())
        .with("node_id", "C_" + commit.sha())
        .with(
            "commit",
            fields()
                .with("author", person)
                .with("committer", person)
                .with("message", commit.message())
                .with(
                    "tree",
                    fields()
                        .with("sha", commit.sha())
                        .with("url", url + "/git/trees/" + commit.sha()))
                .with("url", url + "/git/commits/" + commit.sha())
                .with("comment_count", 0))
        .with("url", url + "/commits/" + commit.sha())
        .with("html_url", repository.page(base) + "/commit/" + commit.sha())
        .with("comments_url", url + "/commits/" + commit.sha() + "/comments")
        .with("author", user(base, "ada", 1, "User"))
        .with("committer", user(base, "ada", 1, "User"))
        .with("parents", List.of());
  }

  static Fields issue(FakeGitHubRepository repository, Issue issue, String base) {
    var url = repository.url(base) + "/issues/" + issue.number();
    var page = repository.page(base) + (issue.pull() ? "/pull/" : "/issues/") + issue.number();
    var fields =
        fields()
            .with("id", repository.id() * 10_000 + issue.number())
            .with("node_id", "I_" + repository.id() + "_" + issue.number())
            .with("url", url)
            .with("repository_url", repository.url(base))
            .with("labels_url", url + "/labels{/name}")
            .with("comments_url", url + "/comments")
            .with("events_url", url + "/events")
            .with("html_url", page)
            .with("number", issue.number())
            .with("title", issue.title())
            .with("user", user(base, "ada", 1, "User"))
            .with("labels", List.of())
            .with("state", issue.open() ? "open" : "closed")
            .with("locked", false)
            .with("assignee", null)
            .with("assignees", List.of())
            .with("milestone", null)
            .with("comments", 0)
            .with("created_at", time(issue.updated()))
            .with("updated_at", time(issue.updated()))
            .with("closed_at", issue.open() ? null : time(issue.updated()))
            .with("author_association", "NONE")
            .with("body", null);
    if (issue.pull()) {
      fields.with(
          "pull_request",
          fields()
              .with("url", repository.url(base) + "/pulls/" + issue.number())
              .with("html_url", page)
              .with("diff_url", page + ".diff")
              .with("patch_url", page + ".patch"));
    }
    return fields;
  }

  /** An entry of a directory, or a file with what it holds. */
  static Fields file(
      FakeGitHubRepository repository,
      String path,
      boolean isFile,
      @Nullable String content,
      String base) {
    var url =
        HttpUrl.get(repository.url(base) + "/contents").newBuilder().addPathSegments(path).build();
    var page = repository.page(base) + "/blob/" + repository.defaultBranch();
    var html = HttpUrl.get(page).newBuilder().addPathSegments(path).build().toString();
    var whole = content == null ? repository.files().getOrDefault(path, "") : content;
    var sha = FakeGitHubJson.sha1(path + "\n" + whole);
    var git = repository.url(base) + (isFile ? "/git/blobs/" : "/git/trees/") + sha;
    int size = isFile ? FakeGitHubRepository.size(whole) : 0;
    var fields =
        fields()
            .with("name", path.substring(path.lastIndexOf('/') + 1))
            .with("path", path)
            .with("sha", sha)
            .with("size", size)
            .with("url", url + "?ref=" + repository.defaultBranch())
            .with("html_url", html)
            .with("git_url", git)
            .with("download_url", isFile ? html.replace("/blob/", "/raw/") : null)
            .with("type", isFile ? "file" : "dir")
            .with(
                "_links",
                fields().with("self", url.toString()).with("git", git).with("html", html));
    if (content != null) {
      boolean inline = size <= LARGEST_INLINE || repository.sendsWholeFiles();
      fields
          .with("content", inline ? base64(content) : "")
          .with("encoding", inline ? "base64" : "none");
    }
    return fields;
  }

  /** With line breaks, as GitHub sends it. */
  private static String base64(String content) {
    return Base64.getMimeEncoder(60, new byte[] {'\n'})
            .encodeToString(content.getBytes(StandardCharsets.UTF_8))
        + "\n";
  }

  static Fields release(FakeGitHubRepository repository, Release release, String base) {
    var url = repository.url(base) + "/releases/" + release.id();
    return fields()
        .with("url", url)
        .with("assets_url", url + "/assets")
        .with("upload_url", url + "/assets{?name,label}")
        .with("html_url", repository.page(base) + "/releases/tag/" + release.tag())
        .with("id", release.id())
        .with("author", user(base, "ada", 1, "User"))
        .with("node_id", "RE_" + release.id())
        .with("tag_name", release.tag())
        .with("target_commitish", repository.defaultBranch())
        .with("name", release.tag())
        .with("draft", false)
        .with("prerelease", release.prerelease())
        .with("created_at", time(release.at()))
        .with("published_at", time(release.at()))
        .with("assets", List.of())
        .with("tarball_url", repository.url(base) + "/tarball/" + release.tag())
        .with("zipball_url", repository.url(base) + "/zipball/" + release.tag())
        .with("body", "");
  }

  static Fields alert(FakeGitHubRepository repository, Alert alert, Instant at, String base) {
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
        .with("updated_at", time(at))
        .with("dismissed_at", null)
        .with("dismissed_by", null)
        .with("dismissed_reason", null)
        .with("dismissed_comment", null)
        .with("fixed_at", alert.open() ? null : time(at))
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
                .with("commit_sha", repository.head())
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

  static Fields sbom(FakeGitHubRepository repository, Instant at) {
    var root = "SPDXRef-com.github." + repository.owner() + "-" + repository.name();
    var self =
        "pkg:github/%s/%s@%s"
            .formatted(repository.owner(), repository.name(), repository.defaultBranch());
    var packages = new ArrayList<Fields>();
    var relations = new ArrayList<Fields>();
    relations.add(relation("SPDXRef-DOCUMENT", "DESCRIBES", root));
    int number = 0;
    for (var purl : repository.packages()) {
      var id = "SPDXRef-" + ++number;
      packages.add(packageOf(id, purl));
      relations.add(relation(root, "DEPENDS_ON", id));
    }
    packages.add(
        packageOf(root, self)
            .with("name", "com.github." + repository.owner() + "/" + repository.name()));
    return fields()
        .with(
            "sbom",
            fields()
                .with("SPDXID", "SPDXRef-DOCUMENT")
                .with("spdxVersion", "SPDX-2.3")
                .with(
                    "creationInfo",
                    fields()
                        .with("created", time(at))
                        .with("creators", List.of("Tool: GitHub.com-Dependency-Graph")))
                .with("name", "com.github." + repository.owner() + "/" + repository.name())
                .with("dataLicense", "CC0-1.0")
                .with(
                    "documentNamespace",
                    "https://spdx.org/spdxdocs/protobom/" + FakeGitHubJson.sha1(root))
                .with("packages", packages)
                .with("relationships", relations));
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

  static Fields workflow(
      FakeGitHubRepository repository, FakeGitHubWorkflow workflow, String base) {
    long id = repository.workflowId(workflow.path());
    var url = repository.url(base) + "/actions/workflows/" + id;
    return fields()
        .with("id", id)
        .with("node_id", "W_" + id)
        .with("name", workflow.name())
        .with("path", workflow.path())
        .with("state", "active")
        .with("created_at", time(repository.created()))
        .with("updated_at", time(repository.created()))
        .with("url", url)
        .with(
            "html_url",
            repository.page(base) + "/blob/" + repository.defaultBranch() + "/" + workflow.path())
        .with("badge_url", repository.page(base) + "/workflows/" + id + "/badge.svg");
  }

  static Fields error(int status, String message) {
    return fields()
        .with("message", message)
        .with("documentation_url", "https://docs.github.com/rest")
        .with("status", String.valueOf(status));
  }

  static HttpAnswer refuse(int status, String message) {
    return json(status, error(status, message));
  }

  static HttpAnswer json(int status, Object body) {
    return HttpAnswer.json(status, FakeGitHubJson.text(body))
        .header("Content-Type", "application/json; charset=utf-8");
  }

  static HttpAnswer nothing(int status) {
    return HttpAnswer.text(status, "");
  }

  static boolean matches(Map<String, List<String>> query, String name, @Nullable String value) {
    return !query.containsKey(name) || query.get(name).contains(String.valueOf(value));
  }
}
