package dev.pulse.samples.app.config;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The section of a system that reads variables where it runs alone. Its options are called like
 * them ({@code pod-prefix} for {@code POD_PREFIX}) and judged by the system's own reader, so that
 * both ways of running it allow the same.
 */
final class SystemSection {
  private SystemSection() {}

  /**
   * Reads a section.
   *
   * @param variables the names of all that the system reads
   * @param reader the system's own; throws a {@link ConfigurationException} with the names of
   *     variables as keys
   * @return empty when a problem was noted
   */
  static <T> Optional<T> read(
      Settings section, List<String> variables, Function<Map<String, String>, T> reader) {
    var values = new LinkedHashMap<String, String>();
    for (String variable : variables) {
      section.text(key(variable)).optional().ifPresent(text -> values.put(variable, text));
    }
    try {
      return Optional.of(reader.apply(values));
    } catch (ConfigurationException e) {
      for (Problem problem : e.problems()) {
        section.note(key(problem.key()), inOptions(problem.message(), variables));
      }
      return Optional.empty();
    }
  }

  private static String key(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A message about variables as one about options; the longest names first. */
  private static String inOptions(String message, List<String> variables) {
    var told = message;
    for (String variable :
        variables.stream().sorted(Comparator.comparing(String::length).reversed()).toList()) {
      told = told.replace(variable, key(variable));
    }
    return told;
  }
}
