package dev.pulse.samples.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command whose commands are the systems that can be run. */
@Command(
    name = "run",
    description = "Runs one of the complete systems.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "SYSTEM",
    commandListHeading = "%nSystems:%n",
    optionListHeading = "Options:%n")
final class RunCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a system is missing; there are: " + String.join(", ", spec.subcommands().keySet()));
  }
}
