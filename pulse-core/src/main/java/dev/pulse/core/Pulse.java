package dev.pulse.core;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.Dependencies;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Inhibition;
import dev.pulse.api.route.Route;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.api.schedule.Scheduler;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.Incidents;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import dev.pulse.core.internal.alert.Change;
import dev.pulse.core.internal.alerting.AlertDesk;
import dev.pulse.core.internal.alerting.DeliveryNews;
import dev.pulse.core.internal.alerting.Explainer;
import dev.pulse.core.internal.engine.Engine;
import dev.pulse.core.internal.engine.Parts;
import dev.pulse.core.internal.engine.Workers;
import dev.pulse.core.internal.json.JsonDocuments;
import dev.pulse.core.internal.notify.Outbox;
import dev.pulse.core.internal.route.Plan;
import dev.pulse.core.internal.route.Router;
import dev.pulse.core.store.Stores;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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
public final class Pulse implements AutoCloseable {
  private final Store store;
  private final InstantSource clock;
  private final List<AlertRule> defaultRules;
  private final Parts parts;
  private final AlertDesk desk;
  private final Engine engine;
  private final Alerting alerting;

  private Pulse(Builder builder, @Nullable Router router, Store store) {
    this.store = store;
    this.clock = builder.clock;
    this.defaultRules = List.copyOf(builder.rules);
    this.parts = builder.parts(store, this::maintenance);
    var channels = router == null ? List.<Channel>of() : router.channels();
    var outbox =
        new Outbox(store, clock, parts.scheduler(), parts.executor(), builder.random, channels);
    this.desk =
        new AlertDesk(
            store,
            clock,
            parts.scheduler(),
            parts.executor(),
            router,
            outbox,
            builder.maintenances,
            this::excused,
            this::note);
    // First of all listeners: when others hear of an incident, its message is on its way.
    var listeners = new ArrayList<PulseListener>();
    listeners.add(desk);
    listeners.addAll(builder.listeners);
    this.engine = new Engine(parts, listeners);
    outbox.addListener(new DeliveryNews(engine::tell));
    this.alerting =
        new Alerting(
            desk,
            engine,
            store,
            clock,
            builder.random,
            parts.executor(),
            builder.route,
            channels,
            new Explainer(store, desk, engine, clock));
  }

  private Optional<Maintenance> maintenance(Registration registration, Instant at) {
    return desk.maintenance(registration, at);
  }

  private Map<String, List<String>> excused() {
    return engine.excused();
  }

  private void note(Incident incident, String text) {
    engine.changeIncident(incident.check(), incident.id(), Change.note(clock.instant(), text));
  }

  /** A builder with the defaults that its methods tell. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Adds a registration. With an interval its first run is due at once, otherwise when its schedule
   * says so.
   *
   * @throws IllegalArgumentException when the name is taken, or the schedule never fires
   */
  public void add(Registration registration) {
    engine.add(withDefaultRules(registration));
  }

  /**
   * Adds several registrations, such as all that a system keeps in its documents. Their first runs
   * are spread as at the start; see {@link Builder#startSpread}.
   *
   * @throws IllegalArgumentException when a name is taken, or a schedule never fires; none is added
   */
  public void addAll(Collection<Registration> registrations) {
    engine.addAll(registrations.stream().map(this::withDefaultRules).toList());
  }

  /**
   * Puts a registration in the place of the one that has its name, as if Pulse had been restarted
   * with it in between: a run under way is interrupted and its result dropped; history, open
   * incidents and what rules have learnt stay, as far as the new rules have the same names. Its
   * first run is due as {@link #add} says.
   *
   * @return whether there was one; otherwise nothing has happened
   * @throws IllegalArgumentException when its schedule never fires, or it depends on what is not
   *     there; nothing has happened then
   * @throws dev.pulse.api.store.StoreException when the store does not answer; the one that was
   *     there goes on then, as if nothing had been asked
   */
  public boolean replace(Registration registration) {
    return engine.replace(withDefaultRules(registration));
  }

