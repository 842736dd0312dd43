package dev.pulse.core.internal.route;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a group must know after a restart. Confine to one thread. */
final class Ledger {
  private static final long NOT_YET = Long.MIN_VALUE;

  private final Map<String, Memory> memories;
  private final Map<Long, String> kept;
  private long anchor;
  private boolean escalationKept;

  private Ledger(Map<String, Memory> memories, Map<Long, String> kept, long anchor) {
    this.memories = memories;
    this.kept = kept;
    this.anchor = anchor;
  }

  /** Of a group that was not looked at yet. */
  static Ledger empty() {
    return at(NOT_YET);
  }

  /** Of a group that was looked at first at a time. */
  static Ledger at(long anchor) {
    return new Ledger(new TreeMap<>(), new TreeMap<>(), anchor);
  }

  Ledger copy() {
    var copy = new Ledger(new TreeMap<>(memories), new TreeMap<>(kept), anchor);
    copy.escalationKept = escalationKept;
    return copy;
  }

  boolean isAnchored() {
    return anchor != NOT_YET;
  }

  /** When the group was looked at first; its later looks are in even distances from here. */
  long anchor() {
    return anchor;
  }

  void anchor(long anchor) {
    this.anchor = anchor;
  }

  Map<String, Memory> memories() {
    return Collections.unmodifiableMap(memories);
  }

  Memory memory(String channel) {
    return memories.getOrDefault(channel, Memory.NONE);
  }

  void remember(String channel, Memory memory) {
    if (memory.isNothing()) {
      memories.remove(channel);
    } else {
      memories.put(channel, memory);
    }
  }

  /** Whatever was told in the future, by a clock that was ahead, was told now. */
  void setBack(long now) {
    memories.replaceAll((channel, memory) -> memory.setBack(now));
  }

  /** Whether a channel was told that an alert fires, and was not told that it is over. */
  boolean tells(long incident) {
    for (Memory memory : memories.values()) {
      if (memory.told().containsKey(incident)) {
        return true;
      }
    }
    return false;
  }

  /** For which reasons alerts were kept back, by incident. */
  Map<Long, String> kept() {
    return Collections.unmodifiableMap(kept);
  }

  void keepBack(long incident, String reasons) {
    kept.put(incident, reasons);
  }

  /** Forgets that any but these were kept back. */
  void keepBackOnly(Set<Long> incidents) {
    kept.keySet().retainAll(incidents);
  }

  /** Whether an escalation was due and nobody could be told: it is looked at with the rest then. */
  boolean escalationKept() {
    return escalationKept;
  }

  void escalationKept(boolean kept) {
    this.escalationKept = kept;
  }

  /** Whether nobody has been told anything that is not over. */
  boolean isSettled() {
    return memories.isEmpty();
  }

  boolean sameAs(Ledger other) {
    return anchor == other.anchor
        && escalationKept == other.escalationKept
        && memories.equals(other.memories)
        && kept.equals(other.kept);
  }
}
