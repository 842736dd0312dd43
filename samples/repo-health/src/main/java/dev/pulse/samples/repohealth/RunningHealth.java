package dev.pulse.samples.repohealth;

import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreInUseException;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.repohealth.alert.RepoHealthAlerts;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.repohealth.scan.Overviews;
import dev.pulse.samples.repohealth.store.HealthTables;
import dev.pulse.samples.repohealth.terminal.Notices;
import dev.pulse.samples.repohealth.web.HealthMetrics;
import dev.pulse.samples.repohealth.web.RepoHealthRoutes;
import dev.pulse.samples.server.Door;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.environment.DatabaseUrl;
import dev.pulse.samples.server.environment.StoreStart;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system as it runs. On a PostgreSQL that several instances share, one of them has Pulse's
 * store: that one scans and tells people. The others serve what it has stored, and ask for the
 * store every few seconds. So does the one that has it: when its connection was lost, and another
 * instance was quicker, it becomes one of the others. Thread-safe.
 */
public final class RunningHealth implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunningHealth.class);
  static final Duration BETWEEN_ASKING = Duration.ofSeconds(5);
  private static final String NOTHING = "repo-health-nothing";
  private static final Duration LAST_REQUESTS = Duration.ofSeconds(2);
  private static final Duration LAST_RUNS = Duration.ofSeconds(6);

  private final RepoHealthSettings settings;
  private final PrintStream out;
  private final Notices notices;
  private final FirstScan firstScan;
  private final Duration betweenAsking;
  private final Object lock = new Object();

  /** What is to be closed when the instance ends or changes what it does; the first first. */
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** What lasts as long as the instance. */
  private final Deque<AutoCloseable> foundation = new ArrayDeque<>();

  private Optional<PulseServer> server = Optional.empty();
  private Optional<Thread> waiting = Optional.empty();
  private boolean standingBy;
  private boolean closed;

  RunningHealth(
      RepoHealthSettings settings,
      PrintStream out,
      Notices notices,
      Runnable whenRefused,
      Duration betweenAsking) {
    this.betweenAsking = betweenAsking;
    this.settings = settings;
    this.out = out;
    this.notices = notices;
    this.firstScan = new FirstScan(whenRefused);
  }

  void start(Door door) {
    synchronized (lock) {
      var tables =
          StoreStart.real()
              .open(() -> HealthTables.open(settings.database(), settings.organisation()));
      foundation.push(tables);
      var alerts = RepoHealthAlerts.of(settings, out);
      var leading = StoreStart.real().open(() -> lead(alerts));
      if (leading.isPresent()) {
        watch(leading.get(), alerts, tables, door);
      } else {
        standBy(tables, alerts, door);
      }
      out.println("Repository health is ready at " + uri());
    }
  }

  /** A Pulse and the store that it has. */
  private record Leading(Pulse pulse, Store store) {}

  /**
   * A Pulse for this system alone.
   *
   * @return empty when another instance has the store of a server that instances share
   */
  private Optional<Leading> lead(RepoHealthAlerts alerts) {
    try {
      var store = settings.database().open();
      try {
        var builder =
            Pulse.builder()
                .store(store)
                .retention(Retention.builder().results(settings.scan().retention()).build())
                .closeTimeout(LAST_RUNS);
        alerts.route().ifPresent(builder::route);
        return Optional.of(new Leading(builder.start(), store));
      } catch (RuntimeException e) {
        // The next attempt would otherwise be refused by the store of this one.
        store.close();
        throw e;
      }
    } catch (StoreInUseException e) {
      if (isShared()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether several instances may have the same database. */
  private boolean isShared() {
    return settings.database() instanceof DatabaseUrl.Postgres;
  }

  private void watch(Leading leading, RepoHealthAlerts alerts, HealthTables tables, Door door) {
    var pulse = leading.pulse();
    parts.push(pulse);
    var health =
        RepoHealth.builder(pulse, settings, alerts)
            .tables(tables)
            .listener(notices)
            .listener(firstScan)
            .start();
    parts.addLast(health);
    serve(pulse, health.routes(), door);
    if (isShared()) {
      ask("repo-health-leader", () -> stepDown(leading.store(), tables));
    }
  }

  private void standBy(HealthTables tables, RepoHealthAlerts alerts, Door door) {
    // A server wants a Pulse; this one has nothing to do.
    var idle = Pulse.builder().store(Stores.memory()).start();
    parts.push(idle);
    var overviews = Overviews.of(tables, InstantSource.system(), settings.scan().staleAfter());
    var routes = RepoHealthRoutes.builder(tables, overviews).metrics(new HealthMetrics(overviews));
    settings.access().reporting().ifPresent(routes::reporting);
    serve(idle, routes.build(), door);
    log.info("Another instance scans; this one serves what it stores, and takes over after it");
    standingBy = true;
    ask("repo-health-standby", () -> takeOver(tables, alerts));
  }

  private void ask(String name, Runnable asking) {
    var thread = new Thread(asking, name);
    thread.setDaemon(true);
    waiting = Optional.of(thread);
    thread.start();
  }

  /** Looks whether the store is still this instance's, until it is another's. */
  private void stepDown(Store store, HealthTables tables) {
    try {
      while (!isLost(store)) {
        Thread.sleep(betweenAsking.toMillis());
      }
      synchronized (lock) {
        if (!closed) {
          log.warn("The connection was lost, and another instance scans from now on");
          int port = port();
          closeAll(parts);
          standBy(tables, RepoHealthAlerts.of(settings, out), door(port));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Door door(int port) {
    return Door.open(settings.access().host(), port);
  }

  /** Whoever deletes must have the right to write, also where there is nothing. */
  private static boolean isLost(Store store) {
    try {
      var unused = store.documents(NOTHING).delete(NOTHING);
      return false;
    } catch (StoreInUseException e) {
      return true;
    } catch (RuntimeException e) {
      log.debug("The store cannot be asked now", e);
      return false;
    }
  }

  private void serve(Pulse pulse, RepoHealthRoutes routes, Door door) {
    var builder = PulseServer.builder(pulse).behind(door).closeTimeout(LAST_REQUESTS);
    settings.access().reading().ifPresent(builder::apiToken);
    routes.alone(builder);
    var started = builder.start();
    parts.push(started);
    server = Optional.of(started);
  }

  /** Asks for the store until it is free. */
  private void takeOver(HealthTables tables, RepoHealthAlerts alerts) {
    try {
      while (true) {
        Thread.sleep(betweenAsking.toMillis());
        var leading = attempt(alerts);
        if (leading.isPresent()) {
          takeOver(leading.get(), tables, alerts);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Leading> attempt(RepoHealthAlerts alerts) {
    try {
      return lead(alerts);
    } catch (RuntimeException e) {
      log.warn("The store cannot be asked for; tried again", e);
      return Optional.empty();
    }
  }

  private void takeOver(Leading leading, HealthTables tables, RepoHealthAlerts alerts) {
    synchronized (lock) {
      if (closed) {
        leading.pulse().close();
        return;
      }
      int port = port();
      waiting = Optional.empty();
      standingBy = false;
      closeAll(parts);
      log.info("This instance scans from now on");
      try {
        watch(leading, alerts, tables, door(port));
      } catch (RuntimeException e) {
        log.warn("This instance cannot scan, and stands by again", e);
        closeAll(parts);
        standBy(tables, RepoHealthAlerts.of(settings, out), door(port));
      }
    }
  }

  /** The port it listens on. */
  public int port() {
    synchronized (lock) {
      return server.orElseThrow().port();
    }
  }

  /** Where a browser on this machine finds it. */
  public URI uri() {
    synchronized (lock) {
      return server.orElseThrow().uri();
    }
  }

  /** Whether another instance scans, and this one only serves what that one stores. */
  public boolean isStandingBy() {
    synchronized (lock) {
      return standingBy;
    }
  }

  /** Whether GitHub refused the token in the first scan. */
  public boolean isRefused() {
    return firstScan.isRefused();
  }

  /** Stops listening, then scanning, then remembering. A second call does nothing. */
  @Override
  public void close() {
    Optional<Thread> standby;
    synchronized (lock) {
      closed = true;
      standby = waiting;
      closeAll(parts);
      closeAll(foundation);
    }
    standby.ifPresent(Thread::interrupt);
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        log.error("A part of the system could not be closed in order", e);
      }
    }
  }
}
