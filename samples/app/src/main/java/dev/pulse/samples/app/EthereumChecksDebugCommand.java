package dev.pulse.samples.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the log of a run. */
@Command(
    name = "debug",
    description = {"Prints the log of a run.", ""},
    mixinStandardHelpOptions = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n")
final class EthereumChecksDebugCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private EthereumServer server = new EthereumServer();

  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "The id of the run, as messages and lists show it.")
  private String id = "";

  EthereumChecksDebugCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws StartException {
    Logging.errorsOnly();
    return server
        .client(surroundings, spec.commandLine())
        .get("checks/" + id + "/log", "text/plain", server.about(), null);
  }
}
