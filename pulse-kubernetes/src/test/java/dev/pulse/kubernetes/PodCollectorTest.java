package dev.pulse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.collect.Samples;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.samples.fakes.FakeCluster;
import dev.pulse.testkit.FakeCollectContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PodCollectorTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final FakeCluster cluster = FakeCluster.builder().clock(() -> NOW).start();
  private KubernetesConnection connection;

  @BeforeEach
  void connect() throws Exception {
    connection = Connections.to(cluster);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private static Samples collect(PodCollector.Builder builder) throws InterruptedException {
    return builder.build().collect(FakeCollectContext.create());
  }

  private Samples collect() throws InterruptedException {
    return collect(PodCollector.of(connection));
  }

  private static Labels pod(String name) {
    var uid = UUID.nameUUIDFromBytes(("infra/" + name).getBytes(StandardCharsets.UTF_8));
    return Labels.of("namespace", "infra", "pod", name).with("uid", uid.toString());
  }

  @Test
  void podsAreToldUnderTheNamesOfKubeStateMetrics() throws Exception {
    cluster
        .pod("infra", "web-1")
        .ownedBy("ReplicaSet", "web")
        .container("main", main -> main.restarts(3).lastTerminated("OOMKilled", 137, NOW));
    var pod = pod("web-1");
    var container = pod.with("container", "main");
    assertThat(collect().asList())
        .containsExactlyInAnyOrder(
            Sample.gauge(
                "kube_pod_info",
                pod.with("node", "node-1")
                    .with("created_by_kind", "ReplicaSet")
                    .with("created_by_name", "web"),
                1),
            Sample.gauge("kube_pod_created", pod, (double) NOW.getEpochSecond()),
            Sample.gauge("kube_pod_status_phase", pod.with("phase", "Pending"), 0),
            Sample.gauge("kube_pod_status_phase", pod.with("phase", "Running"), 1),
            Sample.gauge("kube_pod_status_phase", pod.with("phase", "Succeeded"), 0),
            Sample.gauge("kube_pod_status_phase", pod.with("phase", "Failed"), 0),
            Sample.gauge("kube_pod_status_phase", pod.with("phase", "Unknown"), 0),
            Sample.gauge("kube_pod_status_ready", pod.with("condition", "true"), 1),
            Sample.gauge("kube_pod_status_ready", pod.with("condition", "false"), 0),
            Sample.gauge("kube_pod_status_ready", pod.with("condition", "unknown"), 0),
            Sample.counter("kube_pod_container_status_restarts_total", container, 3),
            Sample.gauge("kube_pod_container_status_ready", container, 1),
            Sample.gauge("kube_pod_container_status_running", container, 1),
            Sample.gauge("kube_pod_container_status_waiting", container, 0),
            Sample.gauge("kube_pod_container_status_terminated", container, 0),
            Sample.gauge(
                "kube_pod_container_status_last_terminated_reason",
                container.with("reason", "OOMKilled"),
                1));
  }

  @Test
  void whyPodsDoNotRunIsTold() throws Exception {
    cluster
        .pod("infra", "web-1")
        .phase("Pending")
        .node("")
        .condition("PodScheduled", "False", "Unschedulable", "0/3 nodes")
        .container("main", main -> main.waiting("ImagePullBackOff", "Back-off"));
    cluster
        .pod("infra", "web-2")
        .phase("Failed")
        .reason("Evicted", "low on memory")
        .container("main", main -> main.terminated("Error", 1, NOW));
    var one = pod("web-1");
    var two = pod("web-2");
    assertThat(collect().asList())
        .contains(
            Sample.gauge("kube_pod_status_unschedulable", one, 1),
            Sample.gauge(
                "kube_pod_container_status_waiting_reason",
                one.with("container", "main").with("reason", "ImagePullBackOff"),
                1),
            Sample.gauge("kube_pod_status_ready", one.with("condition", "false"), 1),
            Sample.gauge("kube_pod_status_reason", two.with("reason", "Evicted"), 1),
            Sample.gauge(
                "kube_pod_container_status_terminated_reason",
                two.with("container", "main").with("reason", "Error"),
                1));
  }

  @Test
  void labelsAndNamespacesChoose() throws Exception {
    cluster.pod("infra", "web-1").label("app", "web");
    cluster.pod("infra", "db-0");
    cluster.pod("shop", "web-9").label("app", "web");
    assertThat(names(collect(PodCollector.of(connection).labelled("app=web"))))
        .containsExactly("web-1");
    assertThat(names(collect(PodCollector.of(connection).labelled("app=web").allNamespaces())))
        .containsExactly("web-1", "web-9");
    assertThat(names(collect(PodCollector.of(connection).namespace("shop").labelled(""))))
        .containsExactly("web-9");
  }

  private static Iterable<String> names(Samples samples) {
    return samples.asList().stream()
        .filter(sample -> sample.name().equals("kube_pod_info"))
        .map(sample -> sample.labels().get("pod").orElseThrow())
        .toList();
  }

  @Test
  void noPodsAreNoSamples() throws Exception {
    assertThat(collect().asList()).isEmpty();
    assertThat(collect().unavailable()).isEmpty();
  }

  @Test
  void whatTheClusterDoesNotSayIsNotSampled() throws Exception {
    cluster.pod("infra", "web-1").edited(pod -> pod.remove("status"));
    var samples = collect();
    assertThat(samples.asList())
        .extracting(Sample::name)
        .containsExactly("kube_pod_info", "kube_pod_created");
    assertThat(samples.unavailable())
        .containsExactly(new Samples.Unavailable("phase of web-1", "the cluster does not tell it"));
  }

  @Test
  void unknownPhaseFromANewerClusterIsUnavailableAndTheRestIsThere() throws Exception {
    cluster.becomeNewer();
    cluster.pod("infra", "web-1").phase("Hibernating");
    cluster.pod("infra", "web-2");
    var samples = collect();
    assertThat(samples.unavailable())
        .containsExactly(
            new Samples.Unavailable("phase of web-1", "the cluster says \"Hibernating\""));
    assertThat(samples.asList())
        .contains(Sample.gauge("kube_pod_status_phase", pod("web-2").with("phase", "Running"), 1));
  }

  @Test
  void readinessThatNobodyKnowsIsToldAsSuch() throws Exception {
    cluster.pod("infra", "web-1").condition("Ready", "Unknown", "NodeStatusUnknown", "");
    assertThat(collect().asList())
        .contains(
            Sample.gauge("kube_pod_status_ready", pod("web-1").with("condition", "unknown"), 1),
            Sample.gauge("kube_pod_status_ready", pod("web-1").with("condition", "true"), 0));
  }

  @Test
  void whoMayNotLookBringsNothing() {
    cluster.forbid("list", "pods");
    assertThatThrownBy(this::collect)
        .isInstanceOf(KubernetesException.class)
        .hasMessageContaining("cannot list resource \"pods\"");
  }

  @Test
  void restartsThatAreNotToldAreNotZero() throws Exception {
    cluster
        .pod("infra", "web-1")
        .edited(
            pod ->
                pod.put(
                    "status",
                    Map.of(
                        "phase",
                        "Running",
                        "containerStatuses",
                        List.of(Map.of("name", "main", "ready", true)))));
    assertThat(collect().asList())
        .extracting(Sample::name)
        .contains("kube_pod_container_status_ready")
        .doesNotContain(
            "kube_pod_container_status_restarts_total", "kube_pod_container_status_running");
  }
}
