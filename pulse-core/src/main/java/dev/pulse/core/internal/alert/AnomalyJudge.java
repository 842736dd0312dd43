package dev.pulse.core.internal.alert;

import dev.pulse.api.alert.AnomalyRule;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Signal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds a detector, and counts normal verdicts in a row while an incident is open. */
final class AnomalyJudge extends RuleJudge {
  private static final Logger LOG = LoggerFactory.getLogger(AnomalyJudge.class);

  private final AnomalyRule rule;
  private final Detector detector;
  private final List<FailureJudge> failures;
  private final boolean watchesFailures;

  /** Where this rule stood before the current run of failures, by failure rule. */
  private final Map<String, SavedRule.Before> beforeRun = new LinkedHashMap<>();

  /** What the detector knew before another rule's incident was opened. */
  private @Nullable DetectorState beforePause;

  private int normal;
  private boolean complained;

  AnomalyJudge(Registration registration, AnomalyRule rule, List<FailureJudge> failures) {
    super(registration, rule);
    this.rule = rule;
    this.failures = failures;
    this.watchesFailures = rule.signal().kind() == Signal.Kind.FAILURES;
    @Nullable Detector made = rule.detector().get();
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
    if (rule.learnsInIncidents() || isOpen()) {
      beforePause = null;
    } else if (openBeside && beforePause == null) {
      beforePause = knownState();
    } else if (!openBeside && beforePause != null) {
      restoreDetector(beforePause);
      beforePause = null;
    }
  }

  @Override
  Optional<IncidentEvent> conclude(Outcome outcome, LongSupplier ids) {
    var value = watchesFailures ? failure(outcome) : measurement(outcome);
    return value.isPresent() ? judge(value.getAsDouble(), outcome, ids) : Optional.empty();
  }

  /** How fast something fails says nothing about how fast it answers. */
  private OptionalDouble measurement(Outcome outcome) {
    return outcome.status().isUp() ? outcome.value(rule.signal()) : OptionalDouble.empty();
  }

  /** A downtime is one incident, not two: what belongs to it is not seen, or taken back. */
  private OptionalDouble failure(Outcome outcome) {
    if (outcome.status().isUp()) {
      beforeRun.clear();
    }
    for (FailureJudge judge : failures) {
      if (judge.runBegan()) {
        beforeRun.put(judge.name(), new SavedRule.Before(detectorState(), normal));
      }
      if (judge.opens()) {
        takeBack(beforeRun.get(judge.name()));
      }
    }
    return failures.stream().anyMatch(FailureJudge::isDown)
        ? OptionalDouble.empty()
        : outcome.value(rule.signal());
  }

  private void takeBack(SavedRule.@Nullable Before before) {
    if (before != null) {
      restoreDetector(before.detector());
      normal = isOpen() ? before.normal() : 0;
    }
  }

  private Optional<IncidentEvent> judge(double value, Outcome outcome, LongSupplier ids) {
    var verdict = verdict(value, outcome);
    switch (verdict.kind()) {
      case ANOMALOUS -> {
        normal = 0;
        return isOpen() ? Optional.empty() : Optional.of(open(value, verdict, outcome, ids));
      }
      case NORMAL -> {
        normal = isOpen() ? normal + 1 : 0;
        return normal >= rule.clearAfter() ? end(outcome, "recovered") : Optional.empty();
      }
      case REBASELINED -> {
        return isOpen() ? end(outcome, "re-baselined") : Optional.empty();
      }
      case LEARNING, UNSURE -> {
        return Optional.empty();
      }
    }
    throw new AssertionError(verdict.kind());
  }

  private Optional<IncidentEvent> end(Outcome outcome, String resolution) {
    normal = 0;
    return Optional.of(close(outcome.started(), resolution));
  }

  private IncidentEvent open(double value, Verdict verdict, Outcome outcome, LongSupplier ids) {
    var details = details(value, verdict);
    var because =
        details.entrySet().stream()
            .skip(1)
            .map(fact -> fact.getKey() + " " + fact.getValue())
            .collect(Collectors.joining(", "));
    var text =
        Details.cut(rule.signal().toString())
            + " is "
            + details.get("value")
            + ", which is not as expected"
            + (because.isEmpty() ? "" : ": " + because);
    return open(ids.getAsLong(), outcome, details, text);
  }

  private Map<String, String> details(double value, Verdict verdict) {
    var details = new LinkedHashMap<String, String>();
    boolean whole = rule.signal().kind() == Signal.Kind.LATENCY;
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

  @Override
  void resetRun() {
    normal = 0;
    try {
      detector.breakRun();
    } catch (RuntimeException e) {
      complain("could not forget its run of odd values", e);
    }
  }

  @Override
  void startOver() {
    normal = 0;
    beforePause = null;
    beforeRun.clear();
    restoreDetector(DetectorState.NONE);
    track(null);
  }

  @Override
  SavedRule save() {
    return new SavedRule.Anomaly(
        name(),
        rule.signal().toString(),
        isOpen(),
        normal,
        detectorState(),
        beforePause,
        beforeRun);
  }

  @Override
  void load(SavedRule saved) {
    if (!(saved instanceof SavedRule.Anomaly state)
        || !state.signal().equals(rule.signal().toString())) {
      throw new IllegalArgumentException(
          "expected the state of a rule that watches " + rule.signal() + ", but found " + saved);
    }
    detector.restore(state.detector());
    normal = state.normal();
    beforePause = state.beforePause();
    beforeRun.clear();
    beforeRun.putAll(state.beforeRun());
    alignWith(state.open());
  }
}
