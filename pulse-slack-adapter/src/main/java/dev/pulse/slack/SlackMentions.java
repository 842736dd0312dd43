package dev.pulse.slack;

import dev.pulse.api.alert.Severity;
import dev.pulse.api.notify.Notification;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Whom to call from which severity on. Immutable. */
final class SlackMentions {
  private final Map<Severity, Set<SlackMention>> bySeverity;

  SlackMentions(Map<Severity, Set<SlackMention>> bySeverity) {
    this.bySeverity = new TreeMap<>(bySeverity);
  }

  /** Whom a message calls: nobody when nothing fires, and nobody for a digest or a trial. */
  Set<SlackMention> of(Notification notification) {
    var called = new LinkedHashSet<SlackMention>();
    boolean calls =
        switch (notification.kind()) {
          case FIRST, CHANGED, REPEAT, ESCALATED, SUMMARY -> !notification.firing().isEmpty();
          case RESOLVED, DIGEST, TEST -> false;
        };
    if (calls) {
      bySeverity.forEach(
          (least, mentions) -> {
            if (notification.severity().compareTo(least) >= 0) {
              called.addAll(mentions);
            }
          });
    }
    return called;
  }
}
