package dev.pulse.kubernetes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a pod is, as far as anybody here asks. Immutable.
 *
 * @param phase {@code Pending}, {@code Running}, …; empty when the cluster does not say
 * @param deletion when it should be gone, once somebody has deleted it
 * @param reason why it is in its phase, such as {@code Evicted}; mostly empty
 */
record PodState(
    String namespace,
    String name,
    String uid,
    Optional<Instant> created,
    Optional<Instant> deletion,
    String phase,
    String reason,
    String message,
    Condition ready,
    Condition scheduled,
    List<ContainerState> containers,
    String node,
    String ownerKind,
    String ownerName) {

  static PodState of(Json pod) {
    var owner = owner(pod);
    return new PodState(
        pod.text("metadata", "namespace").orElse(""),
        pod.text("metadata", "name").orElse(""),
        pod.text("metadata", "uid").orElse(""),
        Words.instant(pod, "metadata", "creationTimestamp"),
        Words.instant(pod, "metadata", "deletionTimestamp"),
        Words.line(pod.text("status", "phase").orElse("")),
        Words.line(pod.text("status", "reason").orElse("")),
        Words.line(pod.text("status", "message").orElse("")),
        Condition.of(pod, "Ready"),
        Condition.of(pod, "PodScheduled"),
        containers(pod),
        pod.text("spec", "nodeName").orElse(""),
        owner.text("kind").orElse(""),
        owner.text("name").orElse(""));
  }

  private static Json owner(Json pod) {
    for (Json owner : pod.items("metadata", "ownerReferences")) {
      if (owner.isTrue("controller")) {
        return owner;
      }
    }
    return pod.at("metadata", "no owner");
  }

  private static List<ContainerState> containers(Json pod) {
    var all = new ArrayList<ContainerState>();
    pod.items("status", "initContainerStatuses")
        .forEach(status -> all.add(ContainerState.of(status, true)));
    pod.items("status", "containerStatuses")
        .forEach(status -> all.add(ContainerState.of(status, false)));
    return List.copyOf(all);
  }

  /** Whether it is ready to serve; empty when nobody can tell. */
  Optional<Boolean> isReady() {
    if (ready.isTrue() || ready.isFalse()) {
      return Optional.of(ready.isTrue());
    }
    var own = containers.stream().filter(container -> !container.init()).toList();
    return ready.isUndecided() || own.isEmpty()
        ? Optional.empty()
        : Optional.of(own.stream().allMatch(ContainerState::ready));
  }

  /** Whether it has ended well although its controller is none whose pods end. */
  boolean hasLeftItsPlace() {
    return phase.equals("Succeeded") && !ownerKind.isEmpty() && !ownerKind.equals("Job");
  }

  /** Namespace and name. */
  String path() {
    return namespace + "/" + name;
  }
}
