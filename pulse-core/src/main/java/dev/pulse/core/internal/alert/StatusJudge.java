package dev.pulse.core.internal.alert;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Trigger;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Status;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Counts statuses in a row: failures, warnings, or outcomes that are not known. */
final class StatusJudge extends RuleJudge {
  private final Word word;
  private Cell cell;

  // What the outcome that was counted last did; read by the judges of anomalies.
  private Row.Change change = Row.Change.NONE;
  private boolean runBegan;
  private boolean down;

  /** What is counted, one and several of it, and the name of the detail. */
  private enum Word {
    FAILING("failure", "failures", "failures"),
    WARNING("warning", "warnings", "warnings"),
    UNKNOWN("unknown result", "unknown results", "unknown");

    private final String one;
    private final String several;
    private final String detail;

    Word(String one, String several, String detail) {
      this.one = one;
      this.several = several;
      this.detail = detail;
    }

    static Word of(Trigger trigger) {
      if (trigger instanceof Trigger.Failing) {
        return FAILING;
      }
      return trigger instanceof Trigger.Warning ? WARNING : UNKNOWN;
    }

    Opinion opinion(Status status) {
      return switch (this) {
        case FAILING ->
            status == Status.UNKNOWN
                ? Opinion.NONE
                : status == Status.FAIL ? Opinion.BAD : Opinion.GOOD;
        case WARNING ->
            status == Status.WARN
                ? Opinion.BAD
                : status == Status.PASS ? Opinion.GOOD : Opinion.NONE;
        case UNKNOWN -> status == Status.UNKNOWN ? Opinion.BAD : Opinion.GOOD;
      };
    }
  }

  StatusJudge(Registration registration, AlertRule rule) {
    super(registration, rule);
    this.word = Word.of(rule.trigger());
    this.cell = new Cell(rule, null);
  }

  /** Whether it watches for failures. */
  boolean watchesFailures() {
    return word == Word.FAILING;
  }

  @Override
  Collection<Cell> cells() {
    return List.of(cell);
  }

  @Override
  boolean track(Incident incident) {
    boolean fits = incident.subject().isEmpty() && !cell.isOpen();
    if (fits) {
      cell.track(incident);
    }
    return fits;
  }

  @Override
  void count(Outcome outcome) {
    var opinion = word.opinion(outcome.status());
    boolean wasOpen = cell.row().isOpen();
    runBegan = opinion == Opinion.BAD && cell.row().bad() == 0;
    change = cell.row().count(opinion, outcome.started());
    down = wasOpen || cell.row().isOpen();
  }

  /** Whether the outcome was the first failure of a run. */
  boolean runBegan() {
    return runBegan;
  }

  /** Whether the outcome opens an incident. */
  boolean opens() {
    return change == Row.Change.OPENS;
  }

  /** Whether the outcome belongs to a downtime: it opens one, closes one, or lies between. */
  boolean isDown() {
    return down;
  }

  @Override
  List<IncidentEvent> conclude(Outcome outcome, LongSupplier ids) {
    return switch (change) {
      case OPENS -> List.of(open(cell, outcome, ids, sight(outcome)));
      case CLOSES -> List.of(close(cell, outcome.started(), "recovered"));
      case NONE -> List.of();
    };
  }

  private Sight sight(Outcome outcome) {
    int bad = cell.row().bad();
    var last = outcome.result();
    var text =
        (bad == 1 ? "1 " + word.one + ": " : bad + " " + word.several + " in a row; the last one: ")
            + last.reason().map(reason -> reason.code() + ": ").orElse("")
            + last.summary();
    return Sight.of(text, word.detail, bad, last.details());
  }

  @Override
  List<IncidentEvent> rest(Outcome outcome) {
    runBegan = false;
    change = cell.row().rest(word.opinion(outcome.status()), outcome.started());
    down = cell.row().isOpen();
    return change == Row.Change.CLOSES
        ? List.of(close(cell, outcome.started(), "recovered"))
        : List.of();
  }

  @Override
  void startOver() {
    cell = new Cell(rule(), null);
  }

  @Override
  SavedRule save() {
    return new SavedRule.Counting(
        name(), rule().trigger().toString(), Map.of("", cell.row().save()), Map.of());
  }

  @Override
  void load(SavedRule saved) {
    cell.row().load(Rows.single(saved, rule().trigger().toString()));
    align();
  }
}
