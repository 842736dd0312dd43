package dev.pulse.samples.fakes;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** An {@link EthereumNetworkGenerator} in a process of its own, for a real Prometheus to scrape. */
public final class EthereumNetworkMain {
  private static final String USAGE =
      """
      Options, each with a value:
        network  hoodi when not said
        nodes    1 to 10000; 60 when not said
        slot     milliseconds, 1 to 600000; 12000 when not said
        port     of 127.0.0.1, 0 to 65535; any free one when not said
      """;

  private EthereumNetworkMain() {}

  /** Runs until the process is told to end. */
  public static void main(String[] arguments) throws InterruptedException {
    var problems = new ArrayList<String>();
    var builder = builder(List.of(arguments), problems);
    if (!problems.isEmpty()) {
      problems.forEach(System.err::println);
      System.err.print(USAGE);
      System.exit(2);
    }
    var generator = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(generator::close, "ethereum-network-close"));
    tell(generator, System.out);
    new CountDownLatch(1).await();
  }

  static void tell(EthereumNetworkGenerator generator, PrintStream out) {
    out.println(generator.nodes().size() + " nodes at " + generator.metrics());
    out.println("CLIENTS_DATA_URL=" + generator.directory());
    out.flush();
  }

  /** What the arguments ask for; what they say wrongly is added to the problems. */
  static EthereumNetworkGenerator.Builder builder(List<String> arguments, List<String> problems) {
    var given = new LinkedHashMap<String, String>();
    for (int i = 0; i < arguments.size(); i += 2) {
      var name = arguments.get(i);
      if (!name.startsWith("--") || i + 1 == arguments.size()) {
        problems.add("Expected an option with a value, such as --nodes 60, but found: " + name);
      } else {
        given.put(name.substring(2), arguments.get(i + 1));
      }
    }
    var network = given.getOrDefault("network", "hoodi");
    if (!network.matches("[A-Za-z0-9.-]{1,100}")) {
      problems.add("--network: expected letters, digits, dots and hyphens");
    }
    var builder =
        EthereumNetworkGenerator.builder(network)
            .nodes(number(given, "nodes", 60, 1, 10_000, problems))
            .slot(Duration.ofMillis(number(given, "slot", 12_000, 1, 600_000, problems)))
            .port(number(given, "port", 0, 0, 65_535, problems));
    given.keySet().removeAll(List.of("network", "nodes", "slot", "port"));
    given.keySet().forEach(name -> problems.add("There is no option --" + name));
    return builder;
  }

  private static int number(
      Map<String, String> given,
      String name,
      int otherwise,
      int least,
      int most,
      List<String> problems) {
    var text = given.getOrDefault(name, String.valueOf(otherwise));
    if (text.matches("\\d{1,6}")) {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    }
    problems.add("--%s: expected %d to %d, but found: %s".formatted(name, least, most, text));
    return otherwise;
  }
}
