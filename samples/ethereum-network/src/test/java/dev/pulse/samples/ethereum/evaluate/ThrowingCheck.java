package dev.pulse.samples.ethereum.evaluate;

import dev.pulse.prometheus.PromQl;
import dev.pulse.samples.ethereum.node.Layer;

/** A check that cannot say what to ask. */
final class ThrowingCheck implements HealthCheck {
  @Override
  public String id() {
    return "el-throwing";
  }

  @Override
  public String name() {
    return "EL Throwing";
  }

  @Override
  public Layer layer() {
    return Layer.EXECUTION;
  }

  @Override
  public String detailKey() {
    return "nodes";
  }

  @Override
  public PromQl failing(NetworkScope network) {
    throw new IllegalStateException("broken");
  }

  @Override
  public PromQl presence(NetworkScope network) {
    return network.metric("up");
  }
}
