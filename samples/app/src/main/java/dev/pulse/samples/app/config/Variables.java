package dev.pulse.samples.app.config;

import dev.pulse.api.config.Secret;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills in <code>${NAME}</code> and <code>${NAME:-default}</code>. A variable that is empty takes
 * its default like one that is not set. <code>$${</code> stands for <code>${</code>; any other
 * dollar stands for itself.
 */
final class Variables {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Map<String, String> environment;

  /** The names that may be used; null for all. */
  private final @Nullable Set<String> allowed;

  Variables(Map<String, String> environment) {
    this(environment, null);
  }

  private Variables(Map<String, String> environment, @Nullable Set<String> allowed) {
    this.environment = environment;
    this.allowed = allowed;
  }

  /** Only these, for texts of people who may not read all of the environment. */
  Variables only(Set<String> names) {
    return new Variables(environment, Set.copyOf(names));
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
   * What a text stands for: a {@link Secret} when something of it came from a variable, null when
   * variables leave nothing of it.
   *
   * @throws IllegalArgumentException as {@link #fill}
   */
  @Nullable Object value(String text) {
    var filled = fill(text);
    if (filled.text().isEmpty() && filled.onlyVariables() && !text.isEmpty()) {
      return null;
    }
    return filled.fromEnvironment() && !filled.text().isBlank()
        ? Secret.of(filled.text())
        : filled.text();
  }

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
        requireAllowed(name);
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

  /** Says nothing about whether it is set. */
  private void requireAllowed(String name) {
    if (allowed != null && !allowed.contains(name)) {
      throw new IllegalArgumentException(
          "the variable "
              + name
              + " may not be used here; who runs Pulse allows it in pulse.yaml, with targets:"
              + " {variables: ["
              + name
              + "]}");
    }
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
