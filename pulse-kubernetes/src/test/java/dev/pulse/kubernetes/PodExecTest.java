package dev.pulse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.samples.fakes.ExecAnswer;
import dev.pulse.samples.fakes.HttpAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs in pods, as section 4.3 of the validator executions has them. */
class PodExecTest {
  private static final String ROW = "[{\"id\":\"a\"}]";

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

  private ExecResult run(ExecAnswer answer) throws InterruptedException {
    rig.pod("db-0", answer);
    return rig.exec().in(Rig.NAMESPACE, "db-0").run("anything");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v4.channel.k8s.io", "v5.channel.k8s.io"})
  void bothProtocolsCarryOutputAndStatus(String protocol) throws Exception {
    var result = run(ExecAnswer.exiting(3, "out", "err").speaking(protocol));
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.stdout()).isEqualTo("out");
    assertThat(result.stderr()).isEqualTo("err");
  }

  @Test
  void theNewestProtocolIsOfferedFirst() throws Exception {
    run(ExecAnswer.printing(ROW));
    assertThat(rig.cluster.execs().get(0).protocols())
        .containsExactly("v5.channel.k8s.io", "v4.channel.k8s.io");
  }

  @Test
  void outputInPartsIsJoinedBeforeItIsDecoded() throws Exception {
    var result = run(ExecAnswer.printing("grün – ✓").inParts(9));
    assertThat(result.stdout()).isEqualTo("grün – ✓");
  }

  @Test
  void emptyMessagesTextsAndUnknownChannelsAreIgnored() throws Exception {
    assertThat(run(ExecAnswer.printing(ROW).withNoise()).stdout()).isEqualTo(ROW);
  }

