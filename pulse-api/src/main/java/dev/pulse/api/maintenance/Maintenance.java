package dev.pulse.api.maintenance;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Registration;
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
 * begin to count from nothing.
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
   * @param begins when it begins, each time
   * @param length how long it lasts, each time; up to 366 days
   * @throws IllegalArgumentException when the length is not positive or more than that, or the name
   *     is empty or too long
   */
  public static Maintenance recurring(String name, Schedule begins, Duration length) {
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

  /** The same for these registrations, and for those of its tags. */
  public Maintenance checks(Collection<String> names) {
    return new Maintenance(name, begins, length, sorted(names), tags);
  }

  /** The same for registrations with one of these tags, and for those that it names. */
  public Maintenance tags(Collection<String> tags) {
    return new Maintenance(name, begins, length, checks, sorted(tags));
  }

  private static Set<String> sorted(Collection<String> texts) {
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

  /** Whether the work is going on at a time; its start is part of it, and its end is not. */
  public boolean isAt(Instant time) {
    // The schedule tells what begins after a time: the latest occasion that could still last.
    return begins.next(time.minus(length)).map(begin -> !begin.isAfter(time)).orElse(false);
  }

  @Override
  public String toString() {
    return name;
  }
}
