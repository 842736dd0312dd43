package dev.pulse.benchmarks.report;

import java.util.Locale;

/** Numbers for people. */
final class Numbers {
  private Numbers() {}

  /** Three digits that mean something, and whole numbers as they are. */
  static String text(double number) {
    double size = Math.abs(number);
    if (number == Math.rint(number) || size >= 1_000) {
      return String.format(Locale.ROOT, "%,.0f", number);
    }
    int places = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 2 : 3;
    return size < 0.01
        ? String.format(Locale.ROOT, "%.2g", number)
        : String.format(Locale.ROOT, "%." + places + "f", number);
  }
}
