package dev.pulse.samples.app;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.samples.ethereum.EthereumNetworkMain;
import dev.pulse.samples.ethereum.config.EthereumConfiguration;
import java.util.concurrent.Callable;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;

/** Runs the watch over Ethereum networks, until it is told to stop. */
@Command(
    name = "ethereum-network",
    description = {
      "Watches Ethereum networks, and tells on Discord which client is at fault.",
      "",
      "Asks Prometheus or Grafana how the nodes are; clients are registered by pulse ethereum.",
      "Takes its options from the environment; logs are JSON.",
      ""
    },
    mixinStandardHelpOptions = true,
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Variables (default):",
      "  PROMETHEUS_URL, or GRAFANA_SERVICE_TOKEN with GRAFANA_BASE_URL and",
      "  PROMETHEUS_DATASOURCE_ID          where the numbers come from; required",
      "  DISCORD_BOT_TOKEN, GITHUB_TOKEN   required; builds come later",
      "  CLIENTS_DATA_URL                  the document of networks and clients; required",
      "  DISCORD_GUILD_IDS (any)           the servers that are served",
      "  METRICS_ADDRESS (:9091), HEALTH_CHECK_ADDRESS (:9191)",
      "  API_ADDRESS (127.0.0.1:9292), API_TOKEN (none)   where the commands are",
      "  DATABASE_URL (a file of its own)  jdbc:sqlite:FILE or postgres://HOST/NAME",
      "  NODE_PROBE (true), NODE_DOMAIN (ethpandaops.io), NODE_SSH_PORT (22)",
      "  NETWORK_INCIDENT_ENABLED (true), NETWORK_INCIDENT_RATIO (0.80)",
      "  PRE_PRODUCTION_CLIENTS (ethereumjs,nimbusel,erigontwo)",
      "  EVALUATION_INTERVAL (5m), EVALUATION_NETWORKS (those with registrations)",
      "  ALERT_REMINDER (24h), RETENTION_DAYS (90), LOG_LEVEL (info)",
      "",
      "Example:",
      "  PROMETHEUS_URL=http://prometheus:9090 DISCORD_BOT_TOKEN=… GITHUB_TOKEN=… \\",
      "    CLIENTS_DATA_URL=https://example.org/clients.json pulse run ethereum-network",
      "  pulse ethereum checks register hoodi 197038439483310086 --guild 297038439483310086",
      "",
      "Exit codes: 1 when a port is taken, 2 when a variable is wrong; each problem is one line,",
      "Configuration error: NAME: …"
    })
final class RunEthereumNetworkCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  RunEthereumNetworkCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      var configuration = EthereumConfiguration.from(surroundings.environment());
      var level = Level.valueOf(configuration.logLevel().name());
      try (var logs = Logging.json(level, configuration.secrets());
          var network = EthereumNetworkMain.run(configuration, surroundings.out())) {
        surroundings.stop().await();
      }
    } catch (ConfigurationException e) {
      return VariableProblems.report(e, surroundings.err());
    }
    surroundings.out().println("Stopped.");
    return ExitCode.OK;
  }
}
