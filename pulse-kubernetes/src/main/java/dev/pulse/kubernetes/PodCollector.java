package dev.pulse.kubernetes;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.collect.CollectContext;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.kubernetes.ContainerState.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * How pods are, as samples under the names and labels that kube-state-metrics gives them, so that
 * rules and dashboards that know those names go on working: {@code kube_pod_info}, {@code
 * kube_pod_created}, {@code kube_pod_status_phase}, {@code kube_pod_status_ready}, {@code
 * kube_pod_status_reason}, {@code kube_pod_status_unschedulable}, {@code
 * kube_pod_deletion_timestamp}, and for containers ({@code kube_pod_container_…}, {@code
 * kube_pod_init_container_…}) {@code status_restarts_total}, {@code status_ready}, {@code
 * status_running}, {@code status_waiting}, {@code status_terminated}, {@code
 * status_waiting_reason}, {@code status_terminated_reason}, {@code status_last_terminated_reason}.
 * Take a {@link PodCheck} to have pods judged.
 *
 * <p>A pod brings some twenty samples. What a cluster does not say about a pod is not sampled; its
 * phase, when it is none of the five known ones, is listed as unavailable. Defaults: the namespace
 * of the connection, all of its pods.
 *
 * <pre>{@code
 * Collector pods = PodCollector.of(KubernetesConnection.detect()).labelled("app=web").build();
 * }</pre>
 *
 * <p>It needs {@code list} on {@code pods}. Thread-safe.
 */
public final class PodCollector implements Collector {
  private static final List<String> PHASES =
      List.of("Pending", "Running", "Succeeded", "Failed", "Unknown");

  private final PodSelection selection;

  private PodCollector(PodSelection selection) {
    this.selection = selection;
  }

  /** For all pods of the connection's namespace, unless told otherwise. */
  public static Builder of(KubernetesConnection connection) {
    return new Builder(PodSelection.labelled(requireNonNull(connection, "connection"), ""));
  }

  @Override
  public Samples collect(CollectContext context) throws InterruptedException {
    var pods = selection.read(TimeBudget.of(context.remaining()));
    var samples = Samples.builder();
    pods.forEach(pod -> add(samples, pod));
    return samples.build();
  }

  private void add(Samples.Builder samples, PodState pod) {
    var labels = Labels.of("namespace", pod.namespace(), "pod", pod.name()).with("uid", pod.uid());
    samples.gauge(
        "kube_pod_info",
        labels
            .with("node", pod.node())
            .with("created_by_kind", pod.ownerKind())
            .with("created_by_name", pod.ownerName()),
        1);
    pod.created().ifPresent(at -> samples.add(time("kube_pod_created", labels, at)));
    pod.deletion().ifPresent(at -> samples.add(time("kube_pod_deletion_timestamp", labels, at)));
    addPhase(samples, pod, labels);
    pod.isReady().ifPresent(ready -> addReady(samples, labels, ready ? "true" : "false"));
    if (pod.ready().isUndecided()) {
      addReady(samples, labels, "unknown");
    }
    if (pod.scheduled().isFalse() && pod.scheduled().reason().equals("Unschedulable")) {
      samples.gauge("kube_pod_status_unschedulable", labels, 1);
    }
    if (!pod.reason().isEmpty()) {
      samples.gauge("kube_pod_status_reason", labels.with("reason", pod.reason()), 1);
    }
    pod.containers().forEach(container -> add(samples, labels, container));
  }

  private void addPhase(Samples.Builder samples, PodState pod, Labels labels) {
    if (!PHASES.contains(pod.phase())) {
      samples.unavailable(
          "phase of " + selection.key(pod),
          pod.phase().isEmpty()
              ? "the cluster does not tell it"
              : "the cluster says \"" + pod.phase() + "\"");
      return;
    }
    for (String phase : PHASES) {
      samples.gauge(
          "kube_pod_status_phase", labels.with("phase", phase), phase.equals(pod.phase()) ? 1 : 0);
    }
  }

  private static void addReady(Samples.Builder samples, Labels labels, String condition) {
    for (String each : List.of("true", "false", "unknown")) {
      samples.gauge(
          "kube_pod_status_ready", labels.with("condition", each), each.equals(condition) ? 1 : 0);
    }
  }

  private static void add(Samples.Builder samples, Labels pod, ContainerState container) {
    var prefix =
        container.init() ? "kube_pod_init_container_status_" : "kube_pod_container_status_";
    var labels = pod.with("container", container.name());
    container
        .restarts()
        .ifPresent(count -> samples.counter(prefix + "restarts_total", labels, (double) count));
    samples.gauge(prefix + "ready", labels, container.ready() ? 1 : 0);
    var now = container.now();
    if (now.phase() != Phase.OTHER) {
      for (Phase phase : List.of(Phase.RUNNING, Phase.WAITING, Phase.TERMINATED)) {
        samples.gauge(
            prefix + phase.name().toLowerCase(Locale.ROOT), labels, phase == now.phase() ? 1 : 0);
      }
    }
    addReason(samples, prefix + "waiting_reason", labels, now.reason());
    now.end()
        .ifPresent(end -> addReason(samples, prefix + "terminated_reason", labels, end.reason()));
    container
        .last()
        .ifPresent(
            end -> addReason(samples, prefix + "last_terminated_reason", labels, end.reason()));
  }

  private static void addReason(
      Samples.Builder samples, String name, Labels labels, String reason) {
    if (!reason.isEmpty()) {
      samples.gauge(name, labels.with("reason", reason), 1);
    }
  }

  private static Sample time(String name, Labels labels, Instant at) {
    return Sample.gauge(name, labels, (double) at.getEpochSecond());
  }

  @Override
  public String toString() {
    return selection.toString();
  }

  /** Builds a {@link PodCollector}. Confine to one thread. */
  public static final class Builder {
    private PodSelection selection;

    private Builder(PodSelection selection) {
      this.selection = selection;
    }

    /** Only pods with certain labels, such as {@code app=web}. */
    public Builder labelled(String selector) {
      selection = selection.labelled(requireNonNull(selector, "selector"));
      return this;
    }

    /** Where to look; the namespace of the connection by default. */
    public Builder namespace(String namespace) {
      selection = selection.in(requireNonNull(namespace, "namespace"));
      return this;
    }

    /** Looks in all namespaces. Needs permission in the whole cluster. */
    public Builder allNamespaces() {
      selection = selection.in(PodSelection.EVERYWHERE);
      return this;
    }

    /** Everything that is wrong, by the names that the options have in a configuration. */
    List<Problem> problems() {
      return selection.problems();
    }

    /**
     * The collector.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public PodCollector build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return new PodCollector(selection);
    }
  }
}
