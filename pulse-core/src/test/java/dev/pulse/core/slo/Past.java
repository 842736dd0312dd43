package dev.pulse.core.slo;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Store;
import dev.pulse.core.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A history of one check, called {@code shop}, to write by hand. */
final class Past {
  static final CheckResult UP = CheckResult.pass("200 in 20 ms").withLatency(Duration.ofMillis(20));
  static final CheckResult SLOW =
      CheckResult.pass("200 in 900 ms").withLatency(Duration.ofMillis(900));
  static final CheckResult DOWN = CheckResult.fail(Reason.REFUSED, "connection refused");
  static final CheckResult FAST_ERROR =
      CheckResult.fail(Reason.STATUS, "500").withLatency(Duration.ofMillis(5));
  static final CheckResult UNKNOWN = CheckResult.unknown(Reason.ERROR, "threw");

  private final Store store = Stores.memory();
  private final List<Outcome> outcomes = new ArrayList<>();
  private long ids;
  private int stored;
  private Instant now;

  Past(Instant start) {
    this.now = start;
  }

  /** Runs of a result, as far apart as an interval, for a while. */
  Past then(Duration length, Duration interval, CheckResult result) {
    return then(length, interval, result, null);
  }

  /** The same in announced maintenance. */
  Past inMaintenance(Duration length, Duration interval, CheckResult result) {
    return then(length, interval, result, "release");
  }

  private Past then(
      Duration length, Duration interval, CheckResult result, @Nullable String maintenance) {
    var end = now.plus(length);
    while (now.isBefore(end)) {
      add(result, interval.multipliedBy(2).plusSeconds(10), maintenance);
      now = now.plus(interval);
    }
    now = end;
    return this;
  }

  private void add(CheckResult result, Duration validFor, @Nullable String maintenance) {
    var builder = Outcome.builder("shop", ++ids, now, result).validFor(validFor);
    if (maintenance != null) {
      builder.maintenance(maintenance);
    }
    outcomes.add(builder.build());
  }

  /** Time passes, and nobody looks. */
  Past nothing(Duration length) {
    now = now.plus(length);
    return this;
  }

  Instant now() {
    return now;
  }

  List<Outcome> outcomes() {
    return outcomes;
  }

  Journal journal() {
    store.commit(Commit.builder().outcomes(outcomes.subList(stored, outcomes.size())).build());
    stored = outcomes.size();
    return store.journal();
  }
}
