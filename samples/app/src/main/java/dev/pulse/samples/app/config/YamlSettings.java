package dev.pulse.samples.app.config;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Reads something from a YAML text, or reports all of its problems in the order of the lines. */
final class YamlSettings {
  private YamlSettings() {}

  /**
   * Reads a text.
   *
   * @param label what problems call the text
   * @param build reads the root; also gets the values as they stand there
   * @throws ConfigurationException with all problems
   */
  static <T> T read(
      String label,
      String text,
      Map<String, String> environment,
      BiFunction<Settings, Map<String, ?>, T> build) {
    var document = YamlReader.read(label, text, new Variables(environment));
    var settings = Settings.of("", document.values(), document::where);
    var built = settings.attempt(root -> build.apply(root, document.values()));
    var problems = new ArrayList<>(document.problems());
    problems.addAll(notKnownYet(settings.problems(), document.problems()));
    if (problems.isEmpty()) {
      return built.orElseThrow(() -> new IllegalStateException("neither a value nor a problem"));
    }
    problems.sort(Comparator.comparingInt(problem -> line(label, problem)));
    throw new ConfigurationException(problems);
  }

  /** The line of a problem; 0 for one of the file as a whole. */
  static int line(String label, Problem problem) {
    var where = problem.where();
    return where.startsWith(label + ":")
        ? Integer.parseInt(where.substring(label.length() + 1))
        : 0;
  }

  /** An option that YAML could not read is missing as well; saying so would only confuse. */
  static List<Problem> notKnownYet(List<Problem> found, List<Problem> known) {
    Set<String> keys = known.stream().map(Problem::key).collect(Collectors.toSet());
    return found.stream().filter(problem -> !keys.contains(problem.key())).toList();
  }
}
