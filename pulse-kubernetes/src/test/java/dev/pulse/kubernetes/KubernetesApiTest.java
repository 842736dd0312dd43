package dev.pulse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.kubernetes.KubernetesException.Kind;
import dev.pulse.samples.fakes.HttpAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesApiTest {
  private static final String PODS = "/api/v1/namespaces/infra/pods";

  @TempDir Path directory;
  private Rig rig;

  @BeforeEach
  void start() {
    rig = Rig.in(directory);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private List<Json> list(Map<String, String> query) throws InterruptedException {
    return KubernetesApi.of(rig.connection)
        .list(PODS, query, TimeBudget.of(Rig.AMPLE), item -> item);
  }

  private Json get() throws InterruptedException {
    return KubernetesApi.of(rig.connection).get(PODS + "/db-0", Map.of(), TimeBudget.of(Rig.AMPLE));
  }

  @Test
  void anObjectIsRead() throws Exception {
    rig.pod("db-0").container("db");
    var pod = get();
    assertThat(pod.text("metadata", "name")).contains("db-0");
    assertThat(pod.items("spec", "containers")).hasSize(1);
    assertThat(pod.text("metadata", "nothing", "here")).isEmpty();
    assertThat(pod.number("metadata", "name")).isEmpty();
    assertThat(pod.items("metadata")).isEmpty();
  }

  @Test
  void unknownFieldFromANewerClusterIsIgnored() throws Exception {
    rig.pod("db-0");
    rig.cluster.becomeNewer();
    assertThat(get().text("status", "phase")).contains("Running");
    assertThat(list(Map.of())).hasSize(1);
    assertThatThrownBy(() -> rig.exec().in(Rig.NAMESPACE, "db-0").run("no-such-program"))
        .as("an exec status with an unknown field")
        .isInstanceOf(KubernetesException.class)
        .extracting(e -> ((KubernetesException) e).kind())
        .isEqualTo(Kind.STATUS_FAILURE);
  }

  @Test
  void aListIsReadPageByPage() throws Exception {
    for (int i = 0; i < 1_001; i++) {
      rig.pod("db-" + i);
    }
    assertThat(list(Map.of("labelSelector", ""))).hasSize(1_001);
    assertThat(rig.cluster.requests(PODS)).hasSize(3);
    assertThat(rig.cluster.requests(PODS)).allMatch(r -> r.parameter("limit").equals("500"));
  }

  @Test
  void aListThatIsForgottenInTheMiddleIsReadAnewOnce() throws Exception {
    for (int i = 0; i < 501; i++) {
      rig.pod("db-" + i);
    }
    rig.cluster.expireContinuations();
    assertThatThrownBy(() -> list(Map.of()))
        .hasMessageContaining("went away twice")
        .extracting(e -> ((KubernetesException) e).kind())
        .isEqualTo(Kind.UNREADABLE_ANSWER);
    assertThat(rig.cluster.requests(PODS)).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"items\":", "nonsense", "{\"items\":[]} x", "{}"})
  void whatIsNoListIsUnreadable(String body) {
    rig.cluster.answer(PODS, HttpAnswer.json(200, body));
    assertThatThrownBy(() -> list(Map.of()))
        .isInstanceOf(KubernetesException.class)
        .hasMessageStartingWith("the answer to " + PODS + " cannot be read: ");
  }

  @Test
  void jsonThatIsNestedTooDeeplyIsUnreadable() {
    rig.cluster.answer(PODS, HttpAnswer.json(200, "{\"a\":" + "[".repeat(100_000)));
    assertThatThrownBy(() -> list(Map.of())).hasMessageContaining("cannot be read");
  }

  @Test
  void refusalsKeepTheWordsOfTheServer() {
    assertThatThrownBy(this::get)
        .hasMessage("pods \"db-0\" not found")
        .extracting(e -> ((KubernetesException) e).kind())
        .isEqualTo(Kind.NOT_FOUND);
    rig.cluster.forbid("get", "pods");
    assertThatThrownBy(this::get)
        .hasMessageContaining("forbidden")
        .hasMessageNotContaining("pods/exec")
        .extracting(e -> ((KubernetesException) e).kind())
        .isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void wordsOfTheServerCannotForgeLines() {
    rig.cluster.answer(PODS, HttpAnswer.status(500, "X", "one\ntwo\r\n" + "x".repeat(5_000)));
    assertThatThrownBy(() -> list(Map.of()))
        .hasMessageStartingWith("one two x")
        .satisfies(e -> assertThat(e.getMessage()).hasSize(OneLine.LONG));
  }

  @Test
  void theDeadlineHoldsForAllPages() {
    rig.cluster.answerAfter(Duration.ofSeconds(30));
    assertThatThrownBy(
            () ->
                KubernetesApi.of(rig.connection)
                    .list(PODS, Map.of(), TimeBudget.of(Duration.ofMillis(200)), item -> item))
        .hasMessage("timed out after 200 ms");
  }

  @Test
  void whoHasNoTimeAsksNobody() {
    assertThatThrownBy(
            () ->
                KubernetesApi.of(rig.connection)
                    .list(PODS, Map.of(), TimeBudget.of(Duration.ZERO), item -> item))
        .hasMessage("timed out after 0 s");
    assertThat(rig.cluster.requests()).isEmpty();
  }

  @Test
  void whatNobodyReadsIsNotKept() throws Exception {
    var json = Json.object("{\"metadata\":{\"managedFields\":[{\"a\":1}],\"name\":\"x\"}}");
    assertThat(json.at("metadata", "managedFields").isPresent()).isFalse();
    assertThat(json.text("metadata", "name")).contains("x");
  }
}
