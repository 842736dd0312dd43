package dev.pulse.benchmarks.year;

import dev.pulse.api.store.IncidentQuery;
import dev.pulse.benchmarks.journal.Packers;
import dev.pulse.benchmarks.measure.Figure;
import dev.pulse.benchmarks.measure.Figures;
import dev.pulse.benchmarks.measure.Machine;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.server.PulseServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Makes a year of one-minute results of 200 checks, unless the file is there, and asks the server
 * that stands on it everything. Fails when the p99 of a request is above 100 ms.
 */
public final class YearBenchmark {
  private static final String PART = "year";
  private static final double LIMIT_MILLIS = 100;
  private static final int WARM_UP = 2;
  private static final int LEAST = 5;
  private static final int MOST = 200;
  private static final double SECONDS = 1;

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI server;

  private YearBenchmark(URI server) {
    this.server = server;
  }

  /**
   * Measures.
   *
   * @param args a file, which is made when it is not there and left behind; how many checks; how
   *     many days; the file for the figures
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    var file = Path.of(args[0]);
    int checks = Integer.parseInt(args[1]);
    int days = Integer.parseInt(args[2]);
    var year = new Year(checks, days);
    if (!Files.exists(file)) {
      make(file, year);
    }
    List<Asked> answers;
    long opening = System.nanoTime();
    try (var pulse = open(file, year.names());
        var server = PulseServer.builder(pulse).port(0).start()) {
      System.out.printf(Locale.ROOT, "opened in %.1f s%n", (System.nanoTime() - opening) / 1e9);
      requireHistory(pulse, year.names());
      answers =
          new YearBenchmark(server.uri()).ask(new Requests(year.names(), Year.END, days).all());
    }
    if (!report(answers, days, Path.of(args[3]))) {
      System.exit(1);
    }
  }

  private static void make(Path file, Year year) throws IOException, InterruptedException {
    var unfinished = Path.of(file + ".unfinished");
    long begin = System.nanoTime();
    try (var store = Stores.sqlite(unfinished)) {
      year.storeIn(store);
      Packers.awaitIdle();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Files.move(unfinished, file);
    Files.deleteIfExists(Path.of(unfinished + ".lock"));
    System.out.printf(
        Locale.ROOT,
        "%,d results and %,d incidents in %.0f s: %,.0f a second, %.1f bytes each%n",
        year.results(),
        year.incidents(),
        seconds,
        year.results() / seconds,
        (double) Files.size(file) / year.results());
  }

  /** Nothing runs, and it is always the end of the year. */
  private static Pulse open(Path file, List<String> names) {
    var builder =
        Pulse.builder()
            .store(Stores.sqlite(file))
            .clock(InstantSource.fixed(Year.END))
            .scheduler(new Frozen());
    Year.registrations(names).forEach(builder::register);
    return builder.start();
  }

  /** A file of fewer checks would answer fast. */
  private static void requireHistory(Pulse pulse, List<String> names) {
    for (String name : names) {
      if (pulse.journal().latest(name).isEmpty()) {
        throw new IllegalStateException("the file has no results of " + name);
      }
    }
    if (pulse.incidents().list(IncidentQuery.all()).items().isEmpty()) {
      throw new IllegalStateException("the file has no incidents");
    }
  }

  private List<Asked> ask(List<Request> requests) throws IOException, InterruptedException {
    for (Request request : requests) {
      for (int i = 0; i < WARM_UP; i++) {
        get(request.path().apply(i));
      }
    }
    var answers = new ArrayList<Asked>();
    System.out.printf(
        Locale.ROOT, "%9s %9s %9s %9s %9s%n", "p50 ms", "p99 ms", "slowest", "cpu ms", "bytes");
    for (Request request : requests) {
      var asked = ask(request);
      answers.add(asked);
      System.out.printf(
          Locale.ROOT,
          "%9.2f %9.2f %9.2f %9.2f %9d  %s%s%n",
          asked.p50(),
          asked.p99(),
          asked.slowest(),
          asked.cpu(),
          asked.bytes(),
          asked.name(),
          asked.p99() > LIMIT_MILLIS ? "  TOO SLOW" : "");
    }
    return answers;
  }

  private Asked ask(Request request) throws IOException, InterruptedException {
    double begin = System.nanoTime() / 1e9;
    var before = Machine.now();
    double[] times = new double[MOST];
    int asked = 0;
    int bytes = 0;
    while (asked < LEAST || (asked < MOST && System.nanoTime() / 1e9 - begin < SECONDS)) {
      long start = System.nanoTime();
      bytes = get(request.path().apply(asked));
      times[asked] = (System.nanoTime() - start) / 1e6;
      asked++;
    }
    double cpu = Machine.now().cpuSince(before).toNanos() / 1e6 / asked;
    return new Asked(request.name(), Arrays.copyOf(times, asked), cpu, bytes);
  }

  private int get(String path) throws IOException, InterruptedException {
    var answer =
        client.send(
            HttpRequest.newBuilder(server.resolve(path)).build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " answers " + answer.statusCode());
    }
    return answer.body().length;
  }

  private static boolean report(List<Asked> answers, int days, Path file) throws IOException {
    var slowest = answers.stream().max(Comparator.comparingDouble(Asked::p99)).orElseThrow();
    long tooSlow = answers.stream().filter(asked -> asked.p99() > LIMIT_MILLIS).count();
    var figures = new Figures();
    figures.add(
        Figure.of(PART, "Slowest answer of the REST API, " + days + " days", slowest.p99(), "ms")
            .atMost(LIMIT_MILLIS)
            .note(
                String.format(
                    Locale.ROOT,
                    "p99 of: %s; p50 %.1f ms, processor time %.1f ms",
                    slowest.name(),
                    slowest.p50(),
                    slowest.cpu())));
    figures.add(
        Figure.of(PART, "Requests of " + answers.size() + " that took longer", (double) tooSlow, "")
            .atMost(0));
    figures.append(file);
    return tooSlow == 0;
  }
}
