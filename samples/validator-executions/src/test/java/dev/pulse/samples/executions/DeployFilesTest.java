package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files for Docker, Kubernetes and Prometheus say what the program understands. */
class DeployFilesTest {
  private static final Path DEPLOY = Path.of("deploy");
  private static final Pattern VARIABLE = Pattern.compile("#?([A-Z][A-Z_]+)=(.*)");
  private static final List<String> OF_THE_PROGRAM =
      List.of("PORT", "HOST", "LOG_LEVEL", "DATABASE_URL");

  @Test
  @DisplayName("Row 22, defect 15: the Role grants get and create on pods/exec")
  void theRoleGrantsWhatIsNeededAndNothingElse() throws IOException {
    var documents = yamls("k8s/rbac.yaml");

    assertThat(documents)
        .extracting(document -> document.get("kind"))
        .containsExactly("ServiceAccount", "Role", "RoleBinding");
    assertThat(documents)
        .extracting(document -> map(document.get("metadata")).get("namespace"))
        .containsOnly("infra");
    assertThat(documents.get(1).get("rules"))
        .isEqualTo(
            List.of(
                Map.of(
                    "apiGroups", List.of(""),
                    "resources", List.of("pods"),
                    "verbs", List.of("get", "list")),
                Map.of(
                    "apiGroups", List.of(""),
                    "resources", List.of("pods/exec"),
                    "verbs", List.of("get", "create"))));
  }

  @Test
  void theBindingJoinsTheAccountOfTheDeploymentToTheRole() throws IOException {
    var documents = yamls("k8s/rbac.yaml");
    var account = map(documents.get(0).get("metadata")).get("name");
    var binding = documents.get(2);

    assertThat(map(binding.get("roleRef")))
        .containsEntry("kind", "Role")
        .containsEntry("name", map(documents.get(1).get("metadata")).get("name"));
    assertThat(map(list(binding.get("subjects")).get(0)))
        .isEqualTo(Map.of("kind", "ServiceAccount", "name", account, "namespace", "infra"));
    assertThat(pod().get("serviceAccountName")).isEqualTo(account);
  }

  @Test
  void serviceMonitorAndDeploymentFitTogether() throws IOException {
    var deployment = map(yaml("k8s/deployment.yaml").get("spec"));
    var labels = map(map(map(deployment.get("template")).get("metadata")).get("labels"));
    var service = yaml("k8s/service.yaml");
    var port = map(list(map(service.get("spec")).get("ports")).get(0));
    var monitor = map(yaml("servicemonitor.yaml").get("spec"));

    assertThat(labels).containsAllEntriesOf(map(map(service.get("spec")).get("selector")));
    assertThat(port.get("targetPort"))
        .isEqualTo(map(list(container().get("ports")).get(0)).get("name"));
    assertThat(map(list(container().get("ports")).get(0))).containsEntry("containerPort", 8080);
    assertThat(map(map(service.get("metadata")).get("labels")))
        .containsAllEntriesOf(map(map(monitor.get("selector")).get("matchLabels")));
    assertThat(map(list(monitor.get("endpoints")).get(0)))
        .containsEntry("port", port.get("name"))
        .containsEntry("path", "/metrics");
  }