  @Test
  void nothingButTheStatusIsAResultToo() throws Exception {
    var result = run(ExecAnswer.exiting(0, "", ""));
    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout()).isEmpty();
  }

  @Test
  void afterTheStatusTheClientClosesInOrder() throws Exception {
    run(ExecAnswer.printing(ROW).stayingOpen());
    var ended = rig.cluster.execs().get(0).ended().toCompletableFuture();
    assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo(OptionalInt.of(1000));
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    rig.pod("db-0", ExecAnswer.printing(ROW));
    var command = List.of("program", "a b", "it's \"50%\"; a+b&c=d#e?f/g", "ü – ✓", "", "\u001f");
    rig.exec().in(Rig.NAMESPACE, "db-0").run(command);
    var exec = rig.cluster.execs().get(0);
    assertThat(exec.command()).isEqualTo(command);
    assertThat(exec.request().target())
        .contains("command=a%20b", "a%2Bb", "stdin=false", "stdout=true", "stderr=true")
        .contains("tty=false")
        .doesNotContain("+", "container=");
  }

  @Test
  void outputMayReachTheCapAndNotOneByteMore() throws Exception {
    var cap = 1_048_576;
    assertThat(run(ExecAnswer.exiting(0, "x".repeat(cap - 1), "e")).stdout()).hasSize(cap - 1);
    assertThatThrownBy(() -> run(ExecAnswer.exiting(0, "x".repeat(cap), "e")))
        .isInstanceOf(KubernetesException.class)
        .hasMessage("output exceeds 1048576 bytes")
        .extracting(e -> ((KubernetesException) e).kind())
        .isEqualTo(KubernetesException.Kind.TOO_MUCH_OUTPUT);
    rig.cluster.awaitOpenExecs(0, Rig.AMPLE);
  }

  @Test
  void aPodThatNeverAnswersFailsAtTheDeadlineAndItsSocketIsClosed() throws Exception {
    rig.pod("db-0", ExecAnswer.silence());
    // Long enough for a slow machine to get as far as the pod.
    var visit = rig.exec(Duration.ofSeconds(5)).in(Rig.NAMESPACE, "db-0");
    assertThatThrownBy(() -> visit.run("anything")).hasMessage("timed out after 5 s");
    rig.cluster.awaitOpenExecs(0, Rig.AMPLE);
    assertThat(rig.cluster.execs()).hasSize(1);
    assertThatThrownBy(() -> visit.run("anything"))
        .as("the same deadline holds for what comes next")
        .hasMessage("timed out after 5 s");
    assertThat(rig.cluster.execs()).hasSize(1);
  }

  @Test
  void aHandshakeThatNeverAnswersFailsAtTheDeadline() {
    rig.cluster.answer("/api/v1/namespaces/infra/pods/db-0/exec", HttpAnswer.silence());
    var visit = rig.exec(Duration.ofMillis(300)).in(Rig.NAMESPACE, "db-0");
    assertThatThrownBy(() -> visit.run("anything")).hasMessage("timed out after 300 ms");
  }

  @Test
  void anInterruptEndsItAndClosesTheSocket() throws Exception {
    rig.pod("db-0", ExecAnswer.silence());
    var failure = new AtomicReference<Throwable>();
    var thread =
        new Thread(
            () -> {
              try {
                rig.exec().in(Rig.NAMESPACE, "db-0").run("anything");
              } catch (InterruptedException | RuntimeException e) {
                failure.set(e);
              }
            });
    thread.start();
    rig.cluster.awaitOpenExecs(1, Rig.AMPLE);
    thread.interrupt();
    rig.cluster.awaitOpenExecs(0, Rig.AMPLE);
    thread.join(10_000);
    assertThat(failure.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void theDefaultContainerIsChosenAndRemembered() throws Exception {
    rig.pod("db-0", ExecAnswer.printing(ROW))
        .container("proxy")
        .container("db")
        .annotation("kubectl.kubernetes.io/default-container", "db");
    var exec = rig.exec();
    exec.in(Rig.NAMESPACE, "db-0").run("anything");
    exec.in(Rig.NAMESPACE, "db-0").run("anything");
    assertThat(containers()).containsExactly("", "db", "db");
  }

  @Test
  void withoutAnAnnotationTheFirstContainerIsChosen() throws Exception {
    rig.pod("db-0", ExecAnswer.printing(ROW)).container("first").container("second");
    rig.exec().in(Rig.NAMESPACE, "db-0").run("anything");
    assertThat(containers()).containsExactly("", "first");
  }

  @Test
  void theChoiceIsForgottenAfterAnHour() throws Exception {
    rig.pod("db-0", ExecAnswer.printing(ROW)).container("first").container("second");
    var now = new AtomicLong();
    var exec = PodExec.builder(rig.connection).nanoTime(now::get).build();
    exec.in(Rig.NAMESPACE, "db-0").run("anything");
    now.addAndGet(TimeUnit.MINUTES.toNanos(59));
    exec.in(Rig.NAMESPACE, "db-0").run("anything");
    now.addAndGet(TimeUnit.MINUTES.toNanos(2));
    exec.in(Rig.NAMESPACE, "db-0").run("anything");
    assertThat(containers()).containsExactly("", "first", "first", "", "first");
  }

  @Test
  void aChoiceThatIsNoLongerRightIsMadeAgain() throws Exception {
    rig.pod("db-0", ExecAnswer.printing(ROW)).container("first").container("second");
    var exec = rig.exec();
    exec.in(Rig.NAMESPACE, "db-0").run("anything");
    rig.cluster.removePod(Rig.NAMESPACE, "db-0");
    rig.pod("db-0", ExecAnswer.printing(ROW)).container("other").container("another");
    exec.in(Rig.NAMESPACE, "db-0").run("anything");
    assertThat(containers()).containsExactly("", "first", "first", "other");
  }

  @Test
  void aNamedContainerIsUsedAndNoOther() throws Exception {
    rig.pod("db-0", ExecAnswer.printing(ROW)).container("first").container("second");
    PodExec.builder(rig.connection)
        .container("second")
        .build()
        .in(Rig.NAMESPACE, "db-0")
        .run("anything");
    assertThatThrownBy(
            () ->
                PodExec.builder(rig.connection)
                    .container("third")
                    .build()
                    .in(Rig.NAMESPACE, "db-0")
                    .run("anything"))
        .hasMessage("container third is not valid for pod db-0");
    assertThat(containers()).containsExactly("second", "third");
  }

  @Test
  void whoMayNotReadThePodIsToldToNameAContainer() {
    rig.pod("db-0", ExecAnswer.printing(ROW)).container("first").container("second");
    rig.cluster.forbid("get", "pods");
    assertThatThrownBy(() -> rig.exec().in(Rig.NAMESPACE, "db-0").run("anything"))
        .hasMessage(
            "a container name must be specified for pod db-0, choose one of: [first second]");
  }

  private List<String> containers() {
    return rig.cluster.execs().stream().map(exec -> exec.container()).toList();
  }

  @Test
  void namesThatCouldLeadElsewhereAreRefused() {
    var exec = rig.exec();
    assertThatThrownBy(() -> exec.in("../x", "db-0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("namespace \"../x\" is not allowed");
    assertThatThrownBy(() -> exec.in("infra", "db-0/exec?command=x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> exec.in("infra", "db-0").run("a\0b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> exec.in("infra", "db-0").run())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void allWrongOptionsAreReportedAtOnce() {
    assertThatThrownBy(
            () ->
                PodExec.builder(rig.connection)
                    .container("A b")
                    .timeout(Duration.ZERO)
                    .maxOutput(0)
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("container", "timeout", "max-output");
  }

  @Test
  void outputStaysOutOfLogs() throws Exception {
    assertThat(run(ExecAnswer.printing("hunter2")).toString()).doesNotContain("hunter2");
  }
}
