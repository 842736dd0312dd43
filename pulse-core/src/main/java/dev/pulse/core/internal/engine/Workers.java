package dev.pulse.core.internal.engine;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** Where checks run when the user has not said: virtual threads where there are some. */
public final class Workers {
  /**
   * How many runs may be under way at once when the user has not said. Threads are made as runs
   * need them, so a high number costs nothing until so many targets hang; a low one would let those
   * that hang delay all others.
   */
  public static final int DEFAULT_CONCURRENCY = 10_000;

  private Workers() {}

  /**
   * A thread for each task. The engine bounds how many tasks it hands over, so the pool itself
   * needs no bound; idle platform threads are kept for a minute.
   */
  static ExecutorService create() {
    return create("pulse-check-");
  }

  /**
   * A thread for each task, also for those of others than the engine. Bound what you hand over.
   *
   * @param name what the names of the threads begin with
   */
  public static ExecutorService create(String name) {
    if (hasVirtualThreads()) {
      return virtualThreads(name);
    }
    var count = new AtomicLong();
    return Executors.newCachedThreadPool(
        task -> {
          var thread = new Thread(task, name + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  static boolean hasVirtualThreads() {
    return Runtime.version().feature() >= 21;
  }

  /** By reflection, because the baseline is Java 17. */
  private static ExecutorService virtualThreads(String name) {
    try {
      Object named =
          Class.forName("java.lang.Thread$Builder")
              .getMethod("name", String.class, long.class)
              .invoke(Thread.class.getMethod("ofVirtual").invoke(null), name, 1L);
      Object factory = Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(named);
      return (ExecutorService)
          Executors.class
              .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
              .invoke(null, factory);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new IllegalStateException("Java 21 without virtual threads", e);
    }
  }
}