  @Test
  void kustomizationNamesEveryFile() throws IOException {
    var named = new TreeSet<String>();
    list(yaml("k8s/kustomization.yaml").get("resources"))
        .forEach(name -> named.add(name.toString()));
    try (var files = Files.list(DEPLOY.resolve("k8s"))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> !name.equals("kustomization.yaml")))
          .containsExactlyInAnyOrderElementsOf(named);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"startupProbe", "readinessProbe", "livenessProbe"})
  void probesAskHealth(String probe) throws IOException {
    assertThat(map(map(container().get(probe)).get("httpGet"))).containsEntry("path", "/health");
  }

  @Test
  void theConfigMapIsAValidConfiguration() throws IOException {
    var data = new HashMap<String, String>();
    map(yaml("k8s/configmap.yaml").get("data"))
        .forEach((name, value) -> data.put(name, value.toString()));

    assertThat(known()).containsAll(data.keySet());
    assertThat(ExecutionsConfiguration.from(data).settings().pods())
        .isEqualTo(ExecutionsSettings.defaults().pods());
  }

  @Test
  @DisplayName("Section 3: every variable stands in .env.example with its default")
  void theExampleOfTheEnvironmentHasEveryVariableWithItsDefault() throws IOException {
    var example = new HashMap<String, String>();
    var named = new ArrayList<String>();
    for (String line : Files.readAllLines(DEPLOY.resolve(".env.example"))) {
      var matcher = VARIABLE.matcher(line);
      if (matcher.matches()) {
        named.add(matcher.group(1));
        example.put(matcher.group(1), line.startsWith("#") ? "" : matcher.group(2));
      }
    }
    var read = ExecutionsConfiguration.from(example);
    var usual = ExecutionsConfiguration.from(Map.of());

    assertThat(named).containsExactlyInAnyOrderElementsOf(known());
    assertThat(read).usingRecursiveComparison().ignoringFields("address").isEqualTo(usual);
  }

  @Test
  void theImageRunsThisSystem() throws IOException {
    assertThat(Files.readString(DEPLOY.resolve("Dockerfile")))
        .contains("CMD [\"run\", \"validator-executions\"]", "USER 10001");
  }

  @Nested
  class WithPromtool {
    @BeforeEach
    void promtoolIsThere() {
      assumeThat(Programs.has("promtool")).isTrue();
    }

    @Test
    @DisplayName("Row 29: promtool takes the rules")
    void theRulesAreRules() throws Exception {
      var said = Command.run("promtool", "check", "rules", "deploy/prometheus-rules.yaml");

      assertThat(said.output()).contains("SUCCESS: 4 rules found");
      assertThat(said.exitCode()).isZero();
    }

    @Test
    @DisplayName("Row 29, defects 16, 17, 18: each of the four alerts can fire")
    void eachAlertCanFire() throws Exception {
      var test = Files.readString(DEPLOY.resolve("prometheus-rules-test.yaml"));
      for (var rule : rules()) {
        assertThat(test)
            .containsPattern(
                "alertname: " + rule.get("alert") + "\\n +exp_alerts:\\n +- exp_labels");
      }
      var said = Command.run("promtool", "test", "rules", "deploy/prometheus-rules-test.yaml");

      assertThat(said.output()).contains("SUCCESS").doesNotContain("FAILED");
      assertThat(said.exitCode()).isZero();
    }

    @Test
    void prometheusTakesItsConfiguration() throws Exception {
      var said = Command.run("promtool", "check", "config", "deploy/prometheus.yaml");

      assertThat(said.output()).contains("SUCCESS: 4 rules found");
      assertThat(said.exitCode()).isZero();
    }
  }

  @Test
  @DisplayName("Section 7: the four alerts, their expressions and how long they must hold")
  void theAlertsAreThoseOfTheSpecification() throws IOException {
    var told = new HashMap<String, String>();
    for (var rule : rules()) {
      told.put(rule.get("alert").toString(), rule.get("expr") + " for " + rule.get("for"));
    }

    assertThat(told)
        .isEqualTo(
            Map.of(
                "ValidatorExecutionHasErrors",
                "bboostd_validator_execution_has_error == 1 for 1m",
                "ValidatorExecutionFailed",
                "bboostd_validator_execution_state_numeric == 3 for 5m",
                "ValidatorExecutionHighErrorRate",
                "sum by (namespace) (rate(bboostd_validator_query_errors_total[5m])) > 0.1 for 5m",
                "ValidatorQuerySlow",
                "histogram_quantile(0.95, sum by (le, pod_name)"
                    + " (rate(bboostd_validator_query_duration_seconds_bucket[5m]))) > 10 for 5m"));
  }

  private static List<Map<String, Object>> rules() throws IOException {
    var group = map(list(yaml("prometheus-rules.yaml").get("groups")).get(0));
    return list(group.get("rules")).stream().map(DeployFilesTest::map).toList();
  }

  private static List<String> known() {
    var names = new ArrayList<>(ExecutionsSettings.VARIABLES);
    names.addAll(OF_THE_PROGRAM);
    return names;
  }

  private static Map<String, Object> pod() throws IOException {
    return map(map(map(yaml("k8s/deployment.yaml").get("spec")).get("template")).get("spec"));
  }

  private static Map<String, Object> container() throws IOException {
    return map(list(pod().get("containers")).get(0));
  }

  private static Map<String, Object> yaml(String file) throws IOException {
    var documents = yamls(file);
    assertThat(documents).hasSize(1);
    return documents.get(0);
  }

  private static List<Map<String, Object>> yamls(String file) throws IOException {
    var load = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
    var documents = new ArrayList<Map<String, Object>>();
    load.loadAllFromString(Files.readString(DEPLOY.resolve(file)))
        .forEach(document -> documents.add(map(document)));
    return documents;
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
