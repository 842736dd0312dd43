package dev.pulse.core.internal.route;

import dev.pulse.api.notify.Notification;
import dev.pulse.api.store.Commit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is due: to be written together, and then {@linkplain Router#done confirmed}.
 *
 * @param documents what the router must know after a restart
 * @param notifications what is to be said, in this order
 * @param notes a line for the timeline of incidents, by their ids
 */
public record Step(
    List<Commit.DocumentChange> documents,
    List<Notification> notifications,
    Map<Long, String> notes) {
  /** A step; keeps copies. */
  public Step {
    documents = List.copyOf(documents);
    notifications = List.copyOf(notifications);
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return documents.isEmpty() && notifications.isEmpty() && notes.isEmpty();
  }
}
