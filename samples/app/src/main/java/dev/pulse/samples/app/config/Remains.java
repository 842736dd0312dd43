package dev.pulse.samples.app.config;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Settings;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What can be read of a document that as a whole cannot: what it is called, where it belongs and
 * when it is an incident. Whatever stands in for the check is found by the same tags and labels,
 * and does not end the incidents that it has. Immutable.
 *
 * @param title what people read; empty when nobody can tell
 */
public record Remains(
    Optional<String> title, Labels labels, List<String> tags, List<AlertRule> rules) {
  /** What remains of something that cannot even be taken apart. */
  public static final Remains NOTHING =
      new Remains(Optional.empty(), Labels.empty(), List.of(), List.of());

  /** What remains; keeps copies of the lists. */
  public Remains {
    tags = List.copyOf(tags);
    rules = List.copyOf(rules);
  }

  /** What a registration says, for one that was read and cannot be run. */
  static Remains of(Registration registration) {
    return new Remains(
        Optional.of(registration.title()),
        registration.target().labels(),
        List.copyOf(registration.tags()),
        registration.rules());
  }

  /**
   * Reads each option by itself.
   *
   * @param values of the document, null where a variable is missing
   * @param reader of the rules
   * @param others the rules of documents that say nothing of rules
   */
  static Remains of(
      Map<String, ? extends @Nullable Object> values, RuleReader reader, List<AlertRule> others) {
    var title = alone(values, "title", settings -> settings.text("title").optional().orElse(""));
    var labels =
        alone(
            values,
            "labels",
            settings -> settings.map("labels").map(Labels::from, Labels.empty()).required());
    var tags = alone(values, "tags", settings -> settings.texts("tags").orElse(List.of()));
    return new Remains(
        title.filter(text -> !text.isBlank()),
        labels.orElse(Labels.empty()),
        tags.orElse(List.of()),
        values.containsKey("rules") ? rules(values, reader) : others);
  }

  /** Those that can be read: the others have no say in what becomes of them. */
  private static List<AlertRule> rules(
      Map<String, ? extends @Nullable Object> values, RuleReader reader) {
    var rules = new ArrayList<AlertRule>();
    var unused = alone(values, "rules", settings -> rules.addAll(reader.read(settings, List.of())));
    var names = new HashSet<String>();
    return rules.stream().filter(rule -> names.add(rule.name())).toList();
  }

  private static <T> Optional<T> alone(
      Map<String, ? extends @Nullable Object> values, String key, Function<Settings, T> read) {
    var value = withoutGaps(values.get(key));
    return value == null ? Optional.empty() : Settings.of(Map.of(key, value)).attempt(read);
  }

  private static @Nullable Object withoutGaps(@Nullable Object value) {
    if (value instanceof Collection<?> list) {
      return list.stream().filter(Objects::nonNull).toList();
    }
    if (value instanceof Map<?, ?> section) {
      var whole = new LinkedHashMap<String, Object>();
      section.forEach(
          (key, inner) -> {
            if (inner != null) {
              whole.put(String.valueOf(key), inner);
            }
          });
      return whole;
    }
    return value;
  }

  /**
   * What stands in for a check, with all of it.
   *
   * @param name which is its title too where it has none
   */
  public Registration.Builder registration(String name, Check check) {
    var told = title.orElse(name);
    var builder =
        Registration.check(name, check).title(told).target(Target.of(told, labels)).tags(tags);
    rules.forEach(builder::rule);
    return builder;
  }
}
