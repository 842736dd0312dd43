package dev.pulse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.model.Status;
import dev.pulse.kubernetes.WorkloadCheck.Kind;
import dev.pulse.samples.fakes.FakeCluster;
import dev.pulse.samples.fakes.FakeWorkload;
import dev.pulse.samples.fakes.PrismProxy;
import dev.pulse.testkit.FakeCheckContext;
import dev.pulse.testkit.FakeCollectContext;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Our requests, and the answers of our stand-in, judged by Kubernetes' own description of its API:
 * Prism stands between the two and refuses what breaks it. {@code trial/prism.sh} runs this. Exec
 * is left out, because it leaves HTTP.
 */
@EnabledIfEnvironmentVariable(named = PrismProxy.PROGRAM, matches = ".+")
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KubernetesPrismTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final FakeCluster cluster = FakeCluster.builder().clock(() -> NOW).start();
  private PrismProxy prism;
  private KubernetesConnection connection;

  @BeforeAll
  void start() throws Exception {
    prism = PrismProxy.start("PULSE_KUBERNETES_SPEC", cluster.uri());
    connection = Connections.to(cluster, prism.uri().toString());
  }

  @AfterAll
  void stop() throws Exception {
    prism.close();
    cluster.close();
  }

  private static CheckResult run(Check check) throws Exception {
    return check.run(FakeCheckContext.builder().timeout(Duration.ofMinutes(1)).build());
  }

  @Test
  void podsInEveryStateAreAsKubernetesDescribesThem() throws Exception {
    cluster
        .pod("pods", "ready")
        .label("app", "web")
        .annotation("kubectl.kubernetes.io/default-container", "main")
        .ownedBy("StatefulSet", "web");
    cluster
        .pod("pods", "crashing")
        .container(
            "main",
            main ->
                main.restarts(4)
                    .waiting("CrashLoopBackOff", "back-off")
                    .lastTerminated("OOMKilled", 137, NOW));
    cluster
        .pod("pods", "pending")
        .phase("Pending")
        .node("")
        .condition("PodScheduled", "False", "Unschedulable", "0/3 nodes are available");
    cluster
        .pod("pods", "failed")
        .phase("Failed")
        .reason("Evicted", "low on memory")
        .container("main", main -> main.terminated("Error", 1, NOW));
    for (int i = 0; i < 600; i++) {
      cluster.pod("pods", "many-" + i);
    }
    var all = run(PodCheck.labelled(connection, "").namespace("pods").build());
    assertThat(all.findings()).as("%s", all).hasSize(604);
    var labelled = run(PodCheck.labelled(connection, "app in (web),!x").namespace("pods").build());
    assertThat(labelled.status()).as("%s", labelled).isEqualTo(Status.PASS);
    var named = run(PodCheck.named(connection, "ready").namespace("pods").build());
    assertThat(named.status()).as("%s", named).isEqualTo(Status.PASS);
    var samples =
        PodCollector.of(connection)
            .allNamespaces()
            .build()
            .collect(FakeCollectContext.builder().timeout(Duration.ofMinutes(1)).build());
    assertThat(samples.asList()).hasSizeGreaterThan(6_000);
    assertThat(samples.unavailable()).isEmpty();
  }

  private FakeWorkload workload(Kind kind) {
    return switch (kind) {
      case DEPLOYMENT -> cluster.deployment("infra", "web");
      case STATEFULSET -> cluster.statefulSet("infra", "web");
      case DAEMONSET -> cluster.daemonSet("infra", "web");
      case REPLICASET -> cluster.replicaSet("infra", "web");
      case JOB -> cluster.job("infra", "web");
    };
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void workloadsAreAsKubernetesDescribesThem(Kind kind) throws Exception {
    workload(kind)
        .label("app", "web")
        .replicas(3)
        .ready(2)
        .condition("Failed", "True", "BackoffLimitExceeded", "has reached the limit");
    var result = run(WorkloadCheck.of(connection, kind, "web").build());
    assertThat(result.status()).as("%s", result).isEqualTo(Status.FAIL);
    assertThat(result.samples()).isNotEmpty();
    workload(kind).edited(json -> json.put("spec", "none"));
    assertThat(run(WorkloadCheck.of(connection, kind, "web").build()).status())
        .as("an answer that breaks the description")
        .isEqualTo(Status.UNKNOWN);
  }

  @Test
  void refusalsReachTheClientAsTheyAre() throws Exception {
    var missing = run(PodCheck.named(connection, "nobody").build());
    assertThat(missing.status()).as("%s", missing).isEqualTo(Status.FAIL);
    cluster.forbid("list", "pods");
    var forbidden = run(PodCheck.labelled(connection, "").namespace("closed").build());
    cluster.recover();
    assertThat(forbidden.summary()).contains("cannot list resource \"pods\"");
  }

  /** Without these two, a Prism that lets everything pass would judge us well. */
  @Test
  void aRequestThatKubernetesDoesNotDescribeIsRefused() throws Exception {
    int before = cluster.requests().size();
    var request =
        HttpRequest.newBuilder(prism.uri().resolve("/api/v1/namespaces/infra/pods?limit=many"))
            .header("Authorization", "Bearer " + cluster.token())
            .build();
    var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(cluster.requests()).hasSize(before);
  }

  @Test
  void anAnswerThatKubernetesDoesNotDescribeIsRefused() throws Exception {
    cluster.pod("broken", "one").edited(pod -> pod.put("status", Map.of("phase", List.of(1))));
    var result = run(PodCheck.named(connection, "one").namespace("broken").build());
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.summary()).contains("500");
  }
}
