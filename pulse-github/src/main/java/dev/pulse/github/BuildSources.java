package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges what somebody wants to have built before a workflow is started with it: whether the
 * repository is the expected one or a fork of it, whether the ref exists, and what a pull request
 * stands for. Thread-safe.
 */
public final class BuildSources {
  private static final String TRY_AGAIN = "cannot be looked up at GitHub now: try again";

  private final GitHubConnection github;

  private BuildSources(GitHubConnection github) {
    this.github = github;
  }

  /** A judge who looks things up. */
  public static BuildSources of(GitHubConnection github) {
    return new BuildSources(requireNonNull(github, "github"));
  }

  /**
   * What is wrong with a repository; empty when it may be built. The message continues the name of
   * what was given and repeats nothing of it.
   *
   * @param repository as somebody wrote it; {@code .git} at its end and blanks around do not count
   * @param expected the one that it must be, or be a fork of; null when every one will do
   */
  public Optional<String> repositoryProblem(
      String repository, @Nullable String expected, Duration within) throws InterruptedException {
    var name = plain(repository);
    if (!Workflows.isRepository(name)) {
      return Optional.of("must be owner/name");
    }
    if (expected != null && same(name, expected)) {
      return Optional.empty();
    }
    try {
      var answer = github.get("/repos/{owner}/{repo}", parts(name), within);
      if (expected == null) {
        return answer.isSuccess() ? Optional.empty() : Optional.of("does not exist");
      }
      return answer.isSuccess() && isFork(answer.json(), expected)
          ? Optional.empty()
          : Optional.of("must be " + plain(expected) + " or a fork of it");
    } catch (GitHubException e) {
      return Optional.of(TRY_AGAIN);
    }
  }

  private static boolean isFork(Json repository, String expected) {
    return Stream.of("source", "parent")
        .flatMap(origin -> repository.text(origin, "full_name").stream())
        .anyMatch(origin -> same(origin, expected));
  }

  /**
   * What is wrong with a ref; empty when it is a commit.
   *
   * @param repository one that has no problem
   */
  public Optional<String> refProblem(String repository, String ref, Duration within)
      throws InterruptedException {
    if (!Workflows.isRef(ref)) {
      return Optional.of("must be a branch, a tag or a commit");
    }
    var values = new HashMap<>(parts(plain(repository)));
    values.put("ref", ref);
    try {
      var answer = github.status("/repos/{owner}/{repo}/commits/{ref}", values, within);
      return switch (answer.status()) {
        case 200 -> Optional.empty();
        case 404, 422 -> Optional.of("does not exist in " + plain(repository));
        default -> Optional.of(TRY_AGAIN);
      };
    } catch (GitHubException e) {
      return Optional.of(TRY_AGAIN);
    }
  }

  /**
   * What a pull request stands for; empty when it does not exist, or its fork does not any more.
   *
   * @param otherwise the repository of a reference that names none
   * @throws GitHubException when there is no answer
   */
  public Optional<PullHead> head(PullReference pull, String otherwise, Duration within)
      throws InterruptedException {
    var values = new HashMap<>(parts(plain(pull.repository().orElse(otherwise))));
    values.put("number", Long.toString(pull.number()));
    var answer = github.get("/repos/{owner}/{repo}/pulls/{number}", values, within);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (!answer.isSuccess()) {
      throw Workflows.refused(answer, "does not show pull request " + pull);
    }
    var head = answer.json().at("head");
    var repository = head.text("repo", "full_name").filter(Workflows::isRepository);
    var ref = head.text("ref").filter(Workflows::isRef);
    return repository.flatMap(name -> ref.map(branch -> new PullHead(name, branch)));
  }

  private static Map<String, String> parts(String repository) {
    int slash = repository.indexOf('/');
    return Map.of(
        "owner", repository.substring(0, Math.max(0, slash)),
        "repo", repository.substring(slash + 1));
  }

  private static boolean same(String one, String other) {
    return plain(one).toLowerCase(Locale.ROOT).equals(plain(other).toLowerCase(Locale.ROOT));
  }

  private static String plain(String repository) {
    var stripped = repository.strip();
    return stripped.endsWith(".git") ? stripped.substring(0, stripped.length() - 4) : stripped;
  }
}
