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

  private final Store store;
  private final Predicate<String> isRegistered;

  Strays(Store store, Predicate<String> isRegistered) {
    this.store = store;
    this.isRegistered = isRegistered;
  }

  /** What is to be recorded to close them. */
  List<Recorder.Entry> close(Instant now) {
    var entries = new ArrayList<Recorder.Entry>();
    var query = IncidentQuery.all().open(true).limit(PAGE);
    OptionalLong next;
    do {
      var page = store.incidents().list(query);
      for (Incident incident : page.items()) {
        if (!isRegistered.test(incident.check())) {
          var event =
              new IncidentEvent(IncidentEvent.Kind.RESOLVED, incident.resolved(now, "removed"));
          entries.add(new Recorder.Entry(incident.check(), null, null, List.of(event)));
        }
      }
      next = page.next();
      if (next.isPresent()) {
        query = query.before(next.getAsLong());
      }
    } while (next.isPresent());
    return entries;
  }
}
