package dev.pulse.samples.repohealth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** 4.8.1 to 4.8.3. */
class RulesFileTest {
  private static final String SEED =
      """
      WEBHOOKS:
        slack: https://hooks.slack.com/services/T0/B0/file
        discord: https://discord.com/api/webhooks/1/file
        ops: https://ops.example/hook

      ALERTS:
        critical_vulnerability: [slack, discord]
        build_failure: [ops]

      ALERT_RULES:
        - name: critical_vulnerability
          condition: vulnerability.severity == 'critical'
          channels: [slack, email]
          frequency: immediate
        - name: build_failure
          condition: build.status == 'failure' and build.branch == 'main'
        - name: coverage_drop
          condition: coverage.delta < -5
          channels: [console]
          frequency: daily_digest

      DOCS_URLS:
        Shokunin: https://shokunin.one/docs
        octo-org/other: https://other.example
      """;

  @TempDir private Path folder;

  private RepoHealthSettings read(String text, String... more) throws IOException {
    return RepoHealthSettings.from(environment(text, more));
  }

  private Map<String, String> environment(String text, String... more) throws IOException {
    var file = Files.writeString(folder.resolve("rules.yaml"), text, StandardCharsets.UTF_8);
    var environment =
        new HashMap<>(Map.of("PULSE_ORG", "octo-org", "PULSE_CONFIG", file.toString()));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  private List<String> problems(String text) throws IOException {
    var environment = environment(text);
    return catchThrowableOfType(
            ConfigurationException.class, () -> RepoHealthSettings.from(environment))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void theFileOfTheGuideIsRead() throws IOException {
    var settings = read(SEED);

    assertThat(settings.rules().all())
        .containsExactly(
            new Rule(
                "critical_vulnerability",
                "vulnerability.severity == 'critical'",
                List.of("slack"),
                Frequency.IMMEDIATE),
            new Rule(
                "build_failure",
                "build.status == 'failure' and build.branch == 'main'",
                List.of("ops"),
                Frequency.IMMEDIATE),
            new Rule(
                "coverage_drop",
                "coverage.delta < -5",
                List.of("console"),
                Frequency.DAILY_DIGEST));
    assertThat(settings.rules().documentationOf("SHOKUNIN"))
        .contains(URI.create("https://shokunin.one/docs"));
    assertThat(settings.rules().documentationOf("other")).isPresent();
    assertThat(settings.channels().webhooks())
        .isEqualTo(Map.of("ops", Secret.of("https://ops.example/hook")));
    assertThat(settings.channels().slack())
        .contains(Secret.of("https://hooks.slack.com/services/T0/B0/file"));
  }

  @Test
  void jsonSaysTheSame() throws IOException {
    var json =
        """
        {
        \t"WEBHOOKS": {"ops": "https://ops.example/hook"},
        \t"ALERT_RULES": [
        \t\t{"name": "r", "condition": "score.value < 50", "channels": ["ops"]}
        \t]
        }
        """;

    assertThat(read(json).rules().all())
        .containsExactly(new Rule("r", "score.value < 50", List.of("ops"), Frequency.IMMEDIATE));
  }

  @Test
  void variablesWinOverTheFile() throws IOException {
    var channels = read(SEED, "SLACK_WEBHOOK_URL", "https://slack.example/variable").channels();

    assertThat(channels.slack()).contains(Secret.of("https://slack.example/variable"));
    assertThat(channels.discord()).contains(Secret.of("https://discord.com/api/webhooks/1/file"));
  }

  // defect 6
  @Test
  void theChannelsOfARuleWinOverThoseOfItsName() throws IOException {
    var rules = read(SEED, "DISCORD_WEBHOOK_URL", "https://discord.example/x").rules().all();

    assertThat(rules.get(0).channels()).containsExactly("slack");
    assertThat(rules.get(1).channels()).containsExactly("ops");
  }

  @Test
  void withoutRulesThreeApply() throws IOException {
    var usual =
        List.of(
            new Rule(
                "critical_vulnerability",
                "vulnerability.severity == 'critical'",
                List.of("slack"),
                Frequency.IMMEDIATE),
            new Rule(
                "build_failure",
                "build.status == 'failure' and build.branch == build.default_branch",
                List.of("slack"),
                Frequency.IMMEDIATE),
            new Rule(
                "coverage_drop", "coverage.delta < -5", List.of("slack"), Frequency.DAILY_DIGEST));
    var slack = new String[] {"SLACK_WEBHOOK_URL", "https://slack.example/x"};

    assertThat(read("", slack).rules().all()).isEqualTo(usual);
    assertThat(read("ALERT_RULES:\n", slack).rules().all()).isEqualTo(usual);
    assertThat(read("ALERT_RULES: []\n", slack).rules().all()).isEmpty();
    assertThat(
            RepoHealthSettings.from(
                    Map.of("PULSE_ORG", "octo-org", slack[0], slack[1], "SMTP_PORT", "25"))
                .rules()
                .all())
        .isEqualTo(usual);
  }

  @Test
  void theChannelsOfAUsualRuleCanBeReplaced() throws IOException {
    var rules = read("ALERTS: {build_failure: [console]}").rules().all();

    assertThat(rules.get(1).channels()).containsExactly("console");
  }

  @Test
  void aChannelThatIsNotConfiguredIsLeftOutWithOneWarning() throws IOException {
    var settings = read("");

    assertThat(settings.rules().all()).extracting(Rule::channels).containsOnly(List.of());
    assertThat(settings.channelWarnings())
        .containsExactly(
            "The channel slack is not configured (SLACK_WEBHOOK_URL is not set); left out of"
                + " critical_vulnerability, build_failure, coverage_drop",
            "The channel email is not configured (SMTP_HOST is not set); left out of"
                + " critical_vulnerability");
  }

  private static String rules(String... rules) {
    return "ALERT_RULES:\n" + String.join("\n", rules);
  }

  static Stream<Arguments> refused() {
    var good = "- {name: good, condition: score.value < 50, channels: [console]}";
    return Stream.of(
        argumentSet(
            "unknown channel",
            rules(good, "- {name: pager, condition: 'true', channels: [console, pagrduty]}"),
            "ALERT_RULES: rule \"pager\" in line 3: unknown channel \"pagrduty\"; allowed: slack,"
                + " discord, email, pagerduty, console"),
        argumentSet(
            "unknown channel of an entry",
            "ALERTS: {build_failure: [nobody]}",
            "ALERTS: rule \"build_failure\" in line 1: unknown channel \"nobody\"; allowed: slack,"
                + " discord, email, pagerduty, console"),
        argumentSet(
            "the same name twice",
            rules(good, good),
            "ALERT_RULES: rule \"good\" in line 3: the name is used twice"),
        argumentSet(
            "unknown frequency",
            rules("- {name: r, condition: 'true', channels: [console], frequency: hourly}"),
            "ALERT_RULES: rule \"r\" in line 2, frequency: unknown frequency \"hourly\"; allowed:"
                + " immediate, daily_digest"),
        argumentSet(
            "neither channels nor an entry",
            rules("- {name: r, condition: 'true'}"),
            "ALERT_RULES: rule \"r\" in line 2: has no channels, and there is no entry of its name"
                + " in ALERTS"),
        argumentSet(
            "an empty list of channels",
            rules("- {name: r, condition: 'true', channels: []}"),
            "ALERT_RULES: rule \"r\" in line 2: the list of channels is empty"),
        argumentSet(
            "an entry with an empty list of channels",
            "ALERTS: {build_failure: []}\n",
            "ALERTS: rule \"build_failure\" in line 1: the list of channels is empty"),
        argumentSet(
            "an entry without a rule",
            "ALERTS: {r: [console]}\n" + rules(good),
            "ALERTS: has channels for \"r\", but there is no such rule"),
        argumentSet(
            "an unknown key",
            "ALERT_RULE: []",
            "ALERT_RULE: is no key of the file; allowed: WEBHOOKS, ALERTS, ALERT_RULES, DOCS_URLS"),
        argumentSet(
            "an unknown key of a rule",
            rules("- {name: r, condition: 'true', channel: [console], channels: [console]}"),
            "ALERT_RULES: rule \"r\" in line 2: unknown key \"channel\"; allowed: name, condition,"
                + " channels, frequency"),
        argumentSet(
            "no name",
            rules("- {condition: 'true', channels: [console]}"),
            "ALERT_RULES: the rule in line 2: name is required"),
        argumentSet(
            "no condition",
            rules("- {name: r, channels: [console]}"),
            "ALERT_RULES: rule \"r\" in line 2, condition: is required"),
        // 10.4
        argumentSet(
            "a condition with one equals sign",
            rules("- {name: r, condition: \"build.status = 'x'\", channels: [console]}"),
            "ALERT_RULES: rule \"r\" in line 2, condition: line 1, column 14: "),
        argumentSet(
            "a condition on vulnerabilities and builds",
            rules(
                "- name: r",
                "  condition: vulnerability.severity == 'high' and build.status == 'failure'",
                "  channels: [console]"),
            "ALERT_RULES: rule \"r\" in line 2, condition: a condition is about vulnerabilities or"
                + " about builds"),
        argumentSet(
            "a condition of more than 1000 characters",
            rules("- {name: r, condition: '" + "not ".repeat(250) + "true', channels: [console]}"),
            "ALERT_RULES: rule \"r\" in line 2, condition: "),
        argumentSet(
            "channels that are no list",
            rules("- {name: r, condition: 'true', channels: console}"),
            "ALERT_RULES: rule \"r\" in line 2, channels: must be a list"),
        argumentSet("rules that are no list", "ALERT_RULES: {}", "ALERT_RULES: must be a list"),
        argumentSet(
            "a key twice",
            "ALERTS: {}\nALERTS: {}",
            "PULSE_CONFIG: names a file whose top level must have each key once, and has twice:"
                + " \"ALERTS\""),
        argumentSet(
            "a list",
            "- a",
            "PULSE_CONFIG: names a file whose top level must be a section with keys"),
        argumentSet(
            "a webhook that is no URL",
            "WEBHOOKS: {ops: hunter2}",
            "WEBHOOKS: \"ops\": is not a valid URL; expected something like"
                + " https://example.com/health"),
        argumentSet(
            "a webhook that takes the name of another channel",
            "WEBHOOKS: {email: 'https://x.example'}",
            "WEBHOOKS: \"email\": is not a webhook; call the webhook something else"),
        argumentSet(
            "documentation that is no URL",
            "DOCS_URLS: {a: 'javascript:x'}",
            "DOCS_URLS: \"a\": must be an http or https URL, such as https://example.org, without"
                + " user, password, ? and #"),
        argumentSet(
            "the documentation of somebody else",
            "DOCS_URLS: {other-org/a: 'https://x.example'}",
            "DOCS_URLS: \"other-org/a\": is not a repository of the organisation that is scanned"));
  }

  // row 19
  @ParameterizedTest
  @MethodSource
  void refused(String text, String problem) throws IOException {
    assertThat(problems(text)).singleElement().asString().startsWith(problem);
  }

  @Test
  void allProblemsOfTheFileAreReportedTogether() throws IOException {
    var text =
        """
        WEBHOOKS: {slack: nothing}
        ALERT_RULES:
          - {name: a, condition: 'true', channels: [b, c], frequency: d}
          - {name: a, channels: [console]}
        """;

    assertThat(problems(text)).hasSize(6);
  }

  static Stream<Arguments> hostile() {
    return Stream.of(
        argumentSet("deep", "[".repeat(500_000), "nested deeper"),
        argumentSet("deep keys", "? ".repeat(5_000) + "a", "nested deeper"),
        argumentSet("large", "#" + "x".repeat(1 << 20), "1 MiB"),
        argumentSet("no YAML", "a: b: c", "line 1, column 5"),
        argumentSet("two documents", "ALERTS: {}\n---\nALERTS: {}", "more than one document"),
        argumentSet("a bomb", bomb(), "Number of aliases"),
        argumentSet("recursive", "ALERT_RULES: &a [*a]", "ALERT_RULES"),
        argumentSet("recursive keys", "&a {*a: b}", "PULSE_CONFIG"),
        argumentSet("a tag", "!!java.net.URL [x]", "PULSE_CONFIG"),
        argumentSet("control characters", "\"\\r\\nError: \\e[2J\": 1", "is no key of the file"));
  }

  private static String bomb() {
    return "a0: &a0 [x]\n"
        + IntStream.range(1, 30)
            .mapToObj(
                i ->
                    "a%d: &a%d [%s]\n"
                        .formatted(
                            i,
                            i,
                            Stream.generate(() -> "*a" + (i - 1))
                                .limit(9)
                                .collect(Collectors.joining(","))))
            .collect(Collectors.joining())
        + "WEBHOOKS: *a29\n";
  }

  @ParameterizedTest
  @MethodSource
  @Timeout(30)
  void hostile(String text, String told) throws IOException {
    var lines = problems(text);

    assertThat(String.join("\n", lines)).contains(told);
    assertThat(lines)
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(400).doesNotContainPattern("\\p{Cc}"));
  }

  @Test
  void anchorsMayBeUsed() throws IOException {
    var text =
        """
        ALERT_RULES:
          - {name: a, condition: 'true', channels: &ops [console]}
          - {name: b, condition: 'true', channels: *ops}
        """;

    assertThat(read(text).rules().all())
        .extracting(Rule::channels)
        .containsOnly(List.of("console"));
  }
}
