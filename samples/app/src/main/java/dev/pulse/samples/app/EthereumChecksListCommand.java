package dev.pulse.samples.app;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what is registered, with status and next run. */
@Command(
    name = "list",
    description = {"Lists what is registered, with status and next run.", ""},
    mixinStandardHelpOptions = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n")
final class EthereumChecksListCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private EthereumServer server = new EthereumServer();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NETWORK",
      description = "One network; default: all.")
  private @Nullable String network;

  EthereumChecksListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws StartException {
    Logging.errorsOnly();
    return server
        .client(surroundings, spec.commandLine())
        .get("checks", "text/plain", server.about("network", network, "format", "text"), null);
  }
}
