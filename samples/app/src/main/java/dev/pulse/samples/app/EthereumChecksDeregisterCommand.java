package dev.pulse.samples.app;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Watches a client of a network no more, or none of them. */
@Command(
    name = "deregister",
    description = {"Watches a client of a network no more, or none of them.", ""},
    mixinStandardHelpOptions = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n")
final class EthereumChecksDeregisterCommand implements Callable<Integer> {
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
      arity = "0..1",
      paramLabel = "CLIENT",
      description = "The key of the client; default: all.")
  private @Nullable String client;

  EthereumChecksDeregisterCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws StartException {
    Logging.errorsOnly();
    return server
        .client(surroundings, spec.commandLine())
        .tell("DELETE", "checks", server.about("network", network, "client", client), Map.of());
  }
}
