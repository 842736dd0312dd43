package dev.pulse.benchmarks.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a figure: bounds joined by commas, such as {@code <= 0.6, ratio <= 3}, of which
 * all have to hold. Immutable.
 */
final class Target {
  private static final Pattern BOUND = Pattern.compile("(ratio )?(<=|>=) ([0-9]+(?:\\.[0-9]+)?)");

  private final List<Bound> bounds;

  private record Bound(boolean ofRatio, boolean most, String number) {
    boolean holds(double value) {
      double bound = Double.parseDouble(number);
      return most ? value <= bound : value >= bound;
    }

    @Override
    public String toString() {
      return (ofRatio ? "ratio " : "") + (most ? "at most " : "at least ") + number;
    }
  }

  private Target(List<Bound> bounds) {
    this.bounds = bounds;
  }

  /**
   * Reads a target.
   *
   * @throws IllegalArgumentException when it has another form
   */
  static Target parse(String text) {
    var bounds = new ArrayList<Bound>();
    for (String part : text.split(", ", -1)) {
      var bound = BOUND.matcher(part);
      if (!bound.matches()) {
        throw new IllegalArgumentException(
            "a target looks like \"<= 0.6, ratio <= 3\", but is \"" + text + "\"");
      }
      bounds.add(new Bound(bound.group(1) != null, bound.group(2).equals("<="), bound.group(3)));
    }
    return new Target(List.copyOf(bounds));
  }

  /** Whether a figure is as wanted; what is not known is not. */
  boolean isMet(@Nullable Double value, @Nullable Double ratio) {
    for (Bound bound : bounds) {
      var number = bound.ofRatio() ? ratio : value;
      if (number == null || !bound.holds(number)) {
        return false;
      }
    }
    return true;
  }

  /** For people. */
  @Override
  public String toString() {
    return bounds.stream().map(Bound::toString).collect(Collectors.joining(", "));
  }
}
