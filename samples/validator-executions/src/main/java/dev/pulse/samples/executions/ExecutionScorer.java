package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Reason;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.ScoreContext;
import dev.pulse.api.score.Scorer;
import java.time.Duration;
import java.util.Objects;

/**
 * How many of 100 executions that are over ended well. Pods that could not be asked, and executions
 * that are under way without an error, are not counted.
 */
final class ExecutionScorer implements Scorer {
  private static final String MODEL = "validator-executions/1";
  private static final double ALL = 100;

  private final ScanBook book;
  private final Duration longestAge;

  ExecutionScorer(ScanBook book, Duration longestAge) {
    this.book = requireNonNull(book, "book");
    this.longestAge = requireNonNull(longestAge, "longestAge");
  }

  @Override
  public Score score(ScoreContext context) throws InterruptedException {
    var latest = book.settled(context.remaining());
    if (latest.isEmpty()) {
      return Score.inconclusive(Reason.NO_DATA, "no scan has ended yet").withModel(MODEL);
    }
    var scan = latest.get();
    var age = Duration.between(scan.endedAt(), context.clock().instant());
    return age.compareTo(longestAge) >= 0
        ? Score.inconclusive(
                Reason.NO_DATA, "the last scan ended at " + ExecutionJson.time(scan.endedAt()))
            .withModel(MODEL)
        : score(scan);
  }

  /** The score of one scan. */
  static Score score(Scan scan) {
    var counted =
        scan.pods().stream()
            .map(PodResult::execution)
            .filter(Objects::nonNull)
            .filter(ExecutionScorer::counts)
            .toList();
    long good = counted.stream().filter(execution -> !execution.isBad()).count();
    return (counted.isEmpty()
            ? Score.inconclusive(Reason.NO_DATA, "no execution is over")
            : Score.of(ALL * good / counted.size()))
        .withModel(MODEL);
  }

  private static boolean counts(Execution execution) {
    return execution.meaning() == ExecutionState.COMPLETED || execution.isBad();
  }
}