  /**
   * Removes a registration: a run under way is interrupted and its result dropped, and open
   * incidents are closed as {@code removed}. History and closed incidents stay; see {@link
   * #forget}.
   *
   * @return whether there was one
   */
  public boolean remove(String name) {
    return remove(name, "removed");
  }

  /**
   * Removes a registration, and closes its open incidents with another reason.
   *
   * @param resolution why, in a word or two, such as {@code disabled}
   * @return whether there was one
   */
  public boolean remove(String name, String resolution) {
    return engine.remove(name, requireNonNull(resolution, "resolution"));
  }

  /**
   * Stops running a registration until it is resumed. A run under way may end. Open incidents stay
   * open.
   *
   * @return whether there is one of that name
   */
  public boolean pause(String name) {
    return engine.pause(name);
  }

  /**
   * Runs a paused registration again: its next run is due at once, and its grid begins there.
   *
   * @return whether there is one of that name
   */
  public boolean resume(String name) {
    return engine.resume(name);
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
    return engine.runNow(name);
  }

  /**
   * Closes the open incidents of a registration by hand and sets the counters of its rules back;
   * what detectors have learnt stays.
   *
   * @param resolution why, in a word or two, such as {@code disabled}
   * @return how many were closed
   */
  public int resolveIncidents(String name, String resolution) {
    return engine.resolveIncidents(name, requireNonNull(resolution, "resolution"));
  }

  /**
   * Deletes everything the store knows of a registration that has been removed.
   *
   * @throws IllegalStateException while there is a registration of that name
   */
  public void forget(String name) {
    engine.forget(name);
  }

  /** How one registration stands. */
  public Optional<CheckView> check(String name) {
    return engine.state(name).map(CheckView::new);
  }

  /** How all registrations stand, in the order in which they were added. */
  public List<CheckView> checks() {
    return engine.states().stream().map(CheckView::new).toList();
  }

  /**
   * The history of results. An outcome is found here once listeners were told that it is stored.
   */
  public Journal journal() {
    return store.journal();
  }

  /** The incidents. */
  public Incidents incidents() {
    return store.incidents();
  }

  /** What people do with alerts, and what can be known of them. */
  public Alerting alerting() {
    return alerting;
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
    return JsonDocuments.of(store.documents(collection), collection, type);
  }

  /** Tells a listener of everything from now on. */
  public void addListener(PulseListener listener) {
    engine.addListener(listener);
  }

  /** Stops telling a listener. */
  public void removeListener(PulseListener listener) {
    engine.removeListener(listener);
  }

  /** Waits until every outcome so far is stored. */
  public void flush() {
    engine.flush();
  }

  /** What the engine is doing. */
  public Statistics statistics() {
    return new Statistics(
        engine.registered(),
        engine.running(),
        engine.queued(),
        engine.abandoned(),
        engine.unstored());
  }

  /**
   * Asks the store whether it answers, and whether it takes results again when it did not.
   *
   * @throws dev.pulse.api.store.StoreException when it does not
   */
  public void ping() {
    engine.ping();
  }

  /** The wall clock that Pulse goes by. */
  public InstantSource clock() {
    return clock;
  }

  /**
   * Stops in order, within the time that was set: no new runs, running ones are interrupted, what
   * is known is stored, messages on their way may arrive, the store is closed. Messages that wait
   * are sent after the next start. A second call does nothing. A listener may call it, and is not
   * waited for.
   */
  @Override
  public void close() {
    engine.close(() -> desk.close(parts.closeTimeout()));
  }

  private Registration withDefaultRules(Registration registration) {
    if (!registration.rules().isEmpty() || defaultRules.isEmpty()) {
      return registration;
    }
    var builder = registration.toBuilder();
    defaultRules.forEach(builder::rule);
    return builder.build();
  }

