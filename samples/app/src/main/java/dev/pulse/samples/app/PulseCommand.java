package dev.pulse.samples.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command that only has other commands. */
@Command(
    name = "pulse",
    description = {
      "Watches addresses and tells how they are.",
      "",
      "New here? @|bold pulse demo|@ shows everything alive without any configuration.",
      ""
    },
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Examples:",
      "  pulse demo",
      "  pulse check https://shop.example/health --warn-above 500ms",
      "  pulse serve --config pulse.yaml",
      "  pulse scan --org octo-org",
      "",
      "Exit codes:",
      "  0   it went well",
      "  1   the check or the scan failed, or the service could not start",
      "  2   the command line or the configuration is wrong",
      "  3   nobody can tell how the target is (pulse check), or all of it (pulse scan)",
      "",
      "Results go to standard output, logs and problems to standard error.",
      "@|bold pulse COMMAND --help|@ tells more about a command."
    })
final class PulseCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Log more, and print the stack trace of a failure.")
  private boolean debug;

  boolean debug() {
    return debug;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing; there are: " + String.join(", ", spec.subcommands().keySet()));
  }
}
