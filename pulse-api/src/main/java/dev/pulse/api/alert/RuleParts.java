package dev.pulse.api.alert;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** What every rule asks of its parts. */
final class RuleParts {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_.-]{0,99}");

  private RuleParts() {}

  static String requireName(String name) {
    if (!NAME.matcher(requireNonNull(name, "name")).matches()) {
      throw new IllegalArgumentException("rule name \"" + name + "\" must match " + NAME);
    }
    return name;
  }

  static int requireCount(String what, int count) {
    if (count < 1 || count > 1000) {
      throw new IllegalArgumentException(what + " must be 1 to 1000, but is " + count);
    }
    return count;
  }
}
