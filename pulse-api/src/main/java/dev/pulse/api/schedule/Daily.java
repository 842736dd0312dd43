package dev.pulse.api.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Once a day at a local time. */
record Daily(LocalTime time, ZoneId zone) implements Schedule {
  @Override
  public Optional<Instant> next(Instant after) {
    var day = after.atZone(zone).toLocalDate().minusDays(1);
    var instant = on(day);
    while (!instant.isAfter(after)) {
      day = day.plusDays(1);
      instant = on(day);
    }
    return Optional.of(instant);
  }

  private Instant on(LocalDate day) {
    var local = day.atTime(time);
    @Nullable ZoneOffsetTransition transition = zone.getRules().getTransition(local);
    if (transition != null && transition.isGap()) {
      return transition.getInstant();
    }
    return local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
  }

  @Override
  public String toString() {
    return "daily at " + time + " " + zone;
  }
}
