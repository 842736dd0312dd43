package dev.pulse.core.check;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.internal.concurrent.TaskRunner;

/**
 * Looks for connections that were idle for too long at a pace of its own, on one thread. OkHttp
 * itself wakes a thread at the end of each call to do so, which costs a check with a kept
 * connection more than its request. Thread-safe.
 */
final class IdleCloser implements TaskRunner.Backend {
  private final Duration pace;
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            var thread = new Thread(task, "pulse-connections");
            thread.setDaemon(true);
            return thread;
          });

  /** Looks as often as this. */
  IdleCloser(Duration pace) {
    this.pace = pace;
    executor.setKeepAliveTime(1, TimeUnit.MINUTES);
    executor.allowCoreThreadTimeOut(true);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  /** The runner asks for a thread once, and not again until it runs. */
  @Override
  public void execute(TaskRunner runner, Runnable runnable) {
    var unused = executor.schedule(runnable, pace.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Called under the runner's monitor, which is free meanwhile. */
  @Override
  public void coordinatorWait(TaskRunner runner, long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(runner, pace.toNanos());
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but a JVM that ends.
      Thread.currentThread().interrupt();
    }
  }

  /** Whatever it is, the thread that waits looks soon enough. */
  @Override
  public void coordinatorNotify(TaskRunner runner) {}

  @Override
  public <T> BlockingQueue<T> decorate(BlockingQueue<T> queue) {
    return queue;
  }
}
