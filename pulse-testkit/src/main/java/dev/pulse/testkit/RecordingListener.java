package dev.pulse.testkit;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.IncidentEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A listener that remembers everything it was told, in the order in which it was told. Thread-safe;
 * the lists it returns are live and may be read while more is added.
 */
public final class RecordingListener implements PulseListener {
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final List<Outcome> stored = new CopyOnWriteArrayList<>();
  private final List<IncidentEvent> incidents = new CopyOnWriteArrayList<>();

  /**
   * Everything in short: {@code registered a}, {@code outcome a PASS}, {@code OPENED downtime a}.
   */
  public List<String> events() {
    return events;
  }

  /** The outcomes as runs ended. */
  public List<Outcome> outcomes() {
    return outcomes;
  }

  /** The outcomes as they were stored. */
  public List<Outcome> stored() {
    return stored;
  }

  /** What happened to incidents. */
  public List<IncidentEvent> incidents() {
    return incidents;
  }

  @Override
  public void onRegistered(Registration registration) {
    events.add("registered " + registration.name());
  }

  @Override
  public void onRemoved(Registration registration) {
    events.add("removed " + registration.name());
  }

  @Override
  public void onStarted(Registration registration) {
    events.add("started " + registration.name());
  }

  @Override
  public void onSkipped(Registration registration) {
    events.add("skipped " + registration.name());
  }

  @Override
  public void onAbandoned(Registration registration, Duration waited) {
    events.add("abandoned " + registration.name());
  }

  @Override
  public void onOutcome(Registration registration, Outcome outcome) {
    outcomes.add(outcome);
    events.add("outcome " + registration.name() + " " + outcome.status());
  }

  @Override
  public void onStored(List<Outcome> outcomes) {
    stored.addAll(outcomes);
    outcomes.forEach(outcome -> events.add("stored " + outcome.check()));
  }

  @Override
  public void onIncident(IncidentEvent event) {
    incidents.add(event);
    events.add(event.kind() + " " + event.incident().rule() + " " + event.incident().check());
  }
}
