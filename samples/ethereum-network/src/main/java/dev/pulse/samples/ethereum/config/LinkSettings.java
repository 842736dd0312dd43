package dev.pulse.samples.ethereum.config;

import java.net.URI;
import java.util.Map;

/**
 * What the buttons below an alert lead to.
 *
 * @param grafana where Grafana is, without a slash at the end
 * @param dashboard the id of the dashboard of clients
 * @param logsDashboard the id of the dashboard of logs
 * @param hive where Hive is, without a slash at the end
 * @param hiveNetworks what Hive calls networks that it calls otherwise
 */
public record LinkSettings(
    URI grafana,
    String dashboard,
    String logsDashboard,
    URI hive,
    Map<String, String> hiveNetworks) {
  /** Settings; keeps a copy of the map. */
  public LinkSettings {
    hiveNetworks = Map.copyOf(hiveNetworks);
  }
}
