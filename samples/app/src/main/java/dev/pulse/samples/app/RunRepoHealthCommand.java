package dev.pulse.samples.app;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.samples.repohealth.RepoHealthMain;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs the watch over repositories, until it is told to stop. */
@Command(
    name = "repo-health",
    description = {
      "Scores all repositories of a GitHub organisation or user, collects their vulnerabilities",
      "and builds, and tells people when rules match. Serves a page, JSON and metrics.",
      "Takes its options from the environment.",
      ""
    },
    mixinStandardHelpOptions = true,
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Variables (default):",
      "  PULSE_ORG                         the organisation or user; required",
      "  GITHUB_TOKEN, else GH_TOKEN, else PULSE_GITHUB_TOKEN (none: 60 requests an hour)",
      "  DATABASE_URL (repo-health.db)     postgres://… or jdbc:sqlite:FILE",
      "  HOST (127.0.0.1), PORT (8080)     where to listen; port 0 takes any that is free",
      "  PULSE_API_TOKEN (none)            what callers must know; at least 16 characters",
      "  PULSE_TOKEN (none)                what builds must know that report",
      "  PULSE_SCAN_INTERVAL (3600), PULSE_CONCURRENCY (4), PULSE_TIMEOUT (30)",
      "                                    seconds; repositories together; seconds for a request",
      "  PULSE_RATE_BUFFER (100), PULSE_CACHE_TTL (3600)",
      "                                    requests left to others; seconds for package versions",
      "  PULSE_STALE_AFTER (86400), PULSE_RETENTION_DAYS (365), PULSE_MISSING_AS_ZERO (false)",
      "  INCLUDE_ARCHIVED (false), INCLUDE_FORKS (false), INCLUDE_PRIVATE (true)",
      "  PULSE_CONFIG (none)               a YAML or JSON file of rules and webhooks",
      "  PULSE_DIGEST_TIME (09:00)         of the daily digest, in UTC",
      "  SLACK_WEBHOOK_URL, DISCORD_WEBHOOK_URL, PAGERDUTY_ROUTING_KEY (none)",
      "  SMTP_HOST, SMTP_PORT (587), SMTP_USER, SMTP_PASSWORD, SMTP_FROM, SMTP_TO,",
      "  SMTP_TLS (starttls)               mail; several recipients are separated by commas",
      "  CODECOV_TOKEN (none), GITHUB_API_URL, CODECOV_API_URL, OSV_API_URL, DEPSDEV_API_URL,",
      "  PAGERDUTY_API_URL (the public ones)",
      "",
      "Example:",
      "  PULSE_ORG=octo-org GITHUB_TOKEN=… pulse run repo-health",
      "  curl localhost:8080/api/v1/repos",
      "",
      "Exit codes: 1 when the port is taken or the token is not valid, 2 when a variable or the",
      "file is wrong; each problem is one line, Configuration error: NAME: …"
    })
final class RunRepoHealthCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  RunRepoHealthCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    return run(surroundings.environment(), surroundings);
  }

  /** Runs it with variables that options may have changed. */
  static int run(Map<String, String> variables, Surroundings surroundings)
      throws InterruptedException {
    boolean refused;
    try (var health =
        RepoHealthMain.run(
            RepoHealthSettings.from(variables),
            surroundings.out(),
            surroundings.err(),
            surroundings.stop()::ask)) {
      surroundings.stop().await();
      refused = health.isRefused();
    } catch (ConfigurationException e) {
      return VariableProblems.report(e, surroundings.err());
    }
    surroundings.out().println("Stopped.");
    return refused ? ExitCode.FAILED : ExitCode.OK;
  }
}
