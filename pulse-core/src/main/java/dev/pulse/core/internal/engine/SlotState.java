package dev.pulse.core.internal.engine;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.core.internal.alert.Pending;
import java.util.List;
import java.util.Optional;

/**
 * How a slot stands at a moment.
 *
 * @param latest how its last run ended, if it ever did
 */
public record SlotState(
    Registration registration,
    boolean paused,
    boolean running,
    Optional<Outcome> latest,
    List<Incident> openIncidents,
    List<Pending> pending) {
  /** A state; keeps copies of the lists. */
  public SlotState {
    openIncidents = List.copyOf(openIncidents);
    pending = List.copyOf(pending);
  }

  static SlotState of(Slot slot) {
    return new SlotState(
        slot.registration(),
        slot.isPaused(),
        slot.isRunning(),
        Optional.ofNullable(slot.latest()),
        slot.openIncidents(),
        slot.pending());
  }
}
