package dev.pulse.prometheus.export;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.squareup.moshi.Moshi;
import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Route;
import dev.pulse.api.score.Factor;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.ScorerCheck;
import dev.pulse.samples.fakes.Programs;
import dev.pulse.testkit.RecordingNotifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules and the dashboard ask for what the exporter shows. */
class DeployFilesTest {
  private static final Path DEPLOY = Path.of("deploy");
  private static final String RULES = "pulse-alerts.yml";
  private static final String RULE_TESTS = "pulse-alerts-test.yml";

  /** What stands in an expression beside metrics: texts, choices of labels, ranges, functions. */
  private static final Pattern NO_METRIC =
      Pattern.compile(
          "\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\b(by|without|on|ignoring)\\s*\\([^)]*\\)"
              + "|\\b[a-z_]+\\s*(?=\\()|\\b(and|or|unless|sum)\\b");

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  @Test
  void promtoolAcceptsTheRules() throws Exception {
    promtool("check", "rules", RULES);
  }

  @Test
  void eachAlertFiresInItsTroubleAndIsSilentOtherwise() throws Exception {
    promtool("test", "rules", RULE_TESTS);
    var tests = Files.readString(DEPLOY.resolve(RULE_TESTS));

    assertThat(alerts()).hasSizeGreaterThan(10);
    for (var alert : alerts()) {
      assertThat(tests)
          .as("silent while all is well")
          .contains("- {eval_time: 80m, alertname: " + alert + "}");
      assertThat(Pattern.compile("alertname: " + alert + "\n +exp_alerts:\n +- exp_labels:"))
          .as(alert + " fires")
          .matches(pattern -> pattern.matcher(tests).find());
    }
  }

  @Test
  void rulesAndDashboardAskForMetricsThatAreShown() throws IOException {
    var asked = new TreeSet<String>();
    rules().forEach(rule -> asked.addAll(metrics(rule)));
    expressions(dashboard()).forEach(expression -> asked.addAll(metrics(expression)));

    assertThat(asked).hasSizeGreaterThan(20);
    assertThat(shown()).containsAll(asked);
  }

  @Test
  void theDashboardHasADataSourceToChooseAndAsksNoOther() throws IOException {
    var variables = list(map(dashboard().get("templating")).get("list"));

    assertThat(variables)
        .map(variable -> map(variable).get("name"))
        .containsExactly("datasource", "job", "instance", "check");
    assertThat(map(variables.get(0)))
        .containsEntry("type", "datasource")
        .containsEntry("query", "prometheus");
    assertThat(values(dashboard(), "datasource"))
        .hasSizeGreaterThan(20)
        .containsOnly(Map.of("type", "prometheus", "uid", "${datasource}"));
  }

  @Test
  void thePanelsOfTheDashboardLieBesideEachOther() throws IOException {
    var places = new ArrayList<String>();
    var ids = new ArrayList<@Nullable Object>();
    for (var panel : list(dashboard().get("panels"))) {
      var place = map(map(panel).get("gridPos"));
      ids.add(map(panel).get("id"));
      for (int x = number(place, "x"); x < number(place, "x") + number(place, "w"); x++) {
        for (int y = number(place, "y"); y < number(place, "y") + number(place, "h"); y++) {
          places.add(x + "/" + y);
        }
      }
    }

    assertThat(places).doesNotHaveDuplicates();
    assertThat(ids).doesNotHaveDuplicates().doesNotContainNull();
  }

  @Test
  void promtoolAcceptsWhatIsShown(@TempDir Path folder) throws Exception {
    assumeThat(Programs.has("promtool")).isTrue();
    var page = folder.resolve("page");
    Files.writeString(page, page(null));

    var process =
        new ProcessBuilder("promtool", "check", "metrics")
            .redirectInput(page.toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).isEmpty();
  }

