package dev.pulse.api.route;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * A question about one label, in Alertmanager's form: {@code severity="critical"}, {@code
 * team!="shop"}, {@code check=~"db-.*"}, {@code check!~"test-.*"}. A label that an alert does not
 * have counts as empty. Regular expressions are those of RE2 and must match the whole value.
 *
 * @param label the name of the label
 * @param operator how it is compared
 * @param value with what; up to 1,000 characters
 */
public record Matcher(String label, Operator operator, String value) {
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern FORM =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*+)\\s*+(=~|!~|!=|=)(.*)", Pattern.DOTALL);
  private static final Pattern QUOTED =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"", Pattern.DOTALL);
  private static final Pattern ESCAPE = Pattern.compile("\\\\[n\"\\\\]");
  private static final int LONGEST = 1_000;
  private static final int LONGEST_TEXT = 4_000;

  /** How a label is compared. The set is frozen. */
  public enum Operator {
    /** Is the same text. */
    EQUAL("="),
    /** Is another text. */
    NOT_EQUAL("!="),
    /** The regular expression matches all of it. */
    MATCHES("=~"),
    /** The regular expression does not match all of it. */
    NOT_MATCHES("!~");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    /** How it is written. */
    public String symbol() {
      return symbol;
    }

    private static Operator of(String symbol) {
      for (Operator operator : values()) {
        if (operator.symbol.equals(symbol)) {
          return operator;
        }
      }
      throw new IllegalArgumentException("no operator is written " + symbol);
    }
  }

  /** A matcher; its regular expression is compiled where it is used. */
  public Matcher {
    if (!LABEL.matcher(requireNonNull(label, "label")).matches()) {
      throw new IllegalArgumentException(
          "the label of a matcher must match " + LABEL + ", but is \"" + label + "\"");
    }
    requireNonNull(operator, "operator");
    if (requireNonNull(value, "value").length() > LONGEST) {
      throw new IllegalArgumentException(
          "the value of a matcher has at most " + LONGEST + " characters, not " + value.length());
    }
  }

  /** A matcher for one value. */
  public static Matcher equal(String label, String value) {
    return new Matcher(label, Operator.EQUAL, value);
  }

  /**
   * Reads a matcher as Alertmanager writes it. The value may stand in double quotes, where {@code
   * \"}, {@code \\} and {@code \n} mean what they mean there; without quotes it is taken as it is.
   *
   * @throws IllegalArgumentException that says what was expected
   */
  public static Matcher parse(String text) {
    if (requireNonNull(text, "text").length() > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "a matcher has at most " + LONGEST_TEXT + " characters, not " + text.length());
    }
    var match = FORM.matcher(text.strip());
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "expected a matcher like severity=\"critical\" or check=~\"db-.*\", but found \""
              + text
              + "\"");
    }
    return new Matcher(
        match.group(1), Operator.of(match.group(2)), unquoted(match.group(3).strip()));
  }

  private static String unquoted(String value) {
    if (!value.startsWith("\"")) {
      if (value.indexOf('"') >= 0) {
        throw new IllegalArgumentException(
            "a value with quotes in it must stand in quotes, but is " + value);
      }
      return value;
    }
    if (!QUOTED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a value in quotes must end with them, and others in it need a backslash, unlike "
              + value);
    }
    var inner = value.substring(1, value.length() - 1);
    // What else a backslash stands before is left to the regular expression.
    return ESCAPE
        .matcher(inner)
        .replaceAll(
            escape ->
                switch (escape.group()) {
                  case "\\n" -> "\n";
                  case "\\\"" -> "\"";
                  default -> "\\\\";
                });
  }

  /** As Alertmanager writes it. */
  @Override
  public String toString() {
    var quoted = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return label + operator.symbol() + "\"" + quoted + "\"";
  }
}
