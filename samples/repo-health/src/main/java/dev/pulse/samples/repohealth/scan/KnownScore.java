package dev.pulse.samples.repohealth.scan;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Reason;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.ScoreContext;
import dev.pulse.api.score.Scorer;
import dev.pulse.samples.repohealth.store.HealthTables;
import java.time.Duration;

/** The score that a scan gave a repository last; none when that is too long ago. */
final class KnownScore implements Scorer {
  private final HealthTables tables;
  private final String repository;
  private final Duration staleAfter;

  KnownScore(HealthTables tables, String repository, Duration staleAfter) {
    this.tables = requireNonNull(tables, "tables");
    this.repository = requireNonNull(repository, "repository");
    this.staleAfter = requireNonNull(staleAfter, "staleAfter");
  }

  @Override
  public Score score(ScoreContext context) {
    var row = tables.repositories().find(repository).orElse(null);
    var result = row == null ? null : row.result();
    if (result == null) {
      var error = row == null ? null : row.error();
      return Score.inconclusive(Reason.NO_DATA, error == null ? "it was not read yet" : error);
    }
    var age = Duration.between(result.at(), context.clock().instant());
    return age.compareTo(staleAfter) > 0
        ? Score.inconclusive(Reason.NO_DATA, "it was last read at " + result.at())
        : result.score();
  }

  @Override
  public String toString() {
    return "score of " + repository;
  }
}
