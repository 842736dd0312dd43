package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubJson.fields;
import static dev.pulse.samples.fakes.FakeGitHubJson.time;

import dev.pulse.samples.fakes.FakeGitHubActivity.Issue;
import dev.pulse.samples.fakes.FakeGitHubContents.Commit;
import dev.pulse.samples.fakes.FakeGitHubContents.Release;
import dev.pulse.samples.fakes.FakeGitHubJson.Fields;
import java.nio.charset.StandardCharsets;
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
    int open = (int) repository.activity().issues().stream().filter(Issue::open).count();
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
        .with("size", repository.contents().files().size())
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
        .with("pushed_at", time(repository.contents().pushed()))
        .with("created_at", time(repository.contents().created()))
        .with("updated_at", time(repository.contents().pushed()))
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
    var whole = content == null ? repository.contents().files().getOrDefault(path, "") : content;
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

  /**
   * A pull request.
   *
   * @param from the repository it comes from; null when that is no more
   */
  static Fields pull(
      FakeGitHubRepository repository,
      @Nullable FakeGitHubRepository from,
      Issue issue,
      String ref,
      String base) {
    var url = repository.url(base) + "/pulls/" + issue.number();
    var about = repository.url(base) + "/issues/" + issue.number();
    var page = repository.page(base) + "/pull/" + issue.number();
    var links = fields();
    links.with("self", link(url)).with("html", link(page)).with("issue", link(about));
    for (var name :
        List.of("comments", "commits", "review_comments", "review_comment", "statuses")) {
      links.with(name, link(url + "/" + name));
    }
    return fields()
        .with("url", url)
        .with("id", repository.id() * 10_000 + issue.number())
        .with("node_id", "PR_" + repository.id() + "_" + issue.number())
        .with("html_url", page)
        .with("diff_url", page + ".diff")
        .with("patch_url", page + ".patch")
        .with("issue_url", about)
        .with("commits_url", url + "/commits")
        .with("review_comments_url", url + "/comments")
        .with("review_comment_url", repository.url(base) + "/pulls/comments{/number}")
        .with("comments_url", about + "/comments")
        .with("statuses_url", repository.url(base) + "/statuses/" + repository.contents().head())
        .with("number", issue.number())
        .with("state", issue.open() ? "open" : "closed")
        .with("locked", false)
        .with("title", issue.title())
        .with("user", user(base, "ada", 1, "User"))
        .with("body", null)
        .with("labels", List.of())
        .with("milestone", null)
        .with("created_at", time(issue.updated()))
        .with("updated_at", time(issue.updated()))
        .with("closed_at", issue.open() ? null : time(issue.updated()))
        .with("merged_at", null)
        .with("merge_commit_sha", null)
        .with("assignee", null)
        .with("head", side(from, ref, base))
        .with("base", side(repository, repository.defaultBranch(), base))
        .with("_links", links)
        .with("author_association", "NONE")
        .with("auto_merge", null)
        .with("draft", false)
        .with("merged", false)
        .with("mergeable", true)
        .with("mergeable_state", "clean")
        .with("merged_by", null)
        .with("comments", 0)
        .with("review_comments", 0)
        .with("maintainer_can_modify", false)
        .with("commits", 1)
        .with("additions", 1)
        .with("deletions", 0)
        .with("changed_files", 1);
  }

  private static Fields link(String to) {
    return fields().with("href", to);
  }

  private static Fields side(@Nullable FakeGitHubRepository repository, String ref, String base) {
    var owner = repository == null ? "ghost" : repository.owner();
    return fields()
        .with("label", owner + ":" + ref)
        .with("ref", ref)
        .with("sha", repository == null ? "0".repeat(40) : repository.contents().head())
        .with("user", user(base, owner, 7, "Organization"))
        .with("repo", repository == null ? null : listed(repository, base));
  }

  static Fields workflow(
      FakeGitHubRepository repository, FakeGitHubWorkflow workflow, String base) {
    long id = repository.activity().workflowId(workflow.path());
    var url = repository.url(base) + "/actions/workflows/" + id;
    return fields()
        .with("id", id)
        .with("node_id", "W_" + id)
        .with("name", workflow.name())
        .with("path", workflow.path())
        .with("state", "active")
        .with("created_at", time(repository.contents().created()))
        .with("updated_at", time(repository.contents().created()))
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
