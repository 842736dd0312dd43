package dev.pulse.samples.app.config;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Settings;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.api.model.Target;
import dev.pulse.core.plugin.Plugins;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@link RuleTest}s. Confine to one thread. */
final class RuleTestReader {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int MOST_RESULTS = 100_000;

  private final Path file;
  private final Map<String, String> environment;
  private final Plugins plugins;

  RuleTestReader(Path file, Map<String, String> environment, Plugins plugins) {
    this.file = file;
    this.environment = environment;
    this.plugins = plugins;
  }

  List<RuleTest> read(String text) {
    return YamlSettings.read(file.toString(), text, environment, (root, values) -> tests(root));
  }

  private List<RuleTest> tests(Settings root) {
    var configured = configured(root);
    var rules = new RuleReader(plugins).read(root, RuleReader.standard());
    var start =
        root.text("start")
            .map(RuleTestReader::instant, START)
            .expecting("a time like 2026-01-31T12:00:00Z")
            .orElse(START);
    if (!root.has("tests")) {
      root.note("tests", "is required: a list of tests");
    }
    var tests = new ArrayList<RuleTest>();
    for (Settings part : root.sections("tests")) {
      part.attempt(options -> test(options, configured, rules, start)).ifPresent(tests::add);
    }
    return tests;
  }

  /** The checks of the configuration that the file names, by name; null when it names none. */
  private @Nullable Map<String, Registration> configured(Settings root) {
    var name = root.text("config").optional();
    if (name.isEmpty()) {
      return null;
    }
    if (root.has("rules")) {
      root.note("rules", "stand in the configuration when there is one; name only one of the two");
    }
    var directory = file.toAbsolutePath().getParent();
    var config = StoreChoice.path(name.get());
    return Configuration.load(
            directory == null ? config : directory.resolve(config), environment, plugins)
        .checks()
        .stream()
        .collect(Collectors.toMap(Registration::name, check -> check));
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static RuleTest test(
      Settings part,
      @Nullable Map<String, Registration> configured,
      List<AlertRule> rules,
      Instant start) {
    var check = part.text("check").where(Registration::isName, "must be a name of a check");
    var registration = registration(part, check.required(), configured, rules);
    var name = part.text("name").orElse(registration.name());
    var outcomes = new ArrayList<Outcome>();
    for (Settings result : part.sections("results")) {
      add(result, registration.name(), start, outcomes);
    }
    outcomes.sort(Comparator.comparing(Outcome::started));
    var expectations = new ArrayList<RuleTest.Expectation>();
    for (Settings expectation : part.sections("expect")) {
      var open = new ArrayList<RuleTest.Wanted>();
      expectation.sections("open").forEach(wanted -> open.add(wanted(wanted, registration)));
      if (!expectation.has("open")) {
        expectation.note("open", "is required: a list of incidents; [] for none");
      }
      expectations.add(new RuleTest.Expectation(at(expectation), open));
    }
    if (expectations.isEmpty()) {
      part.note("expect", "is required: a test that expects nothing cannot fail");
    }
    return new RuleTest(name, registration, start, outcomes, expectations);
  }

  private static Registration registration(
      Settings part,
      String name,
      @Nullable Map<String, Registration> configured,
      List<AlertRule> rules) {
    if (configured != null) {
      var found = configured.get(name);
      if (found != null) {
        return found;
      }
      part.note(
          "check",
          "is not in the configuration; known: "
              + configured.keySet().stream().sorted().collect(Collectors.joining(", ")));
    }
    var labels =
        configured == null
            ? part.map("labels").map(Labels::from, Labels.empty()).orElse(Labels.empty())
            : Labels.empty();
    var builder =
        Registration.check(
                name, context -> CheckResult.unknown(Reason.NO_DATA, "only its rules are tested"))
            .target(Target.of(name, labels));
    rules.forEach(builder::rule);
    return builder.build();
  }

  private static Duration at(Settings part) {
    return part.duration("at").between(Duration.ZERO, LONGEST).required();
  }

  private static void add(Settings part, String check, Instant start, List<Outcome> outcomes) {
    var at = start.plus(at(part));
    int times = part.integer("times").between(1, MOST_RESULTS).orElse(1);
    var every =
        part.duration("every")
            .between(Duration.ofMillis(1), LONGEST)
            .orElse(Duration.ofSeconds(30));
    var result = result(part);
    var maintenance = part.text("maintenance").optional();
    if (outcomes.size() + times > MOST_RESULTS) {
      part.note("times", "must leave a test with " + MOST_RESULTS + " results at most");
      return;
    }
    for (int i = 0; i < times; i++) {
      var outcome =
          Outcome.builder(check, outcomes.size() + 1, at.plus(every.multipliedBy(i)), result);
      maintenance.ifPresent(outcome::maintenance);
      outcomes.add(outcome.build());
    }
  }

  private static CheckResult result(Settings part) {
    var status = part.choice("status", Status.class).required();
    var reason = part.text("reason").map(Reason::of, Reason.ERROR).orElse(Reason.ERROR);
    var summary = part.text("summary").orElse("as written in the test");
    var result =
        switch (status) {
          case PASS -> CheckResult.pass(summary);
          case WARN -> CheckResult.warn(reason, summary);
          case FAIL -> CheckResult.fail(reason, summary);
          case UNKNOWN -> CheckResult.unknown(reason, summary);
        };
    var latency = part.duration("latency").between(Duration.ZERO, LONGEST).optional();
    if (latency.isPresent()) {
      result = result.withLatency(latency.get());
    }
    for (var detail : part.map("details").orElse(Map.of()).entrySet()) {
      result = result.withDetail(detail.getKey(), detail.getValue());
    }
    var samples = part.section("samples");
    for (String name : samples.keys()) {
      result = result.withSample(Sample.gauge(name, samples.number(name).required()));
    }
    var findings = new LinkedHashMap<String, Finding>();
    for (Settings finding : part.sections("findings")) {
      var key = finding.text("key").required();
      if (findings.put(key, finding(finding, key)) != null) {
        finding.note("key", "is there already; the keys of findings are distinct");
      }
    }
    return result.withFindings(findings.values());
  }

  private static Finding finding(Settings part, String key) {
    return Finding.of(
            key,
            part.choice("status", Status.class).orElse(Status.FAIL),
            part.text("text").orElse(key))
        .withLabels(part.map("labels").map(Labels::from, Labels.empty()).orElse(Labels.empty()));
  }

  private static RuleTest.Wanted wanted(Settings part, Registration registration) {
    var names = registration.rules().stream().map(AlertRule::name).toList();
    return new RuleTest.Wanted(
        part.text("rule")
            .where(names::contains, "must be a rule of the check: " + String.join(", ", names))
            .required(),
        part.text("subject").optional(),
        part.choice("severity", Severity.class).optional(),
        part.map("labels").orElse(Map.of()),
        part.map("annotations").orElse(Map.of()));
  }
}
