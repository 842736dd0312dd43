package dev.pulse.benchmarks.journal;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Time on the wall and on the processors, of the whole process.
 *
 * @param wall in seconds
 * @param cpu in seconds
 */
record Stopwatch(double wall, double cpu) {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  static Stopwatch now() {
    return new Stopwatch(System.nanoTime() / 1e9, PROCESS.getProcessCpuTime() / 1e9);
  }

  Stopwatch elapsed() {
    var now = now();
    return new Stopwatch(now.wall - wall, now.cpu - cpu);
  }
}
