package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FakeClusterRestTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final byte[] SIX = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  private static final String PODS = "/api/v1/namespaces/infra/pods";

  private final FakeCluster cluster = FakeCluster.builder().clock(() -> NOW).start();
  private final TestClient client = new TestClient(cluster);
  private @TempDir Path directory;

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  private static List<String> names(TestClient.Answer list) {
    var names = new ArrayList<String>();
    for (var item : (List<?>) list.json().get("items")) {
      names.add((String) object(((Map<?, ?>) item).get("metadata")).get("name"));
    }
    return names;
  }

  private static Map<?, ?> object(Object value) {
    return (Map<?, ?>) value;
  }

  private static Map<?, ?> metadata(TestClient.Answer answer) {
    return object(answer.json().get("metadata"));
  }

  @Test
  void podIsToldAsItIs() throws Exception {
    cluster
        .pod("infra", "a")
        .label("app", "x")
        .annotation("kubectl.kubernetes.io/default-container", "main")
        .ownedBy("StatefulSet", "x")
        .container(
            "main",
            main ->
                main.restarts(4)
                    .waiting("CrashLoopBackOff", "back-off 5m0s")
                    .lastTerminated("OOMKilled", 137, NOW));
    var answer = client.get(PODS + "/a");
    assertThat(answer.code()).isEqualTo(200);
    assertThat(answer.json().get("kind")).isEqualTo("Pod");
    assertThat(metadata(answer).get("creationTimestamp")).isEqualTo("2026-11-21T12:00:00Z");
    assertThat(answer.body())
        .contains("\"labels\":{\"app\":\"x\"}")
        .contains("\"ownerReferences\":[{\"apiVersion\":\"apps/v1\",\"kind\":\"StatefulSet\"")
        .contains("\"waiting\":{\"reason\":\"CrashLoopBackOff\"")
        .contains("\"reason\":\"OOMKilled\"")
        .contains("\"restartCount\":4")
        .contains("\"type\":\"Ready\",\"status\":\"False\"");
  }

  @Test
  void listIsPagedInOrderOfNames() throws Exception {
    for (int i = 4; i >= 0; i--) {
      cluster.pod("infra", "p" + i);
    }
    cluster.pod("other", "p9");
    var first = client.get(PODS + "?limit=2");
    assertThat(names(first)).containsExactly("p0", "p1");
    assertThat(metadata(first).get("remainingItemCount")).isEqualTo(3.0);
    var second = client.get(PODS + "?limit=2&continue=" + metadata(first).get("continue"));
    assertThat(names(second)).containsExactly("p2", "p3");
    var third = client.get(PODS + "?limit=2&continue=" + metadata(second).get("continue"));
    assertThat(names(third)).containsExactly("p4");
    assertThat(metadata(third).containsKey("continue")).isFalse();
    assertThat(names(client.get("/api/v1/pods")))
        .containsExactly("p0", "p1", "p2", "p3", "p4", "p9");
  }

  @Test
  void continuationCanBeTooOldOrWrong() throws Exception {
    cluster.pod("infra", "p0");
    cluster.pod("infra", "p1");
    var token = metadata(client.get(PODS + "?limit=1")).get("continue");
    assertThat(client.get(PODS + "?limit=1&continue=nonsense").code()).isEqualTo(400);
    cluster.expireContinuations();
    var answer = client.get(PODS + "?limit=1&continue=" + token);
    assertThat(answer.code()).isEqualTo(410);
    assertThat(answer.json().get("reason")).isEqualTo("Expired");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labelSelector=app%3Dx           | a b",
        "labelSelector=app%3D%3Dx,tier   | a",
        "labelSelector=app!%3Dx          | c",
        "labelSelector=app%20in%20(x,y)  | a b c",
        "labelSelector=app%20notin%20(y) | a b",
        "labelSelector=!tier             | b c",
        "fieldSelector=status.phase%3DPending | b",
        "fieldSelector=metadata.name%3Dc | c",
      })
  void selectorChooses(String query, String expected) throws Exception {
    cluster.pod("infra", "a").label("app", "x").label("tier", "1");
    cluster.pod("infra", "b").label("app", "x").phase("Pending");
    cluster.pod("infra", "c").label("app", "y");
    assertThat(String.join(" ", names(client.get(PODS + "?" + query)))).isEqualTo(expected);
  }

  @Test
  void selectorThatIsNoneIsABadRequest() throws Exception {
    assertThat(client.get(PODS + "?labelSelector=a%20b%20c").code()).isEqualTo(400);
    var answer = client.get(PODS + "?fieldSelector=spec.color%3Dred");
    assertThat(answer.json().get("message")).isEqualTo("field label not supported: spec.color");
  }

  @Test
  void workloadsAreToldByKind() throws Exception {
    cluster.deployment("infra", "web").replicas(3).ready(1).generation(5, 4);
    cluster.statefulSet("infra", "db").replicas(0);
    cluster.daemonSet("infra", "agent").replicas(4).ready(3);
    cluster.replicaSet("infra", "web-1");
    cluster
        .job("infra", "backup")
        .pods(0, 7, 0)
        .condition("Failed", "True", "BackoffLimitExceeded", "x");
    var web = client.get("/apis/apps/v1/namespaces/infra/deployments/web");
    assertThat(web.json())
        .containsEntry("kind", "Deployment")
        .containsEntry("apiVersion", "apps/v1");
    assertThat(web.body())
        .contains("\"replicas\":3")
        .contains("\"readyReplicas\":1")
        .contains("\"unavailableReplicas\":2")
        .contains("\"generation\":5")
        .contains("\"observedGeneration\":4");
    assertThat(client.get("/apis/apps/v1/namespaces/infra/statefulsets/db").body())
        .contains("\"replicas\":0")
        .doesNotContain("readyReplicas");
    assertThat(client.get("/apis/apps/v1/daemonsets").body()).contains("\"numberUnavailable\":1");
    assertThat(names(client.get("/apis/apps/v1/namespaces/infra/replicasets")))
        .containsExactly("web-1");
    assertThat(client.get("/apis/batch/v1/namespaces/infra/jobs/backup").body())
        .contains("BackoffLimitExceeded")
        .contains("\"failed\":7");
    var missing = client.get("/apis/apps/v1/namespaces/infra/deployments/none");
    assertThat(missing.code()).isEqualTo(404);
    assertThat(missing.json().get("message")).isEqualTo("deployments.apps \"none\" not found");
  }

  @Test
  void refusesWhatIsForbiddenInTheWordsOfAnApiServer() throws Exception {
    cluster.forbid("list", "pods");
    cluster.forbid("get", "deployments");
    assertThat(client.get(PODS).json())
        .containsEntry("code", 403.0)
        .containsEntry("reason", "Forbidden")
        .containsEntry(
            "message",
            "pods is forbidden: User \"system:serviceaccount:infra:pulse\" cannot list resource"
                + " \"pods\" in API group \"\" in the namespace \"infra\"");
    assertThat(client.get("/api/v1/pods").json().get("message"))
        .asString()
        .endsWith("in API group \"\" at the cluster scope");
    assertThat(client.get("/apis/apps/v1/namespaces/infra/deployments/web").json().get("message"))
        .asString()
        .startsWith("deployments.apps \"web\" is forbidden:")
        .contains("in API group \"apps\"");
  }

  @Test
  void wantsTheTokenOfTheMoment() throws Exception {
    var files = cluster.serviceAccount(directory.resolve("account"), "infra");
    var old = cluster.token();
    assertThat(client.get(PODS, "").code()).isEqualTo(401);
    assertThat(client.get(PODS, old).code()).isEqualTo(200);
    var renewed = cluster.rotateToken();
    assertThat(client.get(PODS, old).json()).containsEntry("message", "Unauthorized");
    assertThat(client.get(PODS, renewed).code()).isEqualTo(200);
    assertThat(files.resolve("token")).hasContent(renewed);
    assertThat(files.resolve("namespace")).hasContent("infra");
  }

  @Test
  void refusesCredentialsSoManyTimes() throws Exception {
    cluster.unauthorized(2);
    assertThat(client.get(PODS).code()).isEqualTo(401);
    assertThat(client.get(PODS).code()).isEqualTo(401);
    assertThat(client.get(PODS).code()).isEqualTo(200);
  }

  @Test
  void answersWhatItIsTold() throws Exception {
    cluster.answerOnce(PODS, HttpAnswer.text(502, "bad gateway"), HttpAnswer.json(200, "{"));
    cluster.answer("/api/v1/namespaces/other", HttpAnswer.cut());
    assertThat(client.get(PODS)).isEqualTo(new TestClient.Answer(502, "bad gateway", Map.of()));
    assertThat(client.get(PODS).body()).isEqualTo("{");
    assertThat(client.get(PODS).code()).isEqualTo(200);
    assertThatThrownBy(() -> client.get("/api/v1/namespaces/other/pods"))
        .isInstanceOf(IOException.class);
    cluster.recover();
    assertThat(client.get("/api/v1/namespaces/other/pods").code()).isEqualTo(200);
  }

  @Test
  void answersLateWhenAsked() throws Exception {
    cluster.answerAfter(Duration.ofMillis(120));
    long began = System.nanoTime();
    client.get(PODS);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(119));
  }

  @Test
  void newerClusterAddsMembersToEveryObjectButToNoLabels() throws Exception {
    cluster.pod("infra", "a").label("app", "x");
    cluster.becomeNewer();
    var body = client.get(PODS).body();
    assertThat(body).contains("\"labels\":{\"app\":\"x\"}");
    assertThat(body.split("fieldOfANewerCluster", -1)).hasSizeGreaterThan(10);
  }

  @Test
  void unknownPathsAreNotThere() throws Exception {
    assertThat(client.get("/apis/apps/v1/namespaces/infra/gadgets").body())
        .isEqualTo("404 page not found\n");
    assertThat(client.get("/apis/batch/v1/namespaces/infra/deployments").code()).isEqualTo(404);
    assertThat(client.get("/api/v1/pods/a").code()).isEqualTo(404);
    assertThat(client.get("/version").json()).containsEntry("minor", "36");
  }

  @Test
  void requestsAreRemembered() throws Exception {
    client.get(PODS + "?labelSelector=a%3D1%2B1&limit=5");
    assertThat(cluster.requests(PODS))
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.parameter("labelSelector")).isEqualTo("a=1+1");
              assertThat(request.parameter("limit")).isEqualTo("5");
              assertThat(request.parameter("continue")).isEmpty();
              assertThat(request.target()).contains("%2B");
              assertThat(request.token()).contains(cluster.token());
            });
    cluster.forget();
    assertThat(cluster.requests()).isEmpty();
  }

  @Test
  void tlsIsForThoseWhoTrustItsAuthority() throws Exception {
    try (var secure = FakeCluster.builder().tls().start();
        var stranger = new TestClient(secure);
        var friend = new TestClient(secure, trusting(secure))) {
      assertThatThrownBy(() -> stranger.get("/version")).isInstanceOf(SSLHandshakeException.class);
      assertThat(friend.get("/version").code()).isEqualTo(200);
      secure.pod("infra", "a").answers(ExecAnswer.printing("x"));
      assertThat(friend.exec("a", "sqlite3").stdout()).isEqualTo("x");
    }
  }

  @Test
  void certificateForAnotherNameIsRefusedByClientsThatLook() throws Exception {
    try (var secure = FakeCluster.builder().tlsFor("api.example").start();
        var friend = new TestClient(secure, trusting(secure))) {
      assertThatThrownBy(() -> friend.get("/version")).hasMessageContaining("not verified");
    }
  }

  @Test
  void clientCertificateIsAsGoodAsAToken() throws Exception {
    try (var secure = FakeCluster.builder().tls().start()) {
      var held = HeldCertificate.decode(secure.clientCertificate() + secure.clientKey());
      var certificates =
          new HandshakeCertificates.Builder()
              .addTrustedCertificate(authority(secure).certificate())
              .heldCertificate(held)
              .build();
      try (var client = new TestClient(secure, client(certificates))) {
        assertThat(client.get("/version", "").code()).isEqualTo(200);
      }
    }
  }

  @Test
  void kubeconfigLeadsHereInEachWay() throws Exception {
    try (var secure = FakeCluster.builder().tls().start()) {
      var file = secure.kubeconfig().namespace("infra").write(directory.resolve("config"));
      assertThat(file)
          .content()
          .contains("server: \"" + secure.uri() + "\"")
          .contains("certificate-authority-data: ")
          .contains("token: \"" + secure.token() + "\"")
          .contains("    namespace: \"infra\"");
      secure
          .kubeconfig()
          .clientCertificate(directory)
          .authority(directory.resolve("ca.crt"))
          .write(file);
      assertThat(file).content().contains("client.key").contains("ca.crt").doesNotContain("token");
      assertThat(Files.readString(directory.resolve("client.key")))
          .startsWith("-----BEGIN PRIVATE");
      secure.kubeconfig().exec("/bin/log in", "a \"b\"").insecure().write(file);
      assertThat(file)
          .content()
          .contains("    exec:\n      apiVersion: client.authentication.k8s.io/v1\n")
          .contains("      command: \"/bin/log in\"\n      args:\n      - \"a \\\"b\\\"\"\n")
          .contains("insecure-skip-tls-verify: true");
    }
  }

  @Test
  void listensAtAnAddressOfTheSixthVersionToo() throws Exception {
    try (var six = FakeCluster.builder().address(InetAddress.getByAddress(SIX)).start();
        var client = new TestClient(six)) {
      assertThat(six.uri().toString()).startsWith("http://[0:0:0:0:0:0:0:1]:");
      assertThat(client.get("/version").code()).isEqualTo(200);
      assertThat(six.environment()).containsEntry("KUBERNETES_SERVICE_HOST", "0:0:0:0:0:0:0:1");
    }
  }

  private static OkHttpClient trusting(FakeCluster cluster) {
    return client(
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(authority(cluster).certificate())
            .build());
  }

  private static HeldCertificate authority(FakeCluster cluster) {
    var anyKey = new HeldCertificate.Builder().build().privateKeyPkcs8Pem();
    return HeldCertificate.decode(cluster.certificateAuthority() + anyKey);
  }

  private static OkHttpClient client(HandshakeCertificates certificates) {
    return new OkHttpClient.Builder()
        .sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager())
        .build();
  }
}