  /** Builds and starts a {@link Pulse}. Confine to one thread. */
  public static final class Builder {
    private @Nullable Store store;
    private InstantSource clock = InstantSource.system();
    private @Nullable Scheduler scheduler;
    private @Nullable Executor executor;
    private RandomGenerator random = RandomGenerator.getDefault();
    private int concurrency = Workers.DEFAULT_CONCURRENCY;
    private Duration startSpread = Duration.ofMillis(10);
    private @Nullable String instance;
    private @Nullable Retention retention;
    private Duration closeTimeout = Duration.ofSeconds(10);
    private @Nullable Route route;
    private final List<Inhibition> inhibitions = new ArrayList<>();
    private LocalTime digestTime = LocalTime.of(9, 0);
    private ZoneId digestZone = ZoneOffset.UTC;
    private final Set<String> references = new LinkedHashSet<>();
    private final List<Maintenance> maintenances = new ArrayList<>();
    private final List<Registration> registrations = new ArrayList<>();
    private final List<AlertRule> rules = new ArrayList<>();
    private final List<PulseListener> listeners = new ArrayList<>();

    private Builder() {}

    /** Where Pulse remembers; default: in memory. Pulse owns it from now on and closes it. */
    public Builder store(Store store) {
      this.store = requireNonNull(store, "store");
      return this;
    }

