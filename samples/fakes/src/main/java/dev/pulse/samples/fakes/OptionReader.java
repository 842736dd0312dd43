package dev.pulse.samples.fakes;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the options of a command line, remembers which there are, and collects all problems. */
record OptionReader(Map<String, String> given, List<String> problems, Set<String> known) {
  /**
   * Options with a value each.
   *
   * @param example one that is right
   * @param problems where to add what is wrong
   */
  static OptionReader of(List<String> arguments, String example, List<String> problems) {
    var given = new LinkedHashMap<String, String>();
    for (int i = 0; i < arguments.size(); i += 2) {
      var name = arguments.get(i);
      if (!name.startsWith("--") || i + 1 == arguments.size()) {
        problems.add(
            "Expected an option with a value, such as " + example + ", but found: " + name);
      } else {
        given.put(name.substring(2), arguments.get(i + 1));
      }
    }
    return new OptionReader(given, problems, new HashSet<>());
  }

  String text(String name, String otherwise) {
    known.add(name);
    return given.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise, int least, int most) {
    var text = text(name, String.valueOf(otherwise));
    if (text.matches("\\d{1,6}")) {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    }
    problems.add("--%s: expected %d to %d, but found: %s".formatted(name, least, most, text));
    return otherwise;
  }

  boolean yes(String name) {
    var text = text(name, "no");
    if (!Set.of("yes", "no").contains(text)) {
      problems.add("--%s: expected yes or no, but found: %s".formatted(name, text));
    }
    return text.equals("yes");
  }

  /** To be called when every option was read. */
  void complainOfOthers() {
    given.keySet().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> problems.add("There is no option --" + name));
  }
}
