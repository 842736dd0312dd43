package dev.pulse.samples.fakes;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A {@link LivingNetwork} in a process of its own. */
public final class LivingNetworkMain {
  private static final String USAGE =
      """
      Options, each with a value:
        hostile  yes: one more network, whose names would hurt whoever shows them carelessly; no when
                 not said
        still    yes: nothing happens by itself; no when not said
        seed     from which everything follows, 0 to 999999; 1 when not said
      """;

  private LivingNetworkMain() {}

  /** Runs until the process is told to end. */
  public static void main(String[] arguments) throws InterruptedException {
    var problems = new ArrayList<String>();
    var builder = builder(List.of(arguments), problems);
    if (!problems.isEmpty()) {
      problems.forEach(System.err::println);
      System.err.print(USAGE);
      System.exit(2);
    }
    var living = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(living::close, "living-network-close"));
    tell(living, System.out);
    new CountDownLatch(1).await();
  }

  /** What the arguments ask for; what they say wrongly is added to the problems. */
  static LivingNetwork.Builder builder(List<String> arguments, List<String> problems) {
    var reader = OptionReader.of(arguments, "--still yes", problems);
    var builder = LivingNetwork.builder().seed(reader.number("seed", 1, 0, 999_999));
    if (reader.yes("hostile")) {
      builder.hostile();
    }
    if (reader.yes("still")) {
      builder.still();
    }
    reader.complainOfOthers();
    return builder;
  }

  /** Says what a configuration needs. */
  static void tell(LivingNetwork living, PrintStream out) {
    out.println("CLIENTS_DATA_URL=" + living.directory());
    out.println("DISCORD_API_BASE=" + living.discord());
    out.println("PROMETHEUS_URL=" + living.prometheus());
    out.flush();
  }
}
