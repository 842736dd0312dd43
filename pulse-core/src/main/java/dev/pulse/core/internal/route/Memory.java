package dev.pulse.core.internal.route;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Severity;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a channel knows of a group. Immutable.
 *
 * @param told what it was told fires, and was not told is over, by incident
 * @param at when it was told something last, in milliseconds since 1970
 * @param escalated whether it was drawn in because nobody acknowledged
 * @param waits whether it has a message to come that the storm cap keeps back
 * @param summarized whether all that it was told was in summaries
 */
record Memory(Map<Long, Told> told, long at, boolean escalated, boolean waits, boolean summarized) {
  static final Memory NONE = new Memory(Map.of(), 0, false, false, false);

  /**
   * An alert that a channel was told of.
   *
   * @param severity as it was told
   * @param since when it was told first, in milliseconds since 1970
   */
  record Told(Severity severity, long since) {}

  boolean isNothing() {
    return told.isEmpty() && !waits;
  }

  Memory waiting(boolean waits) {
    return waits == this.waits ? this : new Memory(told, at, escalated, waits, summarized);
  }

  /** After a message of which others were part, or one of its own. */
  Memory summarized(boolean summarized) {
    return summarized == this.summarized
        ? this
        : new Memory(told, at, escalated, waits, summarized);
  }

  /** Without some that are over, as if they had not been told. */
  Memory without(Collection<Alert> over) {
    var rest = new TreeMap<>(told);
    over.forEach(alert -> rest.remove(alert.incident()));
    return new Memory(Collections.unmodifiableMap(rest), at, escalated, false, summarized);
  }

  /** As if nothing had been told after a time. */
  Memory setBack(long now) {
    if (at <= now && told.values().stream().allMatch(one -> one.since() <= now)) {
      return this;
    }
    var all = new TreeMap<>(told);
    all.replaceAll((incident, one) -> new Told(one.severity(), Math.min(one.since(), now)));
    return new Memory(
        Collections.unmodifiableMap(all), Math.min(at, now), escalated, waits, summarized);
  }

  /** After one more message. */
  Memory after(List<Alert> firing, Collection<Alert> over, long now, boolean escalated) {
    var all = new TreeMap<>(told);
    over.forEach(alert -> all.remove(alert.incident()));
    for (Alert alert : firing) {
      var before = told.get(alert.incident());
      all.put(alert.incident(), new Told(alert.severity(), before == null ? now : before.since()));
    }
    return new Memory(Collections.unmodifiableMap(all), now, escalated, false, summarized);
  }
}
