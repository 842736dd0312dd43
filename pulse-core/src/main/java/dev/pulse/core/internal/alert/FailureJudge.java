package dev.pulse.core.internal.alert;

import dev.pulse.api.alert.FailureRule;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Status;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Counts failures in a row, and while an incident is open, successes in a row. */
final class FailureJudge extends RuleJudge {
  private final FailureRule rule;
  private int failures;
  private int successes;

  // What the outcome that was counted last did; read by the judges of anomalies.
  private boolean runBegan;
  private boolean opens;
  private boolean closes;
  private boolean down;

  FailureJudge(Registration registration, FailureRule rule) {
    super(registration, rule);
    this.rule = rule;
  }

  /** Counts a known outcome. Its incident is opened or closed by {@link #conclude}. */
  void count(Status status) {
    boolean wasOpen = isOpen();
    runBegan = !status.isUp() && failures == 0;
    failures = status.isUp() ? 0 : failures + 1;
    successes = status.isUp() && wasOpen ? successes + 1 : 0;
    opens = !wasOpen && failures >= rule.after();
    closes = wasOpen && successes >= rule.recoverAfter();
    down = wasOpen || opens;
  }

  /** Sees an outcome of announced maintenance: it may end a downtime, and begins none. */
  void rest(Status status) {
    failures = 0;
    if (status != Status.UNKNOWN) {
      successes = status.isUp() && isOpen() ? successes + 1 : 0;
    }
    runBegan = false;
    opens = false;
    closes = isOpen() && successes >= rule.recoverAfter();
    down = isOpen();
  }

  /** Whether the outcome was the first failure of a run. */
  boolean runBegan() {
    return runBegan;
  }

  /** Whether the outcome opens an incident. */
  boolean opens() {
    return opens;
  }

  /** Whether the outcome belongs to a downtime: it opens one, closes one, or lies between. */
  boolean isDown() {
    return down;
  }

  @Override
  Optional<IncidentEvent> conclude(Outcome outcome, LongSupplier ids) {
    if (opens) {
      return Optional.of(open(ids, outcome));
    }
    if (closes) {
      successes = 0;
      return Optional.of(close(outcome.started(), "recovered"));
    }
    return Optional.empty();
  }

  private IncidentEvent open(LongSupplier ids, Outcome outcome) {
    var details = new LinkedHashMap<String, String>();
    details.put("failures", Integer.toString(failures));
    outcome.result().details().entrySet().stream()
        .limit(Details.MOST)
        .forEach(
            detail ->
                details.putIfAbsent(Details.cut(detail.getKey()), Details.cut(detail.getValue())));
    var last = outcome.result();
    var text =
        (failures == 1 ? "1 failure: " : failures + " failures in a row; the last one: ")
            + last.reason().map(reason -> reason.code() + ": ").orElse("")
            + last.summary();
    return open(ids.getAsLong(), outcome, details, text);
  }

  @Override
  void resetRun() {
    failures = 0;
    successes = 0;
  }

  @Override
  void startOver() {
    resetRun();
    track(null);
  }

  @Override
  SavedRule save() {
    return new SavedRule.Failure(name(), isOpen(), failures, successes);
  }

  @Override
  void load(SavedRule saved) {
    if (!(saved instanceof SavedRule.Failure state)) {
      throw new IllegalArgumentException(
          "expected the state of a failure rule, but found " + saved);
    }
    failures = state.failures();
    successes = state.successes();
    alignWith(state.open());
  }
}
