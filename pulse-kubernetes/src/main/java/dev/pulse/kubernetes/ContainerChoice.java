package dev.pulse.kubernetes;

import dev.pulse.kubernetes.KubernetesException.Kind;
import java.util.Map;
import java.util.Optional;

/** In which of a pod's containers to run a program when nobody has said. */
final class ContainerChoice {
  private static final String DEFAULT = "kubectl.kubernetes.io/default-container";

  private ContainerChoice() {}

  /**
   * Whether a refusal asks for the name of a container, or for another one. The API server has only
   * its words for that.
   */
  static boolean isMissing(KubernetesException refusal) {
    var words = String.valueOf(refusal.getMessage());
    return refusal.kind() == Kind.REFUSED
        && (words.contains("a container name must be specified")
            || (words.startsWith("container ") && words.contains(" is not valid for pod ")));
  }

  /**
   * The default container of a pod, else its first; empty when the pod may not be read or names
   * none.
   */
  static Optional<String> of(KubernetesConnection connection, PodVisit visit)
      throws InterruptedException {
    var path = "/api/v1/namespaces/" + visit.namespace() + "/pods/" + visit.pod();
    Json pod;
    try {
      pod = KubernetesApi.of(connection).get(path, Map.of(), visit.budget());
    } catch (KubernetesException e) {
      if (e.kind() == Kind.FORBIDDEN) {
        return Optional.empty();
      }
      throw e;
    }
    return pod.text("metadata", "annotations", DEFAULT)
        .filter(PodNames::isLabel)
        .or(
            () ->
                pod.items("spec", "containers").stream()
                    .findFirst()
                    .flatMap(container -> container.text("name")));
  }
}
