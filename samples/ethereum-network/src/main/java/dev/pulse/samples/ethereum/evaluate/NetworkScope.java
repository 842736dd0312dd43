package dev.pulse.samples.ethereum.evaluate;

import static dev.pulse.prometheus.LabelMatcher.equal;
import static dev.pulse.prometheus.LabelMatcher.notMatching;
import static java.util.Objects.requireNonNull;

import dev.pulse.prometheus.InstantVector;
import dev.pulse.prometheus.MetricSelector;
import dev.pulse.prometheus.PromQl;

/**
 * The series of one network. The network is matched by equality, so neither another one whose name
 * begins the same nor a name that looks like an expression gets in; machines that only test
 * synchronisation are left out. Immutable.
 */
public final class NetworkScope {
  private static final String[] NODE_LABELS = {
    "instance", "ingress_user", "consensus_client", "execution_client"
  };

  private final String network;

  private NetworkScope(String network) {
    this.network = network;
  }

  /** The series of a network. */
  public static NetworkScope of(String network) {
    return new NetworkScope(requireNonNull(network, "network"));
  }

  /** The key of the network. */
  public String network() {
    return network;
  }

  /** The series of a metric. */
  public MetricSelector metric(String name) {
    return PromQl.metric(name)
        .where(equal("network", network), notMatching("ingress_user", "synctest.*"));
  }

  /** One series for each node among some, with the labels that tell which node it is. */
  public InstantVector countByNode(InstantVector series) {
    return series.countBy(NODE_LABELS);
  }
}
