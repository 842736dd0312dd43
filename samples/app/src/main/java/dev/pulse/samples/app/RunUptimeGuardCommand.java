package dev.pulse.samples.app;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.samples.uptimeguard.UptimeGuardMain;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs the uptime guard, until it is told to stop. */
@Command(
    name = "uptime-guard",
    description = {
      "Watches URLs and TCP services that are added through its API.",
      "",
      "Finds latency spikes, raised error rates and downtime; serves results and incidents.",
      "Takes its options from the environment.",
      ""
    },
    mixinStandardHelpOptions = true,
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Variables (default):",
      "  HOST (0.0.0.0), PORT (8080)       where to listen; port 0 takes any that is free",
      "  API_TOKEN (none)                  what callers must know; at least 16 characters",
      "  DATABASE_URL (a file of its own)  jdbc:sqlite:FILE or postgres://HOST/NAME",
      "  NATS_URL (none)                   nats:// or tls:// servers, separated by commas",
      "  PROBE_INTERVAL (30)               seconds between two probes of a target",
      "  PROBE_TIMEOUT (10)                seconds a probe may take",
      "  PROBE_CONCURRENCY (16)            how many probes may run at once",
      "  PROBE_ALLOW_PRIVATE (auto)        auto, true or false: loopback and private addresses",
      "  PROBE_RETENTION_DAYS (0)          how long results are kept; 0 keeps all",
      "  Z_THRESHOLD (3.0), Z_WINDOW (100), Z_MIN_SAMPLES (10), STD_FLOOR_MS (1),",
      "  MIN_DELTA_MS (20), LATENCY_CLEAR_AFTER (3)   when a latency is an anomaly",
      "  DOWN_AFTER (3), UP_AFTER (2)      probes in a row that begin and end a downtime",
      "",
      "Example:",
      "  PORT=9000 PROBE_ALLOW_PRIVATE=true pulse run uptime-guard",
      "  curl -d '{\"name\":\"shop\",\"url\":\"https://shop.example/\",\"type\":\"https\"}' \\",
      "       localhost:9000/targets",
      "",
      "Exit codes: 1 when the port is taken, 2 when a variable is wrong; each problem is one line,",
      "Configuration error: NAME: …"
    })
final class RunUptimeGuardCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  RunUptimeGuardCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var guard =
        UptimeGuardMain.run(surroundings.environment(), surroundings.out(), surroundings.err())) {
      surroundings.stop().await();
    } catch (ConfigurationException e) {
      return VariableProblems.report(e, surroundings.err());
    }
    surroundings.out().println("Stopped.");
    return ExitCode.OK;
  }
}
