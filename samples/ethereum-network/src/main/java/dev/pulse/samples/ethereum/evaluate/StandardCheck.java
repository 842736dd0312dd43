package dev.pulse.samples.ethereum.evaluate;

import static dev.pulse.prometheus.VectorMatching.on;

import dev.pulse.prometheus.InstantVector;
import dev.pulse.prometheus.PromQl;
import dev.pulse.samples.ethereum.node.Layer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** A check that is made of two expressions. */
record StandardCheck(
    String id,
    String name,
    Layer layer,
    String detailKey,
    Function<NetworkScope, InstantVector> fails,
    Function<NetworkScope, InstantVector> isThere,
    String rule,
    DoubleFunction<String> says)
    implements HealthCheck {
  /** The five checks, in the order in which they are told. */
  static List<HealthCheck> all() {
    return List.of(
        syncing("cl-sync", "CL Sync Status", Layer.CONSENSUS, "eth_con_sync_is_syncing"),
        headSlot(),
        behind(
            "cl-finalized-epoch",
            "CL Finalized Epoch",
            Layer.CONSENSUS,
            "beacon_finalized_epoch",
            4,
            "epochs"),
        syncing("el-sync", "EL Sync Status", Layer.EXECUTION, "eth_exe_sync_is_syncing"),
        behind(
            "el-block-height",
            "EL Block Height",
            Layer.EXECUTION,
            "eth_exe_block_most_recent_number",
            5,
            "blocks"));
  }

  private static StandardCheck syncing(String id, String name, Layer layer, String metric) {
    return new StandardCheck(
        id,
        name,
        layer,
        "notSyncedNodes",
        network -> network.countByNode(network.metric(metric).equalTo(1)),
        network -> network.metric(metric),
        "says that it is syncing",
        value -> "syncing");
  }

  private static StandardCheck headSlot() {
    // One sample alone has no change, and cannot be judged: it does not count as being there.
    Function<NetworkScope, InstantVector> change =
        network -> network.metric("beacon_head_slot").over(Duration.ofMinutes(5)).delta();
    return new StandardCheck(
        "cl-head-slot",
        "CL Head Slot",
        Layer.CONSENSUS,
        "stuckNodes",
        network -> change.apply(network).atMost(0),
        change,
        "has not moved its head within 5 minutes",
        value ->
            value < 0
                ? "went back by " + whole(-value) + " slots within 5 minutes"
                : "has not moved for 5 minutes");
  }

  /** Whoever is more than this behind the node that is furthest. */
  private static StandardCheck behind(
      String id, String name, Layer layer, String metric, int tolerated, String unit) {
    return new StandardCheck(
        id,
        name,
        layer,
        "stuckNodes",
        network -> {
          var each = network.metric(metric);
          // Both sides share nothing but the network: without saying so, nothing would match.
          return each.minus(each.maxBy("network"), on("network").groupLeft()).lessThan(-tolerated);
        },
        network -> network.metric(metric),
        "is more than " + tolerated + " " + unit + " behind the node that is furthest",
        value -> whole(-value) + " " + unit + " behind");
  }

  /** Deltas are extrapolated, and need not be whole. */
  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  @Override
  public String measured(double value) {
    return says.apply(value);
  }

  @Override
  public PromQl failing(NetworkScope network) {
    return fails.apply(network);
  }

  @Override
  public PromQl presence(NetworkScope network) {
    return network.countByNode(isThere.apply(network));
  }
}
