package dev.pulse.core.detect;

import java.util.List;

/** The limits of the builders' numbers; what exceeds them becomes a line in a list of problems. */
final class Limits {
  private Limits() {}

  static void requireWithin(List<String> problems, String what, int value, int least, int most) {
    if (value < least || value > most) {
      problems.add(what + " must be " + least + " to " + most + ", but is " + value);
    }
  }

  static void requirePositive(List<String> problems, String what, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      problems.add(what + " must be positive and finite, but is " + value);
    }
  }

  static void requireNotNegative(List<String> problems, String what, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      problems.add(what + " must be finite and not negative, but is " + value);
    }
  }

  static void throwIfAny(String detector, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(detector + ": " + String.join("; ", problems));
    }
  }
}
