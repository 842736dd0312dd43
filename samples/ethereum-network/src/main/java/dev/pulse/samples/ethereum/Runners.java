package dev.pulse.samples.ethereum;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for what callers wait for and what takes its time: a few, and a short queue. */
final class Runners {
  private static final int AT_ONCE = 4;
  private static final int WAITING = 16;

  private Runners() {}

  /** Such threads, which end when there is nothing to do. */
  static ExecutorService start(String name) {
    var runners =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            task -> {
              var thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    runners.allowCoreThreadTimeOut(true);
    return runners;
  }
}
