package dev.pulse.benchmarks.year;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Store;
import dev.pulse.benchmarks.fleet.Fleet;
import dev.pulse.benchmarks.fleet.Kind;
import dev.pulse.core.internal.alert.RuleBook;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A made-up past of checks that run every minute: outcomes, and the incidents that Pulse's own
 * rules make of them. Confine to one thread.
 */
final class Year {
  static final Instant END = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration INTERVAL = Duration.ofMinutes(1);
  static final int HTTP_EVERY = 10;

  private static final int ROUNDS_PER_COMMIT = 10;
  private static final int AHEAD = 16;

  private final Fleet fleet;
  private final Map<String, Book> books = new LinkedHashMap<>();
  private final long[] lastRun = new long[1];
  private long results;
  private long incidents;

  /** What is made of the outcomes of one check. */
  private record Book(Registration registration, RuleBook rules) {}

  Year(int checks, int days) {
    var from = END.minus(Duration.ofDays(days));
    fleet = new Fleet(checks, Year::kind, INTERVAL, from, true);
    for (Registration registration : registrations(fleet.names())) {
      var rules = new RuleBook(registration, () -> lastRun[0], List.of());
      books.put(registration.name(), new Book(registration, rules));
    }
  }

  /** One check in ten has all that an HTTP check measures. */
  private static Kind kind(int number) {
    return number % HTTP_EVERY == 0 ? Kind.HTTP : Kind.PLAIN;
  }

  /** The checks as Pulse has to know them; asking them would pass at once. */
  static List<Registration> registrations(List<String> names) {
    return names.stream()
        .map(
            name ->
                Registration.check(name, context -> CheckResult.pass("ok"))
                    .schedule(Schedules.every(INTERVAL))
                    .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
                    .build())
        .toList();
  }

  List<String> names() {
    return fleet.names();
  }

  long results() {
    return results;
  }

  long incidents() {
    return incidents;
  }

  /** Stores all of it, and makes up the next commits meanwhile. */
  void storeIn(Store store) throws InterruptedException {
    BlockingQueue<Optional<Commit>> commits = new ArrayBlockingQueue<>(AHEAD);
    var stopped = new AtomicBoolean();
    var author = new Thread(() -> write(commits, stopped), "year");
    author.setDaemon(true);
    author.start();
    try {
      for (var next = commits.take(); next.isPresent(); next = commits.take()) {
        store.commit(next.get());
      }
      author.join();
    } finally {
      stopped.set(true);
      author.interrupt();
    }
    var states = Commit.builder();
    books.forEach((name, book) -> states.ruleState(name, book.rules.state()));
    store.commit(states.build());
  }

  private void write(BlockingQueue<Optional<Commit>> commits, AtomicBoolean stopped) {
    try {
      while (fleet.at().isBefore(END) && !stopped.get()) {
        commits.put(Optional.of(next()));
      }
      commits.put(Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Commit next() {
    var commit = Commit.builder();
    for (int i = 0; i < ROUNDS_PER_COMMIT && fleet.at().isBefore(END); i++) {
      var outcomes = fleet.next();
      commit.outcomes(outcomes);
      results += outcomes.size();
      for (Outcome outcome : outcomes) {
        judge(outcome, commit);
      }
    }
    return commit.build();
  }

  private void judge(Outcome outcome, Commit.Builder commit) {
    var book = books.get(outcome.check());
    if (book == null) {
      throw new IllegalStateException(outcome.check() + " is not of this fleet");
    }
    // An outcome opens one incident at most, so that its number does for both.
    lastRun[0] = outcome.runId();
    for (IncidentEvent event : book.rules.observe(outcome)) {
      commit.incident(event.incident());
      incidents += event.kind() == IncidentEvent.Kind.OPENED ? 1 : 0;
    }
  }
}
