package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.samples.fakes.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files for Docker, Kubernetes and Grafana say what the program understands. */
class DeployFilesTest {
  private static final Path DEPLOY = Path.of("deploy");

  /** The table of section 3 of the specification. */
  private static final List<String> VARIABLES =
      List.of(
          "DATABASE_URL",
          "NATS_URL",
          "SLACK_WEBHOOK_URL",
          "PORT",
          "HOST",
          "PROBE_INTERVAL",
          "PROBE_TIMEOUT",
          "PROBE_CONCURRENCY",
          "PROBE_ALLOW_PRIVATE",
          "Z_THRESHOLD",
          "Z_WINDOW",
          "Z_MIN_SAMPLES",
          "STD_FLOOR_MS",
          "MIN_DELTA_MS",
          "DOWN_AFTER",
          "UP_AFTER",
          "LATENCY_CLEAR_AFTER",
          "NOTIFY_RESOLVED",
          "SLO_TARGET",
          "PROBE_RETENTION_DAYS",
          "API_TOKEN");

  private static final Pattern VARIABLE = Pattern.compile("#?([A-Z][A-Z_]+)=(.*)");
  private static final Pattern METRIC = Pattern.compile("pulseguard_[a-z_]+");

  /** Names in a ConfigMap whose values may hold credentials. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)token|password|secret|webhook|nats_url|key");

  @Test
  void theExampleOfTheEnvironmentIsAValidConfiguration() throws IOException {
    var environment = new HashMap<String, String>();
    for (var line : Files.readAllLines(DEPLOY.resolve(".env.example"))) {
      var match = VARIABLE.matcher(line);
      if (match.matches() && !line.startsWith("#")) {
        environment.put(match.group(1), match.group(2));
      }
    }

    assertThat(GuardConfiguration.from(environment).settings()).isEqualTo(GuardSettings.defaults());
  }

  @Test
  void theExampleNamesEveryVariableOfTheProgram() throws IOException {
    var named = new TreeSet<String>();
    for (var line : Files.readAllLines(DEPLOY.resolve(".env.example"))) {
      var match = VARIABLE.matcher(line);
      if (match.matches()) {
        named.add(match.group(1));
      }
    }

    assertThat(named).containsExactlyInAnyOrderElementsOf(VARIABLES);
  }

  @Test
  void everyVariableOfTheProgramIsRead() {
    for (var name : VARIABLES) {
      assertThat(problemsOf(Map.of(name, "\u0001"))).as(name).containsExactly(name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compose.yaml",
        "prometheus.yaml",
        "grafana-datasource.yaml",
        "grafana-dashboards.yaml",
        "grafana-dashboard.json",
        "k8s/kustomization.yaml"
      })
  void aFileIsYaml(String file) throws IOException {
    assertThat(yaml(file)).isNotEmpty();
  }

  @Test
  void everyManifestIsListedExceptTheExampleOfTheSecret() throws IOException {
    try (Stream<Path> files = Files.list(DEPLOY.resolve("k8s"))) {
      var manifests =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("kustomization.yaml"))
              .filter(name -> !name.equals("secret.example.yaml"))
              .toList();
      assertThat(list(yaml("k8s/kustomization.yaml").get("resources")))
          .map(Object::toString)
          .containsExactlyInAnyOrderElementsOf(manifests);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Namespace, namespace.yaml, v1",
    "ConfigMap, configmap.yaml, v1",
    "Secret, secret.example.yaml, v1",
    "PersistentVolumeClaim, volume.yaml, v1",
    "Deployment, deployment.yaml, apps/v1",
    "Service, service.yaml, v1",
    "Ingress, ingress.yaml, networking.k8s.io/v1",
    "HorizontalPodAutoscaler, autoscaler.yaml, autoscaling/v2"
  })
  void aManifestHasItsKind(String kind, String file, String version) throws IOException {
    assertThat(yaml("k8s/" + file))
        .containsEntry("kind", kind)
        .containsEntry("apiVersion", version);
  }

  @Test
  void theProbesOfTheDeploymentAskForHealth() throws IOException {
    var container = container();

    for (var probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      assertThat(map(map(container.get(probe)).get("httpGet")))
          .containsEntry("path", "/health")
          .containsEntry("port", "http");
    }
  }

  @Test
  void aSqliteFileHasOneProcess() throws IOException {
    var deployment = map(yaml("k8s/deployment.yaml").get("spec"));

    assertThat(deployment).containsEntry("replicas", 1);
    assertThat(map(deployment.get("strategy"))).containsEntry("type", "Recreate");
    assertThat(map(yaml("k8s/autoscaler.yaml").get("spec")))
        .containsEntry("minReplicas", 1)
        .containsEntry("maxReplicas", 1);
  }

  @Test
  void theIngressHasTls() throws IOException {
    var spec = map(yaml("k8s/ingress.yaml").get("spec"));
    var tls = map(list(spec.get("tls")).get(0));

    assertThat(tls).containsKey("secretName");
    assertThat(list(tls.get("hosts")))
        .containsExactly(map(list(spec.get("rules")).get(0)).get("host"));
  }

  @Test
  void theConfigMapIsAValidConfigurationWithoutSecrets() throws IOException {
    var data = new HashMap<String, String>();
    map(yaml("k8s/configmap.yaml").get("data"))
        .forEach((name, value) -> data.put(name, (String) value));

    assertThat(GuardConfiguration.from(data).port()).isEqualTo(8080);
    assertThat(VARIABLES).containsAll(data.keySet());
    assertThat(data.keySet()).noneMatch(name -> SECRET.matcher(name).find());
    assertThat(data.values()).noneMatch(value -> value.contains("@"));
  }

  @Test
  void theExampleOfTheSecretHoldsNamesAndNoSecret() throws IOException {
    var data = map(yaml("k8s/secret.example.yaml").get("stringData"));

    assertThat(VARIABLES).containsAll(data.keySet());
    assertThat(data.get("API_TOKEN")).isEqualTo("");
    assertThat(data.get("SLACK_WEBHOOK_URL")).isEqualTo("");
  }

  @Test
  void serviceIngressAndDeploymentFitTogether() throws IOException {
    var template = map(map(yaml("k8s/deployment.yaml").get("spec")).get("template"));
    var service = map(yaml("k8s/service.yaml").get("spec"));

    assertThat(map(map(template.get("metadata")).get("labels")))
        .containsAllEntriesOf(map(service.get("selector")));
    assertThat(map(list(service.get("ports")).get(0)).get("targetPort"))
        .isEqualTo(map(list(container().get("ports")).get(0)).get("name"));
    assertThat(map(list(container().get("ports")).get(0))).containsEntry("containerPort", 8080);
  }

  @Test
  void everyMetricOfTheDashboardExists() throws IOException {
    var dashboard = Files.readString(DEPLOY.resolve("grafana-dashboard.json"));
    try (var rig = new Rig()) {
      rig.create("a", "o F F F o o");
      rig.probes(5);
      var served = rig.registry.scrape();

      var named = new TreeSet<String>();
      var matcher = METRIC.matcher(dashboard);
      while (matcher.find()) {
        named.add(matcher.group());
      }
      assertThat(named)
          .hasSizeGreaterThan(8)
          .allSatisfy(name -> assertThat(served).containsPattern("(?m)^" + name + "[{ ]"));
    }
  }

  @Test
  void everyPanelOfTheDashboardAsksSomething() throws IOException {
    var ids = new ArrayList<Object>();
    for (var each : list(yaml("grafana-dashboard.json").get("panels"))) {
      var panel = map(each);
      ids.add(panel.get("id"));
      assertThat(list(panel.get("targets")))
          .isNotEmpty()
          .allSatisfy(target -> assertThat(map(target).get("expr").toString()).isNotBlank());
    }
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void prometheusTakesItsConfiguration() throws Exception {
    assumeThat(Programs.has("promtool")).isTrue();

    var configuration = DEPLOY.resolve("prometheus.yaml").toAbsolutePath().toString();
    assertThat(SqlExportTest.run(List.of("promtool", "check", "config", configuration), ""))
        .contains("SUCCESS");
  }

  private static List<String> problemsOf(Map<String, String> environment) {
    try {
      GuardConfiguration.from(environment);
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems().stream().map(problem -> problem.key()).toList();
    }
  }

  private static Map<String, Object> container() throws IOException {
    var template = map(map(yaml("k8s/deployment.yaml").get("spec")).get("template"));
    return map(list(map(template.get("spec")).get("containers")).get(0));
  }

  private static Map<String, Object> yaml(String file) throws IOException {
    var load = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
    return map(load.loadFromString(Files.readString(DEPLOY.resolve(file))));
  }

  @SuppressWarnings("unchecked") // the keys of these files are texts
  private static Map<String, Object> map(Object value) {
    assertThat(value).isInstanceOf(Map.class);
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked") // what stands in it is looked at one by one
  private static List<Object> list(Object value) {
    assertThat(value).isInstanceOf(List.class);
    return (List<Object>) value;
  }
}
