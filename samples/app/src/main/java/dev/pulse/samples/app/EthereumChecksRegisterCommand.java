package dev.pulse.samples.app;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Watches a client of a network, or all of them, and tells a channel of Discord. */
@Command(
    name = "register",
    description = {
      "Watches a client of a network, or all of them, and tells a channel of Discord.",
      ""
    },
    mixinStandardHelpOptions = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n")
final class EthereumChecksRegisterCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private EthereumServer server = new EthereumServer();

  @Parameters(
      index = "0",
      paramLabel = "NETWORK",
      description = "The key of the network, such as hoodi.")
  private String network = "";

  @Parameters(index = "1", paramLabel = "CHANNEL", description = "The id of the channel.")
  private String channel = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "CLIENT",
      description = "The key of the client; default: all.")
  private @Nullable String client;

  @Option(
      names = "--schedule",
      paramLabel = "CRON",
      description = "Five fields, in UTC; default: 0 7 * * *.")
  private @Nullable String schedule;

  EthereumChecksRegisterCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws StartException {
    Logging.errorsOnly();
    return server
        .client(surroundings, spec.commandLine())
        .tell(
            "POST",
            "checks",
            Map.of(),
            server.about(
                "network", network, "channel", channel, "client", client, "schedule", schedule));
  }
}
