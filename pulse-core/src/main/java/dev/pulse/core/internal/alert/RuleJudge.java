package dev.pulse.core.internal.alert;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One rule at work: its counters, and its open incident if there is one. */
abstract sealed class RuleJudge permits FailureJudge, AnomalyJudge {
  private final Registration registration;
  private final AlertRule rule;
  private @Nullable Incident open;

  RuleJudge(Registration registration, AlertRule rule) {
    this.registration = registration;
    this.rule = rule;
  }

  final String name() {
    return rule.name();
  }

  final Registration registration() {
    return registration;
  }

  final boolean isOpen() {
    return open != null;
  }

  /** The open incident. */
  final Optional<Incident> incident() {
    return Optional.ofNullable(open);
  }

  /** Takes over what the store has open for this rule; null for nothing. */
  final void track(@Nullable Incident incident) {
    this.open = incident;
  }

  final IncidentEvent open(
      long id, Outcome outcome, Map<String, String> details, String whatWasSeen) {
    var incident =
        Incident.builder(id, registration.name(), rule.name(), outcome.started())
            .severity(rule.severity())
            .title(registration.title() + ": " + rule.name())
            .labels(registration.target().labels())
            .details(details)
            .entry(outcome.started(), whatWasSeen)
            .build();
    open = incident;
    return new IncidentEvent(IncidentEvent.Kind.OPENED, incident);
  }

  final IncidentEvent close(Instant at, String resolution) {
    var resolved = incident().orElseThrow().resolved(at, resolution);
    open = null;
    return new IncidentEvent(IncidentEvent.Kind.RESOLVED, resolved);
  }

  /** Believes the tracked incident where a state or a replay says otherwise. */
  final void alignWith(boolean openElsewhere) {
    if (openElsewhere != isOpen()) {
      resetRun();
    }
  }

  /**
   * Notes how things are as a known outcome arrives, before any rule concludes.
   *
   * @param openBeside whether another rule has an incident open
   */
  void attend(boolean openBeside) {}

  /** Judges a known outcome; those of failures were counted before. */
  abstract Optional<IncidentEvent> conclude(Outcome outcome, LongSupplier ids);

  /** Sets everything that counts outcomes in a row to 0. */
  abstract void resetRun();

  /** Goes back to having seen nothing, with nothing open. */
  abstract void startOver();

  abstract SavedRule save();

  /**
   * Goes on from a state, which is aligned with the tracked incident.
   *
   * @throws IllegalArgumentException when it is the state of another rule
   */
  abstract void load(SavedRule saved);
}
