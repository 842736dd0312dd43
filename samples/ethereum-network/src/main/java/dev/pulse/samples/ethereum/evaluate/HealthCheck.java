package dev.pulse.samples.ethereum.evaluate;

import dev.pulse.prometheus.PromQl;
import dev.pulse.samples.ethereum.node.Layer;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * One question about every node of a network at once. Five are {@linkplain HealthChecks#standard()
 * built in}; others join by being given to the {@link Evaluations}, or as services of this type on
 * the class path, and are then part of runs, logs and alerts like the five.
 *
 * <pre>{@code
 * public PromQl failing(NetworkScope network) {
 *   return network.countByNode(network.metric("libp2p_peers").lessThan(3));
 * }
 * }</pre>
 *
 * <p>Must be immutable and thread-safe.
 */
public interface HealthCheck {
  /** What identifies it in states and reports, such as {@code cl-sync}; never changes. */
  String id();

  /** What people read, such as {@code CL Sync Status}. */
  String name();

  /** The layer that it looks at. */
  Layer layer();

  /** What the log calls the nodes that fail it, such as {@code notSyncedNodes}. */
  String detailKey();

  /** A series for each node that fails; its labels say which. */
  PromQl failing(NetworkScope network);

  /**
   * A series for each node that can be judged. Nodes that are expected, and neither here nor among
   * the {@link #failing}, are unknown.
   */
  PromQl presence(NetworkScope network);

  /**
   * What lets a node fail, in a few words that follow its name: {@code says that it is syncing}.
   * Default: empty, and people see the name of the check alone.
   */
  default String rule() {
    return "";
  }

  /**
   * What the value of a series of {@link #failing} says about its node, such as {@code 7 blocks
   * behind}. Default: the value itself.
   */
  default String measured(double value) {
    return "value "
        + new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
  }
}