  @Test
  void inBothFormatsEachMetricIsExplainedAndStandsInOnePlace() {
    for (var accept : new String[] {null, Watching.OPEN_METRICS}) {
      var families = new ArrayList<String>();
      var told = new ArrayList<String>();
      var family = "";
      for (var line : page(accept).lines().toList()) {
        var words = line.split(" ", -1);
        if (line.startsWith("# HELP ") || line.startsWith("# TYPE ")) {
          if (!words[2].equals(family)) {
            family = words[2];
            families.add(family);
          }
          told.add(words[1] + " " + family);
        } else if (!line.equals("# EOF")) {
          assertThat(line).startsWith(family).matches("[a-z_]+(\\{[a-z_]+=\".*\"})? \\S+");
        }
      }
      assertThat(families).hasSizeGreaterThan(20).doesNotHaveDuplicates();
      assertThat(told).hasSize(2 * families.size()).doesNotHaveDuplicates();
    }
  }

  /** Everything that the exporter can show of Pulse itself. */
  private static String page(@Nullable String accept) {
    var ops = Channel.of("ops", new RecordingNotifier().failNext(1));
    try (var watching =
            new Watching(
                builder ->
                    builder
                        .rule(AlertRule.whenFailing().after(1))
                        .route(Route.to(ops).groupBy("check").groupWait(Duration.ZERO)));
        var exporter = PulseExporter.of(watching.pulse())) {
      watching
          .with("door", context -> CheckResult.fail(Reason.REFUSED, "refused"))
          .with("shop", context -> CheckResult.pass("ok").withLatency(Duration.ofMillis(12)))
          .with(
              "repo",
              ScorerCheck.of(
                  context -> Score.weighted(List.of(Factor.of("build", 25, 80, "8 of 10")))));
      watching.pass(Duration.ofMinutes(10));
      return Watching.body(exporter.scrape(accept));
    }
  }

  private static Set<String> shown() {
    var names = new TreeSet<String>();
    page(null)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> names.add(line.substring(0, line.indexOf(' ')).replaceAll("\\{.*", "")));
    return names;
  }

  private static Set<String> metrics(String expression) {
    var names = new TreeSet<String>();
    var match = NAME.matcher(NO_METRIC.matcher(expression).replaceAll(" "));
    while (match.find()) {
      names.add(match.group());
    }
    return names;
  }

  private static void promtool(String... arguments) throws Exception {
    assumeThat(Programs.has("promtool")).isTrue();
    var command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).directory(DEPLOY.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("SUCCESS");
  }

  private static List<String> alerts() throws IOException {
    return Pattern.compile("- alert: (\\w+)")
        .matcher(Files.readString(DEPLOY.resolve(RULES)))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /** The expressions of the rules, those over several lines in one. */
  private static List<String> rules() throws IOException {
    var found =
        Pattern.compile("expr: (?:>-)?(.*?)\n +(?:for|labels):", Pattern.DOTALL)
            .matcher(Files.readString(DEPLOY.resolve(RULES)))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(found).hasSameSizeAs(alerts());
    return found;
  }

  /** The expressions of panels, and what the variables choose from. */
  private static List<String> expressions(Map<String, Object> dashboard) {
    var all = new ArrayList<String>();
    values(dashboard, "expr").forEach(expression -> all.add((String) expression));
    values(dashboard, "definition")
        .forEach(
            definition ->
                all.add(((String) definition).replaceAll("label_values\\((.*), \\w+\\)", "$1")));
    return all;
  }

  private static Map<String, Object> dashboard() throws IOException {
    var json = Files.readString(DEPLOY.resolve("pulse-dashboard.json"));
    return map(new Moshi.Builder().build().adapter(Object.class).fromJson(json));
  }

  /** What stands under a key, anywhere. */
  private static List<Object> values(@Nullable Object json, String key) {
    if (json instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .flatMap(
              entry ->
                  entry.getKey().equals(key)
                      ? Stream.of((Object) entry.getValue())
                      : values(entry.getValue(), key).stream())
          .toList();
    }
    return json instanceof Collection<?> list
        ? list.stream().flatMap(item -> values(item, key).stream()).toList()
        : List.of();
  }

  private static int number(Map<String, Object> json, String key) {
    return ((Number) requireNonNull(json.get(key))).intValue();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object json) {
    return (Map<String, Object>) requireNonNull(json);
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(@Nullable Object json) {
    return (List<Object>) requireNonNull(json);
  }
}
