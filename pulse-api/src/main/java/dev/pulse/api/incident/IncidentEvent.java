package dev.pulse.api.incident;

import static java.util.Objects.requireNonNull;

/**
 * A change of an incident, told after it was stored.
 *
 * @param kind what changed
 * @param incident the incident after the change
 */
public record IncidentEvent(Kind kind, Incident incident) {
  /** What can happen to an incident. */
  public enum Kind {
    /** It began. */
    OPENED,
    /** Its timeline, severity or details changed while it stays open. */
    UPDATED,
    /** It is over. */
    RESOLVED
  }

  /** An event; both parts are needed. */
  public IncidentEvent {
    requireNonNull(kind, "kind");
    requireNonNull(incident, "incident");
  }
}
