package dev.pulse.core;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Status;
import dev.pulse.core.alerting.PendingAlert;
import dev.pulse.core.internal.engine.SlotState;
import java.util.List;
import java.util.Optional;

/** How one registration stands at a moment. Immutable. */
public final class CheckView {
  private final SlotState state;

  CheckView(SlotState state) {
    this.state = state;
  }

  /** The name of the registration. */
  public String name() {
    return registration().name();
  }

  /** What is run, and how. */
  public Registration registration() {
    return state.registration();
  }

  /** Whether it is paused. */
  public boolean paused() {
    return state.paused();
  }

  /** Whether a run is under way. */
  public boolean running() {
    return state.running();
  }

  /** How the last run ended, also across a restart. */
  public Optional<Outcome> latest() {
    return state.latest();
  }

  /** The status of the last run; {@link Status#UNKNOWN} before there was one. */
  public Status status() {
    return latest().map(Outcome::status).orElse(Status.UNKNOWN);
  }

  /** The incidents of its rules that are open; unmodifiable. */
  public List<Incident> openIncidents() {
    return state.openIncidents();
  }

  /** What its rules find bad, but not yet often or long enough for an incident; unmodifiable. */
  public List<PendingAlert> pendingAlerts() {
    return state.pending().stream()
        .map(
            row ->
                new PendingAlert(
                    name(),
                    row.rule(),
                    Optional.ofNullable(row.subject()),
                    row.since(),
                    row.seen(),
                    row.after(),
                    row.notBefore()))
        .toList();
  }

  @Override
  public String toString() {
    return name() + " " + status() + (paused() ? ", paused" : "") + (running() ? ", running" : "");
  }
}
