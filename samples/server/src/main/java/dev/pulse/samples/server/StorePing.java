package dev.pulse.samples.server;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks whether the store answers in time, for routes that tell of health. Questions are put to it
 * one at a time; callers who come while one is open share its answer, so that a store that hangs
 * holds one thread and no more. Thread-safe.
 */
public final class StorePing implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StorePing.class);

  private final Runnable ping;
  private final Duration patience;
  private final ExecutorService asker =
      Executors.newSingleThreadExecutor(
          task -> {
            var thread = new Thread(task, "store-ping");
            thread.setDaemon(true);
            return thread;
          });
  private final Object lock = new Object();
  private @Nullable CompletableFuture<Boolean> open;

  /**
   * Asks nothing yet.
   *
   * @param ping asks the store, and throws when it does not answer, such as {@code pulse::ping}
   * @param patience how long a caller waits for the answer
   */
  public StorePing(Runnable ping, Duration patience) {
    this.ping = requireNonNull(ping, "ping");
    this.patience = requireNonNull(patience, "patience");
  }

  /** Whether the store answers; false when it has not by the time a caller waits. */
  public CompletableFuture<Boolean> answers() {
    return question().copy().completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<Boolean> question() {
    synchronized (lock) {
      if (open == null || open.isDone()) {
        open = CompletableFuture.supplyAsync(this::ask, asker);
      }
      return open;
    }
  }

  private boolean ask() {
    try {
      ping.run();
      return true;
    } catch (RuntimeException e) {
      log.warn("The store does not answer", e);
      return false;
    }
  }

  /** Asks no more, and interrupts a question that is open. */
  @Override
  public void close() {
    asker.shutdownNow();
  }
}
