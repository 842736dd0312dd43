package dev.pulse.benchmarks.blackbox;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Asks about each target with blackbox_exporter and with Pulse, as many times for nothing and then
 * for the record, and prints the verdicts and the median times. Ends with 1 when a verdict of Pulse
 * is not the expected one, or one of either is not the same each time.
 *
 * <p>Arguments: the file with the ports, the URL of blackbox_exporter, how many rounds, and
 * optionally a page in which the table is replaced.
 */
public final class Comparison {
  private final Pulse pulse;
  private final Blackbox blackbox;
  private final int rounds;
  private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();

  /** Reasons in the page that no longer hold, because blackbox_exporter has changed. */
  private final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();

  private Comparison(Pulse pulse, Blackbox blackbox, int rounds) {
    this.pulse = pulse;
    this.blackbox = blackbox;
    this.rounds = rounds;
  }

  /** See above. */
  public static void main(String[] arguments) throws Exception {
    var rows = Rows.of(Ports.read(Path.of(arguments[0])));
    boolean good;
    try (var pulse = Pulse.builder().store(Stores.memory()).start()) {
      var blackbox = new Blackbox(arguments[1]);
      var comparison = new Comparison(pulse, blackbox, Integer.parseInt(arguments[2]));
      var table = new Table(comparison.ask(rows));
      System.out.print(table.plain());
      good = comparison.tellWhatIsWrong();
      if (good && arguments.length > 3) {
        good = comparison.write(table, Path.of(arguments[3]), blackbox.version());
      }
    }
    System.exit(good ? 0 : 1);
  }

  private boolean tellWhatIsWrong() {
    surprises.forEach(surprise -> System.out.println("NOTE " + surprise));
    problems.forEach(problem -> System.out.println("PROBLEM " + problem));
    return problems.isEmpty();
  }

  private boolean write(Table table, Path page, String version) throws IOException {
    if (!surprises.isEmpty()) {
      System.out.println("PROBLEM the page is not written: look at the notes first");
      return false;
    }
    Files.writeString(page, table.into(Files.readString(page), version));
    return true;
  }

  private List<Line> ask(List<Row> rows)
      throws IOException, InterruptedException, ExecutionException {
    for (Row row : rows) {
      pulse.add(
          Registration.check(name(row), row.check())
              .title(row.toString())
              .schedule(Schedules.every(Duration.ofDays(1)))
              .timeout(row.timeout())
              .build());
    }
    // Rows that only wait for a deadline do so all at once, before those whose time is measured.
    var lines = new LinkedHashMap<Row, @Nullable Line>();
    rows.forEach(row -> lines.put(row, null));
    lines.putAll(askAtOnce(rows.stream().filter(Row::waits).toList()));
    for (Row row : rows) {
      if (!row.waits()) {
        lines.put(row, ask(row, rounds, rounds));
      }
    }
    return List.copyOf(lines.values());
  }

  private Map<Row, Line> askAtOnce(List<Row> rows) throws InterruptedException, ExecutionException {
    var pool = Executors.newCachedThreadPool();
    try {
      var questions = rows.stream().<Callable<Line>>map(row -> () -> ask(row, 1, 2)).toList();
      var lines = new LinkedHashMap<Row, Line>();
      for (Future<Line> line : pool.invokeAll(questions)) {
        lines.put(line.get().row(), line.get());
      }
      return lines;
    } finally {
      pool.shutdownNow();
    }
  }

  private Line ask(Row row, int warmUp, int times)
      throws IOException, InterruptedException, ExecutionException {
    var answers = new ArrayList<Blackbox.Answer>();
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < warmUp + times; i++) {
      var answer = blackbox.ask(row.probe());
      var outcome = pulse.runNow(name(row)).get();
      if (i >= warmUp) {
        answers.add(answer);
        outcomes.add(outcome);
      }
    }
    var verdicts = new TreeSet<>(outcomes.stream().map(Comparison::verdict).toList());
    if (!verdicts.equals(new TreeSet<>(List.of(row.pulse())))) {
      problems.add(
          row
              + ": Pulse says "
              + verdicts
              + " instead of "
              + row.pulse()
              + "; last: "
              + outcomes.get(times - 1).result().summary());
    }
    var successes = new TreeSet<>(answers.stream().map(Blackbox.Answer::success).toList());
    if (successes.size() > 1) {
      problems.add(row + ": blackbox_exporter says once this, once that");
    } else if (successes.first() != row.blackbox()) {
      surprises.add(row + ": blackbox_exporter has another verdict than expected");
    }
    return new Line(
        row,
        successes.first(),
        median(answers.stream().map(Blackbox.Answer::took).toList()),
        verdicts.first(),
        median(outcomes.stream().map(Outcome::took).toList()));
  }

  private static String name(Row row) {
    return "row-" + row.number();
  }

  private static String verdict(Outcome outcome) {
    var status = outcome.status().name();
    return outcome.result().reason().map(reason -> status + " " + reason).orElse(status);
  }

  private static Duration median(List<Duration> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }
}
