package dev.pulse.core.report;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes results into a store as a test dictates them. */
final class History {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Store store;
  private long runs;

  History(Store store) {
    this.store = store;
  }

  /**
   * Results an hour apart, each of which speaks for an hour.
   *
   * @param letters one for each hour: p, w, u, f, m (maintenance, whatever was seen), blank for
   *     none
   */
  void hours(String check, Instant first, String letters) {
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < letters.length(); i++) {
      if (letters.charAt(i) != ' ') {
        outcomes.add(outcome(check, first.plus(HOUR.multipliedBy(i)), letters.charAt(i), HOUR));
      }
    }
    write(outcomes);
  }

  void write(List<Outcome> outcomes) {
    store.commit(Commit.builder().outcomes(outcomes).build());
  }

  Outcome outcome(String check, Instant started, char letter, Duration validFor) {
    var builder =
        Outcome.builder(check, ++runs, started, result(letter).withLatency(latency()))
            .validFor(validFor);
    if (letter == 'm') {
      builder.maintenance("deploy");
    }
    return builder.build();
  }

  /** 1 ms, 2 ms and so on up to 100 ms. */
  private Duration latency() {
    return Duration.ofMillis((runs - 1) % 100 + 1);
  }

  private static CheckResult result(char letter) {
    return switch (status(letter)) {
      case PASS -> CheckResult.pass("ok");
      case WARN -> CheckResult.warn(Reason.LATENCY, "slow");
      case UNKNOWN -> CheckResult.unknown(Reason.NO_DATA, "?");
      case FAIL -> CheckResult.fail(Reason.REFUSED, "no");
    };
  }

  private static Status status(char letter) {
    return switch (letter) {
      case 'p' -> Status.PASS;
      case 'w' -> Status.WARN;
      case 'u' -> Status.UNKNOWN;
      case 'f', 'm' -> Status.FAIL;
      default -> throw new IllegalArgumentException("no status for " + letter);
    };
  }
}
