package dev.pulse.samples.app;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists who is called about which client. */
@Command(
    name = "list",
    description = {"Lists who is called about which client.", ""},
    mixinStandardHelpOptions = true,
    optionListHeading = "%nOptions:%n")
final class EthereumMentionsListCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private EthereumServer server = new EthereumServer();

  @Option(names = "--network", paramLabel = "NETWORK", description = "One network; default: all.")
  private @Nullable String network;

  @Option(names = "--client", paramLabel = "CLIENT", description = "One client; default: all.")
  private @Nullable String client;

  EthereumMentionsListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws StartException {
    Logging.errorsOnly();
    return server
        .client(surroundings, spec.commandLine())
        .get(
            "mentions",
            "text/plain",
            server.about("network", network, "client", client, "format", "text"),
            null);
  }
}
