package dev.pulse.core.condition;

import dev.pulse.core.internal.text.ForeignText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What values mean to each other. There are numbers ({@link Double}), texts, truth values, lists
 * and maps; null stands for "not there" and for "cannot be told".
 */
final class Values {
  static final int LONGEST_SHOWN = 40;

  /** Of what is known to have no value. */
  static final Object NOTHING =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  private static final int LONGEST_NUMBER = 40;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d++(?:\\.\\d++)?+(?:[eE][+-]?\\d{1,3})?+");

  private Values() {}

  /** A number, also one that is written as a text; null for everything else. */
  static @Nullable Double number(@Nullable Object value) {
    if (value instanceof Double number) {
      return number;
    }
    if (value instanceof String text
        && text.length() <= LONGEST_NUMBER
        && NUMBER.matcher(text).matches()) {
      return finite(Double.parseDouble(text));
    }
    return null;
  }

  static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** Whether two values are the same; null when a part is not there or has no simple value. */
  static @Nullable Boolean same(@Nullable Object left, @Nullable Object right) {
    if (!isSimple(left) || !isSimple(right)) {
      return null;
    }
    if (left instanceof Double != right instanceof Double) {
      var one = number(left);
      var other = number(right);
      return one != null && other != null && one.doubleValue() == other.doubleValue();
    }
    if (left instanceof Double one && right instanceof Double other) {
      return one.doubleValue() == other.doubleValue();
    }
    return Objects.equals(left, right);
  }

  /** Whether two facts are the same; null when one has no value. A text is never a number. */
  static @Nullable Boolean equal(@Nullable Object left, @Nullable Object right) {
    if (!isSimple(left) || !isSimple(right)) {
      return null;
    }
    return (left instanceof Double one && right instanceof Double other)
        ? one.doubleValue() == other.doubleValue()
        : Objects.equals(left, right);
  }

  /** The sign of a comparison of numbers, also of those that are texts; null for others. */
  static @Nullable Integer orderOfNumbers(@Nullable Object left, @Nullable Object right) {
    var one = number(left);
    var other = number(right);
    return one == null || other == null ? null : order(one, other);
  }

  /** The sign of a comparison of two numbers or of two texts, by code point; null for others. */
  static @Nullable Integer order(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Double one && right instanceof Double other) {
      return order(one.doubleValue(), other.doubleValue());
    }
    return left instanceof String one && right instanceof String other
        ? Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray())
        : null;
  }

  /** Zero is zero, whatever its sign. */
  private static int order(double left, double right) {
    return left < right ? -1 : left > right ? 1 : 0;
  }

  /** Whether a text has a part, or a list an element; null when there is neither to look into. */
  static @Nullable Object contains(@Nullable Object whole, @Nullable Object part) {
    if (whole instanceof String text) {
      return part instanceof String sought ? text.contains(sought) : null;
    }
    return whole instanceof List<?> list && isSimple(part)
        ? list.stream().anyMatch(element -> Boolean.TRUE.equals(same(element, part)))
        : null;
  }

  private static boolean isSimple(@Nullable Object value) {
    return value instanceof Double || value instanceof String || value instanceof Boolean;
  }

  /** A value as it may stand in a summary: one short line, foreign texts cleaned. */
  static String shown(Object value) {
    if (value instanceof String text) {
      return "'" + ForeignText.oneLine(text, LONGEST_SHOWN) + "'";
    }
    if (value instanceof Double number) {
      return shown(number.doubleValue());
    }
    if (value instanceof List<?> list) {
      return "a list of " + list.size();
    }
    return value instanceof Map ? "an object" : String.valueOf(value);
  }

  private static String shown(double number) {
    double size = Math.abs(number);
    if (size >= 1e15 || (size < 1e-3 && size > 0)) {
      return String.valueOf(number);
    }
    var rounded = BigDecimal.valueOf(number).setScale(3, RoundingMode.HALF_UP);
    return (rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros()).toPlainString();
  }

  static String cut(String text, int most) {
    return ForeignText.oneLine(text, most);
  }
}
