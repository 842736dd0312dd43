package dev.pulse.core.check;

import java.util.concurrent.BlockingQueue;
import okhttp3.internal.concurrent.TaskRunner;

/**
 * Never looks for idle connections, for a pool that closes each at the end of its call. The runner
 * asks for a thread once, and not again until it runs, which it never does. Thread-safe.
 */
final class NothingToClose implements TaskRunner.Backend {
  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void execute(TaskRunner runner, Runnable runnable) {}

  @Override
  public void coordinatorWait(TaskRunner runner, long nanos) {
    throw new IllegalStateException("nothing runs here that could wait");
  }

  @Override
  public void coordinatorNotify(TaskRunner runner) {}

  @Override
  public <T> BlockingQueue<T> decorate(BlockingQueue<T> queue) {
    return queue;
  }
}
