package dev.pulse.github;

import com.squareup.moshi.JsonReader;
import dev.pulse.core.internal.net.Deadline;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks GitHub about one repository, a few questions of which each brings one fact. A no makes the
 * fact unavailable; what ends the whole reading is thrown. Confine to one thread.
 */
final class GitHubFacts {
  private static final String REPOSITORY = "/repos/{owner}/{repo}";
  private static final String CORE = "core";
  private static final String OPEN = "open";
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final GitHubConnection github;
  private final Repository repository;
  private final Deadline deadline;

  @FunctionalInterface
  private interface Question<T> {
    Fact<T> ask(String route) throws InterruptedException;
  }

  GitHubFacts(GitHubConnection github, Repository repository, Deadline deadline) {
    this.github = github;
    this.repository = repository;
    this.deadline = deadline;
  }

  Fact<Builds> builds() throws InterruptedException {
    return fact(
        "/actions/runs",
        route ->
            read(
                get(route, Map.of("branch", repository.defaultBranch(), "per_page", "50")),
                route,
                reader -> RunsJson.read(reader, repository.defaultBranch())));
  }

  Fact<Boolean> readme() throws InterruptedException {
    return fact(
        "/readme",
        route -> {
          var answer = github.status(route, values(Map.of()), rest());
          if (answer.status() == NOT_FOUND) {
            return Fact.known(false, route, answer.at());
          }
          return answer.isSuccess() ? Fact.known(true, route, answer.at()) : refused(answer, route);
        });
  }

  /** Whether there is a directory of documentation. A file of that name is none. */
  Fact<Boolean> docs() throws InterruptedException {
    return fact(
        "/contents/docs",
        route -> {
          var answer = get(route, Map.of());
          return answer.status() == NOT_FOUND
              ? Fact.known(false, route, answer.at())
              : read(answer, route, GitHubFacts::isDirectory);
        });
  }

  private static boolean isDirectory(JsonReader reader) throws IOException {
    boolean list = FactJson.isList(reader);
    if (!list && !FactJson.isObject(reader)) {
      throw FactJson.unexpected("a directory or a file");
    }
    reader.skipValue();
    return list;
  }

  Fact<NewestCommit> newestCommit() throws InterruptedException {
    return fact(
        "/commits",
        route -> {
          var answer = get(route, Map.of("sha", repository.defaultBranch(), "per_page", "1"));
          return answer.status() == CONFLICT
              ? Fact.known(NewestCommit.none(), route, answer.at())
              : read(answer, route, GitHubFacts::newest);
        });
  }

  /** How many issues changed within 90 days; reading stops when it is enough. */
  Fact<Integer> issues(Instant now) throws InterruptedException {
    if (!repository.hasIssues()) {
      return Fact.unavailable("issues are switched off", REPOSITORY, github.clock().instant());
    }
    var since = now.minus(FactorRules.ISSUES_WITHIN);
    return fact(
        "/issues",
        route -> {
          // The same question all day long, so that GitHub can say that nothing has changed.
          var day = since.truncatedTo(ChronoUnit.DAYS).toString();
          var pages =
              github.pages(
                  route,
                  values(Map.of("state", "all", "since", day, "per_page", "100")),
                  null,
                  item -> isIssueSince(item, since));
          return counted(pages, route);
        });
  }

  private Fact<Integer> counted(Pages<Boolean> pages, String route) throws InterruptedException {
    int count = 0;
    while (true) {
      var page = pages.next(rest());
      if (page.answer().status() != 200) {
        return refused(page.answer(), route);
      }
      count += (int) page.items().stream().filter(counts -> counts).count();
      if (count >= FactorRules.ENOUGH_ISSUES || page.last()) {
        int enough = Math.min(count, FactorRules.ENOUGH_ISSUES);
        return Fact.known(enough, route, page.answer().at());
      }
      if (!pages.hasNext()) {
        return cut(route, page.answer());
      }
    }
  }

  private static boolean isIssueSince(Json item, Instant since) {
    if (item.at("pull_request").isPresent()) {
      return false;
    }
    return !moment(item.text("updated_at")).isBefore(since);
  }

  Fact<List<VulnerabilityReport>> dependabot() throws InterruptedException {
    return fact(
        "/dependabot/alerts",
        route -> list(route, Map.of("state", OPEN), AlertsJson::vulnerability));
  }

  /** How many findings of code scanning are critical. */
  Fact<Integer> codeScanning() throws InterruptedException {
    return fact(
        "/code-scanning/alerts",
        route ->
            atLeast(
                github.pages(
                    route,
                    values(Map.of("state", OPEN, "per_page", "100")),
                    null,
                    AlertsJson::isCritical),
                route));
  }

  /** How many secrets were found. The secrets themselves are not wanted. */
  Fact<Integer> secretScanning() throws InterruptedException {
    return fact(
        "/secret-scanning/alerts",
        route -> atLeast(secrets(route).keeping(AlertsJson::withoutSecrets), route));
  }

  /**
   * How many of a list are critical. Where it could not be read to its end, those that were read
   * are still there, and none says nothing.
   */
  private Fact<Integer> atLeast(Pages<Boolean> pages, String route) throws InterruptedException {
    var page = pages.all(rest());
    int critical = (int) page.items().stream().filter(one -> one).count();
    if (critical > 0 || page.isComplete()) {
      return Fact.known(critical, route, page.answer().at());
    }
    return page.answer().status() == 200
        ? cut(route, page.answer())
        : refused(page.answer(), route);
  }

  private Pages<Boolean> secrets(String route) {
    var query = Map.of("state", OPEN, "hide_secret", "true", "per_page", "100");
    return github.pages(route, values(query), null, Json::isObject);
  }

