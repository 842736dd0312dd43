package dev.pulse.benchmarks.profile;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Prints a table for each profile in a folder: how the processor time of the process is shared out.
 *
 * <p>The total, the compilers and the garbage collector are what Linux counted, the rest is shared
 * by the stacks. Where these are of Java only (before JDK 25), the kernel's time is what Linux
 * counted, too, and native code is spread among the areas like everything else.
 */
public final class Breakdown {
  private static final int TOP = 15;

  private final Properties times = new Properties();
  private final Map<Area, Long> samples = new EnumMap<>(Area.class);
  private final Map<String, Long> tops = new HashMap<>();
  private final Map<String, Long> ours = new HashMap<>();
  private long lost;
  private boolean isOnProcessor;

  private Breakdown() {}

  /**
   * Prints.
   *
   * @param args the folder
   */
  public static void main(String[] args) throws IOException {
    try (var files = Files.list(Path.of(args[0]))) {
      var found = files.filter(file -> file.toString().endsWith(Profile.STACKS)).sorted().toList();
      if (found.isEmpty()) {
        throw new IOException("no profile was made: " + args[0] + " has none");
      }
      for (Path file : found) {
        var name = file.getFileName().toString().replace(Profile.STACKS, "");
        var breakdown = new Breakdown();
        breakdown.read(file, file.resolveSibling(name + Profile.TIMES));
        breakdown.print(name);
      }
    }
  }

  private void read(Path stacks, Path counted) throws IOException {
    try (var in = Files.newBufferedReader(counted, StandardCharsets.UTF_8)) {
      times.load(in);
    }
    try (var recording = new RecordingFile(stacks)) {
      while (recording.hasMoreEvents()) {
        var event = recording.readEvent();
        switch (event.getEventType().getName()) {
          case Profile.ON_PROCESSOR -> {
            isOnProcessor = true;
            count(event);
          }
          case Profile.IN_JAVA -> count(event);
          case Profile.LOST -> lost += event.getLong("lostSamples");
          default -> {
            // What else the recorder notes.
          }
        }
      }
    }
  }

  private void count(RecordedEvent event) {
    var frames = new ArrayList<Area.Frame>();
    var stack = event.getStackTrace();
    if (stack != null) {
      for (var frame : stack.getFrames()) {
        var method = frame.getMethod();
        frames.add(
            new Area.Frame(
                method.getType().getName(),
                method.getName(),
                "Native".equals(frame.getType()) || Modifier.isNative(method.getModifiers())));
      }
    }
    var area = Area.of(frames);
    samples.merge(area, 1L, Long::sum);
    frames.stream()
        .filter(frame -> frame.type().startsWith("dev.pulse.") && !isLambda(frame))
        .map(Breakdown::text)
        .distinct()
        .forEach(method -> ours.merge(method, 1L, Long::sum));
    if (!frames.isEmpty()) {
      tops.merge(text(frames.get(0)), 1L, Long::sum);
    }
  }

  private void print(String name) {
    double factor = number("each") / number("operations");
    double total = both(ThreadTimes.PROCESS) - both(ThreadTimes.RECORDER);
    double outside = both(ThreadTimes.COMPILERS) + both(ThreadTimes.COLLECTORS);
    double kernel =
        seconds(ThreadTimes.PROCESS, "system")
            - seconds(ThreadTimes.RECORDER, "system")
            - seconds(ThreadTimes.COMPILERS, "system")
            - seconds(ThreadTimes.COLLECTORS, "system");
    double shared = total - outside - (isOnProcessor ? 0 : kernel);
    long count = samples.values().stream().mapToLong(Long::longValue).sum();
    System.out.printf(
        Locale.ROOT,
        "%n#### %s%n%n%.2f s for %s; of it the kernel %.2f s outside of compilers and garbage"
            + " collector. %,d stacks%s, %,d lost.%n%n",
        name,
        total * factor,
        times.getProperty("unit"),
        kernel * factor,
        count,
        isOnProcessor ? " by processor time" : " of Java",
        lost);
    System.out.printf("| Where | Seconds | Share |%n|---|---:|---:|%n");
    line("compiling Java", both(ThreadTimes.COMPILERS), total, factor);
    line("garbage collection", both(ThreadTimes.COLLECTORS), total, factor);
    if (!isOnProcessor) {
      line("the kernel, all calls of the system", kernel, total, factor);
    }
    for (var entry : byCount(samples)) {
      line(entry.getKey().title, shared * entry.getValue() / count, total, factor);
    }
    details(count, factor);
  }

  private static void line(String title, double seconds, double total, double factor) {
    System.out.printf(
        Locale.ROOT, "| %s | %.3f | %.0f %% |%n", title, seconds * factor, 100 * seconds / total);
  }

  private void details(long count, double factor) {
    System.out.printf("%nOn top of the stacks:%n");
    methods(tops, count);
    System.out.printf("Methods of Pulse, with all that they call:%n");
    methods(ours, count);
    System.out.printf("Threads, user and system seconds for %s:%n", times.getProperty("unit"));
    times.stringPropertyNames().stream()
        .filter(key -> key.endsWith(", user"))
        .map(key -> key.substring(0, key.length() - ", user".length()))
        .sorted(Comparator.comparingDouble(this::both).reversed())
        .limit(TOP)
        .forEach(
            kind ->
                System.out.printf(
                    Locale.ROOT,
                    "  %.3f %.3f  %s%n",
                    seconds(kind, "user") * factor,
                    seconds(kind, "system") * factor,
                    kind));
  }

  /** Whoever makes one has a name that says more. */
  private static boolean isLambda(Area.Frame frame) {
    return frame.type().contains("$$Lambda") || frame.method().startsWith("lambda$");
  }

  private static String text(Area.Frame frame) {
    return frame.type() + "." + frame.method();
  }

  private static void methods(Map<String, Long> counts, long count) {
    byCount(counts).stream()
        .limit(TOP)
        .forEach(
            method ->
                System.out.printf(
                    Locale.ROOT,
                    "  %4.1f %%  %s%n",
                    100.0 * method.getValue() / count,
                    method.getKey()));
  }

  private static <K> List<Map.Entry<K, Long>> byCount(Map<K, Long> counts) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<K, Long>comparingByValue().reversed())
        .toList();
  }

  private double both(String kind) {
    return seconds(kind, "user") + seconds(kind, "system");
  }

  private double seconds(String kind, String mode) {
    return Double.parseDouble(times.getProperty(kind + ", " + mode, "0"));
  }

  private double number(String key) {
    return Double.parseDouble(times.getProperty(key));
  }
}
