package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Reason;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.ScoreContext;
import dev.pulse.api.score.Scorer;

/**
 * Grades the health of one repository on GitHub, 0 to 100: builds, coverage, dependencies,
 * documentation, activity and security, as its {@link HealthModel} weighs them. What cannot be
 * learnt is a missing factor. Thread-safe.
 *
 * <p>Once, by hand:
 *
 * <pre>{@code
 * var github = GitHubConnection.builder().token(token).build();
 * RepositoryHealth health = RepositoryHealthScorer.of(github, "octo-org/octo-repo").examine();
 * System.out.println(health);
 * health.advice().forEach(System.out::println);
 * }</pre>
 *
 * <p>Again and again, with history and alerts, as any scorer: {@code
 * Registration.check("repo.octo-repo", ScorerCheck.of(scorer).warnBelow(80))}.
 */
public final class RepositoryHealthScorer implements Scorer {
  private static final Reason RATE_LIMITED = Reason.of("rate_limited");
  private static final Reason UNAUTHORISED = Reason.of("unauthorised");

  private final RepositoryReader reader;
  private final RepositoryName repository;
  private final HealthModel model;

  private RepositoryHealthScorer(
      RepositoryReader reader, RepositoryName repository, HealthModel model) {
    this.reader = reader;
    this.repository = repository;
    this.model = model;
  }

  /**
   * A scorer of a repository that asks all services where they usually are.
   *
   * @param repository {@code owner/name}
   * @throws IllegalArgumentException when that is no name of a repository
   */
  public static RepositoryHealthScorer of(GitHubConnection github, String repository) {
    return of(RepositoryReader.of(github), repository);
  }

  /**
   * A scorer of a repository that shares its reader with others.
   *
   * @param repository {@code owner/name}
   * @throws IllegalArgumentException when that is no name of a repository
   */
  public static RepositoryHealthScorer of(RepositoryReader reader, String repository) {
    return new RepositoryHealthScorer(
        requireNonNull(reader, "reader"), RepositoryName.parse(repository), HealthModel.standard());
  }

  RepositoryReader reader() {
    return reader;
  }

  /** This scorer with other weights. */
  public RepositoryHealthScorer withModel(HealthModel model) {
    return new RepositoryHealthScorer(reader, repository, requireNonNull(model, "model"));
  }

  /**
   * Looks at the repository now.
   *
   * @throws GitHubException when GitHub cannot be asked now
   * @throws RepositoryNotFoundException when there is no such repository, or the token may not see
   *     it
   */
  public RepositoryHealth examine() throws InterruptedException {
    var found = reader.repository(repository);
    var known =
        found
            .value()
            .orElseThrow(() -> new RepositoryNotFoundException(found.because().orElse("")));
    return model.grade(reader.read(known));
  }

  @Override
  public Score score(ScoreContext context) throws InterruptedException {
    try {
      return examine().score();
    } catch (RepositoryNotFoundException e) {
      return inconclusive(Reason.NO_DATA, e);
    } catch (GitHubException e) {
      return inconclusive(reason(e.kind()), e);
    }
  }

  private Score inconclusive(Reason reason, RuntimeException e) {
    return Score.inconclusive(reason, String.valueOf(e.getMessage())).withModel(model.name());
  }

  private static Reason reason(GitHubException.Kind kind) {
    return switch (kind) {
      case RATE_LIMITED, SECONDARY_LIMITED -> RATE_LIMITED;
      case UNAUTHORISED -> UNAUTHORISED;
      case UNREACHABLE -> Reason.UNREACHABLE;
      case UNEXPECTED -> Reason.PROTOCOL;
    };
  }

  @Override
  public String toString() {
    return "health of " + repository;
  }
}
