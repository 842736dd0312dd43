package dev.pulse.core.condition;

import dev.pulse.core.condition.Node.Kind;
import dev.pulse.core.internal.text.LinearPattern;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The functions of the language: pure, and in time that grows with the text only. */
final class Functions {
  private static final Map<String, Function> ALL =
      new TreeMap<>(
          Map.of(
              "json", new Function(1, Functions::json),
              "matches", new Function(2, Functions::matches),
              "lower", new Function(1, arguments -> text(arguments.get(0), Functions::lower)),
              "length", new Function(1, Functions::length),
              "starts_with", new Function(2, a -> texts(a, String::startsWith)),
              "ends_with", new Function(2, a -> texts(a, String::endsWith))));

  /** Their names, sorted. */
  static final List<String> NAMES = List.copyOf(ALL.keySet());

  private Functions() {}

  private record Function(int arity, Maker maker) {}

  /** Refuses arguments with an {@link IllegalArgumentException}. */
  private interface Maker {
    Node make(List<Node> arguments);
  }

  private interface TextOperation {
    Object apply(String text);
  }

  private interface TextTest {
    boolean test(String text, String part);
  }

  /**
   * A call.
   *
   * @throws IllegalArgumentException when there is no such function, or not with these arguments
   */
  static Node call(String name, List<Node> arguments) {
    var function = ALL.get(name);
    if (function == null) {
      throw new IllegalArgumentException("is not a function; allowed: " + String.join(", ", NAMES));
    }
    if (function.arity() != arguments.size()) {
      throw new IllegalArgumentException(
          "takes "
              + (function.arity() == 1 ? "1 value" : function.arity() + " values")
              + ", but got "
              + arguments.size());
    }
    return function.maker().make(arguments);
  }

  private static Node json(List<Node> arguments) {
    return new Node.Json(BodyPath.of(written(arguments.get(0), "a path, such as '$.state'")));
  }

  private static Node matches(List<Node> arguments) {
    var pattern = LinearPattern.of(written(arguments.get(1), "a regular expression in quotes"));
    return new Node.Unary(
        value -> value instanceof String text ? pattern.isIn(text) : null,
        textual(arguments.get(0)),
        Kind.TRUTH);
  }

  private static Object lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static Node length(List<Node> arguments) {
    var operand = arguments.get(0);
    if (operand.kind() == Kind.ANY || operand.kind() == Kind.TEXT) {
      return new Node.Unary(Functions::size, operand, Kind.NUMBER);
    }
    throw new IllegalArgumentException(
        "takes a text, a list or an object, but got " + operand.kind().words);
  }

  private static @Nullable Object size(@Nullable Object value) {
    if (value instanceof String text) {
      return (double) text.codePointCount(0, text.length());
    }
    if (value instanceof List<?> list) {
      return (double) list.size();
    }
    return value instanceof Map<?, ?> map ? (double) map.size() : null;
  }

  private static Node text(Node operand, TextOperation operation) {
    return new Node.Unary(
        value -> value instanceof String text ? operation.apply(text) : null,
        textual(operand),
        Kind.TEXT);
  }

  private static Node texts(List<Node> arguments, TextTest test) {
    return new Node.Binary(
        (left, right) ->
            (left instanceof String text && right instanceof String part)
                ? test.test(text, part)
                : null,
        textual(arguments.get(0)),
        textual(arguments.get(1)),
        Kind.TRUTH);
  }

  private static Node textual(Node operand) {
    if (operand.kind() != Kind.ANY && operand.kind() != Kind.TEXT) {
      throw new IllegalArgumentException("takes a text, but got " + operand.kind().words);
    }
    return operand;
  }

  private static String written(Node argument, String what) {
    if (argument instanceof Node.Literal literal && literal.value() instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("needs " + what + ", written out");
  }
}
