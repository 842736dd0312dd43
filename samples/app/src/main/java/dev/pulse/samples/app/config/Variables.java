package dev.pulse.samples.app.config;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Fills in <code>${NAME}</code> and <code>${NAME:-default}</code>. A variable that is empty takes
 * its default like one that is not set. <code>$${</code> stands for <code>${</code>; any other
 * dollar stands for itself.
 */
final class Variables {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Map<String, String> environment;

  Variables(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * What became of a text.
   *
   * @param text the text with everything filled in
   * @param fromEnvironment whether a part of it came from a variable and must not be shown
   * @param onlyVariables whether there is nothing around the variables
   */
  record Filled(String text, boolean fromEnvironment, boolean onlyVariables) {}

  /**
   * Fills in the variables of a text.
   *
   * @throws IllegalArgumentException that names what is missing or malformed, and no value
   */
  Filled fill(String text) {
    var filled = new StringBuilder();
    boolean fromEnvironment = false;
    boolean literal = false;
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        filled.append("${");
        literal = true;
        at += 3;
      } else if (text.startsWith("${", at)) {
        int end = text.indexOf('}', at);
        if (end < 0) {
          throw new IllegalArgumentException(
              "has a ${ without a }; write $${ where you mean the characters themselves");
        }
        var reference = text.substring(at + 2, end);
        var name = name(reference);
        var value = environment.getOrDefault(name, "");
        fromEnvironment |= !value.isEmpty();
        filled.append(value.isEmpty() ? fallback(name, reference) : value);
        at = end + 1;
      } else {
        filled.append(text.charAt(at));
        literal = true;
        at++;
      }
    }
    return new Filled(filled.toString(), fromEnvironment, !literal);
  }

  private static String name(String reference) {
    int colon = reference.indexOf(":-");
    var name = colon < 0 ? reference : reference.substring(0, colon);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "has \"${"
              + (reference.length() > 100 ? reference.substring(0, 100) + "…" : reference)
              + "}\", which is not a variable: write ${NAME} or ${NAME:-default}, and $${ where"
              + " you mean the characters themselves");
    }
    return name;
  }

  private String fallback(String name, String reference) {
    int colon = reference.indexOf(":-");
    if (colon >= 0) {
      return reference.substring(colon + 2);
    }
    if (!environment.containsKey(name)) {
      throw new IllegalArgumentException(
          "the variable " + name + " is not set; set it, or write ${" + name + ":-default}");
    }
    return "";
  }
}
