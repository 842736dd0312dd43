package dev.pulse.core.internal.engine;

import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Open incidents of registrations that are gone: left out of the configuration while Pulse was
 * down. Nothing else would ever close them.
 */
final class Strays {
  /** How long after the start a system may take to add what it watches. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int PAGE = 1_000;

  private Strays() {}

  /**
   * What closes the open incidents of some registrations.
   *
   * @param isGone whether the incidents of a name are to be closed
   */
  static List<IncidentEvent> of(Store store, Predicate<String> isGone, Instant now) {
    var events = new ArrayList<IncidentEvent>();
    var query = IncidentQuery.all().open(true).limit(PAGE);
    OptionalLong next;
    do {
      var page = store.incidents().list(query);
      for (Incident incident : page.items()) {
        if (isGone.test(incident.check())) {
          events.add(
              new IncidentEvent(IncidentEvent.Kind.RESOLVED, incident.resolved(now, "removed")));
        }
      }
      next = page.next();
      if (next.isPresent()) {
        query = query.before(next.getAsLong());
      }
    } while (next.isPresent());
    return events;
  }
}
