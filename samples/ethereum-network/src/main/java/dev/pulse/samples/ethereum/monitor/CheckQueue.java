package dev.pulse.samples.ethereum.monitor;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.ethereum.metrics.QueueMeter;
import dev.pulse.samples.ethereum.report.Subject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one after the other, in the order of coming: a hundred may wait, each subject once. Whoever
 * brings a run waits for it on a thread of their own. Thread-safe.
 */
final class CheckQueue implements AutoCloseable {
  static final int PLACES = 100;
  static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration LAST_WORDS = Duration.ofSeconds(8);

  private static final Logger log = LoggerFactory.getLogger(CheckQueue.class);

  private final int places;
  private final Duration longest;
  private final QueueMeter meter;
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), CheckQueue::thread);
  private final Object lock = new Object();
  private final Set<Subject> keys = new HashSet<>();
  private int waiting;
  private boolean closed;

  /** Why a run did not happen, or did not end. */
  static final class NotRunException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;

    NotRunException(String code, String message) {
      super(message);
      this.code = code;
    }

    /** One word. */
    String code() {
      return code;
    }
  }

  /** A run in the queue. */
  private final class Item<T> {
    private final Subject key;
    private final CountDownLatch moved = new CountDownLatch(1);
    private final FutureTask<T> task;
    private boolean begun;
    private boolean left;
    private long start;

    Item(Subject key, Callable<T> work) {
      this.key = key;
      this.task =
          new FutureTask<>(() -> begin(work)) {
            @Override
            protected void done() {
              leave();
            }
          };
    }

    private T begin(Callable<T> work) throws Exception {
      synchronized (lock) {
        begun = true;
        start = System.nanoTime();
        meter.length(--waiting);
      }
      moved.countDown();
      try {
        return work.call();
      } finally {
        // Before whoever waits hears of the end: they may come again at once.
        leave();
      }
    }

    /** Has ended, or was cancelled, perhaps before it began. */
    private void leave() {
      synchronized (lock) {
        if (!left) {
          left = true;
          keys.remove(key);
          if (!begun) {
            meter.length(--waiting);
          }
        }
      }
      moved.countDown();
    }

    void count(String error) {
      synchronized (lock) {
        if (begun) {
          meter.failed(key.network(), key.client(), error, took());
        } else {
          meter.dropped(key.network(), key.client(), error);
        }
      }
    }

    Duration took() {
      synchronized (lock) {
        return Duration.ofNanos(System.nanoTime() - start);
      }
    }
  }

  CheckQueue(QueueMeter meter) {
    this(meter, PLACES, LONGEST);
  }

  CheckQueue(QueueMeter meter, int places, Duration longest) {
    this.meter = requireNonNull(meter, "meter");
    this.places = places;
    this.longest = requireNonNull(longest, "longest");
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "ethereum-network-queue");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Queues a run and waits for its end.
   *
   * @throws NotRunException when there is no place, when the same run is queued or running, when it
   *     took too long, and when everything stops
   * @throws Exception what the run threw
   */
  <T> T run(Subject key, Callable<T> work) throws Exception {
    var item = new Item<>(key, work);
    enqueue(item);
    try {
      return await(item);
    } catch (InterruptedException e) {
      item.task.cancel(true);
      item.count(QueueMeter.STOPPED);
      throw e;
    }
  }

  private void enqueue(Item<?> item) throws NotRunException {
    var key = item.key;
    synchronized (lock) {
      if (closed) {
        throw new NotRunException(QueueMeter.STOPPED, "the queue takes no more runs");
      }
      if (keys.contains(key)) {
        meter.skipped(key.network(), key.client());
        throw new NotRunException("skipped", "the same run is queued or running");
      }
      if (waiting >= places) {
        meter.dropped(key.network(), key.client(), QueueMeter.FULL);
        log.error("The queue is full: a run of {} on {} is dropped", key.client(), key.network());
        throw new NotRunException(QueueMeter.FULL, "all " + places + " places are taken");
      }
      keys.add(key);
      waiting++;
      meter.queued(key.network(), key.client());
      meter.length(waiting);
      worker.execute(item.task);
    }
  }

  private <T> T await(Item<T> item) throws Exception {
    item.moved.await();
    try {
      var result = item.task.get(longest.toNanos(), TimeUnit.NANOSECONDS);
      meter.succeeded(item.key.network(), item.key.client(), item.took());
      return result;
    } catch (TimeoutException e) {
      item.task.cancel(true);
      item.count(QueueMeter.TIMEOUT);
      throw new NotRunException(
          QueueMeter.TIMEOUT, "cancelled after " + longest.toSeconds() + " seconds");
    } catch (CancellationException e) {
      throw stopped(item);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException) {
        throw stopped(item);
      }
      item.count(QueueMeter.ERROR);
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private NotRunException stopped(Item<?> item) {
    item.count(QueueMeter.STOPPED);
    return new NotRunException(QueueMeter.STOPPED, "cancelled, because everything stops");
  }

  /**
   * Takes no more runs, cancels those that run or wait, and gives the one that runs eight seconds
   * to write down what became of it. A second call does nothing.
   */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
    for (Runnable left : worker.shutdownNow()) {
      if (left instanceof FutureTask<?> task) {
        task.cancel(false);
      }
    }
    try {
      if (!worker.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("A run does not end although it was cancelled");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