  Fact<DependencyGraph> dependencies() throws InterruptedException {
    return fact(
        "/dependency-graph/sbom",
        route -> {
          var answer = get(route, Map.of());
          if (answer.status() != 200) {
            return refused(answer, route);
          }
          try {
            var all = BillOfMaterials.read(answer.reader(), repository.name());
            return Fact.known(all, route, answer.at());
          } catch (FactJson.MalformedException e) {
            return malformed(e, answer, route);
          }
        });
  }

  /** The newest releases that are published. */
  Fact<List<Release>> releases() throws InterruptedException {
    return fact(
        "/releases", route -> LibraryReleases.read(github, repository.name(), route, rest()));
  }

  /** How much of what GitHub recommends is there, in percent. */
  Fact<Integer> communityProfile() throws InterruptedException {
    return fact(
        "/community/profile", route -> read(get(route, Map.of()), route, GitHubFacts::percentage));
  }

  private static int percentage(JsonReader reader) throws IOException {
    var found = new long[] {-1};
    member(reader, "health_percentage", value -> found[0] = FactJson.whole(value));
    if (found[0] < 0 || found[0] > 100) {
      throw FactJson.unexpected("a health_percentage of 0 to 100");
    }
    return (int) found[0];
  }

  private static NewestCommit newest(JsonReader reader) throws IOException {
    var commits = FactJson.list(reader, GitHubFacts::commit);
    return commits.isEmpty() ? NewestCommit.none() : NewestCommit.at(commits.get(0));
  }

  private static Instant commit(JsonReader reader) throws IOException {
    var at = new Instant[1];
    FactJson.object(
        reader,
        (name, value) -> {
          if (name.equals("commit")) {
            member(
                value,
                "committer",
                inner -> member(inner, "date", date -> at[0] = FactJson.moment(date)));
          } else {
            value.skipValue();
          }
        });
    if (at[0] == null) {
      throw FactJson.unexpected("commit.committer.date");
    }
    return at[0];
  }

  @FunctionalInterface
  private interface Reading {
    void read(JsonReader reader) throws IOException;
  }

  private static void member(JsonReader reader, String wanted, Reading reading) throws IOException {
    FactJson.object(
        reader,
        (name, value) -> {
          if (name.equals(wanted)) {
            reading.read(value);
          } else {
            value.skipValue();
          }
        });
  }

  /** What a question brings, unless it brings the end of all questions. */
  private <T> Fact<T> fact(String path, Question<T> question) throws InterruptedException {
    var route = REPOSITORY + path;
    try {
      return question.ask(route);
    } catch (GitHubException e) {
      // Whoever asks without a token is told so where GitHub wants one: that is about the question.
      boolean refused = e.kind() == GitHubException.Kind.UNAUTHORISED && github.isAnonymous();
      if (endsAll(e) && !refused) {
        throw e;
      }
      return Fact.unavailable(String.valueOf(e.getMessage()), route, github.clock().instant());
    }
  }

  /**
   * Whether there is no use in asking on: an answer that cannot be understood, and a limit that is
   * only for this kind of question, are matters of one fact.
   */
  static boolean endsAll(GitHubException e) {
    return switch (e.kind()) {
      case UNEXPECTED -> false;
      case RATE_LIMITED -> e.resource().map(CORE::equals).orElse(true);
      case SECONDARY_LIMITED, UNAUTHORISED, UNREACHABLE -> true;
    };
  }

  private GitHubAnswer get(String route, Map<String, String> query) throws InterruptedException {
    return github.get(route, values(query), rest());
  }

  private <T> Fact<List<T>> list(String route, Map<String, String> query, Function<Json, T> item)
      throws InterruptedException {
    var all = values(query);
    all.put("per_page", "100");
    return all(github.pages(route, all, null, item), route);
  }

  private <T> Fact<List<T>> all(Pages<T> pages, String route) throws InterruptedException {
    var page = pages.all(rest());
    if (page.answer().status() != 200) {
      return refused(page.answer(), route);
    }
    return page.isComplete()
        ? Fact.known(page.items(), route, page.answer().at())
        : cut(route, page.answer());
  }

  private static <T> Fact<T> read(GitHubAnswer answer, String route, FactJson.Value<T> value) {
    if (answer.status() != 200) {
      return refused(answer, route);
    }
    try {
      return Fact.known(FactJson.read(answer.reader(), value), route, answer.at());
    } catch (FactJson.MalformedException e) {
      return malformed(e, answer, route);
    }
  }

  private Map<String, String> values(Map<String, String> query) {
    var all = new HashMap<>(query);
    all.put("owner", repository.name().owner());
    all.put("repo", repository.name().name());
    return all;
  }

  private Duration rest() {
    return Duration.ofNanos(deadline.remainingNanos());
  }

  static <T> Fact<T> refused(GitHubAnswer answer, String route) {
    return Fact.unavailable(
        "GitHub answered "
            + answer.status()
            + answer.message().map(message -> ": " + message).orElse(""),
        route,
        answer.at());
  }

  private static <T> Fact<T> malformed(
      FactJson.MalformedException e, GitHubAnswer answer, String route) {
    return Fact.unavailable(
        "GitHub's answer cannot be understood: " + e.getMessage(), route, answer.at());
  }

  private static <T> Fact<T> cut(String route, GitHubAnswer answer) {
    return Fact.unavailable("the list is longer than it is read", route, answer.at());
  }

  private static Instant moment(Optional<String> written) {
    try {
      return OffsetDateTime.parse(written.orElse("")).toInstant();
    } catch (DateTimeException e) {
      throw unexpected("something without a time");
    }
  }

  static GitHubException unexpected(String what) {
    return GitHubException.of(GitHubException.Kind.UNEXPECTED, "GitHub told of " + what);
  }
}
