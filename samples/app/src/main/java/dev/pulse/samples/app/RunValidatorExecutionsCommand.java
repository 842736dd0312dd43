package dev.pulse.samples.app;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.samples.executions.ValidatorExecutionsMain;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs the system of validator executions, until it is told to stop. */
@Command(
    name = "validator-executions",
    description = {
      "Asks validators in Kubernetes pods for their newest execution, and shows what they say.",
      "",
      "Runs one query by the sqlite3 of each pod; serves JSON and metrics for Prometheus.",
      "Takes its options from the environment. The cluster is that of the service account, of",
      "KUBECONFIG or of .kube/config.",
      ""
    },
    mixinStandardHelpOptions = true,
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Variables (default):",
      "  HOST (0.0.0.0), PORT (8080)       where to listen; port 0 takes any that is free",
      "  NAMESPACE (found out)             where the pods are; infra when nothing says so",
      "  POD_PREFIX (bboostd-validator-validator-), POD_RANGE_START (0), POD_RANGE_END (77)",
      "                                    pods are called {POD_PREFIX}{number}-0",
      "  POD_CONTAINER (found out)         the container to ask",
      "  SQLITE_PATH (/opt/storage/database.db), SQLITE_BIN (sqlite3)",
      "  QUERY (the row of EXECUTIONS with the largest start_block)",
      "  QUERY_TIMEOUT (30), QUERY_CONCURRENCY (10)   seconds for a pod; pods at once",
      "  REFRESH_INTERVAL (60), CACHE_TTL (300)       seconds between scans; seconds an answer holds",
      "  POD_PRECHECK (true)               whether pods are listed first",
      "  STALE_SERIES (keep)               keep or drop the gauges of a pod that cannot be asked",
      "  STUCK_AFTER (0)                   seconds after which a running execution is stuck; 0 never",
      "  CORS_ORIGINS (none)               whose pages may ask, separated by commas, or *",
      "  LOG_LEVEL (INFO)                  DEBUG, INFO, WARNING, ERROR",
      "  DATABASE_URL (memory)             for history: jdbc:sqlite:FILE or postgres://HOST/NAME",
      "",
      "Example:",
      "  POD_RANGE_END=9 pulse run validator-executions",
      "  curl localhost:8080/executions",
      "",
      "Exit code: 2 when a variable is wrong or nobody can listen there; each problem is one line,",
      "Configuration error: NAME: …"
    })
final class RunValidatorExecutionsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  RunValidatorExecutionsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var executions =
        ValidatorExecutionsMain.run(
            surroundings.environment(), surroundings.out(), Logging::level)) {
      surroundings.stop().await();
    } catch (ConfigurationException e) {
      return VariableProblems.report(e, surroundings.err());
    }
    surroundings.out().println("Stopped.");
    return ExitCode.OK;
  }
}
