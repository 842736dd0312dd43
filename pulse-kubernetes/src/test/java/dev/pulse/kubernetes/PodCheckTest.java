package dev.pulse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.samples.fakes.FakeCluster;
import dev.pulse.samples.fakes.FakePod;
import dev.pulse.samples.fakes.HttpAnswer;
import dev.pulse.testkit.FakeCheckContext;
import dev.pulse.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodCheckTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String PODS = "/api/v1/namespaces/infra/pods";

  private final ManualClock clock = ManualClock.at(NOW);
  private final FakeCluster cluster =
      FakeCluster.builder().clock(() -> NOW.minus(Duration.ofDays(10))).start();
  private KubernetesConnection connection;

  @BeforeEach
  void connect() throws Exception {
    connection = Connections.to(cluster);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private CheckResult run(PodCheck check) throws InterruptedException {
    return check.run(FakeCheckContext.builder().clock(clock).build());
  }

  private CheckResult runNamed() throws InterruptedException {
    return run(PodCheck.named(connection, "db-0").build());
  }

  private FakePod pod() {
    return cluster.pod("infra", "db-0");
  }

  private static Finding only(CheckResult result) {
    assertThat(result.findings()).hasSize(1);
    return result.findings().get(0);
  }

  private static String reason(CheckResult result) {
    return result.reason().orElseThrow().code();
  }

  @Test
  void readyPodPasses() throws Exception {
    pod();
    var result = runNamed();
    assertThat(result.status()).isEqualTo(Status.PASS);
    assertThat(result.summary()).isEqualTo("db-0 is ready");
    assertThat(only(result))
        .isEqualTo(
            Finding.of("db-0", Status.PASS, "is ready")
                .withLabels(Labels.of("namespace", "infra", "pod", "db-0")));
    assertThat(result.samples())
        .containsExactly(Sample.gauge("pods", 1), Sample.gauge("pods_ready", 1));
  }

  static Stream<Arguments> conditions() {
    return Stream.of(
        argumentSet(
            "crash loop",
            does(
                pod ->
                    pod.container(
                        "main",
                        main ->
                            main.waiting("CrashLoopBackOff", "back-off 5m0s restarting")
                                .lastTerminated("Error", 2, ago(60)))),
            Status.FAIL,
            "crash_loop",
            "container main: CrashLoopBackOff, last: Error (exit code 2)"),
        argumentSet(
            "crash loop for want of memory",
            does(
                pod ->
                    pod.container(
                        "main",
                        main ->
                            main.waiting("CrashLoopBackOff", "back-off")
                                .lastTerminated("OOMKilled", 137, ago(60)))),
            Status.FAIL,
            "oom_killed",
            "container main: CrashLoopBackOff, last: OOMKilled (exit code 137)"),
        argumentSet(
            "image that cannot be had",
            does(
                pod ->
                    pod.phase("Pending")
                        .container(
                            "main", main -> main.waiting("ImagePullBackOff", "Back-off pulling"))),
            Status.FAIL,
            "cannot_start",
            "container main: ImagePullBackOff: Back-off pulling"),
        argumentSet(
            "no node for days",
            does(
                pod ->
                    pod.phase("Pending")
                        .node("")
                        .condition(
                            "PodScheduled", "False", "Unschedulable", "0/3 nodes are available")),
            Status.FAIL,
            "pending",
            "is pending for 10 days: Unschedulable: 0/3 nodes are available"),
        argumentSet(
            "not ready for days",
            does(pod -> pod.container("main", main -> main.ready(false))),
            Status.FAIL,
            "not_ready",
            "is not ready for 10 days: container main: not ready"),
        argumentSet(
            "evicted",
            does(pod -> pod.phase("Failed").reason("Evicted", "The node was low on memory")),
            Status.FAIL,
            "pod_failed",
            "has failed: Evicted: The node was low on memory"),
        argumentSet(
            "ended for want of memory",
            does(
                pod ->
                    pod.phase("Failed")
                        .container("main", main -> main.terminated("OOMKilled", 137, ago(60)))),
            Status.FAIL,
            "oom_killed",
            "has failed: container main: OOMKilled (exit code 137)"),
        argumentSet(
            "node that is silent",
            does(pod -> pod.phase("Unknown")),
            Status.UNKNOWN,
            "state_unknown",
            "the cluster does not know how it is, mostly because its node is silent (node-1)"),
        argumentSet(
            "readiness that nobody knows",
            does(pod -> pod.condition("Ready", "Unknown", "NodeStatusUnknown", "")),
            Status.UNKNOWN,
            "state_unknown",
            "nobody knows whether it is ready: NodeStatusUnknown"));
  }

  private static Consumer<FakePod> does(Consumer<FakePod> action) {
    return action;
  }

  private static Instant ago(long seconds) {
    return NOW.minusSeconds(seconds);
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void podIsJudgedByWhatTheClusterSays(
      Consumer<FakePod> condition, Status status, String reason, String text) throws Exception {
    condition.accept(pod());
    var result = runNamed();
    assertThat(only(result).text()).isEqualTo(text);
    assertThat(only(result).status()).isEqualTo(status);
    assertThat(result.status()).isEqualTo(status);
    assertThat(reason(result)).isEqualTo(reason);
    assertThat(result.summary()).isEqualTo("db-0: " + text);
  }

  @Test
  void podThatHasDoneItsWorkPasses() throws Exception {
    pod().phase("Succeeded").container("main", main -> main.terminated("Completed", 0, ago(60)));
    assertThat(runNamed().summary()).isEqualTo("db-0 has done its work");
  }

  @Test
  void startingPodWarnsUntilItsTimeIsOver() throws Exception {
    pod()
        .condition("Ready", "False", "ContainersNotReady", "")
        .edited(pod -> set(pod, "Ready", NOW.minusSeconds(299)))
        .container("main", main -> main.ready(false));
    var early = runNamed();
    assertThat(early.status()).isEqualTo(Status.WARN);
    assertThat(reason(early)).isEqualTo("changing");
    clock.move(Duration.ofSeconds(2));
    assertThat(runNamed().status()).isEqualTo(Status.FAIL);
  }

  @SuppressWarnings("unchecked")
  private static void set(Map<String, Object> pod, String type, Instant since) {
    var status = (Map<String, Object>) pod.get("status");
    for (var condition : (List<Map<String, Object>>) status.get("conditions")) {
      if (type.equals(condition.get("type"))) {
        condition.put("lastTransitionTime", since.toString());
      }
    }
  }

  @Test
  void deletedPodWarnsUntilItShouldHaveBeenGoneForLong() throws Exception {
    pod().edited(pod -> metadata(pod).put("deletionTimestamp", NOW.toString()));
    assertThat(runNamed().status()).isEqualTo(Status.WARN);
    clock.move(Duration.ofMinutes(6));
    var result = runNamed();
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(only(result).text()).isEqualTo("was deleted, and should have been gone 6 min ago");
  }

  @Test
  void deletedPodOfADeadNodeStaysAFailure() throws Exception {
    pod()
        .condition("Ready", "False", "NodeNotReady", "")
        .edited(pod -> set(pod, "Ready", NOW.minusSeconds(600)))
        .container("main", main -> main.ready(false));
    assertThat(runNamed().status()).isEqualTo(Status.FAIL);
    pod().edited(pod -> metadata(pod).put("deletionTimestamp", NOW.toString()));
    assertThat(runNamed().status()).isEqualTo(Status.FAIL);
  }

  @Test
  void podThatHasEndedServesNobody() throws Exception {
    cluster.pod("infra", "web-1").label("app", "web").phase("Succeeded").ownedBy("ReplicaSet", "w");
    var result = run(PodCheck.labelled(connection, "app=web").build());
    assertThat(result.summary()).contains("0 pods, at least 1 should be there");
    cluster.pod("infra", "web-1").ownedBy("Job", "w");
    assertThat(run(PodCheck.labelled(connection, "app=web").build()).status())
        .isEqualTo(Status.PASS);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> metadata(Map<String, Object> pod) {
    return (Map<String, Object>) pod.get("metadata");
  }

  @Test
  void restartWithinTheWindowWarnsAndManyFail() throws Exception {
    pod().container("main", main -> main.restarts(7));
    var check = PodCheck.named(connection, "db-0").build();
    assertThat(run(check).status()).as("restarts of long ago").isEqualTo(Status.PASS);
    pod().container("main", main -> main.restarts(8).lastTerminated("OOMKilled", 137, ago(-30)));
    clock.move(Duration.ofMinutes(1));
    var one = run(check);
    assertThat(one.status()).isEqualTo(Status.WARN);
    assertThat(reason(one)).isEqualTo("oom_killed");
    assertThat(only(one).text())
        .isEqualTo(
            "container main restarted 1 time within 60 min, 8 in all,"
                + " last: OOMKilled (exit code 137) 30 s ago");
    pod().container("main", main -> main.restarts(11).lastTerminated("Error", 1, ago(-90)));
    clock.move(Duration.ofMinutes(1));
    var four = run(check);
    assertThat(four.status()).isEqualTo(Status.FAIL);
    assertThat(reason(four)).isEqualTo("restarts");
    assertThat(only(four).text()).startsWith("container main restarted 4 times within 60 min");
    clock.move(Duration.ofHours(2));
    assertThat(run(check).status()).as("restarts of two hours ago").isEqualTo(Status.PASS);
  }

  @Test
  void firstLookCountsTheLastRestartWhenItWasWithinTheWindow() throws Exception {
    pod().container("main", main -> main.restarts(5).lastTerminated("Error", 1, ago(600)));
    assertThat(only(runNamed()).text()).startsWith("container main restarted 1 time within");
    pod().container("main", main -> main.lastTerminated("Error", 1, ago(4_000)));
    assertThat(runNamed().status()).isEqualTo(Status.PASS);
  }

  @Test
  void allRestartsOfAYoungPodCount() throws Exception {
    pod()
        .edited(pod -> metadata(pod).put("creationTimestamp", ago(1_800).toString()))
        .container("main", main -> main.restarts(4).lastTerminated("Error", 1, ago(600)));
    assertThat(only(runNamed()).text()).startsWith("container main restarted 4 times within");
    assertThat(runNamed().status()).isEqualTo(Status.FAIL);
  }

  @Test
  void restartsInAllFailOnlyWhenBounded() throws Exception {
    pod().container("main", main -> main.restarts(21));
    assertThat(runNamed().status()).isEqualTo(Status.PASS);
    var check = PodCheck.named(connection, "db-0").totalRestartsFailAbove(20).build();
    assertThat(run(check).status()).isEqualTo(Status.FAIL);
    assertThat(only(run(check)).text()).contains("0 times within 60 min, 21 in all");
  }

  @Test
  void initContainersAreLookedAtToo() throws Exception {
    pod()
        .phase("Pending")
        .edited(
            pod ->
                status(pod)
                    .put(
                        "initContainerStatuses",
                        List.of(
                            Map.of(
                                "name",
                                "migrate",
                                "ready",
                                false,
                                "restartCount",
                                3,
                                "state",
                                Map.of("waiting", Map.of("reason", "CrashLoopBackOff"))))));
    assertThat(only(runNamed()).text()).isEqualTo("init container migrate: CrashLoopBackOff");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> status(Map<String, Object> pod) {
    return (Map<String, Object>) pod.get("status");
  }

  @Test
  void podsOfASelectorHaveAFindingEach() throws Exception {
    cluster.pod("infra", "web-1").label("app", "web");
    cluster.pod("infra", "web-2").label("app", "web").phase("Failed").reason("Evicted", "");
    cluster.pod("infra", "web-3").label("app", "web").phase("Unknown");
    pod().label("app", "db");
    var result = run(PodCheck.labelled(connection, "app=web").build());
    assertThat(result.findings())
        .extracting(Finding::key, Finding::status)
        .containsExactly(
            tuple("web-1", Status.PASS),
            tuple("web-2", Status.FAIL),
            tuple("web-3", Status.UNKNOWN));
    assertThat(result.summary()).isEqualTo("web-2: has failed: Evicted, and 1 other (of 3 pods)");
    assertThat(result.samples())
        .containsExactly(Sample.gauge("pods", 3), Sample.gauge("pods_ready", 1));
  }

  @Test
  void manyPagesAreRead() throws Exception {
    for (int i = 0; i < 1_001; i++) {
      cluster.pod("infra", "web-" + i).label("app", "web");
    }
    var result = run(PodCheck.labelled(connection, "app=web").build());
    assertThat(result.summary()).isEqualTo("all 1001 pods are well");
    assertThat(cluster.requests(PODS)).hasSize(3);
  }

  @Test
  void podsOfAllNamespacesAreToldApart() throws Exception {
    cluster.pod("a", "web");
    cluster.pod("b", "web");
    var result = run(PodCheck.labelled(connection, "").allNamespaces().build());
    assertThat(result.findings()).extracting(Finding::key).containsExactly("a/web", "b/web");
  }

  @Test
  void missingPodFails() throws Exception {
    var result = runNamed();
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(reason(result)).isEqualTo("not_found");
    assertThat(only(result))
        .isEqualTo(
            Finding.of("db-0", Status.FAIL, "does not exist").withLabels(Labels.of("pod", "db-0")));
  }

  @Test
  void tooFewPodsFail() throws Exception {
    cluster.pod("infra", "web-1").label("app", "web");
    var result = run(PodCheck.labelled(connection, "app=web").atLeast(2).build());
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(reason(result)).isEqualTo("not_found");
    assertThat(result.summary())
        .isEqualTo("pods app=web in infra: 1 pod, at least 2 should be there");
    assertThat(result.findings()).hasSize(2);
  }

  @Test
  void nonePassesOnlyWhenNoneIsAllowed() throws Exception {
    assertThat(run(PodCheck.labelled(connection, "app=web").build()).status())
        .isEqualTo(Status.FAIL);
    assertThat(run(PodCheck.labelled(connection, "app=web").atLeast(0).build()).status())
        .isEqualTo(Status.PASS);
  }

  @Test
  void unknownFieldsFromANewerClusterAreIgnored() throws Exception {
    cluster.becomeNewer();
    pod().container("main", main -> main.restarts(1).lastTerminated("Error", 1, ago(60)));
    assertThat(runNamed().status()).isEqualTo(Status.WARN);
    assertThat(run(PodCheck.labelled(connection, "").build()).status()).isEqualTo(Status.WARN);
  }

  @Test
  void unknownPhaseFromANewerClusterIsUnknown() throws Exception {
    pod().phase("Hibernating");
    var result = runNamed();
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(only(result).text())
        .isEqualTo("is in the phase \"Hibernating\", which nobody here knows");
  }

  @Test
  void unknownWaitingReasonFromANewerClusterCountsAsNotReady() throws Exception {
    pod().phase("Pending").container("main", main -> main.waiting("ThawingOut", ""));
    var result = runNamed();
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(only(result).text()).isEqualTo("is pending for 10 days: container main: ThawingOut");
  }

  @Test
  void podWithoutAStatusIsUnknown() throws Exception {
    pod().edited(pod -> pod.remove("status"));
    var result = runNamed();
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(only(result).text()).isEqualTo("the cluster does not tell its phase");
  }

  @Test
  void forbiddenIsUnknownWithTheReasonOfTheServer() throws Exception {
    pod();
    cluster.forbid("get", "pods");
    cluster.forbid("list", "pods");
    var named = runNamed();
    assertThat(named.status()).isEqualTo(Status.UNKNOWN);
    assertThat(reason(named)).isEqualTo("forbidden");
    assertThat(named.summary()).contains("cannot get resource \"pods\"");
    assertThat(run(PodCheck.labelled(connection, "").build()).summary())
        .contains("cannot list resource \"pods\"");
  }

  @Test
  void whoCannotAskDoesNotKnow() throws Exception {
    assertThat(reason(run(PodCheck.named(Connections.none(), "db-0").build())))
        .isEqualTo("no_configuration");
    cluster.unauthorized(2);
    assertThat(reason(runNamed())).isEqualTo("unauthorized");
    cluster.answer(PODS, HttpAnswer.text(404, "404 page not found"));
    assertThat(runNamed().status()).as("a 404 of somebody else").isEqualTo(Status.UNKNOWN);
    cluster.answer(PODS, HttpAnswer.json(200, "[1]"));
    assertThat(reason(runNamed())).isEqualTo("protocol");
    cluster.answer(PODS, HttpAnswer.status(503, "ServiceUnavailable", "etcd is away"));
    assertThat(runNamed().summary()).contains("etcd is away");
    assertThat(runNamed().status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void whoHasNoTimeLeftDoesNotKnow() throws Exception {
    pod();
    var context = FakeCheckContext.builder().timeout(Duration.ZERO).build();
    var result = PodCheck.named(connection, "db-0").build().run(context);
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(reason(result)).isEqualTo("timeout");
    assertThat(cluster.requests()).isEmpty();
  }

  @Test
  void listThatTheServerForgetsTwiceIsUnknown() throws Exception {
    for (int i = 0; i < 501; i++) {
      cluster.pod("infra", "web-" + i);
    }
    cluster.expireContinuations();
    assertThat(run(PodCheck.labelled(connection, "").build()).status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void allProblemsAreReportedTogether() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                PodCheck.labelled(connection, "app==")
                    .namespace("In fra")
                    .atLeast(-1)
                    .readyWithin(Duration.ofDays(8))
                    .restartWindow(Duration.ZERO)
                    .restartsWarnAbove(-1)
                    .restartsFailAbove(-2)
                    .totalRestartsFailAbove(-3)
                    .build())
        .withMessageContaining("namespace")
        .withMessageContaining("at-least: must be at least 0, but is -1")
        .withMessageContaining("ready-within")
        .withMessageContaining("restart-window")
        .withMessageContaining("restarts-warn-above")
        .withMessageContaining("restarts-fail-above")
        .withMessageContaining("total-restarts-fail-above");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app=web",
        "app==web,tier!=x",
        "env in (a, b),x",
        "!gone",
        "env notin (a)",
        "a.b/c=d_e"
      })
  void selectorsOfKubernetesAreTaken(String selector) {
    assertThat(PodCheck.labelled(connection, selector).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app web", "=web", "env in a,b", "app=web,,x", "app=web&limit=1", "(a)", "a=b c"})
  void textsThatAreNoSelectorsAreRefused(String selector) {
    assertThat(PodCheck.labelled(connection, selector).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.key()).isEqualTo("selector"));
  }

  @Test
  void namesThatCouldLeaveThePathAreRefused() {
    assertThat(PodCheck.named(connection, "../secrets/x").problems()).hasSize(1);
    assertThat(PodCheck.named(connection, "db-0").allNamespaces().problems()).hasSize(1);
    assertThat(PodCheck.named(connection, "db-0").atLeast(2).problems()).hasSize(1);
  }
}
