package dev.pulse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pulse.kubernetes.KubernetesException.Kind;
import dev.pulse.samples.fakes.FakeCluster;
import dev.pulse.samples.fakes.HttpAnswer;
import dev.pulse.testkit.ManualClock;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Section 4.1 of the validator executions. */
class KubernetesConnectionTest {
  private static final String PODS = "/api/v1/namespaces/infra/pods";

  @TempDir Path directory;
  private FakeCluster cluster;

  @BeforeEach
  void start() {
    cluster = FakeCluster.builder().tls().start();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private static void list(KubernetesConnection connection) throws InterruptedException {
    KubernetesApi.of(connection).list(PODS, Map.of(), TimeBudget.of(Rig.AMPLE), item -> item);
  }

  private KubernetesConnection.Builder inCluster(Path account) {
    return Rig.nowhere(directory).environment(cluster.environment()).serviceAccount(account);
  }

  private List<Optional<String>> tokens() {
    return cluster.requests(PODS).stream().map(request -> request.token()).toList();
  }

  @Test
  void aServiceAccountComesFirst() throws Exception {
    var account = cluster.serviceAccount(directory.resolve("account"), "blocks");
    Files.createDirectories(directory.resolve(".kube"));
    Files.writeString(directory.resolve(".kube/config"), "broken");
    var connection = inCluster(account).build();
    list(connection);
    assertThat(connection.namespace()).isEqualTo("blocks");
    assertThat(connection).hasToString(cluster.uri() + " (service account in " + account + ")");
    assertThat(tokens()).containsExactly(Optional.of(cluster.token()));
  }

  @Test
  void withoutItsTokenAServiceAccountIsNone() throws Exception {
    var account = cluster.serviceAccount(directory.resolve("account"), "blocks");
    Files.delete(account.resolve("token"));
    assertThat(inCluster(account).build().configured()).isFalse();
  }

  @Test
  void theFirstFileOfTheListThatExistsIsRead() throws Exception {
    var second = cluster.kubeconfig().namespace("second").write(directory.resolve("second"));
    var third = cluster.kubeconfig().namespace("third").write(directory.resolve("third"));
    var list =
        String.join(
            File.pathSeparator,
            directory.resolve("none").toString(),
            "",
            second.toString(),
            third.toString());
    var connection = Rig.nowhere(directory).environment(Map.of("KUBECONFIG", list)).build();
    list(connection);
    assertThat(connection.namespace()).isEqualTo("second");
    assertThat(connection.toString()).contains(second.toString());
  }

  @Test
  void theHomeDirectoryComesLast() throws Exception {
    Files.createDirectories(directory.resolve(".kube"));
    cluster.kubeconfig().namespace("home").write(directory.resolve(".kube/config"));
    var connection =
        Rig.nowhere(directory)
            .environment(Map.of("KUBECONFIG", directory.resolve("none").toString()))
            .build();
    list(connection);
    assertThat(connection.namespace()).isEqualTo("home");
  }

  @Test
  void withoutANamespaceTheFallbackHolds() throws Exception {
    var file = cluster.kubeconfig().write(directory.resolve("config"));
    assertThat(Rig.reading(file).fallbackNamespace("elsewhere").build().namespace())
        .isEqualTo("elsewhere");
    var account = cluster.serviceAccount(directory.resolve("account"), "Not A Name");
    assertThat(inCluster(account).build().namespace()).isEqualTo("infra");
  }

  @Test
  void aConfigurationIsLookedForAgainEachTime() throws Exception {
    var config = directory.resolve("config");
    var connection = Rig.reading(config).build();
    assertThat(connection.configured()).isFalse();
    assertThat(connection).hasToString("no Kubernetes configuration");
    assertThatThrownBy(() -> list(connection)).hasMessage("no Kubernetes configuration");
    cluster.kubeconfig().write(config);
    list(connection);
    assertThat(connection.configured()).isTrue();
  }

  @Test
  void aTokenFileIsReadAgainWithinAMinute() throws Exception {
    var clock = ManualClock.at("2026-01-01T00:00:00Z");
    var connection =
        inCluster(cluster.serviceAccount(directory.resolve("account"), "infra"))
            .clock(clock)
            .build();
    list(connection);
    var old = cluster.token();
    var fresh = cluster.rotateToken();
    clock.move(Duration.ofSeconds(60));
    list(connection);
    assertThat(tokens()).containsExactly(Optional.of(old), Optional.of(fresh));
  }

  @Test
  void aTokenFileOfAKubeconfigIsReadAgainToo() throws Exception {
    var clock = ManualClock.at("2026-01-01T00:00:00Z");
    var file = directory.resolve("config");
    cluster.tokenFile(directory.resolve("token"));
    cluster.kubeconfig().tokenFile(Path.of("token")).write(file);
    var connection = Rig.reading(file).clock(clock).build();
    list(connection);
    var fresh = cluster.rotateToken();
    Files.writeString(directory.resolve("token"), fresh + "\n");
    clock.move(Duration.ofSeconds(60));
    list(connection);
    assertThat(tokens()).hasSize(2).endsWith(Optional.of(fresh));
  }

  @Test
  void after401CredentialsAreLoadedAnewAndTheRequestIsRepeatedOnce() throws Exception {
    var clock = ManualClock.at("2026-01-01T00:00:00Z");
    var connection =
        inCluster(cluster.serviceAccount(directory.resolve("account"), "infra"))
            .clock(clock)
            .build();
    list(connection);
    var old = cluster.token();
    var fresh = cluster.rotateToken();
    list(connection);
    assertThat(tokens()).containsExactly(Optional.of(old), Optional.of(old), Optional.of(fresh));
    assertThat(connection.connected()).isTrue();
  }

  @Test
  void aKubeconfigIsReadAnewAfter401() throws Exception {
    var file = cluster.kubeconfig().write(directory.resolve("config"));
    var connection = Rig.reading(file).build();
    list(connection);
    cluster.rotateToken();
    cluster.kubeconfig().write(file);
    list(connection);
    assertThat(tokens()).hasSize(3);
  }

  @Test
  void aSecond401IsFinal() throws Exception {
    var connection = Rig.reading(cluster.kubeconfig().write(directory.resolve("config"))).build();
    cluster.unauthorized(2);
    assertThatThrownBy(() -> list(connection))
        .hasMessage("unauthorized")
        .extracting(e -> ((KubernetesException) e).kind())
        .isEqualTo(Kind.UNAUTHORIZED);
    assertThat(connection.connected()).isFalse();
    list(connection);
    assertThat(connection.connected()).isTrue();
  }

  @Test
  void anyAnswerBut401MeansConnected() throws Exception {
    var connection = Rig.reading(cluster.kubeconfig().write(directory.resolve("config"))).build();
    assertThat(connection.connected()).isFalse();
    cluster.answerOnce(PODS, HttpAnswer.text(500, ""), HttpAnswer.cut());
    assertThatThrownBy(() -> list(connection)).hasMessage("HTTP 500");
    assertThat(connection.connected()).isTrue();
    assertThatThrownBy(() -> list(connection)).isInstanceOf(KubernetesException.class);
    assertThat(connection.connected()).isFalse();
  }

  @Test
  void aClientCertificateLogsIn() throws Exception {
    var inline = directory.resolve("inline");
    cluster.kubeconfig().clientCertificate().write(inline);
    list(Rig.reading(inline).build());
    var files = directory.resolve("files");
    cluster
        .kubeconfig()
        .clientCertificate(directory)
        .authority(directory.resolve("ca"))
        .write(files);
    list(Rig.reading(files).build());
    assertThat(tokens()).containsExactly(Optional.empty(), Optional.empty());
  }

  @Test
  void whoTrustsAnotherAuthorityDoesNotConnect() throws Exception {
    try (var other = FakeCluster.builder().tls().start()) {
      var file =
          other.kubeconfig().server(cluster.uri().toString()).write(directory.resolve("config"));
      assertThatThrownBy(() -> list(Rig.reading(file).build()))
          .hasMessageStartingWith("SSLHandshakeException: ");
      assertThat(cluster.requests()).isEmpty();
    }
  }

  @Test
  void anAuthorityThatHasChangedIsReadAgain() throws Exception {
    var account = cluster.serviceAccount(directory.resolve("account"), "infra");
    var right = Files.readString(account.resolve("ca.crt"));
    try (var other = FakeCluster.builder().tls().start()) {
      Files.writeString(account.resolve("ca.crt"), other.certificateAuthority());
    }
    var connection = inCluster(account).build();
    assertThatThrownBy(() -> list(connection)).hasMessageStartingWith("SSLHandshakeException: ");
    Files.writeString(account.resolve("ca.crt"), right);
    list(connection);
    assertThat(connection.connected()).isTrue();
  }

  @Test
  void aTokenFileThatIsGoneIsTold() throws Exception {
    var file = directory.resolve("config");
    cluster.kubeconfig().tokenFile(directory.resolve("gone")).write(file);
    assertThatThrownBy(() -> list(Rig.reading(file).build()))
        .hasMessage("NoSuchFileException: " + directory.resolve("gone"));
  }

  @Test
  void whoSkipsVerificationIsWarnedOnce() throws Exception {
    var said = new ListAppender<ILoggingEvent>();
    said.start();
    var logger = (Logger) LoggerFactory.getLogger(KubernetesConnection.class);
    logger.addAppender(said);
    try (var other = FakeCluster.builder().tlsFor("other.example").start()) {
      var file = other.kubeconfig().insecure().write(directory.resolve("config"));
      var connection = Rig.reading(file).build();
      list(connection);
      other.unauthorized(1);
      list(connection);
    } finally {
      logger.detachAppender(said);
    }
    assertThat(said.list).hasSize(1);
    assertThat(said.list.get(0).getLevel()).isEqualTo(Level.WARN);
    assertThat(said.list.get(0).getFormattedMessage()).contains("insecure-skip-tls-verify");
  }

  @Test
  void anExecPluginLogsIn() throws Exception {
    var plugin = script("plugin", credential("$1"));
    var file = directory.resolve("config");
    cluster.kubeconfig().exec(plugin.toString(), cluster.token()).write(file);
    list(Rig.reading(file).build());
    assertThat(tokens()).containsExactly(Optional.of(cluster.token()));
  }

  @Test
  void anExecPluginIsAskedAgainAfter401() throws Exception {
    var token = cluster.tokenFile(directory.resolve("token"));
    var plugin = script("plugin", credential("$(cat '" + token + "')"));
    var file = directory.resolve("config");
    cluster.kubeconfig().exec("./plugin").write(file);
    var connection = Rig.reading(file).build();
    list(connection);
    cluster.rotateToken();
    list(connection);
    assertThat(plugin).exists();
    assertThat(tokens()).hasSize(3).endsWith(Optional.of(cluster.token()));
  }

  @Test
  void aMissingExecPluginIsTold() throws Exception {
    assertPluginFails(
        directory.resolve("no-such").toString(),
        "there is no program " + directory.resolve("no-such"));
    assertPluginFails("no-such-plugin", "there is no program no-such-plugin");
  }

  @Test
  void anExecPluginThatFailsIsTold() throws Exception {
    var plugin = script("plugin", "exit 3");
    assertPluginFails(
        plugin.toString(), plugin + " gave no credentials; see what it wrote to standard error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo '[]'", "echo '{\"kind\":\"ExecCredential\"}'", "echo hunter2"})
  void anExecPluginThatWritesSomethingElseIsTold(String body) throws Exception {
    var plugin = script("plugin", body);
    var file = directory.resolve("config");
    cluster.kubeconfig().exec(plugin.toString()).write(file);
    assertThatThrownBy(() -> list(Rig.reading(file).build()))
        .hasMessageStartingWith("kubeconfig exec plugin failed: " + plugin)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void anExecPluginThatDoesNotEndIsNotWaitedFor() throws Exception {
    var plugin = script("plugin", "exec sleep 20");
    var file = directory.resolve("config");
    cluster.kubeconfig().exec(plugin.toString()).write(file);
    var connection = Rig.reading(file).build();
    var api = KubernetesApi.of(connection);
    assertThatThrownBy(
            () -> api.list(PODS, Map.of(), TimeBudget.of(Duration.ofMillis(300)), item -> item))
        .hasMessage("kubeconfig exec plugin failed: " + plugin + " did not end within 300 ms");
    assertThatThrownBy(() -> list(connection))
        .hasMessage(
            "kubeconfig exec plugin failed: " + plugin + " was started earlier and has not ended");
  }

  private void assertPluginFails(String command, String because) throws IOException {
    var file = directory.resolve("config");
    cluster.kubeconfig().exec(command).write(file);
    assertThatThrownBy(() -> list(Rig.reading(file).build()))
        .isInstanceOf(KubernetesException.class)
        .hasMessage("kubeconfig exec plugin failed: " + because)
        .extracting(e -> ((KubernetesException) e).kind())
        .isEqualTo(Kind.PLUGIN_FAILED);
  }

  private Path script(String name, String body) throws IOException {
    var file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static String credential(String token) {
    return "printf '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\","
        + "\"status\":{\"token\":\"%s\"}}' \""
        + token
        + "\"";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "a: [hunter2",
        "contexts: hunter2",
        "current-context: x",
        "token: hunter2\n\tx"
      })
  void aFileThatIsNoKubeconfigIsToldWithoutItsContent(String content) throws Exception {
    var file = Files.writeString(directory.resolve("config"), content);
    var connection = Rig.reading(file).build();
    assertThat(connection.namespace()).isEqualTo("infra");
    assertThatThrownBy(() -> list(connection))
        .isInstanceOf(KubernetesException.class)
        .hasMessageStartingWith("ConfigurationException: " + file + " cannot be used: ")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void theHostOfIpv6HasBrackets() throws Exception {
    var account = cluster.serviceAccount(directory.resolve("account"), "infra");
    var connection =
        inCluster(account)
            .environment(
                Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "6443"))
            .build();
    assertThat(connection.access(TimeBudget.of(Rig.AMPLE)).base())
        .isEqualTo("https://[fd00::1]:6443");
  }

  @Test
  void aPortThatIsNoneIsTold() throws Exception {
    var account = cluster.serviceAccount(directory.resolve("account"), "infra");
    var connection =
        inCluster(account)
            .environment(
                Map.of("KUBERNETES_SERVICE_HOST", "h", "KUBERNETES_SERVICE_PORT", "tcp://x"))
            .build();
    assertThatThrownBy(() -> list(connection))
        .hasMessageContainingAll("KUBERNETES_SERVICE_PORT", "tcp://x");
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    var connection = Rig.reading(cluster.kubeconfig().write(directory.resolve("config"))).build();
    try (var thief = FakeCluster.start()) {
      cluster.answer(PODS, HttpAnswer.redirect(302, thief.uri() + PODS));
      assertThatThrownBy(() -> list(connection)).hasMessage("HTTP 302");
      assertThat(thief.requests()).isEmpty();
    }
  }

  @Test
  void tokensShowNowhere() throws Exception {
    var file = directory.resolve("config");
    cluster.kubeconfig().token("hunter2\n").write(file);
    var connection = Rig.reading(file).build();
    assertThatThrownBy(() -> list(connection))
        .satisfies(
            e -> {
              for (Throwable t = e; t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain("hunter2");
              }
            });
    assertThat(connection.toString()).doesNotContain("hunter2");
  }
}
