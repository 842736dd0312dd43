package dev.pulse.samples.ethereum.message;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.ethereum.node.ClientPair;
import dev.pulse.samples.ethereum.node.Layer;
import dev.pulse.samples.ethereum.report.SubjectReport;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The pages that messages link to.
 *
 * @param grafana where Grafana is, without a slash at the end
 * @param dashboard the id of the dashboard of clients
 * @param logsDashboard the id of the dashboard of logs
 * @param hive where Hive is, without a slash at the end
 * @param hiveNetworks what Hive calls networks that it calls otherwise
 */
public record MessageLinks(
    URI grafana,
    String dashboard,
    String logsDashboard,
    URI hive,
    Map<String, String> hiveNetworks) {
  private static final String ALL = "All";

  /** Links; the map is copied. */
  public MessageLinks {
    requireNonNull(grafana, "grafana");
    requireNonNull(dashboard, "dashboard");
    requireNonNull(logsDashboard, "logsDashboard");
    requireNonNull(hive, "hive");
    hiveNetworks = Map.copyOf(hiveNetworks);
  }

  /** What Hive calls a network. */
  String hiveNetwork(String network) {
    return hiveNetworks.getOrDefault(network, network);
  }

  /** How the client does, or all of them where a report is about no client. */
  String grafana(SubjectReport report) {
    var client = report.subject().client();
    boolean execution = report.layer() == Layer.EXECUTION;
    var one = client.isEmpty() ? ALL : client;
    return grafana(report.subject().network(), execution ? ALL : one, execution ? one : ALL);
  }

  /** How a pair of clients does. */
  public String grafana(String network, ClientPair pair) {
    return grafana(network, pair.consensus(), pair.execution());
  }

  /** How all clients of a network do. */
  public String grafana(String network) {
    return grafana(network, ALL, ALL);
  }

  private String grafana(String network, String consensus, String execution) {
    return grafana
        + "/d/"
        + encoded(dashboard)
        + "?orgId=1&var-consensus_client="
        + encoded(consensus)
        + "&var-execution_client="
        + encoded(execution)
        + "&var-network="
        + encoded(network);
  }

  /** What the nodes of the network log. */
  String logs(SubjectReport report) {
    return logs(report.subject().network());
  }

  /** What the nodes of a network log. */
  public String logs(String network) {
    return grafana + "/d/" + encoded(logsDashboard) + "?orgId=1&var-network=" + encoded(network);
  }

  /** How the clients do in Hive. */
  String hive(SubjectReport report) {
    return hive
        + "/"
        + encoded(hiveNetwork(report.subject().network()))
        + "/index.html#summary-sort=name&group-by=client";
  }

  /** Fit for a path and for a query alike. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
