package dev.pulse.api.store;

import dev.pulse.api.incident.Incident;
import java.util.Optional;

/** Reads incidents. Thread-safe. */
public interface Incidents {
  /** One incident. */
  Optional<Incident> find(long id);

  /** The incidents of a query, newest first. */
  Page<Incident> list(IncidentQuery query);
}
