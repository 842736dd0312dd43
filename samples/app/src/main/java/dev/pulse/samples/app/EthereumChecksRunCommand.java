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

/** Looks at a client now; no alert hears of it. */
@Command(
    name = "run",
    description = {"Looks at a client now; no alert hears of it.", ""},
    mixinStandardHelpOptions = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n")
final class EthereumChecksRunCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private EthereumServer server = new EthereumServer();

  @Parameters(
      index = "0",
      paramLabel = "NETWORK",
      description = "The key of the network, such as hoodi.")
  private String network = "";

  @Parameters(
      index = "1",
      paramLabel = "CLIENT",
      description = "The key of the client, such as teku.")
  private String client = "";

  @Option(
      names = "--channel",
      paramLabel = "ID",
      description = "Where to post the report; default: nowhere.")
  private @Nullable String channel;

  EthereumChecksRunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws StartException {
    Logging.errorsOnly();
    return server
        .client(surroundings, spec.commandLine())
        .tell(
            "POST",
            "checks/run",
            Map.of(),
            server.about("network", network, "client", client, "channel", channel));
  }
}
