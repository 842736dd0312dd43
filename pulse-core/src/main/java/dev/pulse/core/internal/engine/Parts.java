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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
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
  private final BiFunction<Registration, Instant, Optional<Maintenance>> maintenance;
  private final Scheduler scheduler;
  private final @Nullable SystemScheduler ownScheduler;
  private final Executor executor;
  private final Executor recordingExecutor;
  private final Executor upkeepExecutor;
  private final @Nullable ExecutorService ownWorkers;
  private final @Nullable ExecutorService ownRecording;
  private final @Nullable ExecutorService ownUpkeep;

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
      BiFunction<Registration, Instant, Optional<Maintenance>> maintenance) {
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.instance = instance;
    this.concurrency = concurrency;
    this.startSpread = startSpread;
    this.closeTimeout = closeTimeout;
    this.retention = retention;
    this.references = references;
    this.maintenance = maintenance;
    if (scheduler == null) {
      this.ownScheduler = new SystemScheduler();
      this.scheduler = ownScheduler;
    } else {
      this.ownScheduler = null;
      this.scheduler = scheduler;
    }
    if (executor == null) {
      this.ownWorkers = Workers.create();
      this.ownRecording = Executors.newSingleThreadExecutor(thread("pulse-recorder"));
      // A thread of its own, that comes and goes: what removes history must not hold up what
      // writes it.
      this.ownUpkeep =
          new ThreadPoolExecutor(
              0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), thread("pulse-upkeep"));
      this.executor = ownWorkers;
      this.recordingExecutor = ownRecording;
      this.upkeepExecutor = ownUpkeep;
    } else {
      this.ownWorkers = null;
      this.ownRecording = null;
      this.ownUpkeep = null;
      this.executor = executor;
      this.recordingExecutor = executor;
      this.upkeepExecutor = executor;
    }
  }

  private static ThreadFactory thread(String name) {
    return task -> {
      var thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
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
    return maintenance.apply(registration, at);
  }

  /** How Pulse waits. */
  public Scheduler scheduler() {
    return scheduler;
  }

  /** Where checks run and messages are sent. */
  public Executor executor() {
    return executor;
  }

  /** Runs what may take long and can wait, one after the other. */
  Executor upkeepExecutor() {
    return upkeepExecutor;
  }

  Executor recordingExecutor() {
    return recordingExecutor;
  }

  /** How long closing waits for what is under way. */
  public Duration closeTimeout() {
    return closeTimeout;
  }

  /** Ends the engine's own threads; what was borrowed goes on. */
  void stopThreads() {
    if (ownScheduler != null) {
      ownScheduler.close();
    }
    if (ownWorkers != null && ownRecording != null && ownUpkeep != null) {
      ownWorkers.shutdownNow();
      ownRecording.shutdown();
      ownUpkeep.shutdown();
    }
  }

  void closeStore() {
    store.close();
  }
}
