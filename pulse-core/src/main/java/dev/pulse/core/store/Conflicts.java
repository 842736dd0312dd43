package dev.pulse.core.store;

import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.ConflictException;

/** The words for what stands in the way; the same in every store. */
final class Conflicts {
  private Conflicts() {}

  static ConflictException run(long runId) {
    return new ConflictException("there is an outcome with run id " + runId + " already");
  }

  static ConflictException incident(Incident refused, long openId) {
    return new ConflictException(
        "incident "
            + refused.id()
            + " would be the second open one of check \""
            + refused.check()
            + "\" and rule \""
            + refused.rule()
            + "\""
            + refused.subject().map(subject -> " and subject \"" + subject + "\"").orElse("")
            + ": incident "
            + openId
            + " is open");
  }

  static ConflictException exists(String collection, String id) {
    return new ConflictException("document " + name(collection, id) + " exists already");
  }

  static ConflictException gone(String collection, String id) {
    return new ConflictException("document " + name(collection, id) + " is not there");
  }

  static ConflictException version(String collection, String id, long expected, long found) {
    return new ConflictException(
        "document "
            + name(collection, id)
            + " has version "
            + found
            + " by now, but the change is based on version "
            + expected);
  }

  private static String name(String collection, String id) {
    return "\"" + id + "\" of collection " + collection;
  }
}
