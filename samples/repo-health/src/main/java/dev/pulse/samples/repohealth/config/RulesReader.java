package dev.pulse.samples.repohealth.config;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.repohealth.condition.AlertCondition;
import dev.pulse.samples.server.environment.Environment;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a file of rules, and notes everything that is wrong with it. Confine to one thread. */
final class RulesReader {
  private static final String WEBHOOKS = "WEBHOOKS";
  private static final String ALERTS = "ALERTS";
  private static final String RULES = "ALERT_RULES";
  private static final String DOCUMENTATION = "DOCS_URLS";
  private static final List<String> KEYS = List.of(WEBHOOKS, ALERTS, RULES, DOCUMENTATION);
  private static final List<String> RULE_KEYS =
      List.of("name", "condition", "channels", "frequency");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final String NAMED = "must be 1 to 64 letters, digits, dots, underscores, hyphens";
  private static final int MOST = 1000;
  private static final int MOST_CHANNELS = 50;

  private final String organisation;
  private final Environment problems;
  private List<String> channels = List.of();

  private RulesReader(String organisation, Environment problems) {
    this.organisation = organisation;
    this.problems = problems;
  }

  /**
   * Reads a file.
   *
   * @param organisation who may stand before the names of repositories
   * @param problems where problems are noted
   */
  static RulesFile read(String text, String organisation, Environment problems) {
    return new RulesReader(organisation, problems).file(text);
  }

  private RulesFile file(String text) {
    var top =
        noted(
            RulesFile.VARIABLE,
            "",
            () ->
                Optional.ofNullable(YamlNode.of(text))
                    .filter(node -> !node.isEmpty())
                    .map(RulesReader::top)
                    .orElse(Map.of()),
            Map.<String, YamlNode>of());
    top.keySet().stream()
        .filter(key -> !KEYS.contains(key))
        .forEach(key -> note(Quoted.bare(key), "", "is no key of the file" + allowed(KEYS)));
    var webhooks = webhooks(top.get(WEBHOOKS));
    channels = RulesFile.known(webhooks.keySet());
    var alerts = alerts(top.get(ALERTS));
    return new RulesFile(
        valid(webhooks), rules(top.get(RULES), alerts), documentation(top.get(DOCUMENTATION)));
  }

  private static Map<String, YamlNode> top(YamlNode node) {
    try {
      return node.section(MOST);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("names a file whose top level " + e.getMessage(), e);
    }
  }

  // --- channels

  /** Also those whose URL is wrong, which has been noted: rules may name them. */
  private Map<String, Optional<Secret>> webhooks(@Nullable YamlNode node) {
    var webhooks = new LinkedHashMap<String, Optional<Secret>>();
    section(
        WEBHOOKS,
        node,
        (name, value) -> {
          require(NAME.matcher(name).matches(), NAMED);
          require(
              !List.of(ChannelSettings.EMAIL, ChannelSettings.PAGERDUTY, ChannelSettings.CONSOLE)
                  .contains(name),
              "is not a webhook; call the webhook something else");
          webhooks.put(name, Optional.empty());
          webhooks.put(name, Optional.of(Form.webhook(name, value.text())));
        });
    return webhooks;
  }

  private static Map<String, Secret> valid(Map<String, Optional<Secret>> webhooks) {
    var valid = new LinkedHashMap<String, Secret>();
    webhooks.forEach((name, url) -> url.ifPresent(secret -> valid.put(name, secret)));
    return valid;
  }

  private Map<String, List<String>> alerts(@Nullable YamlNode node) {
    var alerts = new LinkedHashMap<String, List<String>>();
    section(
        ALERTS,
        node,
        (name, value) -> alerts.put(name, channels(ALERTS, rule(name, value), value)));
    return alerts;
  }

  /** The names of channels; those that nobody knows are noted, with the rule. */
  private List<String> channels(String key, String rule, YamlNode node) {
    var names = new ArrayList<String>();
    var elements = node.list(MOST_CHANNELS);
    if (elements.isEmpty()) {
      // Whoever wants no rule leaves it out; one that tells nobody is a mistake that nobody
      // notices.
      note(key, rule, "the list of channels is empty");
    }
    for (YamlNode element : elements) {
      var name = element.text();
      if (!channels.contains(name)) {
        note(key, rule, "unknown channel " + Quoted.one(name) + allowed(channels));
      } else if (!names.contains(name)) {
        names.add(name);
      }
    }
    return names;
  }

  // --- rules

  private List<Rule> rules(@Nullable YamlNode node, Map<String, List<String>> alerts) {
    var rules =
        node == null || node.isEmpty()
            ? RulesFile.USUAL.stream().map(rule -> withChannels(rule, alerts)).toList()
            : written(node, alerts);
    var names = rules.stream().map(Rule::name).toList();
    for (String name : alerts.keySet()) {
      if (!names.contains(name)) {
        note(ALERTS, "", "has channels for " + Quoted.one(name) + ", but there is no such rule");
      }
    }
    return rules;
  }

