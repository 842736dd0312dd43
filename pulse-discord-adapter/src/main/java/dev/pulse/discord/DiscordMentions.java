package dev.pulse.discord;

import dev.pulse.api.alert.Severity;
import dev.pulse.api.notify.Notification;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Whom to ping from which severity on. Immutable. */
final class DiscordMentions {
  private final Map<Severity, Set<DiscordMention>> bySeverity;

  DiscordMentions(Map<Severity, Set<DiscordMention>> bySeverity) {
    this.bySeverity = new TreeMap<>(bySeverity);
  }

  /** How many there are at most. */
  static int most() {
    return (DiscordLimits.CONTENT - DiscordLimits.HEADLINE) / DiscordLimits.MENTION;
  }

  /** Whom a message pings: nobody when nothing fires, and nobody for a digest or a trial. */
  Set<DiscordMention> of(Notification notification) {
    var pinged = new LinkedHashSet<DiscordMention>();
    boolean pings =
        switch (notification.kind()) {
          case FIRST, CHANGED, REPEAT, ESCALATED, SUMMARY -> !notification.firing().isEmpty();
          case RESOLVED, DIGEST, TEST -> false;
        };
    if (pings) {
      bySeverity.forEach(
          (least, mentions) -> {
            if (notification.severity().compareTo(least) >= 0) {
              pinged.addAll(mentions);
            }
          });
    }
    return pinged;
  }

  /** What Discord is told, beside the text, about who may be pinged: these, and nobody else. */
  static Map<String, Object> allowing(Set<DiscordMention> pinged) {
    return Map.of("parse", List.of(), "users", ids(pinged, false), "roles", ids(pinged, true));
  }

  private static List<String> ids(Set<DiscordMention> pinged, boolean role) {
    return pinged.stream().filter(m -> m.isRole() == role).map(DiscordMention::id).toList();
  }
}
