package dev.pulse.benchmarks.figures;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One figure of a measurement. Immutable; the methods return copies.
 *
 * @param name what was measured
 * @param value how much; null when it could not be measured, and the note says why
 * @param unit of value and limit
 * @param limit what can be had at best, measured in the same run
 * @param ratio the value as a multiple of the limit
 * @param target what is wanted: {@link Target}
 * @param note what the name leaves open
 */
public record Figure(
    String name,
    @Nullable Double value,
    String unit,
    @Nullable Double limit,
    @Nullable Double ratio,
    @Nullable String target,
    @Nullable String note) {

  /** A figure that must be a number. */
  public Figure {
    requireNonNull(name, "name");
    requireNonNull(unit, "unit");
    requireFinite(name, value);
    requireFinite(name, limit);
    requireFinite(name, ratio);
    if (target != null) {
      Target.parse(target);
    }
  }

  private static void requireFinite(String name, @Nullable Double number) {
    if (number != null && !Double.isFinite(number)) {
      throw new IllegalArgumentException("\"" + name + "\" is no number: " + number);
    }
  }

  /** A figure by itself. */
  public static Figure of(String name, double value, String unit) {
    return new Figure(name, value, unit, null, null, null, null);
  }

  /** A figure that could not be had. */
  public static Figure missing(String name, String why) {
    return new Figure(name, null, "", null, null, null, requireNonNull(why, "why"));
  }

  /** Beside what can be had at best, from the same run. */
  public Figure limit(double limit) {
    requireNonNull(value, "value");
    return new Figure(name, value, unit, limit, value / limit, target, note);
  }

  /** With what is wanted, such as {@code "<= 0.6, ratio <= 3"}. */
  public Figure target(@Nullable String target) {
    return new Figure(name, value, unit, limit, ratio, target, note);
  }

  /** With what the name leaves open. */
  public Figure note(String note) {
    return new Figure(name, value, unit, limit, ratio, target, note);
  }
}
