package dev.pulse.samples.ethereum.evaluate;

import dev.pulse.prometheus.PromQl;
import dev.pulse.samples.ethereum.node.Layer;

/** A sixth check, as somebody outside of the module would write it. */
public final class PeerCountCheck implements HealthCheck {
  private final String id;
  private final String name;

  /** For the class path. */
  public PeerCountCheck() {
    this("cl-peers", "CL Peers");
  }

  PeerCountCheck(String id, String name) {
    this.id = id;
    this.name = name;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Layer layer() {
    return Layer.CONSENSUS;
  }

  @Override
  public String detailKey() {
    return "lonelyNodes";
  }

  @Override
  public PromQl failing(NetworkScope network) {
    return network.countByNode(network.metric("libp2p_peers").lessThan(3));
  }

  @Override
  public PromQl presence(NetworkScope network) {
    return network.countByNode(network.metric("libp2p_peers"));
  }
}
