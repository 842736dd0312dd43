package dev.pulse.docs.sketch;

import dev.pulse.api.score.Factor;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.ScoreContext;
import dev.pulse.api.score.Scorer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Repository health: the scan of one repository fetches the factors of its score. A source that
 * cannot be read is a missing factor: forbidden is not the same as nothing found.
 */
final class RepositoryHealthSketch implements Scorer {
  private final String repository;
  private final Source source;

  /** What the scan reads; the real system asks GitHub and Codecov. */
  interface Source {
    /** Conclusions of the newest completed builds of the default branch, newest first. */
    List<String> builds(String repository) throws IOException;

    double coverage(String repository) throws IOException;

    Instant newestCommit(String repository) throws IOException;

    int openCriticalFindings(String repository) throws IOException;
  }

  /** A stable answer such as 403 or 404: asking again brings nothing else. */
  static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String because) {
      super(because);
    }
  }

  private record Reading(double points, String evidence) {}

  private interface Fact {
    Reading read() throws IOException;
  }

  RepositoryHealthSketch(String repository, Source source) {
    this.repository = repository;
    this.source = source;
  }

  /** Anything but an unreadable source fails the whole scan: the repository keeps its old score. */
  @Override
  public Score score(ScoreContext context) throws IOException {
    return Score.weighted(
            List.of(
                factor("build", 25, this::build),
                factor("coverage", 20, this::coverage),
                factor("activity", 10, () -> activity(context.clock().instant())),
                factor("security", 10, this::security)))
        .withModel("repository-health/1");
  }

  private static Factor factor(String name, int weight, Fact fact) throws IOException {
    try {
      var reading = fact.read();
      return Factor.of(name, weight, reading.points(), reading.evidence());
    } catch (UnreadableException e) {
      return Factor.missing(name, weight, String.valueOf(e.getMessage()));
    }
  }

  private Reading build() throws IOException {
    var newest = source.builds(repository).stream().limit(10).toList();
    long good = newest.stream().filter("success"::equals).count();
    long bad = newest.stream().filter("failure"::equals).count();
    if (good + bad == 0) {
      throw new UnreadableException("no build of the last 10 succeeded or failed");
    }
    return new Reading(100.0 * good / (good + bad), good + " of " + (good + bad) + " succeeded");
  }

  private Reading coverage() throws IOException {
    double percent = source.coverage(repository);
    return new Reading(percent, percent + " % of the lines");
  }

  private Reading activity(Instant now) throws IOException {
    var age = Duration.between(source.newestCommit(repository), now);
    long days = age.toDays();
    double points =
        age.compareTo(Duration.ofDays(30)) <= 0
            ? 100
            : age.compareTo(Duration.ofDays(90)) <= 0
                ? 75
                : age.compareTo(Duration.ofDays(365)) <= 0 ? 50 : 0;
    return new Reading(points, "the newest commit is " + days + " days old");
  }

  private Reading security() throws IOException {
    int open = source.openCriticalFindings(repository);
    return new Reading(open == 0 ? 100 : 0, open + " critical findings are open");
  }
}
