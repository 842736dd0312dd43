package dev.pulse.core.internal.alert;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.core.condition.RuleCondition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts outcomes of which a condition holds. */
final class ConditionJudge extends RuleJudge {
  private static final Logger LOG = LoggerFactory.getLogger(ConditionJudge.class);

  private final RuleCondition condition;
  private final String trigger;
  private final Changing changing;
  private Cell cell;
  private boolean complained;

  ConditionJudge(Registration registration, AlertRule rule, RuleCondition condition) {
    super(registration, rule);
    this.condition = condition;
    this.trigger = ConditionText.inShort(condition.toString());
    this.changing = new Changing(condition.changing());
    this.cell = new Cell(rule, null);
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
  List<IncidentEvent> conclude(Outcome outcome, LongSupplier ids) {
    var facts = facts(outcome);
    var change = cell.row().count(opinion(facts), outcome.started());
    try {
      return switch (change) {
        case OPENS -> List.of(open(cell, outcome, ids, sight(facts)));
        case CLOSES -> List.of(close(cell, outcome.started(), "recovered"));
        case NONE -> List.of();
      };
    } finally {
      changing.learn(outcome);
    }
  }

  private RuleCondition.Facts facts(Outcome outcome) {
    return new RuleCondition.Facts(outcome, labels(), changing.values(), null);
  }

  private Opinion opinion(RuleCondition.Facts facts) {
    return switch (condition.judge(facts)) {
      case HOLDS -> Opinion.BAD;
      case DOES_NOT_HOLD -> Opinion.GOOD;
      case UNDECIDED -> {
        complain(facts);
        yield Opinion.NONE;
      }
    };
  }

  /** Once: what is missing is mostly missing again and again, and sometimes mistyped. */
  private void complain(RuleCondition.Facts facts) {
    if (!complained) {
      complained = true;
      LOG.info(
          "Rule {} of {} cannot tell whether {}: {}",
          name(),
          registration(),
          condition.shown(),
          condition.told(facts));
    }
  }

  private Sight sight(RuleCondition.Facts facts) {
    int times = cell.row().bad();
    var text =
        condition.shown()
            + (times == 1 ? "" : ", " + times + " times in a row; the last time")
            + ": "
            + condition.told(facts);
    return Sight.of(text, "times", times, facts.outcome().result().details());
  }

  @Override
  List<IncidentEvent> rest(Outcome outcome) {
    var change = cell.row().rest(opinion(facts(outcome)), outcome.started());
    return change == Row.Change.CLOSES
        ? List.of(close(cell, outcome.started(), "recovered"))
        : List.of();
  }

  @Override
  void startOver() {
    cell = new Cell(rule(), null);
    changing.clear();
  }

  @Override
  SavedRule save() {
    return new SavedRule.Counting(
        name(), trigger, Map.of("", cell.row().save()), changing.values());
  }

  @Override
  void load(SavedRule saved) {
    cell.row().load(Rows.single(saved, trigger));
    changing.load(Rows.counting(saved, trigger).previous());
    align();
  }
}
