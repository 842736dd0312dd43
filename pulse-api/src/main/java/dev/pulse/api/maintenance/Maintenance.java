package dev.pulse.api.maintenance;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Interval;
import dev.pulse.api.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Work that was announced: once, or again and again. Checks go on meanwhile, and their outcomes say
 * so ({@link dev.pulse.api.check.Outcome#maintenance()}); but failures open no incident and are not
 * counted, detectors learn nothing, and the time counts as maintenance, neither up nor down.
 * Incidents that are open already are closed when the target recovers. When the work is over, rules
 * begin to count from nothing, if the check ran meanwhile.
 *
 * <p>What an outcome of the work says ends with the work: until the next run nobody knows.
 *
 * <p>Covers all registrations, unless it names some. Immutable.
 */
public final class Maintenance {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int LONGEST_NAME = 100;

  private final String name;
  private final Schedule begins;
  private final Duration length;
  private final Set<String> checks;
  private final Set<String> tags;

  private Maintenance(
      String name, Schedule begins, Duration length, Set<String> checks, Set<String> tags) {
    this.name = name;
    this.begins = begins;
    this.length = length;
    this.checks = checks;
    this.tags = tags;
  }

  /**
   * Work on one occasion.
   *
   * @param name what people call it; 1 to 100 characters
   * @param from when it begins
   * @param to when it is over
   * @throws IllegalArgumentException when it ends before it begins or lasts for more than 366 days,
   *     or the name is empty or too long
   */
  public static Maintenance once(String name, Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "maintenance must end after it begins, but goes from " + from + " to " + to);
    }
    Schedule begins = after -> after.isBefore(from) ? Optional.of(from) : Optional.empty();
    return of(name, begins, Duration.between(from, to));
  }

  /**
   * Work that is done again and again.
   *
   * @param name what people call it; 1 to 100 characters
   * @param begins when it begins, each time: at times of the day or the week. An {@link Interval}
   *     has no times of its own, only distances
   * @param length how long it lasts, each time; up to 366 days
   * @throws IllegalArgumentException when it begins at intervals, when the length is not positive
   *     or more than that, or the name is empty or too long
   */
  public static Maintenance recurring(String name, Schedule begins, Duration length) {
    if (begins instanceof Interval) {
      throw new IllegalArgumentException(
          "maintenance must begin at times such as daily or by cron, but begins "
              + begins
              + ", which has no times of its own");
    }
    return of(name, begins, length);
  }

  private static Maintenance of(String name, Schedule begins, Duration length) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "name must have 1 to " + LONGEST_NAME + " characters, but has " + name.length());
    }
    if (length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "maintenance must last for more than nothing and up to 366 days, but lasts " + length);
    }
    return new Maintenance(name, requireNonNull(begins, "begins"), length, Set.of(), Set.of());
  }

  /**
   * The same for these registrations, and for those of its tags.
   *
   * @param names at least one
   * @throws IllegalArgumentException when there is none: that would be all
   */
  public Maintenance checks(Collection<String> names) {
    return new Maintenance(name, begins, length, sorted("checks", names), tags);
  }

  /**
   * The same for registrations with one of these tags, and for those that it names.
   *
   * @param tags at least one
   * @throws IllegalArgumentException when there is none: that would be all
   */
  public Maintenance tags(Collection<String> tags) {
    return new Maintenance(name, begins, length, checks, sorted("tags", tags));
  }

  private static Set<String> sorted(String what, Collection<String> texts) {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException(
          what + " of maintenance must be at least one; leave them out for all");
    }
    return Collections.unmodifiableSet(new TreeSet<>(texts));
  }

  /** What people call it. */
  public String name() {
    return name;
  }

  /** The names of the registrations that it is for; unmodifiable. */
  public Set<String> checks() {
    return checks;
  }

  /** The tags of the registrations that it is for; unmodifiable. */
  public Set<String> tags() {
    return tags;
  }

  /** Whether it is for a registration; for all when it names neither registrations nor tags. */
  public boolean covers(Registration registration) {
    return (checks.isEmpty() && tags.isEmpty())
        || checks.contains(registration.name())
        || !Collections.disjoint(tags, registration.tags());
  }

  /** How long it lasts, each time. */
  public Duration length() {
    return length;
  }

  /**
   * When the occasion begins that is going on at a time, or else the next one; empty when there is
   * none any more. Where occasions overlap it is the earliest.
   */
  public Optional<Instant> beginAt(Instant time) {
    // The schedule tells what begins after a time: the earliest occasion that still lasts.
    return begins.next(time.minus(length));
  }

  /**
   * When the work that is going on at a time will be over; empty when none is. The start of the
   * work is part of it, and its end is not. Where occasions overlap it is the end of the earliest.
   */
  public Optional<Instant> endAt(Instant time) {
    return beginAt(time).filter(begin -> !begin.isAfter(time)).map(begin -> begin.plus(length));
  }

  /** Whether the work is going on at a time. */
  public boolean isAt(Instant time) {
    return endAt(time).isPresent();
  }

  @Override
  public String toString() {
    return name;
  }
}
