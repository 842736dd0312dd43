package dev.pulse.core.internal.route;

import dev.pulse.api.model.Labels;
import dev.pulse.api.route.Matcher;
import dev.pulse.core.internal.text.LinearPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Matchers that must all hold, ready for use. Immutable. */
public final class Matching {
  /**
   * Alternatives of plain text, as {@code web|api-2|db_main}: by far the most common expression.
   */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_:/ -]+(\\|[A-Za-z0-9_:/ -]+)*");

  private final List<Test> tests;
  private final Map<String, Set<String>> values;

  /** A question about the value of one label. */
  private interface Question {
    boolean holds(String value);
  }

  private record Test(String label, Question question) {}

  private Matching(List<Test> tests, Map<String, Set<String>> values) {
    this.tests = tests;
    this.values = values;
  }

  /**
   * Makes matchers ready.
   *
   * @throws IllegalArgumentException when a regular expression cannot be read, which it names
   */
  public static Matching of(List<Matcher> matchers) {
    var tests = new ArrayList<Test>();
    var values = new LinkedHashMap<String, Set<String>>();
    for (Matcher matcher : matchers) {
      var plain = plainValues(matcher);
      if (!plain.isEmpty()) {
        values.putIfAbsent(matcher.label(), plain);
      }
      tests.add(new Test(matcher.label(), question(matcher, plain)));
    }
    return new Matching(List.copyOf(tests), values);
  }

  /** The values that a label must have one of; empty when they cannot be listed. */
  private static Set<String> plainValues(Matcher matcher) {
    var value = matcher.value();
    return switch (matcher.operator()) {
      case EQUAL -> value.isEmpty() ? Set.of() : Set.of(value);
      case MATCHES ->
          PLAIN.matcher(value).matches() ? Set.copyOf(List.of(value.split("\\|", -1))) : Set.of();
      case NOT_EQUAL, NOT_MATCHES -> Set.of();
    };
  }

  private static Question question(Matcher matcher, Set<String> plain) {
    if (!plain.isEmpty()) {
      return plain::contains;
    }
    var expected = matcher.value();
    return switch (matcher.operator()) {
      case EQUAL -> expected::equals;
      case NOT_EQUAL -> value -> !expected.equals(value);
      case MATCHES -> pattern(matcher)::isAll;
      case NOT_MATCHES -> {
        var pattern = pattern(matcher);
        yield value -> !pattern.isAll(value);
      }
    };
  }

  private static LinearPattern pattern(Matcher matcher) {
    try {
      return LinearPattern.of(matcher.value());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("matcher " + matcher + " " + e.getMessage(), e);
    }
  }

  /** Whether all of them hold; a label that is not there is empty. */
  public boolean matches(Labels labels) {
    var map = labels.asMap();
    for (Test test : tests) {
      if (!test.question().holds(map.getOrDefault(test.label(), ""))) {
        return false;
      }
    }
    return true;
  }

  /** By label, the values of which it must have one; not of every label that is asked for. */
  Map<String, Set<String>> values() {
    return values;
  }
}
