package dev.pulse.core.internal.alert;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Status;
import dev.pulse.core.condition.RuleCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows each finding by its key. */
final class FindingsJudge extends RuleJudge {
  /** How many are followed. A check that finds more has one cause, and not so many. */
  static final int MOST = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(FindingsJudge.class);

  private final FindingTest test;
  private final Changing changing;
  private final Map<String, Cell> cells = new TreeMap<>();
  private boolean overflowing;
  private boolean complained;

  FindingsJudge(Registration registration, AlertRule rule, FindingTest test, Set<String> changing) {
    super(registration, rule);
    this.test = test;
    this.changing = new Changing(changing);
  }

  @Override
  Collection<Cell> cells() {
    return cells.values();
  }

  @Override
  boolean track(Incident incident) {
    var subject = incident.subject().orElse(null);
    if (subject == null) {
      return false;
    }
    var cell = cells.computeIfAbsent(subject, name -> new Cell(rule(), name));
    boolean fits = !cell.isOpen();
    if (fits) {
      cell.track(incident);
    }
    return fits;
  }

  /** Who cannot look does not see that something is gone. */
  private static boolean tells(Outcome outcome) {
    return outcome.status() != Status.UNKNOWN
        && !(outcome.status() == Status.FAIL && outcome.result().findings().isEmpty());
  }

  @Override
  List<IncidentEvent> conclude(Outcome outcome, LongSupplier ids) {
    if (!tells(outcome)) {
      return List.of();
    }
    var events = new ArrayList<IncidentEvent>();
    var seen = new HashSet<String>();
    int leftOut = 0;
    for (Finding finding : outcome.result().findings()) {
      if (!test.concerns(finding)) {
        continue;
      }
      var subject = Details.subject(finding.key());
      seen.add(subject);
      var opinion = opinion(outcome, finding);
      if (!cells.containsKey(subject) && opinion != Opinion.BAD) {
        continue;
      }
      if (!cells.containsKey(subject) && cells.size() >= MOST) {
        leftOut++;
        continue;
      }
      var cell = cells.computeIfAbsent(subject, name -> new Cell(rule(), name));
      switch (cell.row().count(opinion, outcome.started())) {
        case OPENS -> events.add(open(cell, outcome, ids, sight(finding)));
        case CLOSES -> events.add(close(cell, outcome.started(), "recovered"));
        case NONE -> {}
      }
    }
    for (Cell cell : cells.values()) {
      if (!seen.contains(cell.subject())
          && cell.row().count(Opinion.GOOD, outcome.started()) == Row.Change.CLOSES) {
        events.add(close(cell, outcome.started(), "gone"));
      }
    }
    finish(outcome, leftOut, events);
    return events;
  }

  private Opinion opinion(Outcome outcome, Finding finding) {
    var opinion = test.opinion(outcome, finding, labels(), changing.values());
    if (opinion == Opinion.NONE && test instanceof FindingTest.OfCondition undecided) {
      complain(undecided.condition(), outcome, finding);
    }
    return opinion;
  }

  /** Once: what is missing is mostly missing again and again, and sometimes mistyped. */
  private void complain(RuleCondition condition, Outcome outcome, Finding finding) {
    if (!complained) {
      complained = true;
      LOG.info(
          "Rule {} of {} cannot tell whether {}: {}",
          name(),
          registration(),
          condition.shown(),
          condition.told(new RuleCondition.Facts(outcome, labels(), changing.values(), finding)));
    }
  }

  private static Sight sight(Finding finding) {
    var details = new LinkedHashMap<String, String>();
    details.put("finding", Details.cut(finding.key()));
    return new Sight(finding.text().isBlank() ? finding.key() : finding.text(), details, finding);
  }

  private void finish(Outcome outcome, int leftOut, List<IncidentEvent> events) {
    cells.values().removeIf(cell -> cell.row().isBlank(outcome.started()));
    changing.learn(outcome);
    if (leftOut > 0 && !overflowing) {
      LOG.warn(
          "Rule {} of {} follows {} findings; {} more are left out",
          name(),
          registration(),
          MOST,
          leftOut);
      confess(outcome.started(), leftOut, events);
    }
    overflowing = leftOut > 0;
  }

  /** Notes in the newest incident that there are more than it looks like. */
  private void confess(Instant at, int leftOut, List<IncidentEvent> events) {
    var newest =
        cells.values().stream()
            .filter(Cell::isOpen)
            .max(Comparator.comparingLong(cell -> cell.incident().orElseThrow().id()));
    if (newest.isEmpty()) {
      return;
    }
    var before = newest.get().incident().orElseThrow();
    var noted =
        before.noted(
            at, "more than " + MOST + " findings are bad; " + leftOut + " are not followed");
    newest.get().track(noted);
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).incident().equals(before)) {
        events.set(i, new IncidentEvent(events.get(i).kind(), noted));
        return;
      }
    }
    events.add(new IncidentEvent(IncidentEvent.Kind.UPDATED, noted));
  }

  @Override
  List<IncidentEvent> rest(Outcome outcome) {
    var events = new ArrayList<IncidentEvent>();
    var opinions = new LinkedHashMap<String, Opinion>();
    boolean tells = tells(outcome);
    if (tells) {
      for (Finding finding : outcome.result().findings()) {
        if (test.concerns(finding)) {
          opinions.put(Details.subject(finding.key()), opinion(outcome, finding));
        }
      }
    }
    for (Cell cell : cells.values()) {
      var gone = tells ? Opinion.GOOD : Opinion.NONE;
      var opinion = opinions.getOrDefault(cell.subject(), gone);
      if (cell.row().rest(opinion, outcome.started()) == Row.Change.CLOSES) {
        boolean there = opinions.containsKey(cell.subject());
        events.add(close(cell, outcome.started(), there ? "recovered" : "gone"));
      }
    }
    cells.values().removeIf(cell -> cell.row().isBlank(outcome.started()));
    return events;
  }

  @Override
  void startOver() {
    cells.clear();
    changing.clear();
    overflowing = false;
  }

  @Override
  SavedRule save() {
    var rows = new LinkedHashMap<String, SavedRow>();
    cells.forEach((subject, cell) -> rows.put(subject, cell.row().save()));
    return new SavedRule.Counting(name(), test.trigger(), rows, changing.values());
  }

  @Override
  void load(SavedRule saved) {
    var state = Rows.counting(saved, test.trigger());
    state
        .rows()
        .forEach(
            (subject, row) ->
                cells.computeIfAbsent(subject, name -> new Cell(rule(), name)).row().load(row));
    changing.load(state.previous());
    align();
  }
}
