package dev.pulse.samples.app;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.repohealth.terminal.RepositoryChoice;
import dev.pulse.samples.repohealth.terminal.ScanProgram;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks at the repositories of an organisation once, and says how healthy they are. */
@Command(
    name = "scan",
    description = {
      "Looks at all repositories of a GitHub organisation or user once, or at one of them, and",
      "says how healthy they are: builds, coverage, dependencies, documentation, activity,",
      "security. What it learns is stored; nobody is sent a message.",
      ""
    },
    mixinStandardHelpOptions = true,
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Examples:",
      "  GITHUB_TOKEN=… pulse scan --org octo-org",
      "  pulse scan --repo octo-org/octo-repo         (where the score comes from, what to do)",
      "  pulse scan --org octo-org --json | jq '.repos[] | select(.status == \"critical\").name'",
      "  pulse --debug scan --repo octo-repo          (each request, and what is left of the limit)",
      "",
      "Variables (default): PULSE_ORG; GITHUB_TOKEN, GH_TOKEN or PULSE_GITHUB_TOKEN (none: 60",
      "requests an hour); DATABASE_URL (repo-health.db); pulse run repo-health --help has them all.",
      "",
      "A scan that was cut goes on where it was when it is started again.",
      "",
      "Exit codes:",
      "  0   every repository was read",
      "  1   GitHub's limit is used up, the token is not valid, or nothing could be read",
      "  2   the command line, a variable or the file of rules is wrong",
      "  3   some repositories could not be read"
    })
final class ScanCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--org",
      paramLabel = "ORG",
      description = "The organisation or user; default: PULSE_ORG.")
  private @Nullable String organisation;

  @Option(
      names = "--repo",
      paramLabel = "NAME",
      description = "Only this repository, as NAME or OWNER/NAME, with all that is known of it.")
  private @Nullable String repository;

  @Option(names = "--json", description = "Print JSON instead, as the API has it.")
  private boolean json;

  ScanCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Logging.errorsOnly();
    var chosen = Optional.ofNullable(repository).map(this::chosen);
    var stopping = whenStopped(Thread.currentThread());
    try {
      var settings = RepoHealthSettings.from(variables(chosen));
      var program = new ScanProgram(settings, surroundings.out(), surroundings.err());
      return switch (program.run(chosen, json)) {
        case DONE -> ExitCode.OK;
        case FAILED -> ExitCode.FAILED;
        case PARTIAL -> ExitCode.UNKNOWN;
      };
    } catch (ConfigurationException e) {
      return VariableProblems.report(e, surroundings.err());
    } catch (InterruptedException e) {
      surroundings
          .err()
          .println("Stopped. What was read is stored; the same command goes on with the rest.");
      return ExitCode.FAILED;
    } finally {
      stopping.interrupt();
    }
  }

  /** Interrupts the scan when somebody wants the process to end: what is finished is stored. */
  private Thread whenStopped(Thread scanning) {
    var thread =
        new Thread(
            () -> {
              try {
                surroundings.stop().await();
                scanning.interrupt();
              } catch (InterruptedException e) {
                // The scan has ended before.
                Thread.currentThread().interrupt();
              }
            },
            "stop-scan");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private RepositoryChoice chosen(String text) {
    var chosen = RepositoryChoice.parse(text);
    var owner = chosen.owner();
    if (organisation != null && owner.isPresent() && !owner.get().equalsIgnoreCase(organisation)) {
      throw new ParameterException(
          spec.commandLine(), "--repo names another owner than --org; leave --org out");
    }
    return chosen;
  }

  private Map<String, String> variables(Optional<RepositoryChoice> chosen) {
    var variables = new HashMap<>(surroundings.environment());
    chosen
        .filter(RepositoryChoice::isPossible)
        .flatMap(RepositoryChoice::owner)
        .ifPresent(owner -> variables.put("PULSE_ORG", owner));
    if (organisation != null) {
      variables.put("PULSE_ORG", organisation);
    }
    return variables;
  }
}
