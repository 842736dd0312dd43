package dev.pulse.core.internal.alerting;

import java.util.List;

/** How many depend on a cause, and some of their names. */
final class Dependents {
  private static final int NAMED = 5;

  private Dependents() {}

  static String text(List<String> names) {
    var some = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    return names.size() > NAMED
        ? names.size() + " suppressed: " + some + " and " + (names.size() - NAMED) + " more"
        : names.size() + " suppressed: " + some;
  }
}