    /** The wall clock; default: the system's. */
    public Builder clock(InstantSource clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /** How Pulse waits; default: real time, on one thread of its own. */
    public Builder scheduler(Scheduler scheduler) {
      this.scheduler = requireNonNull(scheduler, "scheduler");
      return this;
    }

    /**
     * Where checks run and results are written; default: virtual threads on Java 21 and later, else
     * a pool that grows to the concurrency, and one thread for writing. A given executor is
     * borrowed: Pulse never shuts it down. It needs room for the concurrency, a task for each
     * channel and one more, or to run each task on the spot.
     */
    public Builder executor(Executor executor) {
      this.executor = requireNonNull(executor, "executor");
      return this;
    }

    /** The randomness of jitter; default: the JVM's default generator. */
    public Builder random(RandomGenerator random) {
      this.random = requireNonNull(random, "random");
      return this;
    }

    /**
     * How many runs may be under way at once; default: 10,000. What is due beyond that waits, in
     * the order of being due and then of registration. Below Java 21 each run under way has a
     * platform thread: where many targets may hang at once, allow for some 100 kB each, and keep
     * the number above theirs, or those that hang delay the others.
     */
    public Builder concurrency(int most) {
      this.concurrency = most;
      return this;
    }

    /**
     * How far apart the first runs of registrations begin that are there at the start; default: 10
     * milliseconds, less where that would exceed an interval. Zero lets all begin at once.
     */
    public Builder startSpread(Duration distance) {
      this.startSpread = requireNonNull(distance, "distance");
      return this;
    }

    /** What this instance is called in outcomes; default: the host's name. */
    public Builder instance(String instance) {
      this.instance = requireNonNull(instance, "instance");
      return this;
    }

    /**
     * How long history is kept, single results and summaries; default: all of it for ever. What is
     * older is removed once an hour.
     */
    public Builder retention(Retention retention) {
      this.retention = requireNonNull(retention, "retention");
      return this;
    }

    /**
     * Names registrations that pass while this machine is connected, such as the gateway and two
     * hosts that are always there; default: none. When a check fails in a way that a machine
     * without a connection sees of every target ({@code dns}, {@code refused}, {@code unreachable},
     * {@code reset}, {@code timeout}, {@code tls}), those that have not been asked since are asked;
     * when none of them passes either, the result is {@link dev.pulse.api.model.Status#UNKNOWN}
     * with {@link dev.pulse.api.check.Reason#CONNECTIVITY}. Their own results are never doubted.
     *
     * @param references names of registrations that are there at the start and depend on nothing
     */
    public Builder connectivity(String... references) {
      this.references.addAll(List.of(references));
      return this;
    }

    /**
     * Announces work on targets. Where several are going on for one registration, the first one
     * announced gives its name to the outcomes.
     */
    public Builder maintenance(Maintenance maintenance) {
      this.maintenances.add(requireNonNull(maintenance, "maintenance"));
      return this;
    }

    /**
     * Where alerts go: the root of the tree, which takes every alert; default: nobody is told.
     * Channels are those that it names. It is judged at the {@linkplain #start start}.
     */
    public Builder route(Route root) {
      this.route = requireNonNull(root, "root");
      return this;
    }

    /** Keeps alerts back while others fire; default: nothing. */
    public Builder inhibit(Inhibition inhibition) {
      this.inhibitions.add(requireNonNull(inhibition, "inhibition"));
      return this;
    }

    /** When the messages go out that come once a day; default: at nine o'clock, UTC. */
    public Builder digestAt(LocalTime time, ZoneId zone) {
      this.digestTime = requireNonNull(time, "time");
      this.digestZone = requireNonNull(zone, "zone");
      return this;
    }

    /** How long {@link Pulse#close()} waits for runs under way; default: 10 seconds. */
    public Builder closeTimeout(Duration timeout) {
      this.closeTimeout = requireNonNull(timeout, "timeout");
      return this;
    }

    /** Registers a check with the defaults of {@link Registration}. */
    public Builder check(String name, Check check, Schedule schedule) {
      return register(Registration.check(name, check).schedule(schedule).build());
    }

    /** Adds a registration. */
    public Builder register(Registration registration) {
      this.registrations.add(requireNonNull(registration, "registration"));
      return this;
    }

    /** Adds a rule for every registration that has none of its own, also for those added later. */
    public Builder rule(AlertRule rule) {
      this.rules.add(requireNonNull(rule, "rule"));
      return this;
    }

    /** Adds a listener, told from the very beginning. */
    public Builder listener(PulseListener listener) {
      this.listeners.add(requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Opens the books and starts.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed, such as two
     *     registrations of one name; nothing was started, and the store is not closed
     * @throws dev.pulse.api.store.StoreException when the store does not answer
     */
    public Pulse start() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
      var router =
          route == null ? null : Router.of(new Plan(route, inhibitions, digestTime, digestZone));
      var pulse = new Pulse(this, router, store == null ? Stores.memory() : store);
      try {
        pulse.desk.start();
        pulse.engine.start(registrations.stream().map(pulse::withDefaultRules).toList());
      } catch (RuntimeException e) {
        pulse.desk.close(Duration.ZERO);
        throw e;
      }
      return pulse;
    }

    private List<String> problems() {
      var problems = new ArrayList<String>();
      if (concurrency < 1) {
        problems.add("concurrency must be at least 1, but is " + concurrency);
      }
      if (startSpread.isNegative()) {
        problems.add("start spread must not be negative, but is " + startSpread);
      }
      if (closeTimeout.isNegative()) {
        problems.add("close timeout must not be negative, but is " + closeTimeout);
      }
      Dependencies.problems(registrations, List.of())
          .forEach((name, problem) -> problems.add("registration \"" + name + "\" " + problem));
      problems.addAll(referenceProblems());
      var names = new HashSet<String>();
      for (Registration registration : registrations) {
        if (!names.add(registration.name())) {
          problems.add("the name \"" + registration.name() + "\" is registered twice");
        }
        if (registration.schedule().next(clock.instant()).isEmpty()) {
          problems.add(
              "registration \""
                  + registration.name()
                  + "\": the schedule never fires: "
                  + registration.schedule());
        }
      }
      return problems;
    }

    private List<String> referenceProblems() {
      var problems = new ArrayList<String>();
      var known = new HashMap<String, Registration>();
      registrations.forEach(registration -> known.put(registration.name(), registration));
      for (String reference : references) {
        var registration = known.get(reference);
        if (registration == null) {
          problems.add("the connectivity reference \"" + reference + "\" is not registered");
        } else if (!registration.dependencies().isEmpty()) {
          problems.add(
              "the connectivity reference \"" + reference + "\" must not have dependencies");
        }
      }
      return problems;
    }

    private Parts parts(
        Store open, BiFunction<Registration, Instant, Optional<Maintenance>> maintenance) {
      return new Parts(
          open,
          clock,
          scheduler,
          executor,
          random,
          instance == null ? hostName() : instance,
          concurrency,
          startSpread,
          closeTimeout,
          retention,
          List.copyOf(references),
          maintenance);
    }

    private static String hostName() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        // A machine that cannot resolve its own name still has one to be called by.
        return "localhost";
      }
    }
  }
}
