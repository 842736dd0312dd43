package dev.pulse.samples.app.config;

import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Settings;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.core.schedule.Cron;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads announced maintenance: {@code from} and {@code to}, or {@code cron} and {@code for}; with
 * {@code zone}, and {@code checks} or {@code tags} where it is not for all.
 */
final class MaintenanceReader {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Set<String> tags = new TreeSet<>();

  /** A reader that knows the tags of these. */
  MaintenanceReader(Collection<Registration> registrations) {
    registrations.forEach(registration -> tags.addAll(registration.tags()));
  }

  Maintenance read(Settings section) {
    var name = section.text("name").required();
    var zone = section.zone("zone").orElse(ZoneId.of("UTC"));
    var checks = section.texts("checks").notEmpty().optional();
    var wanted = section.texts("tags").notEmpty().optional();
    for (String tag : wanted.orElse(List.of())) {
      if (!tags.contains(tag)) {
        section.note(
            "tags", "names \"" + tag + "\", which no check here has; there are " + known());
      }
    }
    var maintenance =
        section.has("cron") ? recurring(section, name, zone) : once(section, name, zone);
    if (checks.isPresent()) {
      maintenance = maintenance.checks(checks.get());
    }
    return wanted.isPresent() ? maintenance.tags(wanted.get()) : maintenance;
  }

  private String known() {
    return tags.isEmpty() ? "none" : tags.stream().limit(20).collect(Collectors.joining(", "));
  }

  private static Maintenance recurring(Settings section, String name, ZoneId zone) {
    for (String other : List.of("from", "to")) {
      if (section.text(other).optional().isPresent()) {
        section.note(other, "contradicts cron; keep one of them");
      }
    }
    Schedule never = after -> Optional.empty();
    var begins =
        section
            .text("cron")
            .<Schedule>map(expression -> Cron.of(expression, zone), never)
            .required();
    var length = section.duration("for").between(SHORTEST, LONGEST).required();
    return Maintenance.recurring(name, begins, length);
  }

  private static Maintenance once(Settings section, String name, ZoneId zone) {
    if (section.text("for").optional().isPresent()) {
      section.note("for", "belongs to cron; work on one occasion has from and to");
    }
    var from = time(section, "from", zone);
    var to = time(section, "to", zone);
    if (!from.isBefore(to)) {
      section.note("to", "must be after from");
      return Maintenance.once(name, from, from.plus(SHORTEST));
    }
    return Maintenance.once(name, from, to);
  }

  private static Instant time(Settings section, String key, ZoneId zone) {
    return section.text(key).map(text -> time(text, zone), Instant.EPOCH).required();
  }

  /** A time without an offset is one of the zone. */
  private static Instant time(String text, ZoneId zone) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      try {
        return LocalDateTime.parse(text).atZone(zone).toInstant();
      } catch (DateTimeException none) {
        throw new IllegalArgumentException(
            "must be a time such as 2026-12-01T22:00 or 2026-12-01T22:00:00Z", none);
      }
    }
  }
}
