package dev.pulse.kubernetes;

import dev.pulse.samples.fakes.FakeCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Connections for checks that make their stand-ins themselves; see {@link Rig}. */
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
    return Rig.reading(cluster.kubeconfig().namespace("infra").server(address).write(file)).build();
  }

  /** To nowhere: there is no configuration. */
  static KubernetesConnection none() {
    return Rig.nowhere(Path.of("nobody")).build();
  }
}
