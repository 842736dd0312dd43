package dev.pulse.benchmarks.profile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The processor time of this process until now, in ticks of 10 ms, apart for what the kernel did
 * for it. Reads Linux's /proc. Immutable.
 */
final class ThreadTimes {
  static final String PROCESS = "process";
  static final String COMPILERS = "compilers";
  static final String COLLECTORS = "collectors";
  static final String RECORDER = "recorder";

  private static final double SECONDS_OF_TICK = 0.01;

  /** User and system by kind of thread. */
  private final Map<String, long[]> ticks;

  private ThreadTimes(Map<String, long[]> ticks) {
    this.ticks = ticks;
  }

  static ThreadTimes now() throws IOException {
    var ticks = new TreeMap<String, long[]>();
    statOf(Path.of("/proc/self")).ifPresent(stat -> add(ticks, PROCESS, stat));
    try (var threads = Files.list(Path.of("/proc/self/task"))) {
      for (Path thread : threads.toList()) {
        statOf(thread).ifPresent(stat -> add(ticks, "", stat));
      }
    }
    return new ThreadTimes(ticks);
  }

  /** Nothing of a thread that has ended: the process keeps its time. */
  private static Optional<String> statOf(Path of) throws IOException {
    try {
      return Optional.of(Files.readString(of.resolve("stat"), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static void add(Map<String, long[]> ticks, String kind, String stat) {
    int end = stat.lastIndexOf(')');
    var name = kind.isEmpty() ? kindOf(stat.substring(stat.indexOf('(') + 1, end)) : kind;
    var fields = stat.substring(end + 2).split(" ", -1);
    long[] sum = ticks.computeIfAbsent(name, unused -> new long[2]);
    sum[0] += Long.parseLong(fields[11]);
    sum[1] += Long.parseLong(fields[12]);
  }

  /** Linux keeps fifteen characters of a name. */
  private static String kindOf(String thread) {
    if (thread.contains("CompilerThre")) {
      return COMPILERS;
    }
    if (thread.startsWith("GC Thread") || thread.startsWith("G1 ")) {
      return COLLECTORS;
    }
    if (thread.startsWith("JFR ")) {
      return RECORDER;
    }
    return "thread " + thread.replaceAll("[0-9]+", "#");
  }

  /** Seconds of user and of system time since then, one property each. */
  Properties since(ThreadTimes earlier) {
    var seconds = new Properties();
    ticks.forEach(
        (kind, now) -> {
          long[] before = earlier.ticks.getOrDefault(kind, new long[2]);
          // Threads of a kind that have ended take their time along.
          double user = Math.max(0, now[0] - before[0]) * SECONDS_OF_TICK;
          double system = Math.max(0, now[1] - before[1]) * SECONDS_OF_TICK;
          if (user + system > 0 || kind.equals(PROCESS)) {
            seconds.setProperty(kind + ", user", String.valueOf(user));
            seconds.setProperty(kind + ", system", String.valueOf(system));
          }
        });
    return seconds;
  }
}
