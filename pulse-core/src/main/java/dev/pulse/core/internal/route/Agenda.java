package dev.pulse.core.internal.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** What is due when. What is not due costs nothing. Confine to one thread. */
final class Agenda {
  private final TreeSet<Timed> entries =
      new TreeSet<>(
          Comparator.comparingLong((Timed timed) -> timed.due()).thenComparingLong(Timed::order));

  /** Sets when something is due; {@link Timed#NEVER} to take it off. */
  void set(Timed timed, long due) {
    if (timed.due() == due) {
      return;
    }
    if (timed.due() != Timed.NEVER) {
      entries.remove(timed);
    }
    timed.due(due);
    if (due != Timed.NEVER) {
      entries.add(timed);
    }
  }

  /** When the first is due. */
  long first() {
    return entries.isEmpty() ? Timed.NEVER : entries.first().due();
  }

  /** The first of those that are due by now; they stay. */
  List<Timed> due(long now, int limit) {
    var due = new ArrayList<Timed>();
    for (Timed timed : entries) {
      if (timed.due() > now || due.size() == limit) {
        break;
      }
      due.add(timed);
    }
    return due;
  }
}
