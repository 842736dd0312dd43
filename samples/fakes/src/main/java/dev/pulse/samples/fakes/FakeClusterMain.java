package dev.pulse.samples.fakes;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * A {@link FakeCluster} in a process of its own, with one validator's database in each pod: to try
 * a system by hand, and to measure one without its peer.
 */
public final class FakeClusterMain {
  private static final String USAGE =
      """
      Options, each with a value:
        pods       how many, 1 to 10000; 78 when not said
        namespace  infra when not said
        prefix     of the pods' names, bboostd-validator-validator- when not said; -0 ends them
        directory  for the databases and the kubeconfig; a temporary one when not said
        port       of 127.0.0.1; any free one when not said
        tls        yes or no; no when not said
        delay      milliseconds before each exec's output, 0 to 600000; 0 when not said
        canned     yes: every pod answers the same row without starting sqlite3; no when not said
        trouble    yes: seven pods are in trouble, each in its own way; no when not said
        living     yes: the pods work, fail and get stuck by themselves, 8 to 500 of them, ten when
                   not said; of the others only port and hostile count then
        hostile    yes: of what lives, some texts are such as nobody would choose; no when not said
      """;

  private static final String ROW =
      "[{\"id\":\"exec-1\",\"state\":\"completed\",\"start_block\":100,\"end_block\":200,"
          + "\"start_timestamp\":1700000000,\"end_timestamp\":1700000060,\"error\":null}]\n";

  /** What the command line asks for. */
  record Options(
      int pods,
      String namespace,
      String prefix,
      Path directory,
      int port,
      boolean tls,
      Duration delay,
      boolean canned,
      boolean trouble,
      boolean living,
      boolean hostile) {}

  private FakeClusterMain() {}

  /** Runs until the process is told to end. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var problems = new ArrayList<String>();
    var options = options(List.of(arguments), problems);
    if (!problems.isEmpty()) {
      problems.forEach(System.err::println);
      System.err.print(USAGE);
      System.exit(2);
    }
    AutoCloseable cluster =
        options.living() ? startLiving(options, System.out) : start(options, System.out);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(cluster)));
    new CountDownLatch(1).await();
  }

  /** Starts the cluster, and says on the stream how to reach it. */
  static FakeCluster start(Options options, PrintStream out)
      throws IOException, InterruptedException {
    var builder = FakeCluster.builder().port(options.port()).withoutRecords();
    var cluster = (options.tls() ? builder.tls() : builder).start();
    try {
      for (int i = 0; i < options.pods(); i++) {
        var pod = cluster.pod(options.namespace(), options.prefix() + i + "-0");
        pod.container("validator").ownedBy("StatefulSet", options.prefix() + i);
        if (options.canned()) {
          pod.answers(ExecAnswer.printing(ROW).after(options.delay()));
        } else {
          pod.database(database(options.directory(), pod.name(), i))
              .answers(ExecAnswer.program().after(options.delay()));
        }
        cluster.statefulSet(options.namespace(), options.prefix() + i);
      }
      if (options.trouble()) {
        trouble(cluster, options);
      }
      var config =
          cluster
              .kubeconfig()
              .namespace(options.namespace())
              .write(options.directory().resolve("kubeconfig"));
      out.println("Fake cluster with " + options.pods() + " pods at " + cluster.uri());
      out.println("KUBECONFIG=" + config.toAbsolutePath());
      out.flush();
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Starts one that lives, and says on the stream how to reach it. */
  static LivingCluster startLiving(Options options, PrintStream out) {
    var builder = LivingCluster.builder().pods(options.pods()).port(options.port());
    var cluster = (options.hostile() ? builder.hostile() : builder).start();
    out.println("Living cluster with " + cluster.pods() + " pods at " + cluster.uri());
    out.println("KUBECONFIG=" + cluster.kubeconfig().toAbsolutePath());
    out.flush();
    return cluster;
  }

  private static void close(AutoCloseable cluster) {
    try {
      cluster.close();
    } catch (Exception e) {
      throw new IllegalStateException("The cluster could not be closed", e);
    }
  }

  private static void trouble(FakeCluster cluster, Options options) {
    var failures =
        List.<Consumer<FakePod>>of(
            pod -> cluster.removePod(pod.namespace(), pod.name()),
            pod -> pod.phase("Pending").node(""),
            FakePod::withoutSqlite,
            FakePod::oldSqlite,
            pod -> pod.database(options.directory().resolve("missing.db")),
            pod -> pod.answers(ExecAnswer.program().cutBeforeStatus()),
            pod -> pod.answers(ExecAnswer.silence()));
    for (int i = 0; i < Math.min(failures.size(), options.pods()); i++) {
      failures.get(i).accept(cluster.pod(options.namespace(), options.prefix() + i + "-0"));
    }
  }

  /** A database as the validators keep it; what it holds depends on the number only. */
  private static Path database(Path directory, String name, int number)
      throws IOException, InterruptedException {
    var file = directory.resolve(name + ".db");
    Files.deleteIfExists(file);
    var script = Files.writeString(directory.resolve("schema.sql"), sql(number));
    var process =
        new ProcessBuilder("sqlite3", file.toString())
            .redirectInput(script.toFile())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("sqlite3 could not make " + file + ": " + said.strip());
    }
    return file;
  }

  private static String sql(int number) {
    long block = 1_000L * number;
    long time = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() + 60L * number;
    var last =
        switch (number % 13) {
          case 11 -> "'running', %d, NULL, %d, NULL, NULL".formatted(block + 101, time + 61);
          case 12 ->
              "'failed', %d, NULL, %d, %d, 'block %d: state root mismatch'"
                  .formatted(block + 101, time + 61, time + 90, block + 140);
          default ->
              "'completed', %d, %d, %d, %d, NULL"
                  .formatted(block + 101, block + 200, time + 61, time + 120);
        };
    return """
    CREATE TABLE EXECUTIONS(id TEXT PRIMARY KEY, state TEXT, start_block INTEGER,
      end_block INTEGER, start_timestamp INTEGER, end_timestamp INTEGER, error TEXT);
    INSERT INTO EXECUTIONS VALUES
      ('exec-%d-1', 'completed', %d, %d, %d, %d, NULL),
      ('exec-%d-2', %s);
    """
        .formatted(number, block, block + 100, time, time + 60, number, last);
  }

  /** What the arguments say; what they say wrongly is added to the problems. */
  static Options options(List<String> arguments, List<String> problems) throws IOException {
    var reader = OptionReader.of(arguments, "--pods 78", problems);
    boolean living = reader.yes("living");
    int pods = reader.number("pods", living ? 10 : 78, living ? 8 : 1, living ? 500 : 10_000);
    var namespace = reader.text("namespace", "infra");
    var prefix = reader.text("prefix", "bboostd-validator-validator-");
    var directory = reader.text("directory", "");
    int port = reader.number("port", 0, 0, 65_535);
    boolean tls = reader.yes("tls");
    int delay = reader.number("delay", 0, 0, 600_000);
    boolean canned = reader.yes("canned");
    boolean trouble = reader.yes("trouble");
    boolean hostile = reader.yes("hostile");
    reader.complainOfOthers();
    return new Options(
        pods,
        namespace,
        prefix,
        problems.isEmpty() && !living ? directory(directory) : Path.of(directory),
        port,
        tls,
        Duration.ofMillis(delay),
        canned,
        trouble,
        living,
        hostile);
  }

  private static Path directory(String chosen) throws IOException {
    return chosen.isEmpty()
        ? Files.createTempDirectory("fake-cluster-demo")
        : Files.createDirectories(Path.of(chosen));
  }
}
