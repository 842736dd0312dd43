package dev.pulse.prometheus;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** How PromQL writes names, texts, numbers and times. */
final class PromQlText {
  private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern FUNCTION = Pattern.compile("[a-z][a-z0-9_]*");
  private static final String REGEX_SIGNS = "\\.+*?()|[]{}^$";
  private static final double EXACT = 1L << 53;

  private PromQlText() {}

  static boolean isMetricName(String name) {
    return METRIC.matcher(name).matches();
  }

  static String label(String name) {
    if (!LABEL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "label name \"" + name + "\" is not allowed: it must match [a-zA-Z_][a-zA-Z0-9_]*");
    }
    return name;
  }

  static String labels(String... names) {
    return "(" + String.join(", ", Arrays.stream(names).map(PromQlText::label).toList()) + ")";
  }

  static String function(String name) {
    if (!FUNCTION.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "function \"" + name + "\" is not allowed: it must match [a-z][a-z0-9_]*");
    }
    return name;
  }

  /** A text in double quotes. */
  static String quoted(String value) {
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      if (Character.getType(c) == Character.SURROGATE) {
        throw new IllegalArgumentException("the value of a label must be text that UTF-8 can hold");
      }
      i += Character.charCount(c);
    }
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  /** A text as a part of a regular expression (RE2) that matches it and nothing else. */
  static String regexLiteral(String value) {
    var literal = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      if (REGEX_SIGNS.indexOf(value.charAt(i)) >= 0) {
        literal.append('\\');
      }
      literal.append(value.charAt(i));
    }
    return literal.toString();
  }

  static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < EXACT
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** A length of time like {@code 1h30m}: milliseconds are the finest that PromQL knows. */
  static String duration(Duration length) {
    long millis = length.toMillis();
    if (millis <= 0 || !Duration.ofMillis(millis).equals(length)) {
      throw new IllegalArgumentException(
          "a length of time must be a whole number of milliseconds, at least one, but is "
              + length);
    }
    var parts = new ArrayList<String>();
    long left = part(parts, millis, 86_400_000, "d");
    left = part(parts, left, 3_600_000, "h");
    left = part(parts, left, 60_000, "m");
    left = part(parts, left, 1000, "s");
    part(parts, left, 1, "ms");
    return String.join("", parts);
  }

  private static long part(List<String> parts, long millis, long unit, String sign) {
    if (millis >= unit) {
      parts.add(millis / unit + sign);
    }
    return millis % unit;
  }

  /** Seconds since 1970, or of a length of time, as exactly as milliseconds are. */
  static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
  }
}