  /** The channels of the usual rules are only what they have when nobody says anything else. */
  private static Rule withChannels(Rule usual, Map<String, List<String>> alerts) {
    return new Rule(
        usual.name(),
        usual.condition(),
        alerts.getOrDefault(usual.name(), usual.channels()),
        usual.frequency());
  }

  private List<Rule> written(YamlNode node, Map<String, List<String>> alerts) {
    var rules = new LinkedHashMap<String, Rule>();
    for (YamlNode element : noted(RULES, "", () -> node.list(MOST), List.<YamlNode>of())) {
      var line = "the rule in line " + element.line();
      noted(
              RULES,
              line,
              () -> Optional.of(element.section(MOST)),
              Optional.<Map<String, YamlNode>>empty())
          .flatMap(section -> rule(line, section, alerts))
          .ifPresent(
              rule -> {
                if (rules.putIfAbsent(rule.name(), rule) != null) {
                  note(RULES, rule(rule.name(), element), "the name is used twice");
                }
              });
    }
    return List.copyOf(rules.values());
  }

  private Optional<Rule> rule(
      String line, Map<String, YamlNode> section, Map<String, List<String>> alerts) {
    var named = section.get("name");
    var name =
        noted(
            RULES,
            line,
            () -> {
              require(named != null && !named.isEmpty(), "name is required");
              var text = Optional.ofNullable(named).orElseThrow().text();
              require(NAME.matcher(text).matches(), "name " + NAMED);
              return text;
            },
            "");
    var rule = name.isEmpty() || named == null ? line : rule(name, named);
    section.keySet().stream()
        .filter(key -> !RULE_KEYS.contains(key))
        .forEach(key -> note(RULES, rule, "unknown key " + Quoted.one(key) + allowed(RULE_KEYS)));
    var condition = condition(rule, section.get("condition"));
    var frequency = frequency(rule, section.get("frequency"));
    var own = section.get("channels");
    var told =
        own == null || own.isEmpty()
            ? fallback(rule, alerts.get(name))
            : noted(
                RULES, rule + ", channels", () -> channels(RULES, rule, own), List.<String>of());
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(new Rule(name, condition, told, frequency));
  }

  private List<String> fallback(String rule, @Nullable List<String> alerts) {
    if (alerts == null) {
      note(RULES, rule, "has no channels, and there is no entry of its name in " + ALERTS);
      return List.of();
    }
    return alerts;
  }

  private String condition(String rule, @Nullable YamlNode node) {
    return noted(
        RULES,
        rule + ", condition",
        () -> {
          require(node != null && !node.isEmpty(), "is required");
          var text = Optional.ofNullable(node).orElseThrow().text();
          // By whoever will judge with it, so that it is refused before anything runs.
          var unused = AlertCondition.of(text);
          return text;
        },
        "");
  }

  private Frequency frequency(String rule, @Nullable YamlNode node) {
    return noted(
        RULES,
        rule + ", frequency",
        () ->
            node == null || node.isEmpty()
                ? Frequency.IMMEDIATE
                : Frequency.of(node.text())
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "unknown frequency "
                                    + Quoted.one(node.text())
                                    + "; allowed: immediate, daily_digest")),
        Frequency.IMMEDIATE);
  }

  // --- documentation

  private Map<String, URI> documentation(@Nullable YamlNode node) {
    var documentation = new LinkedHashMap<String, URI>();
    section(
        DOCUMENTATION,
        node,
        (name, value) -> {
          int slash = name.indexOf('/');
          require(
              slash < 0 || name.substring(0, slash).equalsIgnoreCase(organisation),
              "is not a repository of the organisation that is scanned");
          var repository = name.substring(slash + 1);
          require(REPOSITORY.matcher(repository).matches(), "is not the name of a repository");
          require(
              documentation.put(repository.toLowerCase(Locale.ROOT), Form.web(value.text()))
                  == null,
              "is there twice; upper and lower case are the same");
        });
    return documentation;
  }

  // --- problems

  private void section(String key, @Nullable YamlNode node, BiConsumer<String, YamlNode> each) {
    if (node == null || node.isEmpty()) {
      return;
    }
    noted(key, "", () -> node.section(MOST), Map.<String, YamlNode>of())
        .forEach(
            (name, value) ->
                noted(
                    key,
                    Quoted.one(name),
                    () -> {
                      each.accept(name, value);
                      return true;
                    },
                    false));
  }

  private <T> T noted(String key, String subject, Supplier<T> reader, T fallback) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      note(key, subject, String.valueOf(e.getMessage()));
      return fallback;
    }
  }

  private void note(String key, String subject, String message) {
    problems.note(key, Quoted.line(subject.isEmpty() ? message : subject + ": " + message));
  }

  private static String rule(String name, YamlNode node) {
    return "rule " + Quoted.one(name) + " in line " + node.line();
  }

  private static String allowed(Iterable<String> names) {
    return "; allowed: " + String.join(", ", names);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
