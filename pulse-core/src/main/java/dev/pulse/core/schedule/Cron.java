package dev.pulse.core.schedule;

import static java.util.Objects.requireNonNull;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.pulse.api.schedule.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A schedule in the five fields of Unix cron: minute, hour, day of month, month, day of week. Where
 * both day fields are restricted, either one suffices, as in cron itself. Times follow a time zone:
 * one that the clocks skip is due when they have moved, unless another is due within as long as
 * they skipped; one that comes twice is due once.
 *
 * <pre>{@code
 * Schedule weekdays = Cron.of("0 7 * * 1-5", ZoneId.of("Europe/Berlin"));
 * }</pre>
 *
 * <p>Immutable. For fixed distances take {@link dev.pulse.api.schedule.Schedules#every}, which does
 * not notice when the clock is set.
 */
public final class Cron implements Schedule {
  private final String expression;
  private final ZoneId zone;
  private final ExecutionTime times;

  private Cron(String expression, ZoneId zone, ExecutionTime times) {
    this.expression = expression;
    this.zone = zone;
    this.times = times;
  }

  /**
   * A schedule by its expression.
   *
   * @throws IllegalArgumentException when it is not five fields that cron knows, or never fires
   */
  public static Cron of(String expression, ZoneId zone) {
    requireNonNull(expression, "expression");
    requireNonNull(zone, "zone");
    var definition = CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);
    ExecutionTime times;
    try {
      times = ExecutionTime.forCron(new CronParser(definition).parse(expression.strip()));
    } catch (RuntimeException e) {
      // The library stumbles over some texts, such as a bar without anything around it.
      throw new IllegalArgumentException(
          "cron expression \""
              + expression
              + "\" is not five fields like \"*/5 * * * *\" or \"0 7 * * 1-5\": "
              + e.getMessage(),
          e);
    }
    var cron = new Cron(expression.strip(), zone, times);
    // A date like 30 February never comes; any real one comes within the eight years between two
    // leap days around a century.
    if (cron.next(Instant.EPOCH).isEmpty()) {
      throw new IllegalArgumentException("cron expression \"" + expression + "\" never fires");
    }
    return cron;
  }

  @Override
  public Optional<Instant> next(Instant after) {
    var next = times.nextExecution(after.atZone(zone)).map(ZonedDateTime::toInstant);
    return next.map(instant -> skippedByTheClocks(after, instant).orElse(instant))
        .map(this::dueOnce);
  }

  /**
   * Asked from between the two times that the clocks show the same, the library does not know that
   * the first was the one. So it is asked again from before both.
   */
  private Instant dueOnce(Instant next) {
    var local = next.atZone(zone).toLocalDateTime();
    @Nullable ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change == null || !change.isOverlap() || next.isBefore(change.getInstant())) {
      return next;
    }
    var at = change.getInstant().minus(change.getDuration().abs()).minusSeconds(1).atZone(zone);
    while (at.toInstant().isBefore(next)) {
      at = times.nextExecution(at).orElseThrow();
    }
    return at.toInstant();
  }

  /** The library leaves out a time that the clocks skip; a daily job would miss its day. */
  private Optional<Instant> skippedByTheClocks(Instant after, Instant next) {
    @Nullable ZoneOffsetTransition change = zone.getRules().nextTransition(after);
    if (change == null || !change.isGap()) {
      return Optional.empty();
    }
    var moved = change.getInstant();
    if (next.isBefore(moved.plus(change.getDuration()))) {
      return Optional.empty();
    }
    var lastBefore = change.getDateTimeBefore().minusSeconds(1).atZone(ZoneOffset.UTC);
    return times
        .nextExecution(lastBefore)
        .filter(time -> time.toLocalDateTime().isBefore(change.getDateTimeAfter()))
        .map(time -> moved);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cron cron
        && expression.equals(cron.expression)
        && zone.equals(cron.zone);
  }

  @Override
  public int hashCode() {
    return expression.hashCode() * 31 + zone.hashCode();
  }

  @Override
  public String toString() {
    return "cron " + expression + " " + zone;
  }
}
