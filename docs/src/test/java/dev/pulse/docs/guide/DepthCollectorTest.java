package dev.pulse.docs.guide;

import dev.pulse.api.collect.Collector;
import dev.pulse.testkit.CollectorContract;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import org.junit.jupiter.api.AfterEach;

class DepthCollectorTest extends CollectorContract {
  private final FaultServer broker = FaultServer.answering("17\n");
  private final FaultServer refusing = FaultServer.start(Fault.REFUSED);
  private final FaultServer silent = FaultServer.start(Fault.SILENT);

  @AfterEach
  void stop() {
    broker.close();
    refusing.close();
    silent.close();
  }

  @Override
  protected Collector healthy() {
    return new DepthCollector(broker.url());
  }

  @Override
  protected Collector unreachable() {
    return new DepthCollector(refusing.url());
  }

  @Override
  protected Collector hanging() {
    return new DepthCollector(silent.url());
  }
}
