package dev.pulse.kubernetes;

import dev.pulse.api.collect.Collector;
import dev.pulse.samples.fakes.FakeCluster;
import dev.pulse.samples.fakes.HttpAnswer;
import dev.pulse.testkit.CollectorContract;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class PodCollectorContractTest extends CollectorContract {
  private final FakeCluster cluster = FakeCluster.start();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Override
  protected Collector healthy() throws Exception {
    cluster.pod("infra", "db-0");
    return PodCollector.of(Connections.to(cluster)).build();
  }

  @Override
  protected Collector unreachable() throws Exception {
    return PodCollector.of(Connections.to(cluster, "http://127.0.0.1:1")).build();
  }

  @Override
  protected Collector hanging() throws Exception {
    cluster.answer("/api/v1/namespaces/silent", HttpAnswer.silence());
    return PodCollector.of(Connections.to(cluster)).namespace("silent").build();
  }

  @Override
  protected Set<String> secrets() {
    return Set.of(cluster.token());
  }
}
