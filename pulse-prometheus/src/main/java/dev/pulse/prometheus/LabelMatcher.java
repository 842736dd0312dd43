package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A condition on one label of a series. A label that is not there has the empty value. Values are
 * escaped; regular expressions are RE2's, match the whole value, and are escaped only as texts.
 * Immutable.
 */
public final class LabelMatcher {
  private final String text;

  private LabelMatcher(String name, String operator, String value) {
    this.text = PromQlText.label(name) + operator + PromQlText.quoted(value);
  }

  /**
   * The value is this one.
   *
   * @throws IllegalArgumentException when the name is no label name
   */
  public static LabelMatcher equal(String name, String value) {
    return new LabelMatcher(requireNonNull(name, "name"), "=", requireNonNull(value, "value"));
  }

  /** The value is another one, or there is none. */
  public static LabelMatcher notEqual(String name, String value) {
    return new LabelMatcher(requireNonNull(name, "name"), "!=", requireNonNull(value, "value"));
  }

  /**
   * The whole value matches a regular expression. Parts of it that come from outside must go
   * through {@link #literal}.
   */
  public static LabelMatcher matching(String name, String regex) {
    return new LabelMatcher(requireNonNull(name, "name"), "=~", requireNonNull(regex, "regex"));
  }

  /** The whole value does not match a regular expression, or there is none. */
  public static LabelMatcher notMatching(String name, String regex) {
    return new LabelMatcher(requireNonNull(name, "name"), "!~", requireNonNull(regex, "regex"));
  }

  /**
   * The value is one of these.
   *
   * @throws IllegalArgumentException when there are none: it would match what has no such label
   */
  public static LabelMatcher oneOf(String name, Collection<String> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("oneOf needs at least one value");
    }
    return matching(
        name, values.stream().map(LabelMatcher::literal).collect(Collectors.joining("|")));
  }

  /** A text as a part of a regular expression that matches exactly this text. */
  public static String literal(String value) {
    return PromQlText.regexLiteral(requireNonNull(value, "value"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelMatcher that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As PromQL writes it: {@code network="hoodi"}. */
  @Override
  public String toString() {
    return text;
  }
}
