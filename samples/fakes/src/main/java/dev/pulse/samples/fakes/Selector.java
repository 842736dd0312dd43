package dev.pulse.samples.fakes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Label and field selectors of the Kubernetes API. */
final class Selector {
  private static final Pattern SET =
      Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
  private static final Pattern EQUALITY =
      Pattern.compile("\\s*([^=!\\s]+)\\s*(==|=|!=)\\s*(\\S*)\\s*");
  private static final Pattern PRESENCE = Pattern.compile("\\s*(!?)\\s*([^=!\\s()]+)\\s*");

  private Selector() {}

  /**
   * What a label selector asks for.
   *
   * @throws IllegalArgumentException when the text is no selector
   */
  static Predicate<Map<String, String>> labels(String selector) {
    Predicate<Map<String, String>> all = labels -> true;
    for (var requirement : requirements(selector)) {
      all = all.and(requirement(requirement));
    }
    return all;
  }

  /**
   * What a field selector asks for.
   *
   * @throws IllegalArgumentException when the text is no selector, or names another field
   */
  static Predicate<Map<String, String>> fields(String selector, Set<String> known) {
    Predicate<Map<String, String>> all = fields -> true;
    for (var requirement : requirements(selector)) {
      var equality = EQUALITY.matcher(requirement);
      if (!equality.matches()) {
        throw new IllegalArgumentException("invalid field selector " + requirement);
      }
      if (!known.contains(equality.group(1))) {
        throw new IllegalArgumentException("field label not supported: " + equality.group(1));
      }
      all = all.and(requirement(requirement));
    }
    return all;
  }

  private static Predicate<Map<String, String>> requirement(String text) {
    var set = SET.matcher(text);
    if (set.matches()) {
      var values = Set.of(set.group(3).trim().split("\\s*,\\s*"));
      var key = set.group(1);
      return set.group(2).equals("in")
          ? labels -> labels.containsKey(key) && values.contains(labels.get(key))
          : labels -> !labels.containsKey(key) || !values.contains(labels.get(key));
    }
    var equality = EQUALITY.matcher(text);
    if (equality.matches()) {
      var key = equality.group(1);
      var value = equality.group(3);
      return equality.group(2).equals("!=")
          ? labels -> !value.equals(labels.get(key))
          : labels -> value.equals(labels.get(key));
    }
    var presence = PRESENCE.matcher(text);
    if (presence.matches()) {
      boolean wanted = presence.group(1).isEmpty();
      var key = presence.group(2);
      return labels -> labels.containsKey(key) == wanted;
    }
    throw new IllegalArgumentException("unable to parse requirement: " + text);
  }

  /** The parts between the commas that are not inside of brackets. */
  private static List<String> requirements(String selector) {
    var parts = new ArrayList<String>();
    int depth = 0;
    var part = new StringBuilder();
    for (int i = 0; i < selector.length(); i++) {
      char c = selector.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    if (!selector.isBlank()) {
      parts.add(part.toString());
    }
    return parts;
  }
}
