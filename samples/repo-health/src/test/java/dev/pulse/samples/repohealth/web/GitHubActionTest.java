package dev.pulse.samples.repohealth.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The action that is shipped does what the page says, against a real server. */
@Timeout(60)
class GitHubActionTest {
  private static final Path ACTION = Path.of("deploy", "github-actions");
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ [a-z.]+ }}");

  @TempDir private Path folder;
  private WebRig rig;

  @BeforeEach
  void serve() {
    rig = new WebRig(folder).alone();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  @DisplayName("Row 12, defect 5: the job runs also after a failure, and sends how the build ended")
  void theExampleReportsWhatTheBuildSaid() throws IOException {
    var report = map(map(yaml("example-workflow.yml").get("jobs")).get("report"));

    assertThat(report).containsEntry("if", "always()").containsEntry("needs", "build");
    assertThat(map(yaml("example-workflow.yml").get("jobs"))).containsKey("build");
    var step = map(last(list(report.get("steps"))));
    assertThat(map(step.get("with")))
        .containsEntry("status", "${{ needs.build.result }}")
        .containsEntry("token", "${{ secrets.PULSE_TOKEN }}");
    assertThat(Files.readString(ACTION.resolve("example-workflow.yml")))
        .doesNotContain("job.status");
  }

  @Test
  @DisplayName("Row 12: the example gives the action what it wants, and nothing else")
  void exampleAndActionFitTogether() throws IOException {
    var inputs = map(yaml("action.yml").get("inputs"));
    var job = map(map(yaml("example-workflow.yml").get("jobs")).get("report"));

    assertThat(map(map(last(list(job.get("steps")))).get("with")).keySet())
        .isEqualTo(inputs.keySet());
    assertThat(inputs.values())
        .allSatisfy(input -> assertThat(map(input)).containsEntry("required", true));
  }

  @Test
  @DisplayName("Section 9: inputs reach the script through variables, never as its text")
  void noExpressionIsInTheTextOfAScript() throws IOException {
    var runs = map(yaml("action.yml").get("runs"));
    var step = map(list(runs.get("steps")).get(0));

    assertThat(runs).containsEntry("using", "composite");
    assertThat(step.get("run").toString()).doesNotContain("${{");
    assertThat(Files.readString(ACTION.resolve("report.sh"))).doesNotContain("${{");
    assertThat(map(step.get("env")).keySet())
        .containsExactlyInAnyOrder("PULSE_URL", "PULSE_TOKEN", "PULSE_STATUS");
    assertThat(map(step.get("env")).values())
        .allSatisfy(value -> assertThat(value.toString()).matches(EXPRESSION));
  }

  @Test
  @DisplayName("Row 12: what the action reports is among the builds")
  void theScriptReportsToARealServer() throws Exception {
    Scans.endWithNothing(rig);
    var done = run(Map.of("PULSE_STATUS", "failure"));

    assertThat(done.output()).isEqualTo("Pulse knows that the build ended with failure.\n");
    assertThat(done.exit()).isZero();
    assertThat(rig.get("/api/v1/builds").body())
        .contains(
            "\"repo\":\"shop\",\"state\":\"failure\",\"branch\":\"feature/x\",\"sha\":\"0a1b2c3d\","
                + "\"run_id\":4711,"
                + "\"url\":\"https://github.example/octo-org/shop/actions/runs/4711\"",
            "\"source\":\"report\"");
    assertThat(rig.told).hasSize(1);
    assertThat(rig.told.get(0).build().attempt()).isEqualTo(2);

    assertThat(run(Map.of("PULSE_STATUS", "success")).exit()).isZero();
    assertThat(rig.get("/api/v1/builds").body())
        .contains("\"state\":\"success\"", "\"total\":1")
        .doesNotContain("failure");
  }

  @Test
  @DisplayName("Section 9: hostile names are data, for the script and for the server")
  void hostileNamesAreData() throws Exception {
    var owned = folder.resolve("owned");
    var name = "\"; touch " + owned + "; $(touch " + owned + ") `touch " + owned + "` ${IFS}'\\n";

    assertThat(run(Map.of("PULSE_STATUS", "success", "GITHUB_HEAD_REF", name)).exit()).isZero();

    assertThat(owned).doesNotExist();
    assertThat(rig.told.get(0).build().branch()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "succeeded", "$(id)", "success\nfailure"})
  void anotherStatusIsRefusedBeforeAnythingIsSent(String status) throws Exception {
    var done = run(Map.of("PULSE_STATUS", status));

    assertThat(done.exit()).isEqualTo(1);
    assertThat(done.output()).startsWith("::error title=Pulse::The input status must be success");
    assertThat(rig.told).isEmpty();
  }

  @Test
  @DisplayName("Row 12: a wrong token is refused, and the job tells so without showing it")
  void aWrongTokenIsTold() throws Exception {
    var done = run(Map.of("PULSE_STATUS", "success", "PULSE_TOKEN", "not-the-token"));

    assertThat(done.exit()).isEqualTo(1);
    assertThat(done.output()).isEqualTo("::error title=Pulse::Pulse refuses the token.\n");
    assertThat(rig.told).isEmpty();
  }

  @Test
  void aBuildOfAForkHasNoTokenAndIsNoFailure() throws Exception {
    var done = run(Map.of("PULSE_STATUS", "success", "PULSE_TOKEN", ""));

    assertThat(done.exit()).isZero();
    assertThat(done.output()).startsWith("::warning title=Pulse::No token is set");
    assertThat(rig.told).isEmpty();
  }

  @Test
  void anAddressThatIsNoneIsRefused() throws Exception {
    var done = run(Map.of("PULSE_STATUS", "success", "PULSE_URL", "file:///etc/passwd"));

    assertThat(done.exit()).isEqualTo(1);
    assertThat(done.output()).contains("The input url must be the address of Pulse");
  }

  @Test
  void theScriptHasNoFindingsOfShellcheck() throws Exception {
    assumeThat(has("shellcheck")).isTrue();

    var process =
        new ProcessBuilder("shellcheck", ACTION.resolve("report.sh").toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  /** How a run of the script ended. */
  private record Done(int exit, String output) {}

  private Done run(Map<String, String> more) throws IOException, InterruptedException {
    assumeThat(has("bash") && has("curl") && has("jq")).isTrue();
    var step = map(list(map(yaml("action.yml").get("runs")).get("steps")).get(0));
    var environment = new HashMap<String, String>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("GITHUB_ACTION_PATH", ACTION.toAbsolutePath().toString());
    environment.put("PULSE_URL", "http://127.0.0.1:" + rig.port() + "/");
    environment.put("PULSE_TOKEN", WebRig.REPORTING);
    environment.put("GITHUB_REPOSITORY", "octo-org/shop");
    environment.put("GITHUB_RUN_ID", "4711");
    environment.put("GITHUB_RUN_ATTEMPT", "2");
    environment.put("GITHUB_HEAD_REF", "feature/x");
    environment.put("GITHUB_REF_NAME", "1/merge");
    environment.put("GITHUB_SHA", "0a1b2c3d");
    environment.put("GITHUB_SERVER_URL", "https://github.example");
    environment.putAll(more);
    var builder = new ProcessBuilder("bash", "-c", step.get("run").toString());
    builder.environment().clear();
    builder.environment().putAll(environment);
    var process = builder.redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Done(process.exitValue(), output);
  }

  private static boolean has(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static Map<String, Object> yaml(String file) throws IOException {
    var load = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
    return map(load.loadFromString(Files.readString(ACTION.resolve(file))));
  }

  private static Object last(List<Object> all) {
    return all.get(all.size() - 1);
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
