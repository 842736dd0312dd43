package dev.pulse.core.store;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A process of its own that uses a store, for tests that kill it. */
final class StoreChild implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private StoreChild(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts a process that opens a file and then does what the mode says. */
  static StoreChild start(Path file, String mode) throws IOException {
    return start(file.toString(), mode);
  }

  /** Starts a process that opens a file, or an address with user and password. */
  static StoreChild start(String where, String mode) throws IOException {
    return start(where, mode, ProcessBuilder.Redirect.INHERIT);
  }

  /** The same, for a fault that is provoked: what the child logs about it is nobody's news. */
  static StoreChild startToFail(Path file, String... jvmOptions) throws IOException {
    return start(file.toString(), "hold", ProcessBuilder.Redirect.DISCARD, jvmOptions);
  }

  private static StoreChild start(
      String where, String mode, ProcessBuilder.Redirect errors, String... jvmOptions)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvmOptions));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(StoreChild.class.getName(), where, mode));
    return new StoreChild(new ProcessBuilder(command).redirectError(errors).start());
  }

  /** The next line that it prints; null when it has ended. */
  @Nullable String line() throws IOException {
    return lines.readLine();
  }

  /** As {@code kill -9}; returns what it had printed that was not read yet, when it is gone. */
  List<String> kill() throws IOException, InterruptedException {
    // Not Process.destroyForcibly(), which also closes the stream and loses what was printed.
    process.toHandle().destroyForcibly();
    var rest = new ArrayList<String>();
    for (String line = line(); line != null; line = line()) {
      rest.add(line);
    }
    process.waitFor();
    return rest;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    kill();
  }

  public static void main(String[] arguments) throws IOException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (Store store = open(arguments[0], arguments[1])) {
      out.println("open");
      switch (arguments[1]) {
        case "hold" -> System.in.read();
        case "write", "pack" -> writeForEver(store, out);
        default -> throw new IllegalArgumentException(arguments[1]);
      }
    } catch (StoreException e) {
      out.println(e.getMessage());
    }
  }

  /** With "pack", results are sealed all the time, in another thread. */
  private static Store open(String where, String mode) {
    var packing = mode.equals("pack") ? new Packing(8, 20, 4_000, 50, 20_000) : Packing.DEFAULT;
    var executor = Executors.newSingleThreadExecutor();
    if (where.startsWith("jdbc:")) {
      var address = PostgresqlAddress.of(where, null, null);
      return PostgresqlStore.open(address, new PostgresqlServer(address), packing, executor);
    }
    return SqliteStore.open(Path.of(where), packing, executor);
  }

  /**
   * Commits, and says so, until somebody ends it. Every tenth commit opens or closes an incident.
   */
  private static void writeForEver(Store store, PrintStream out) {
    long id = store.lastId();
    for (long number = 0; ; number++) {
      long first = id + 1;
      var commit = Commit.builder();
      var outcomes = new ArrayList<Outcome>();
      for (int i = 0; i < 20; i++) {
        outcomes.add(outcome(++id));
      }
      commit
          .outcomes(outcomes)
          .ruleState("check-0", Long.toString(id).getBytes(StandardCharsets.UTF_8));
      boolean incident = number % 10 == 0;
      if (incident) {
        id++;
        commit.incident(Incident.builder(id, "check-0", "rule-" + id, Instant.EPOCH).build());
      }
      store.commit(commit.build());
      out.println((incident ? "incident " + id : "results") + " " + first);
    }
  }

  private static Outcome outcome(long id) {
    return Outcome.builder(
            "check-" + id % 5,
            id,
            Instant.ofEpochMilli(id * 1_000),
            CheckResult.fail(Reason.TIMEOUT, "no answer").withDetail("id", Long.toString(id)))
        .build();
  }
}
