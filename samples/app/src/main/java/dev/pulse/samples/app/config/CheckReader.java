package dev.pulse.samples.app.config;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.config.Durations;
import dev.pulse.api.config.Option;
import dev.pulse.api.config.Settings;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Target;
import dev.pulse.api.schedule.Interval;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.core.plugin.Plugins;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one check: how it is run, and, through the provider of its type, what it asks. */
final class CheckReader {
  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);
  private static final Check UNREADABLE =
      context -> CheckResult.unknown(Reason.ERROR, "the configuration of this check has problems");

  private static final Collector UNCOLLECTABLE = context -> Samples.builder().build();

  private final Plugins plugins;
  private final Map<String, ?> fallback;
  private final RuleReader ruleReader;
  private final List<AlertRule> rules;
  private final ScheduleReader schedules;
  private final Duration timeout;
  private final int retries;
  private final Duration retryInterval;

  /**
   * A reader.
   *
   * @param egress the options of the egress policy, for checks that have none of their own
   * @param rules the rules of checks that have none of their own
   */
  CheckReader(
      Plugins plugins,
      Map<String, ?> egress,
      Settings defaults,
      RuleReader ruleReader,
      List<AlertRule> rules) {
    this.plugins = plugins;
    this.ruleReader = ruleReader;
    this.rules = rules;
    this.schedules = new ScheduleReader(defaults);
    this.fallback = fallback(egress, schedules);
    this.timeout = timeout(defaults, Duration.ofSeconds(10));
    this.retries = retries(defaults, 0);
    this.retryInterval = retryInterval(defaults, Duration.ofSeconds(1));
  }

  private CheckReader(CheckReader other, Map<String, ?> fallback) {
    this.plugins = other.plugins;
    this.fallback = fallback;
    this.ruleReader = other.ruleReader;
    this.rules = other.rules;
    this.schedules = other.schedules;
    this.timeout = other.timeout;
    this.retries = other.retries;
    this.retryInterval = other.retryInterval;
  }

  /** This reader, for checks that may connect to private addresses, or may not. */
  CheckReader allowingPrivate(boolean allowed) {
    var all = new HashMap<String, Object>(fallback);
    all.put("allow-private", allowed);
    return new CheckReader(this, all);
  }

  /** Whether the file says of all checks that they may, or may not, connect to such addresses. */
  Optional<Boolean> allowsPrivate() {
    return fallback.get("allow-private") instanceof Boolean told
        ? Optional.of(told)
        : Optional.empty();
  }

  Registration read(Settings settings) {
    return read(settings, this::kind);
  }

  /** What can be read of the values of a check that cannot be read. */
  Remains remains(Map<String, ? extends @Nullable Object> values) {
    return Remains.of(values, ruleReader, rules);
  }

  /** The options that checks of every type have. */
  List<Option> common() {
    return Settings.describe(
        settings ->
            read(
                settings,
                (name, options) -> {
                  ConditionReader.read(options);
                  return Registration.check(name, UNREADABLE);
                }));
  }

  /**
   * The options that only checks of one type have; reading them may fail in any way that a plug-in
   * can fail in.
   */
  List<Option> options(String type) {
    var common = common().stream().map(Option::name).collect(Collectors.toSet());
    return Settings.describe(settings -> kind("described", type, settings)).stream()
        .filter(option -> !common.contains(option.name()))
        .toList();
  }

  private Registration read(
      Settings settings, BiFunction<String, Settings, Registration.Builder> kind) {
    var name =
        settings
            .text("name")
            .describedAs("what it is known by, in addresses and files")
            .where(
                Registration::isName,
                "must be 1 to 200 letters, digits, dots, underscores and hyphens")
            .required();
    var title = settings.text("title").describedAs("what people read").optional().orElse(name);
    var labels =
        settings
            .map("labels")
            .describedAs("by which alerts are routed, such as team and zone")
            .map(Labels::from, Labels.empty())
            .orElse(Labels.empty());
    var schedule = schedules.read(settings);
    var builder =
        kind.apply(name, settings)
            .title(title)
            .target(Target.of(title, labels))
            .schedule(schedule)
            .timeout(timeout(settings, timeout))
            .retries(retries(settings, retries), retryInterval(settings, retryInterval))
            .tags(
                settings
                    .texts("tags")
                    .describedAs("words to find and group it by")
                    .orElse(List.of()));
    whileFailing(settings, schedule).ifPresent(builder::whileFailing);
    builder.dependsOn(dependencies(settings, name));
    if (settings
        .bool("skip-with-dependency")
        .describedAs("whether it is not even asked while what it depends on fails")
        .orElse(false)) {
      builder.skipWithDependency();
    }
    ruleReader.read(settings, rules).forEach(builder::rule);
    return builder.build();
  }

  /** What holds for checks of any type that read it; a heartbeat expects its job in a time zone. */
  private static Map<String, ?> fallback(Map<String, ?> egress, ScheduleReader schedules) {
    var all = new HashMap<String, Object>(egress);
    all.put("expect-zone", schedules.zone().getId());
    return all;
  }

  /** What is run: a check or, when the type is that of one, a collector or a scorer. */
  private Registration.Builder kind(String name, Settings settings) {
    return kind(name, settings.text("type").orElse("http"), settings);
  }

  private Registration.Builder kind(String name, String type, Settings settings) {
    settings.fallBackOn(fallback);
    var conditions = ConditionReader.read(settings);
    boolean check = plugins.checkTypes().contains(type);
    if (!check && plugins.collectorTypes().contains(type)) {
      var collector =
          Registration.collector(
              name,
              settings.attempt(options -> plugins.collector(type, options)).orElse(UNCOLLECTABLE));
      return conditions
          .map(all -> Registration.check(name, all.on(collector.build().check())))
          .orElse(collector);
    }
    if (!check && plugins.scorerTypes().contains(type)) {
      var scored = new ScorerReader(plugins).read(type, settings);
      return Registration.check(name, conditions.map(all -> all.on(scored)).orElse(scored));
    }
    if (!check) {
      // Nobody knows the options of a type that does not exist.
      settings.skip();
    }
    return Registration.check(
        name,
        settings
            .attempt(
                options -> {
                  var made = plugins.check(type, options);
                  return conditions.map(all -> all.on(made)).orElse(made);
                })
            .orElse(UNREADABLE));
  }

  private static List<String> dependencies(Settings settings, String name) {
    var given =
        settings
            .texts("depends-on")
            .describedAs("names of checks: what it needs to work")
            .orElse(List.of());
    if (given.contains(name)) {
      settings.note("depends-on", "must not name the check itself");
    }
    return given.stream().filter(needed -> !needed.equals(name)).toList();
  }

  private static Optional<Duration> whileFailing(Settings settings, Schedule schedule) {
    var delay =
        settings
            .duration("while-failing")
            .describedAs("how soon to ask again while it fails")
            .between(Duration.ofMillis(10), Duration.ofDays(1))
            .optional();
    if (schedule instanceof Interval interval
        && delay.filter(wait -> wait.compareTo(interval.period()) >= 0).isPresent()) {
      settings.note(
          "while-failing", "must be below the interval of " + Durations.format(interval.period()));
      return Optional.empty();
    }
    return delay;
  }

  private static Duration timeout(Settings settings, Duration fallback) {
    return settings
        .duration("timeout")
        .describedAs("how long it may take")
        .between(Duration.ofMillis(1), LONGEST_TIMEOUT)
        .orElse(fallback);
  }

  private static int retries(Settings settings, int fallback) {
    return settings
        .integer("retries")
        .describedAs("how often to ask again before it counts as failed")
        .between(0, 10)
        .orElse(fallback);
  }

  private static Duration retryInterval(Settings settings, Duration fallback) {
    return settings
        .duration("retry-interval")
        .describedAs("how long to wait before asking again")
        .between(Duration.ZERO, Duration.ofHours(1))
        .orElse(fallback);
  }
}
