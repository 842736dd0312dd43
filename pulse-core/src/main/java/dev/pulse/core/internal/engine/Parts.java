package dev.pulse.core.internal.engine;

import dev.pulse.api.check.Registration;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.api.schedule.Scheduler;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is made of, and which of it is the engine's own to close. An executor or scheduler
 * that was given is borrowed; one that was not is made here.
 */
public final class Parts {
  private final Store store;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final String instance;
  private final int concurrency;
  private final Duration startSpread;
  private final Duration closeTimeout;
  private final @Nullable Retention retention;
  private final List<String> references;
  private final List<Maintenance> maintenances;
  private final Scheduler scheduler;
  private final @Nullable SystemScheduler ownScheduler;
  private final Executor executor;
  private final Executor recordingExecutor;
  private final @Nullable ExecutorService ownWorkers;
  private final @Nullable ExecutorService ownRecording;

  /** Parts; null where the engine is to make its own. */
  public Parts(
      Store store,
      InstantSource clock,
      @Nullable Scheduler scheduler,
      @Nullable Executor executor,
      RandomGenerator random,
      String instance,
      int concurrency,
      Duration startSpread,
      Duration closeTimeout,
      @Nullable Retention retention,
      List<String> references,
      List<Maintenance> maintenances) {
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.instance = instance;
    this.concurrency = concurrency;
    this.startSpread = startSpread;
    this.closeTimeout = closeTimeout;
    this.retention = retention;
    this.references = references;
    this.maintenances = maintenances;
    if (scheduler == null) {
      this.ownScheduler = new SystemScheduler();
      this.scheduler = ownScheduler;
    } else {
      this.ownScheduler = null;
      this.scheduler = scheduler;
    }
    if (executor == null) {
      this.ownWorkers = Workers.create();
      this.ownRecording = Executors.newSingleThreadExecutor(Parts::recorderThread);
      this.executor = ownWorkers;
      this.recordingExecutor = ownRecording;
    } else {
      this.ownWorkers = null;
      this.ownRecording = null;
      this.executor = executor;
      this.recordingExecutor = executor;
    }
  }

  private static Thread recorderThread(Runnable task) {
    var thread = new Thread(task, "pulse-recorder");
    thread.setDaemon(true);
    return thread;
  }

  Store store() {
    return store;
  }

  InstantSource clock() {
    return clock;
  }

  RandomGenerator random() {
    return random;
  }

  String instance() {
    return instance;
  }

  int concurrency() {
    return concurrency;
  }

  Duration startSpread() {
    return startSpread;
  }

  Optional<Retention> retention() {
    return Optional.ofNullable(retention);
  }

  List<String> references() {
    return references;
  }

  /** The announced maintenance of a registration at a time. */
  Optional<Maintenance> maintenance(Registration registration, Instant at) {
    for (Maintenance maintenance : maintenances) {
      if (maintenance.covers(registration) && maintenance.isAt(at)) {
        return Optional.of(maintenance);
      }
    }
    return Optional.empty();
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Executor executor() {
    return executor;
  }

  Executor recordingExecutor() {
    return recordingExecutor;
  }

  Duration closeTimeout() {
    return closeTimeout;
  }

  /** Ends the engine's own threads; what was borrowed goes on. */
  void stopThreads() {
    if (ownScheduler != null) {
      ownScheduler.close();
    }
    if (ownWorkers != null && ownRecording != null) {
      ownWorkers.shutdownNow();
      ownRecording.shutdown();
    }
  }

  void closeStore() {
    store.close();
  }
}
