package dev.pulse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.kubernetes.WorkloadCheck.Kind;
import dev.pulse.samples.fakes.FakeCluster;
import dev.pulse.samples.fakes.FakeWorkload;
import dev.pulse.samples.fakes.HttpAnswer;
import dev.pulse.testkit.FakeCheckContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class WorkloadCheckTest {
  private final FakeCluster cluster = FakeCluster.start();
  private KubernetesConnection connection;

  @BeforeEach
  void connect() throws Exception {
    connection = Connections.to(cluster);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private WorkloadCheck.Builder of(Kind kind) {
    return WorkloadCheck.of(connection, kind, "web");
  }

  private CheckResult run(Kind kind) throws InterruptedException {
    return run(of(kind));
  }

  private static CheckResult run(WorkloadCheck.Builder builder) throws InterruptedException {
    return builder.build().run(FakeCheckContext.create());
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

  private static String reason(CheckResult result) {
    return result.reason().orElseThrow().code();
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = Mode.EXCLUDE, names = "JOB")
  void allReadyPasses(Kind kind) throws Exception {
    workload(kind).replicas(3);
    var result = run(kind);
    assertThat(result.status()).isEqualTo(Status.PASS);
    assertThat(result.summary()).isEqualTo("3 of 3 replicas are ready");
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = Mode.EXCLUDE, names = "JOB")
  void fewerReadyThanWantedFails(Kind kind) throws Exception {
    workload(kind).replicas(3).ready(2);
    var result = run(kind);
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(reason(result)).isEqualTo("replicas");
    assertThat(result.summary()).isEqualTo("2 of 3 replicas are ready");
  }

  @ParameterizedTest
  @CsvSource({
    "4, 4, PASS",
    "4, 3, WARN",
    "4, 2, WARN",
    "4, 1, FAIL",
    "3, 2, WARN",
    "3, 1, FAIL",
    "1, 0, FAIL"
  })
  void enoughOfThemOnlyWarns(int wanted, int ready, Status status) throws Exception {
    workload(Kind.STATEFULSET).replicas(wanted).ready(ready);
    assertThat(run(of(Kind.STATEFULSET).leastReady(0.5)).status()).isEqualTo(status);
  }

  @Test
  void noneReadyFailsHoweverFewAreEnough() throws Exception {
    workload(Kind.DEPLOYMENT).replicas(200).ready(0);
    assertThat(run(of(Kind.DEPLOYMENT).leastReady(0.001)).status()).isEqualTo(Status.FAIL);
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = Mode.EXCLUDE, names = "JOB")
  void countsOfAnotherVersionAreUnknown(Kind kind) throws Exception {
    workload(kind).replicas(3).generation(5, 4);
    var result = run(kind);
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(reason(result)).isEqualTo("state_unknown");
    assertThat(result.summary()).contains("has not looked at version 5 yet");
  }

  @Test
  void stuckRollOutFailsAlthoughEnoughAreReady() throws Exception {
    workload(Kind.DEPLOYMENT)
        .replicas(3)
        .updated(1)
        .condition("Progressing", "False", "ProgressDeadlineExceeded", "timed out progressing");
    var result = run(Kind.DEPLOYMENT);
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(reason(result)).isEqualTo("rollout_stuck");
    assertThat(result.summary())
        .isEqualTo(
            "3 of 3 replicas are ready, the roll-out is stuck: ProgressDeadlineExceeded: timed out"
                + " progressing");
  }

  @Test
  void rollOutThatGoesOnPassesWhileAllAreReady() throws Exception {
    workload(Kind.DEPLOYMENT)
        .replicas(3)
        .updated(1)
        .condition("Progressing", "True", "ReplicaSetUpdated", "");
    assertThat(run(Kind.DEPLOYMENT).summary())
        .isEqualTo("3 of 3 replicas are ready, 1 of the newest version");
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"DEPLOYMENT", "REPLICASET"})
  void podsThatCannotBeMadeFail(Kind kind) throws Exception {
    workload(kind)
        .replicas(3)
        .ready(2)
        .condition("ReplicaFailure", "True", "FailedCreate", "exceeded quota: pods");
    var result = run(of(kind).leastReady(0.5));
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(reason(result)).isEqualTo("replica_failure");
    assertThat(result.summary())
        .contains("no more can be made: FailedCreate: exceeded quota: pods");
  }

  @Test
  void zeroIsWellUnlessMoreMustBeWanted() throws Exception {
    workload(Kind.DEPLOYMENT).replicas(0);
    assertThat(run(Kind.DEPLOYMENT).summary()).isEqualTo("scaled to zero, as wanted");
    var result = run(of(Kind.DEPLOYMENT).leastDesired(2));
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.summary()).isEqualTo("0 replicas are wanted, at least 2 should be");
  }

  @Test
  void samplesHaveTheNamesOfKubeStateMetrics() throws Exception {
    workload(Kind.DEPLOYMENT).replicas(3).ready(2).available(1).updated(3).generation(7, 7);
    var labels = Labels.of("namespace", "infra", "deployment", "web");
    assertThat(run(Kind.DEPLOYMENT).samples())
        .containsExactly(
            Sample.gauge("kube_deployment_spec_replicas", labels, 3),
            Sample.gauge("kube_deployment_status_replicas", labels, 3),
            Sample.gauge("kube_deployment_status_replicas_ready", labels, 2),
            Sample.gauge("kube_deployment_status_replicas_available", labels, 1),
            Sample.gauge("kube_deployment_status_replicas_updated", labels, 3),
            Sample.gauge("kube_deployment_metadata_generation", labels, 7),
            Sample.gauge("kube_deployment_status_observed_generation", labels, 7));
    workload(Kind.JOB).pods(1, 2, 3);
    assertThat(run(Kind.JOB).samples())
        .contains(
            Sample.gauge(
                "kube_job_status_failed", Labels.of("namespace", "infra", "job_name", "web"), 2));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void missingWorkloadFails(Kind kind) throws Exception {
    var result = run(kind);
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(reason(result)).isEqualTo("not_found");
    assertThat(result.summary()).matches("there is no [a-z]+ infra/web");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void forbiddenIsUnknownWithTheReasonOfTheServer(Kind kind) throws Exception {
    workload(kind);
    for (var resource :
        List.of("deployments", "statefulsets", "daemonsets", "replicasets", "jobs")) {
      cluster.forbid("get", resource);
    }
    var result = run(kind);
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(reason(result)).isEqualTo("forbidden");
    assertThat(result.summary()).contains("is forbidden: User");
  }

  @Test
  void notFoundOfSomebodyElseIsUnknown() throws Exception {
    cluster.answer("/apis", HttpAnswer.text(404, "<html>no such page"));
    var result = run(Kind.DEPLOYMENT);
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.summary()).isEqualTo("HTTP 404");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void unknownFieldsFromANewerClusterAreIgnored(Kind kind) throws Exception {
    cluster.becomeNewer();
    var job = workload(kind);
    if (kind == Kind.JOB) {
      job.condition("Complete", "True", "", "");
    }
    assertThat(run(kind).status()).isEqualTo(Status.PASS);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void workloadWithoutAStatusIsUnknown(Kind kind) throws Exception {
    workload(kind).edited(json -> json.remove("status"));
    assertThat(run(kind).status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void countsThatAreNoNumbersAreUnknown() throws Exception {
    workload(Kind.DEPLOYMENT).edited(json -> json.put("spec", Map.of("replicas", "three")));
    assertThat(run(Kind.DEPLOYMENT).status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void jobIsJudgedByItsConditions() throws Exception {
    var job = workload(Kind.JOB).pods(0, 0, 1).condition("Complete", "True", "", "");
    assertThat(run(Kind.JOB).summary()).isEqualTo("the job is done, 1 pod has succeeded");
    job.condition("Complete", "False", "", "").pods(2, 0, 0);
    assertThat(run(Kind.JOB).status()).isEqualTo(Status.PASS);
    assertThat(run(Kind.JOB).summary())
        .isEqualTo("the job runs: 2 active, 0 of 1 succeeded, 0 failed");
    job.pods(1, 3, 0);
    assertThat(run(Kind.JOB).status()).isEqualTo(Status.WARN);
    job.condition("Failed", "True", "BackoffLimitExceeded", "has reached the limit");
    var failed = run(Kind.JOB);
    assertThat(failed.status()).isEqualTo(Status.FAIL);
    assertThat(reason(failed)).isEqualTo("job_failed");
    assertThat(failed.summary())
        .isEqualTo("the job has failed: BackoffLimitExceeded: has reached the limit");
  }

  @Test
  void jobThatWaitsWarns() throws Exception {
    var job = workload(Kind.JOB).pods(0, 0, 0).condition("Suspended", "True", "", "");
    assertThat(run(Kind.JOB).summary()).isEqualTo("the job is suspended");
    job.condition("Suspended", "False", "", "")
        .edited(json -> ((Map<?, ?>) json.get("status")).remove("startTime"));
    var result = run(Kind.JOB);
    assertThat(result.status()).isEqualTo(Status.WARN);
    assertThat(result.summary()).isEqualTo("the job has not started yet");
  }

  @Test
  void namespaceCanBeAnother() throws Exception {
    cluster.deployment("shop", "web").replicas(2);
    assertThat(run(of(Kind.DEPLOYMENT).namespace("shop")).status()).isEqualTo(Status.PASS);
    assertThat(of(Kind.DEPLOYMENT).namespace("shop").build()).hasToString("deployment shop/web");
  }

  @Test
  void allProblemsAreReportedTogether() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                WorkloadCheck.of(connection, Kind.DEPLOYMENT, "a/b")
                    .namespace("X")
                    .leastReady(Double.NaN)
                    .leastDesired(-1)
                    .build())
        .withMessageContaining("workload: must be a name like web")
        .withMessageContaining("namespace")
        .withMessageContaining("least-ready: must be more than 0 to 1, but is NaN")
        .withMessageContaining("least-desired: must be at least 0, but is -1");
    assertThat(of(Kind.JOB).leastReady(0.5).leastDesired(1).problems()).hasSize(2);
  }
}
