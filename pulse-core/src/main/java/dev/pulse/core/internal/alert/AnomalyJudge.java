package dev.pulse.core.internal.alert;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Trigger;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds a detector, and counts its verdicts in a row. */
final class AnomalyJudge extends RuleJudge {
  private static final Logger LOG = LoggerFactory.getLogger(AnomalyJudge.class);

  private final Trigger.Anomalous trigger;
  private final Detector detector;
  private final List<StatusJudge> failures;
  private final boolean watchesFailures;

  /** Where this rule stood before the current run of failures, by failure rule. */
  private final Map<String, SavedRule.Before> beforeRun = new LinkedHashMap<>();

  /** What the detector knew before another rule's incident was opened. */
  private @Nullable DetectorState beforePause;

  private Cell cell;
  private boolean complained;

  /**
   * A judge that has learnt nothing.
   *
   * @param failures the judges of downtime beside it
   */
  AnomalyJudge(
      Registration registration,
      AlertRule rule,
      Trigger.Anomalous trigger,
      List<StatusJudge> failures) {
    super(registration, rule);
    this.trigger = trigger;
    this.failures = failures;
    this.cell = new Cell(rule, null);
    this.watchesFailures = trigger.signal().kind() == Signal.Kind.FAILURES;
    @Nullable Detector made = trigger.detector().get();
    if (made == null) {
      throw new IllegalArgumentException(
          "registration \""
              + registration.name()
              + "\": the supplier of rule \""
              + rule.name()
              + "\" must make a detector, but returned null");
    }
    this.detector = made;
  }

  /**
   * Trouble is not what is usual. The detector goes on while it lasts, because what it saw last may
   * be part of its judgement, and goes back afterwards. With an incident of its own it decides for
   * itself what to learn: kept from learning it could never find that a level is the new one.
   */
  @Override
  void attend(boolean openBeside) {
    if (trigger.learnsInIncidents() || isOpen()) {
      beforePause = null;
    } else if (openBeside && beforePause == null) {
      beforePause = knownState();
    } else if (!openBeside && beforePause != null) {
      restoreDetector(beforePause);
      beforePause = null;
    }
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
    if (outcome.status() == Status.UNKNOWN) {
      return List.of();
    }
    var value = watchesFailures ? failure(outcome) : measurement(outcome);
    return value.isPresent() ? judge(value.getAsDouble(), outcome, ids) : List.of();
  }

  /** How fast something fails says nothing about how fast it answers. */
  private OptionalDouble measurement(Outcome outcome) {
    return outcome.status().isUp() ? outcome.value(trigger.signal()) : OptionalDouble.empty();
  }

  /** A downtime is one incident, not two: what belongs to it is not seen, or taken back. */
  private OptionalDouble failure(Outcome outcome) {
    if (outcome.status().isUp()) {
      beforeRun.clear();
    }
    for (StatusJudge judge : failures) {
      if (judge.runBegan()) {
        beforeRun.put(judge.name(), new SavedRule.Before(detectorState(), cell.row().save()));
      }
      if (judge.opens()) {
        takeBack(beforeRun.get(judge.name()));
      }
    }
    return failures.stream().anyMatch(StatusJudge::isDown)
        ? OptionalDouble.empty()
        : outcome.value(trigger.signal());
  }

  private void takeBack(SavedRule.@Nullable Before before) {
    if (before != null) {
      restoreDetector(before.detector());
      cell.row().takeBack(before.row());
    }
  }

  private List<IncidentEvent> judge(double value, Outcome outcome, LongSupplier ids) {
    var verdict = verdict(value, outcome);
    if (verdict.kind() == Verdict.Kind.REBASELINED) {
      boolean wasOpen = cell.isOpen();
      cell.row().closed();
      return wasOpen ? List.of(close(cell, outcome.started(), "re-baselined")) : List.of();
    }
    return switch (cell.row().count(opinion(verdict), outcome.started())) {
      case OPENS -> List.of(open(cell, outcome, ids, sight(value, verdict)));
      case CLOSES -> List.of(close(cell, outcome.started(), "recovered"));
      case NONE -> List.of();
    };
  }

