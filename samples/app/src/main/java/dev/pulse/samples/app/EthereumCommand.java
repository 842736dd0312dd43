package dev.pulse.samples.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks a running watch over Ethereum networks; has commands for checks and for mentions. */
@Command(
    name = "ethereum",
    description = {"Asks a running watch over Ethereum networks.", ""},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Start it first: pulse run ethereum-network.",
      "",
      "Variables: PULSE_TOKEN is the API_TOKEN of the server, when it wants one.",
      "",
      "Examples:",
      "  pulse ethereum checks register hoodi 197038439483310086 teku",
      "  pulse ethereum checks list",
      "  pulse ethereum mentions add hoodi teku '<@41771983423143936>'"
    })
final class EthereumCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private EthereumCommand() {}

  static CommandLine with(Surroundings surroundings) {
    return new CommandLine(new EthereumCommand())
        .addSubcommand(checks(surroundings))
        .addSubcommand(EthereumMentionsCommand.with(surroundings));
  }

  private static CommandLine checks(Surroundings surroundings) {
    return new CommandLine(group("checks", "Says which clients are watched, and looks at them."))
        .addSubcommand(new EthereumChecksListCommand(surroundings))
        .addSubcommand(new EthereumChecksRegisterCommand(surroundings))
        .addSubcommand(new EthereumChecksDeregisterCommand(surroundings))
        .addSubcommand(new EthereumChecksDebugCommand(surroundings))
        .addSubcommand(new EthereumChecksRunCommand(surroundings));
  }

  /** A command that only has other commands. */
  static CommandSpec group(String name, String description) {
    var group = new Group();
    var spec = CommandSpec.wrapWithoutInspection(group).name(name).mixinStandardHelpOptions(true);
    spec.usageMessage()
        .description(description, "")
        .synopsisSubcommandLabel("COMMAND")
        .commandListHeading("%nCommands:%n")
        .optionListHeading("Options:%n");
    group.spec = spec;
    return spec;
  }

  private static final class Group implements Runnable {
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      throw missing(spec);
    }
  }

  @Override
  public void run() {
    throw missing(spec);
  }

  private static ParameterException missing(CommandSpec spec) {
    return new ParameterException(
        spec.commandLine(),
        "a command is missing; there are: " + String.join(", ", spec.subcommands().keySet()));
  }
}
