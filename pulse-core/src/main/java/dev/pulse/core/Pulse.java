package dev.pulse.core;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.api.schedule.Scheduler;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.Incidents;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Runs checks on their schedules, remembers what they answer, and opens and closes incidents.
 *
 * <pre>{@code
 * try (Pulse pulse =
 *     Pulse.builder()
 *         .store(Stores.sqlite(Path.of("pulse.db")))
 *         .check("checkout", HttpCheck.get("https://shop.example/health").build(), every(ofSeconds(30)))
 *         .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
 *         .start()) {
 *   // …
 * }
 * }</pre>
 *
 * <p>Thread-safe. Several may live in one JVM; nothing is static.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // until the engine is behind it
public final class Pulse implements AutoCloseable {
  private Pulse(Builder builder) {}

  /** A builder with the defaults that its methods tell. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Adds a registration. Its first run is due at once.
   *
   * @throws IllegalArgumentException when the name is taken, or the schedule never fires
   */
  public void add(Registration registration) {
    throw new UnsupportedOperationException();
  }

  /**
   * Removes a registration: a run under way is interrupted and its result dropped, and open
   * incidents are closed as {@code removed}. History and closed incidents stay; see {@link
   * #forget}.
   *
   * @return whether there was one
   */
  public boolean remove(String name) {
    throw new UnsupportedOperationException();
  }

  /**
   * Stops running a registration until it is resumed. A run under way may end. Open incidents stay
   * open.
   *
   * @return whether there is one of that name
   */
  public boolean pause(String name) {
    throw new UnsupportedOperationException();
  }

  /**
   * Runs a paused registration again: its next run is due at once, and its grid begins there.
   *
   * @return whether there is one of that name
   */
  public boolean resume(String name) {
    throw new UnsupportedOperationException();
  }

  /**
   * Runs a check now, also a paused one, outside its schedule. When a run of it is under way, that
   * one is joined instead.
   *
   * @return completes with the outcome, and exceptionally when the registration is removed or Pulse
   *     is closed first
   * @throws IllegalArgumentException when there is no registration of that name
   */
  public CompletableFuture<Outcome> runNow(String name) {
    throw new UnsupportedOperationException();
  }

  /**
   * Closes the open incidents of a registration by hand and sets the counters of its rules back;
   * what detectors have learnt stays.
   *
   * @param resolution why, in a word or two, such as {@code disabled}
   * @return how many were closed
   */
  public int resolveIncidents(String name, String resolution) {
    throw new UnsupportedOperationException();
  }

  /**
   * Deletes everything the store knows of a registration that has been removed.
   *
   * @throws IllegalStateException while there is a registration of that name
   */
  public void forget(String name) {
    throw new UnsupportedOperationException();
  }

  /** How one registration stands. */
  public Optional<CheckView> check(String name) {
    throw new UnsupportedOperationException();
  }

  /** How all registrations stand, in the order in which they were added. */
  public List<CheckView> checks() {
    throw new UnsupportedOperationException();
  }

  /**
   * The history of results. An outcome is found here once listeners were told that it is stored.
   */
  public Journal journal() {
    throw new UnsupportedOperationException();
  }

  /** The incidents. */
  public Incidents incidents() {
    throw new UnsupportedOperationException();
  }

  /**
   * A collection of documents of a system's own.
   *
   * @param collection 1 to 100 letters, digits, dots, underscores and hyphens; begin it with the
   *     name of the system
   * @param type a public record, or a class whose fields are simple; texts, numbers, booleans,
   *     lists and maps of these, and {@code java.time} instants and durations are kept
   */
  public <T> Documents<T> documents(String collection, Class<T> type) {
    throw new UnsupportedOperationException();
  }

  /** Tells a listener of everything from now on. */
  public void addListener(PulseListener listener) {
    throw new UnsupportedOperationException();
  }

  /** Stops telling a listener. */
  public void removeListener(PulseListener listener) {
    throw new UnsupportedOperationException();
  }

  /** Waits until every outcome so far is stored. */
  public void flush() {
    throw new UnsupportedOperationException();
  }

  /** What the engine is doing. */
  public Statistics statistics() {
    throw new UnsupportedOperationException();
  }

  /**
   * Asks the store whether it answers.
   *
   * @throws dev.pulse.api.store.StoreException when it does not
   */
  public void ping() {
    throw new UnsupportedOperationException();
  }

  /** The wall clock that Pulse goes by. */
  public InstantSource clock() {
    throw new UnsupportedOperationException();
  }

  /**
   * Stops in order, within the time that was set: no new runs, running ones are interrupted, what
   * is known is stored, the store is closed. A second call does nothing.
   */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  /** Builds and starts a {@link Pulse}. Confine to one thread. */
  public static final class Builder {
    private Builder() {}

    /** Where Pulse remembers; default: in memory. Pulse owns it from now on and closes it. */
    public Builder store(Store store) {
      return this;
    }

    /** The wall clock; default: the system's. */
    public Builder clock(InstantSource clock) {
      return this;
    }

    /** How Pulse waits; default: real time, on one thread. */
    public Builder scheduler(Scheduler scheduler) {
      return this;
    }

    /**
     * Where checks run; default: virtual threads on Java 21 and later, else a pool that grows to
     * the concurrency. A given executor is borrowed: Pulse never shuts it down.
     */
    public Builder executor(Executor executor) {
      return this;
    }

    /** The randomness of jitter; default: seeded by the system. */
    public Builder random(RandomGenerator random) {
      return this;
    }

    /** How many runs may be under way at once; default: 256 on Java 17, 10,000 on 21 and later. */
    public Builder concurrency(int most) {
      return this;
    }

    /**
     * How far apart the first runs of registrations begin that are there at the start; default: 10
     * milliseconds, less where that would exceed an interval. Zero lets all begin at once.
     */
    public Builder startSpread(Duration distance) {
      return this;
    }

    /** What this instance is called in outcomes; default: the host's name. */
    public Builder instance(String instance) {
      return this;
    }

    /** How long results are kept; default: for ever. */
    public Builder retention(Duration retention) {
      return this;
    }

    /** How long {@link Pulse#close()} may take; default: 10 seconds. */
    public Builder closeTimeout(Duration timeout) {
      return this;
    }

    /** Registers a check with the defaults of {@link Registration}. */
    public Builder check(String name, Check check, Schedule schedule) {
      return register(Registration.check(name, check).schedule(schedule).build());
    }

    /** Adds a registration. */
    public Builder register(Registration registration) {
      return this;
    }

    /** Adds a rule for every registration that has none of its own. */
    public Builder rule(AlertRule rule) {
      return this;
    }

    /** Adds a listener, told from the very beginning. */
    public Builder listener(PulseListener listener) {
      return this;
    }

    /**
     * Opens the books and starts.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed, such as two
     *     registrations of one name; nothing was started
     * @throws dev.pulse.api.store.StoreException when the store does not answer
     */
    public Pulse start() {
      return new Pulse(this);
    }
  }
}
