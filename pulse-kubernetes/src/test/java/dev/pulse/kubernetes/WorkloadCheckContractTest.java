package dev.pulse.kubernetes;

import dev.pulse.api.check.Check;
import dev.pulse.kubernetes.WorkloadCheck.Kind;
import dev.pulse.samples.fakes.FakeCluster;
import dev.pulse.samples.fakes.HttpAnswer;
import dev.pulse.testkit.CheckContract;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class WorkloadCheckContractTest extends CheckContract {
  private final FakeCluster cluster = FakeCluster.start();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Override
  protected Check healthy() throws Exception {
    cluster.deployment("infra", "web");
    return WorkloadCheck.of(Connections.to(cluster), Kind.DEPLOYMENT, "web").build();
  }

  @Override
  protected Check unreachable() throws Exception {
    return WorkloadCheck.of(Connections.to(cluster, "http://127.0.0.1:1"), Kind.DEPLOYMENT, "web")
        .build();
  }

  @Override
  protected Check hanging() throws Exception {
    cluster.answer("/apis/batch/v1/namespaces/silent", HttpAnswer.silence());
    return WorkloadCheck.of(Connections.to(cluster), Kind.JOB, "web").namespace("silent").build();
  }

  @Override
  protected Set<String> secrets() {
    return Set.of(cluster.token());
  }
}
