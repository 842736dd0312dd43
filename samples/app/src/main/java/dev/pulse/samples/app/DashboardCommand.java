package dev.pulse.samples.app;

import java.util.HashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The service of repository health, by the name that its users know. */
@Command(
    name = "dashboard",
    description = {
      "Shows how healthy the repositories of a GitHub organisation or user are, in a browser.",
      "",
      "The same as pulse run repo-health, whose --help lists all variables.",
      ""
    },
    mixinStandardHelpOptions = true,
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Example:",
      "  GITHUB_TOKEN=… pulse dashboard --org octo-org --port 8080",
      "",
      "Exit codes: 1 when the port is taken or the token is not valid, 2 when a variable is wrong."
    })
final class DashboardCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--org",
      paramLabel = "ORG",
      description = "The organisation or user; default: PULSE_ORG.")
  private @Nullable String organisation;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "N",
      converter = PortConverter.class,
      description = "The port to listen on, 0 for any that is free; default: PORT, else 8080.")
  private @Nullable Integer port;

  DashboardCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    var variables = new HashMap<>(surroundings.environment());
    if (organisation != null) {
      variables.put("PULSE_ORG", organisation);
    }
    if (port != null) {
      variables.put("PORT", port.toString());
    }
    return RunRepoHealthCommand.run(variables, surroundings);
  }
}
