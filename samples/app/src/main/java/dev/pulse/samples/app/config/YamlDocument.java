package dev.pulse.samples.app.config;

import dev.pulse.api.config.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A YAML file as plain values, and where each of them stands. A scalar is a text, whatever YAML
 * would take it for (the options know better what they expect), a {@link
 * dev.pulse.api.config.Secret} when it came from a variable, or null when it is empty.
 *
 * @param label what the file is called in problems
 * @param values the top level
 * @param lines for each path, such as {@code checks[2].url}, the line where it stands, from 1
 * @param problems what is wrong with the file as YAML
 */
record YamlDocument(
    String label,
    Map<String, @Nullable Object> values,
    Map<String, Integer> lines,
    List<Problem> problems) {
  YamlDocument {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    lines = Map.copyOf(lines);
    problems = List.copyOf(problems);
  }

  /**
   * Where a path stands, as {@code pulse.yaml:14}; for one that is not in the file the nearest
   * section around it.
   */
  String where(String path) {
    var nearest = path;
    while (!nearest.isEmpty()) {
      Integer line = lines.get(nearest);
      if (line != null) {
        return label + ":" + line;
      }
      nearest = nearest.substring(0, Math.max(0, lastSeparator(nearest)));
    }
    return label;
  }

  private static int lastSeparator(String path) {
    return Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
  }
}
