package dev.pulse.kubernetes;

import dev.pulse.api.check.Check;
import dev.pulse.samples.fakes.FakeCluster;
import dev.pulse.samples.fakes.HttpAnswer;
import dev.pulse.testkit.CheckContract;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class PodCheckContractTest extends CheckContract {
  private final FakeCluster cluster = FakeCluster.start();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Override
  protected Check healthy() throws Exception {
    cluster.pod("infra", "db-0");
    return PodCheck.named(Connections.to(cluster), "db-0").build();
  }

  @Override
  protected Check unreachable() throws Exception {
    return PodCheck.named(Connections.to(cluster, "http://127.0.0.1:1"), "db-0").build();
  }

  @Override
  protected Check hanging() throws Exception {
    cluster.answer("/api/v1/namespaces/silent", HttpAnswer.silence());
    return PodCheck.labelled(Connections.to(cluster), "").namespace("silent").build();
  }

  @Override
  protected Set<String> secrets() {
    return Set.of(cluster.token());
  }
}
