package dev.pulse.benchmarks.repositories;

import dev.pulse.benchmarks.measure.Figure;
import dev.pulse.benchmarks.measure.Figures;
import dev.pulse.benchmarks.measure.Machine;
import dev.pulse.github.HttpCache;
import dev.pulse.github.KeptAnswer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Scans the repositories of a fake GitHub in another process, whose answers take a known time, and
 * compares with that time, shared out among those that are read at once. One JVM measures one
 * number of repositories and one concurrency: either the times and calls of a first scan and of one
 * when nothing has changed, or how much of the heap lives while a first scan runs. Ends with 1 when
 * a target is missed, and with an exception when a repository was not scored.
 */
public final class RepositoryScan {
  private static final String PART = "repositories";
  private static final int WARM_UP = 20;
  private static final int COLLECT_EVERY = 25;
  private static final double MIB = 1 << 20;

  private final URI github;
  private final int repositories;
  private final int concurrency;
  private final double answerSeconds;
  private final Figures figures = new Figures();

  private RepositoryScan(URI github, int repositories, int concurrency, double answerSeconds) {
    this.github = github;
    this.repositories = repositories;
    this.concurrency = concurrency;
    this.answerSeconds = answerSeconds;
  }

  /**
   * Measures.
   *
   * @param arguments {@code times} or {@code heap}; where the fake is; how many repositories, how
   *     many at once; the milliseconds that an answer takes; the file for the figures
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var scan =
        new RepositoryScan(
            URI.create(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]) / 1e3);
    if (arguments[0].equals("times")) {
      scan.times();
    } else {
      scan.heap();
    }
    scan.figures.append(Path.of(arguments[5]));
    if (!scan.figures.areMet()) {
      System.exit(1);
    }
  }

  private void times() throws IOException, InterruptedException {
    // What is compiled for the first repositories of a process belongs to its start.
    try (var early = new Scanning(github, concurrency, HttpCache.none())) {
      early.scan(Math.min(WARM_UP, repositories), done -> {});
    }
    try (var scanning = new Scanning(github, concurrency, HttpCache.none())) {
      var cold = report(scanning, "first scan");
      add(perRepository("first scan: calls, all services", cold.all()).atMost(30));
      var warm = report(scanning, "nothing changed");
      add(perRepository("nothing changed: calls of GitHub", warm.github()).atMost(10));
      add(perRepository("nothing changed: calls, all services", warm.all()));
      add(perRepository("nothing changed: calls of GitHub answered with 304", warm.notModified()));
      add(
          perRepository("nothing changed: calls of GitHub answered with a no", warm.refused())
              .note("for each repository; no README, no docs: such answers have no tag"));
      add(
          Figure.of(
                  PART,
                  name("nothing changed: answers sent whole"),
                  (double) warm.whole(),
                  "answers")
              .atMost(0));
    }
  }

  private Calls.Count report(Scanning scanning, String which)
      throws IOException, InterruptedException {
    var before = scanning.calls().now();
    var began = Machine.now();
    scanning.scan(repositories, done -> {});
    var ended = Machine.now();
    var calls = scanning.calls().now().minus(before);
    double ideal = calls.all() * answerSeconds / concurrency;
    add(
        Figure.of(PART, name(which + ": scan"), ended.since(began).toNanos() / 1e9, "s")
            .beside(ideal)
            .note(
                String.format(
                    Locale.ROOT,
                    "limit: %,d calls × %.0f ms / at once",
                    calls.all(),
                    answerSeconds * 1e3)));
    add(Figure.of(PART, name(which + ": CPU"), ended.cpuSince(began).toNanos() / 1e9, "s"));
    return calls;
  }

  /** Collects again and again, so that the figure is what is held, not what waits to be freed. */
  private void heap() throws IOException, InterruptedException {
    var kept = new AtomicLong();
    var most = new AtomicLong();
    var mostBesides = new AtomicLong();
    try (var scanning = new Scanning(github, concurrency, counting(kept))) {
      scanning.scan(
          repositories,
          done -> {
            if (done % COLLECT_EVERY == 0) {
              long before = kept.get();
              long held = held();
              most.accumulateAndGet(held, Math::max);
              mostBesides.accumulateAndGet(held - before, Math::max);
            }
          });
      add(
          Figure.of(PART, name("first scan: held, at most"), most.get() / MIB, "MiB")
              .note("heap after collections, every " + COLLECT_EVERY + " repositories"));
      add(
          Figure.of(PART, name("first scan: kept answers in the end"), kept.get() / MIB, "MiB")
              .note("64 MiB at most, the oldest go first"));
      add(
          Figure.of(
                  PART,
                  name("first scan: held without kept answers, at most"),
                  mostBesides.get() / MIB,
                  "MiB")
              .atMost(24)
              .note("should be the same for 50 and for 500"));
      add(
          Figure.of(
              PART,
              name("first scan: resident, at most"),
              (double) Machine.status("VmHWM"),
              "MiB"));
    }
  }

  private static long held() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Keeps nothing itself: what is counted is in the memory of the connection. */
  private static HttpCache counting(AtomicLong bytes) {
    return new HttpCache() {
      @Override
      public Optional<KeptAnswer> find(String key) {
        return Optional.empty();
      }

      @Override
      public void keep(String key, KeptAnswer answer) {
        bytes.addAndGet(answer.body().length);
      }
    };
  }

  private Figure perRepository(String what, long calls) {
    return Figure.of(PART, name(what), (double) calls / repositories, "calls")
        .note("for each repository");
  }

  private void add(Figure figure) {
    figures.add(figure);
  }

  private String name(String what) {
    return String.format(
        Locale.ROOT, "%,d repositories, %d at once, %s", repositories, concurrency, what);
  }
}
