package dev.pulse.core.alerting;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Durations;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.core.internal.alert.RuleBook;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What rules would have made of recorded history: the incidents that would have opened and closed,
 * by the same code that judges what comes in live. Nothing is stored, and nobody is told.
 *
 * <pre>{@code
 * var stricter = registration.toBuilder()…build();
 * System.out.println(Backtest.run(stricter, pulse.journal(), monthAgo, now));
 * }</pre>
 *
 * <p>The rules begin with nothing learnt and nothing open at the first result. So it agrees with
 * what happened from the moment on at which the rules were new; a detector needs results to learn
 * from, and those should be part of the stretch.
 *
 * <p>Only single results can be judged again: where {@linkplain dev.pulse.api.store.Retention
 * retention} has left summaries there is nothing to see, and {@link #outcomes()} tells of how many
 * results this speaks. Announced maintenance counts as it was recorded. Immutable.
 */
public final class Backtest {
  private static final int PAGE = 1_000;
  private static final Duration LONGEST = Duration.ofDays(3_660);

  private final String check;
  private final Instant from;
  private final Instant to;
  private final long outcomes;
  private final Map<Long, Incident> incidents;
  private final List<AlertRule> rules;

  private Backtest(
      Registration registration,
      Instant from,
      Instant to,
      long outcomes,
      Map<Long, Incident> incidents) {
    this.check = registration.name();
    this.rules = registration.rules();
    this.from = from;
    this.to = to;
    this.outcomes = outcomes;
    this.incidents = incidents;
  }

  /**
   * Judges a stretch of recorded history, a day at a time.
   *
   * @param registration whose history to read, and whose rules to judge it by
   * @param from the first moment
   * @param to the first moment after it
   * @throws IllegalArgumentException when the stretch is empty or longer than 3,660 days, or a
   *     condition or template of a rule cannot be read
   * @throws dev.pulse.api.store.StoreException when the journal fails
   */
  public static Backtest run(Registration registration, Journal journal, Instant from, Instant to) {
    requireNonNull(journal, "journal");
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a backtest is about more than nothing and at most 3,660 days, but not from "
              + from
              + " to "
              + to);
    }
    var course = new Course(registration);
    for (Instant day = from; day.isBefore(to); day = nextDay(day)) {
      var end = nextDay(day).isBefore(to) ? nextDay(day) : to;
      day(registration.name(), journal, day, end).forEach(course::observe);
    }
    return course.result(from, to);
  }

  /**
   * Judges results that somebody has, such as those of a test.
   *
   * @param oldestFirst the results, of the registration and in order
   * @throws IllegalArgumentException when a condition or template of a rule cannot be read
   */
  public static Backtest of(Registration registration, List<Outcome> oldestFirst) {
    var course = new Course(registration);
    oldestFirst.forEach(course::observe);
    var from = oldestFirst.isEmpty() ? Instant.EPOCH : oldestFirst.get(0).started();
    var to =
        oldestFirst.isEmpty() ? Instant.EPOCH : oldestFirst.get(oldestFirst.size() - 1).started();
    return course.result(from, to);
  }

  private static Instant nextDay(Instant day) {
    return day.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
  }

  /** The journal answers newest first, and rules are fed oldest first. */
  private static List<Outcome> day(String check, Journal journal, Instant from, Instant to) {
    var query = OutcomeQuery.of(check).from(from).to(to).limit(PAGE);
    var all = new ArrayList<Outcome>();
    var page = journal.outcomes(query);
    all.addAll(page.items());
    while (page.next().isPresent()) {
      page = journal.outcomes(query.before(page.next().getAsLong()));
      all.addAll(page.items());
    }
    Collections.reverse(all);
    return all;
  }

  /** A backtest under way. */
  private static final class Course {
    private final Registration registration;
    private final RuleBook book;
    private final Map<Long, Incident> incidents = new LinkedHashMap<>();
    private long outcomes;

    Course(Registration registration) {
      this.registration = registration;
      this.book = new RuleBook(registration, new AtomicLong()::incrementAndGet, List.of());
    }

    void observe(Outcome outcome) {
      outcomes++;
      for (IncidentEvent event : book.observe(outcome)) {
        incidents.put(event.incident().id(), event.incident());
      }
    }

    Backtest result(Instant from, Instant to) {
      return new Backtest(registration, from, to, outcomes, Collections.unmodifiableMap(incidents));
    }
  }

  /** How many results were judged. */
  public long outcomes() {
    return outcomes;
  }

  /**
   * The incidents that would have opened, in that order, as they would be at the end; unmodifiable.
   * Their ids count from 1.
   */
  public List<Incident> incidents() {
    return List.copyOf(incidents.values());
  }

  /** Those that would be open at the end, in the order in which they opened; unmodifiable. */
  public List<Incident> open() {
    return incidents.values().stream().filter(Incident::isOpen).toList();
  }

  /** What came of it, a line for each rule. */
  @Override
  public String toString() {
    if (outcomes == 0) {
      return check + ": no results from " + from + " to " + to + ", so nobody can tell";
    }
    var text = new StringBuilder();
    text.append(check).append(": ").append(outcomes).append(" results from ").append(from);
    text.append(" to ").append(to);
    for (AlertRule rule : rules) {
      text.append("\n  ").append(rule.name()).append(": ").append(told(rule));
    }
    return text.toString();
  }

  private String told(AlertRule rule) {
    var own = incidents.values().stream().filter(i -> i.rule().equals(rule.name())).toList();
    if (own.isEmpty()) {
      return "would have opened nothing";
    }
    var longest = Duration.ZERO;
    var sum = Duration.ZERO;
    long open = own.stream().filter(Incident::isOpen).count();
    for (Incident incident : own) {
      var lasted = Duration.between(incident.startedAt(), incident.endedAt().orElse(to));
      sum = sum.plus(lasted);
      longest = lasted.compareTo(longest) > 0 ? lasted : longest;
    }
    return "would have opened "
        + (own.size() == 1 ? "1 incident, " : own.size() + " incidents, ")
        + seconds(sum)
        + " in all"
        + (own.size() == 1 ? "" : ", the longest " + seconds(longest))
        + (open == 0 ? "" : "; " + open + " would be open at the end");
  }

  private static String seconds(Duration duration) {
    return Durations.format(duration.truncatedTo(ChronoUnit.SECONDS));
  }
}
