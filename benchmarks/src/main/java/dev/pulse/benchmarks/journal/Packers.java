package dev.pulse.benchmarks.journal;

import java.util.Arrays;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.LockSupport;

/** The threads that a store packs on, seen from outside. */
public final class Packers {
  private static final String NAME = "pulse-journal";
  private static final long LOOK_NANOS = 1_000_000;

  private Packers() {}

  /** Waits until nothing is being packed. */
  public static void awaitIdle() {
    while (Thread.getAllStackTraces().entrySet().stream()
        .anyMatch(thread -> thread.getKey().getName().equals(NAME) && works(thread.getValue()))) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** A worker without work waits for a task, or is ending. */
  private static boolean works(StackTraceElement[] trace) {
    return trace.length > 0
        && Arrays.stream(trace)
            .noneMatch(
                frame ->
                    frame.getClassName().equals(ThreadPoolExecutor.class.getName())
                        && frame.getMethodName().equals("getTask"));
  }
}
