package dev.pulse.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a run costs this process, and how busy others kept the machine meanwhile. Reads Linux's
 * /proc.
 *
 * @param nanos on the monotonic clock
 * @param cpu of this process
 * @param busy of the whole machine
 */
public record Machine(long nanos, Duration cpu, Duration busy) {
  private static final long TICK_MILLIS = 10;

  /** What it was until now. */
  public static Machine now() throws IOException {
    var process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        System.nanoTime(), Duration.ofNanos(process.getProcessCpuTime()), busyTime());
  }

  /** How long ago that was. */
  public Duration since(Machine earlier) {
    return Duration.ofNanos(nanos - earlier.nanos);
  }

  /** The processor time of this process since then. */
  public Duration cpuSince(Machine earlier) {
    return cpu.minus(earlier.cpu);
  }

  /** The processor time of all processes since then. */
  public Duration busySince(Machine earlier) {
    return busy.minus(earlier.busy);
  }

  /** User, nice, system, irq, softirq and steal: all but idle and waiting for disks. */
  private static Duration busyTime() throws IOException {
    var fields = Files.readAllLines(Path.of("/proc/stat")).get(0).trim().split("\\s+", -1);
    long ticks = 0;
    for (int field : List.of(1, 2, 3, 6, 7, 8)) {
      ticks += Long.parseLong(fields[field]);
    }
    return Duration.ofMillis(ticks * TICK_MILLIS);
  }

  /** The processor time of another process. */
  public static Duration cpuOf(long pid) throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Duration.ofMillis(
        (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS);
  }

  /** The processor time of those threads of this process that compile Java. */
  public static Duration cpuOfCompilers() throws IOException {
    long ticks = 0;
    try (var threads = Files.list(Path.of("/proc/self/task"))) {
      for (Path thread : threads.toList()) {
        ticks += ticksOfCompiler(thread);
      }
    }
    return Duration.ofMillis(ticks * TICK_MILLIS);
  }

  private static long ticksOfCompiler(Path thread) throws IOException {
    try {
      var stat = Files.readString(thread.resolve("stat"));
      int end = stat.lastIndexOf(')');
      if (!stat.substring(0, end).contains("CompilerThre")) {
        return 0;
      }
      var fields = stat.substring(end + 2).split(" ", -1);
      return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    } catch (NoSuchFileException e) {
      return 0; // It has ended.
    }
  }

  /** A line of /proc/self/status, such as {@code VmHWM}, in MiB, or {@code Threads}. */
  public static long status(String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(key + ":"))
        .map(line -> line.substring(key.length() + 1).trim().split("\\s+", -1))
        .mapToLong(
            parts -> parts.length > 1 ? Long.parseLong(parts[0]) / 1024 : Long.parseLong(parts[0]))
        .findFirst()
        .orElseThrow(() -> new IOException("/proc/self/status has no " + key));
  }

  /** The value below which a share of the sorted values lies. */
  public static long quantile(long[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, Math.min(sorted.length - 1, rank - 1))];
  }
}
