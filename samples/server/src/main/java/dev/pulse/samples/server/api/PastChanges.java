package dev.pulse.samples.server.api;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.OutcomeQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The changes of a stretch of time as the store tells them, so that they outlive the server that
 * saw them. Whoever changed was in trouble before or afterwards: all results of trouble are gone
 * through, newest first and up to a bound, and then all results of the checks that had some. A
 * check that came back, and had run last more than a day before the stretch, is not among them.
 *
 * @param changes newest first
 * @param since when the newest change of a check was
 * @param completeFrom from when on none is missing
 */
record PastChanges(
    List<OverviewViews.Change> changes, Map<String, Instant> since, Instant completeFrom) {
  private static final Duration BACK = Duration.ofDays(1);
  private static final Set<Status> TROUBLE = Set.of(Status.WARN, Status.UNKNOWN, Status.FAIL);
  private static final Duration EXACT = Duration.ofSeconds(1);
  private static final int PAGE = 1_000;

  /**
   * Reads them. None is missing from when on there are results at all, unless there were too many.
   *
   * @param wanted the checks that are meant
   * @param from the first moment of the stretch
   * @param to the first moment after it
   * @param most how many results are read at most of those in trouble, and of all checks that were
   */
  static PastChanges read(
      Journal journal, Predicate<String> wanted, Instant from, Instant to, int most) {
    var troubled = new LinkedHashSet<String>();
    var complete = onRecord(journal, from, to);
    var query =
        OutcomeQuery.all()
            .statuses(TROUBLE)
            .from(from.minus(BACK))
            .to(to)
            .limit(Math.min(PAGE, most));
    for (int read = 0; ; ) {
      var page = journal.outcomes(query);
      page.items().stream().map(Outcome::check).filter(wanted).forEach(troubled::add);
      read += page.items().size();
      if (page.next().isEmpty()) {
        break;
      }
      if (read >= most) {
        complete = later(complete, page.items().get(page.items().size() - 1).started());
        break;
      }
      query = query.before(page.next().getAsLong());
    }
    return ofChecks(journal, troubled, complete, from, to, most);
  }

  /** From when on there are results, to the second; the end where there are none. */
  private static Instant onRecord(Journal journal, Instant from, Instant to) {
    if (!journal.outcomes(OutcomeQuery.all().to(from).limit(1)).items().isEmpty()) {
      return from;
    }
    var none = from;
    var some = to;
    while (Duration.between(none, some).compareTo(EXACT) > 0) {
      var middle = none.plus(Duration.between(none, some).dividedBy(2));
      if (journal.outcomes(OutcomeQuery.all().to(middle).limit(1)).items().isEmpty()) {
        none = middle;
      } else {
        some = middle;
      }
    }
    return some;
  }

  private static PastChanges ofChecks(
      Journal journal, Set<String> checks, Instant complete, Instant from, Instant to, int most) {
    var changes = new ArrayList<OverviewViews.Change>();
    var since = new HashMap<String, Instant>();
    int left = most;
    for (String check : checks) {
      left -= ofCheck(journal, check, from, to, left, changes, since);
      if (left <= 0) {
        // Of the others nothing is known.
        return new PastChanges(sorted(changes), since, to);
      }
    }
    return new PastChanges(sorted(changes), since, complete);
  }

  /** Tells how many results it has read. */
  private static int ofCheck(
      Journal journal,
      String check,
      Instant from,
      Instant to,
      int most,
      List<OverviewViews.Change> changes,
      Map<String, Instant> since) {
    var query = OutcomeQuery.of(check).to(to).limit(PAGE);
    Outcome later = null;
    for (int read = 0; ; ) {
      var page = journal.outcomes(query);
      for (Outcome outcome : page.items()) {
        read++;
        if (later != null && later.status() != outcome.status()) {
          changes.add(OverviewMapping.change(outcome.status(), later));
          since.putIfAbsent(check, later.started());
        }
        later = outcome;
        if (outcome.started().isBefore(from)) {
          return read;
        }
      }
      if (page.next().isEmpty() || read >= most) {
        return read;
      }
      query = query.before(page.next().getAsLong());
    }
  }

  private static List<OverviewViews.Change> sorted(List<OverviewViews.Change> changes) {
    changes.sort(Comparator.comparing(OverviewViews.Change::at).reversed());
    return List.copyOf(changes);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
