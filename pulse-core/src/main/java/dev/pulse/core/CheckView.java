package dev.pulse.core;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Status;
import java.util.List;
import java.util.Optional;

/**
 * How one registration stands at a moment. Immutable.
 *
 * @param registration what is run, and how
 * @param paused whether it is paused
 * @param running whether a run is under way
 * @param latest how the last run ended, also across a restart
 * @param openIncidents the incidents of its rules that are open
 */
public record CheckView(
    Registration registration,
    boolean paused,
    boolean running,
    Optional<Outcome> latest,
    List<Incident> openIncidents) {
  /** A view; keeps a copy of the incidents. */
  public CheckView {
    requireNonNull(registration, "registration");
    requireNonNull(latest, "latest");
    openIncidents = List.copyOf(openIncidents);
  }

  /** The name of the registration. */
  public String name() {
    return registration.name();
  }

  /** The status of the last run; {@link Status#UNKNOWN} before there was one. */
  public Status status() {
    return latest.map(Outcome::status).orElse(Status.UNKNOWN);
  }
}
