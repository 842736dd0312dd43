package dev.pulse.core.condition;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One expression that holds or does not, such as {@code status == 200 and latency < 500}. Read
 * once, evaluated often. {@link Conditions} gives it to a check; which names there are, it says
 * there.
 *
 * <p>An expression is made of:
 *
 * <ul>
 *   <li>names, which may have dots; numbers; texts in single or double quotes; {@code true}, {@code
 *       false}, {@code null}. In a text a backslash protects a quote or another backslash
 *   <li>{@code == != < <= > >=}; {@code contains}, for a part of a text or an element of a list
 *   <li>{@code and}, {@code or}, {@code not(…)}, also as {@code && || !}; {@code + - * / %};
 *       parentheses
 *   <li>{@code json('$.path')}, a value inside the body; {@code matches(text, 'regex')}, whether a
 *       regular expression (in the syntax of RE2) is found in a text; {@code lower(text)}; {@code
 *       length(x)} of a text, a list or an object; {@code starts_with(text, part)}, {@code
 *       ends_with(text, part)}
 * </ul>
 *
 * <p>Numbers are doubles. A text that reads as a number is one where it meets a number. Only
 * numbers have an order. Values of different kinds are not equal.
 *
 * <p>What is missing makes nothing true. A name that nobody has looked for leaves the condition
 * undecided as a whole, as soon as it is needed. A value that the target left out, found by {@code
 * json} where there is nothing, can be compared with {@code null}; any other question about it has
 * no answer, and neither has the opposite question.
 *
 * <p>Nothing else is in the language: no methods, assignments, loops or classes. An expression has
 * at most 2,000 characters. Evaluation takes time in proportion to the texts it looks at.
 *
 * <p>Immutable and thread-safe.
 */
public final class Condition {
  private static final int LONGEST_SHOWN = 160;

  private final String expression;
  private final Node root;

  private Condition(String expression, Node root) {
    this.expression = expression;
    this.root = root;
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException when it cannot be read, with the line, the column, what was
   *     found and what is allowed
   */
  public static Condition of(String expression) {
    return of(expression, Vocabulary.ANY);
  }

  /** Reads an expression that may have certain names only. */
  static Condition of(String expression, Vocabulary vocabulary) {
    int longest = vocabulary.dialect().longest;
    if (requireNonNull(expression, "expression").length() > longest) {
      throw new IllegalArgumentException(
          "a condition has at most "
              + longest
              + " characters, but this one has "
              + expression.length());
    }
    return new Condition(expression, Grammar.read(expression, vocabulary));
  }

  /** Whether it needs what the target said. */
  boolean readsBody() {
    return root.readsBody();
  }

  /** What it says about something. */
  Judgement judge(Source source) {
    try {
      if (Boolean.TRUE.equals(root.value(Evaluation.of(source)))) {
        return Judgement.HOLDS;
      }
      return Judgement.broken(told(source));
    } catch (Judgement.Early e) {
      return e.judgement();
    }
  }

  /**
   * Whether it is true; empty when that cannot be told.
   *
   * @throws Judgement.Early when it names something that is not there
   */
  Optional<Boolean> value(Source source) {
    return root.value(Evaluation.of(source)) instanceof Boolean truth
        ? Optional.of(truth)
        : Optional.empty();
  }

  /** The values that decided: gone through again, because mostly nobody needs to be told. */
  String told(Source source) {
    var evaluation = Evaluation.telling(source);
    @Nullable Object value = root.value(evaluation);
    var told = evaluation.told();
    return value == null && told.isEmpty() ? "it has no answer" : told;
  }

  /** The expression in one line, cut off where it gets long. */
  String shown() {
    return Values.cut(expression.strip().replaceAll("\\s+", " "), LONGEST_SHOWN);
  }

  /** The expression as it was given. */
  @Override
  public String toString() {
    return expression;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Condition condition && expression.equals(condition.expression);
  }

  @Override
  public int hashCode() {
    return expression.hashCode();
  }
}