  private static Opinion opinion(Verdict verdict) {
    return switch (verdict.kind()) {
      case ANOMALOUS -> Opinion.BAD;
      case NORMAL, REBASELINED -> Opinion.GOOD;
      case LEARNING, UNSURE -> Opinion.NONE;
    };
  }

  private Sight sight(double value, Verdict verdict) {
    var details = details(value, verdict);
    var usual = details.containsKey("expected") ? "expected" : "mean";
    var expected = details.get(usual);
    var because =
        details.entrySet().stream()
            .skip(1)
            .filter(fact -> expected == null || !fact.getKey().equals(usual))
            .map(fact -> fact.getKey() + " " + fact.getValue())
            .collect(Collectors.joining(", "));
    var text =
        Details.cut(trigger.signal().toString())
            + " is "
            + details.get("value")
            + (expected == null ? ", which is not as expected" : ", expected was " + expected)
            + (because.isEmpty() ? "" : ": " + because);
    return new Sight(text, details, null);
  }

  private Map<String, String> details(double value, Verdict verdict) {
    var details = new LinkedHashMap<String, String>();
    boolean whole = trigger.signal().kind() == Signal.Kind.LATENCY;
    @Nullable Number given = whole ? null : verdict.facts().get("value");
    Number measured = whole ? (Number) (long) value : (Number) value;
    details.put("value", Details.number(given == null ? measured : given));
    verdict.facts().entrySet().stream()
        .limit(Details.MOST)
        .forEach(
            fact ->
                details.putIfAbsent(Details.cut(fact.getKey()), Details.number(fact.getValue())));
    return details;
  }

  private Verdict verdict(double value, Outcome outcome) {
    try {
      @Nullable Verdict verdict = detector.observe(value, outcome.started());
      if (verdict != null) {
        complained = false;
        return verdict;
      }
      complain("answered null instead of a verdict", null);
    } catch (RuntimeException e) {
      complain("could not judge a value", e);
    }
    // A detector that does not work has no opinion: that opens nothing and closes nothing.
    return Verdict.of(Verdict.Kind.UNSURE);
  }

  private DetectorState detectorState() {
    var state = knownState();
    return state == null ? DetectorState.NONE : state;
  }

  /** Null when the detector cannot tell. */
  private @Nullable DetectorState knownState() {
    try {
      @Nullable DetectorState state = detector.state();
      if (state != null) {
        return state;
      }
      complain("answered null instead of its state", null);
    } catch (RuntimeException e) {
      complain("could not tell its state", e);
    }
    return null;
  }

  private void restoreDetector(DetectorState state) {
    try {
      detector.restore(state);
    } catch (RuntimeException e) {
      complain("could not go back to an earlier state", e);
    }
  }

  /** Once until it works again: a check may run every second. */
  private void complain(String what, @Nullable Exception cause) {
    if (!complained) {
      LOG.warn("The detector of rule {} of {} {}", name(), registration(), what, cause);
    }
    complained = true;
  }

  /** What happens meanwhile is neither odd nor usual. */
  @Override
  List<IncidentEvent> rest(Outcome outcome) {
    resetRun();
    return List.of();
  }

  @Override
  void resetRun() {
    super.resetRun();
    breakRun();
  }

  @Override
  void resetRun(Cell closed) {
    super.resetRun(closed);
    breakRun();
  }

  private void breakRun() {
    try {
      detector.breakRun();
    } catch (RuntimeException e) {
      complain("could not forget its run of odd values", e);
    }
  }

  @Override
  void startOver() {
    cell = new Cell(rule(), null);
    beforePause = null;
    beforeRun.clear();
    restoreDetector(DetectorState.NONE);
  }

  @Override
  SavedRule save() {
    return new SavedRule.Anomaly(
        name(),
        trigger.signal().toString(),
        cell.row().save(),
        detectorState(),
        beforePause,
        beforeRun);
  }

  @Override
  void load(SavedRule saved) {
    if (!(saved instanceof SavedRule.Anomaly state)
        || !state.signal().equals(trigger.signal().toString())) {
      throw new IllegalArgumentException(
          "expected the state of a rule that watches " + trigger.signal() + ", but found " + saved);
    }
    detector.restore(state.detector());
    cell.row().load(state.row());
    beforePause = state.beforePause();
    beforeRun.clear();
    beforeRun.putAll(state.beforeRun());
    align();
  }
}
