package dev.pulse.docs.sketch;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Documents;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Ethereum network: one of the five checks of a network. Which nodes fail is one query, which nodes
 * can be judged at all is another, and which nodes there should be is remembered: a node that is
 * gone from the metrics is unknown, never healthy.
 */
final class EthereumNetworkSketch implements Check {
  private static final Reason BEHIND = Reason.of("ethereum.behind");
  private static final Duration SEEN = Duration.ofHours(24);

  private final String network;
  private final String failing;
  private final String presence;
  private final Metrics metrics;
  private final Documents<Inventory> inventories;

  /** Instant queries; the real system asks Prometheus or Grafana. */
  interface Metrics {
    List<Labels> instances(String query, Duration timeout) throws IOException;
  }

  /** The nodes of a network, by name, and when each was seen last. */
  public record Inventory(Map<String, Instant> lastSeen) {}

  EthereumNetworkSketch(String network, Metrics metrics, Documents<Inventory> inventories) {
    var matcher = "network=" + quoted(network) + ", ingress_user!~\"synctest.*\"";
    this.network = network;
    this.failing =
        "beacon_finalized_epoch{%s} - on (network) group_left() max by (network) (beacon_finalized_epoch{%s}) < -4"
            .formatted(matcher, matcher);
    this.presence = "count by (instance) (beacon_finalized_epoch{%s})".formatted(matcher);
    this.metrics = metrics;
    this.inventories = inventories;
  }

  @Override
  public CheckResult run(CheckContext context) throws IOException {
    Map<String, Labels> stuck;
    Map<String, Labels> present;
    try {
      stuck = byInstance(metrics.instances(failing, context.remaining()));
      present = byInstance(metrics.instances(presence, context.remaining()));
    } catch (IOException e) {
      // Without an answer nobody knows; the error is what there is to show.
      context.log().add("query failed: " + e.getMessage());
      var error = Finding.of("query", Status.UNKNOWN, String.valueOf(e.getMessage()));
      return CheckResult.unknown(Reason.NO_DATA, "the metrics cannot be read")
          .withFindings(List.of(error));
    }
    var findings = new ArrayList<Finding>();
    expected(context, present)
        .forEach((node, labels) -> findings.add(judge(node, labels, stuck, present)));
    return verdict(findings, present.isEmpty()).withFindings(findings);
  }

  private static Finding judge(
      String node, Labels labels, Map<String, Labels> stuck, Map<String, Labels> present) {
    if (stuck.containsKey(node)) {
      return Finding.of(node, Status.FAIL, "finalized epoch is behind").withLabels(labels);
    }
    return present.containsKey(node)
        ? Finding.of(node, Status.PASS, "finalizes with the others").withLabels(labels)
        : Finding.of(node, Status.UNKNOWN, "no data").withLabels(labels);
  }

  /** Not simply the worst finding: one silent node among others that are well is a warning. */
  private CheckResult verdict(List<Finding> findings, boolean nobodyPresent) {
    long bad = findings.stream().filter(finding -> finding.status() == Status.FAIL).count();
    long silent = findings.stream().filter(finding -> finding.status() == Status.UNKNOWN).count();
    if (bad > 0) {
      return CheckResult.fail(BEHIND, bad + " nodes of " + network + " are behind");
    }
    if (nobodyPresent) {
      return CheckResult.unknown(Reason.NO_DATA, "no node of " + network + " can be judged");
    }
    return silent > 0
        ? CheckResult.warn(Reason.NO_DATA, silent + " nodes of " + network + " are silent")
        : CheckResult.pass("all " + findings.size() + " nodes of " + network + " finalize");
  }

  /** Whoever is there, and whoever was there within a day; remembers who is there. */
  private Map<String, Labels> expected(CheckContext context, Map<String, Labels> present) {
    var now = context.clock().instant();
    var inventory = inventories.change(network, known -> seen(known, present.keySet(), now));
    var expected = new TreeMap<String, Labels>();
    inventory.value().lastSeen().keySet().forEach(node -> expected.put(node, Labels.empty()));
    expected.putAll(present);
    return expected;
  }

  private static Inventory seen(Optional<Inventory> known, Set<String> present, Instant now) {
    var lastSeen = new HashMap<>(known.map(Inventory::lastSeen).orElse(Map.of()));
    lastSeen.values().removeIf(at -> at.isBefore(now.minus(SEEN)));
    present.forEach(node -> lastSeen.put(node, now));
    return new Inventory(lastSeen);
  }

  private static Map<String, Labels> byInstance(List<Labels> rows) {
    var nodes = new LinkedHashMap<String, Labels>();
    for (Labels row : rows) {
      row.get("instance").filter(name -> !name.isEmpty()).ifPresent(name -> nodes.put(name, row));
    }
    return nodes;
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
