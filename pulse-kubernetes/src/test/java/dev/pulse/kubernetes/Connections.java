package dev.pulse.kubernetes;

import dev.pulse.samples.fakes.FakeCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Connections to stand-ins, that look at nothing of the machine's. */
final class Connections {
  private Connections() {}

  /** To this cluster, with the namespace {@code infra}. */
  static KubernetesConnection to(FakeCluster cluster) throws IOException {
    return to(cluster, cluster.uri().toString());
  }

  /** With the credentials of a cluster, to another address. */
  static KubernetesConnection to(FakeCluster cluster, String address) throws IOException {
    var file = Files.createTempFile("kubeconfig", ".yaml");
    file.toFile().deleteOnExit();
    return from(cluster.kubeconfig().namespace("infra").server(address).write(file));
  }

  private static KubernetesConnection from(Path kubeconfig) {
    return KubernetesConnection.builder()
        .environment(Map.of("KUBECONFIG", kubeconfig.toString()))
        .home(kubeconfig.resolveSibling("nobody"))
        .serviceAccount(kubeconfig.resolveSibling("no-service-account"))
        .build();
  }

  /** To nowhere: there is no configuration. */
  static KubernetesConnection none() {
    return KubernetesConnection.builder()
        .environment(Map.of())
        .home(Path.of("nobody"))
        .serviceAccount(Path.of("no-service-account"))
        .build();
  }
}
