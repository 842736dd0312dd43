package dev.pulse.core.condition;

import dev.pulse.core.condition.Node.Kind;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A condition on {@link Facts}: for a system that has facts of its own and knows of each whether it
 * has a value. {@link RuleCondition}, its neighbour, judges outcomes of checks, where nobody knows
 * that.
 *
 * <pre>{@code
 * FactCondition condition = FactCondition.of("coverage.delta < -5 or coverage.value == null");
 * boolean bad = condition.judge(facts) == RuleCondition.Truth.HOLDS;
 * }</pre>
 *
 * <p>The language is that of {@link Condition}, with these differences:
 *
 * <ul>
 *   <li>A name without value makes every comparison false, except {@code name == null}, which is
 *       true. Its negation is true then. A name with a value is {@code != null}
 *   <li>A text is never a number. Values of different kinds are not equal, and have no order; two
 *       texts have one, by code point
 *   <li>Only true is true: any other value by itself is false, and so is what makes no sense
 *   <li>{@code not} is about the comparison behind it: {@code not a == b} is {@code not (a == b)}
 *   <li>no arithmetic, no {@code json(…)}; a sign stands before a number only; at most 1,000
 *       characters
 * </ul>
 *
 * <p>What could not be read is neither true nor false, and neither is what depends on it, unless
 * the other side of {@code and} or {@code or} decides alone.
 *
 * <p>Any name may stand in it; {@link #names} tells which do. Immutable and thread-safe.
 */
public final class FactCondition {
  private final Condition condition;
  private final Set<String> names;

  private FactCondition(Condition condition, Set<String> names) {
    this.condition = condition;
    this.names = names;
  }

  /** Notes the names of an expression. */
  private record Names(Set<String> seen) implements Vocabulary {
    @Override
    public Kind kind(String name) {
      seen.add(name);
      return Kind.ANY;
    }

    @Override
    public Dialect dialect() {
      return Dialect.FACTS;
    }

    @Override
    public boolean hasBody() {
      return false;
    }
  }

  /** Facts as the evaluation asks for them. */
  private record FactSource(Facts facts) implements Source {
    @Override
    public Object value(String name) {
      return facts.value(name);
    }

    @Override
    public @Nullable Body body() {
      return null;
    }
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException when it cannot be read, with the line, the column, what was
   *     found and what is allowed
   */
  public static FactCondition of(String expression) {
    var names = new Names(new TreeSet<>());
    var condition = Condition.of(expression, names);
    return new FactCondition(condition, Collections.unmodifiableSet(names.seen()));
  }

  /** The names in it, sorted; unmodifiable. */
  public Set<String> names() {
    return names;
  }

  /** Whether it holds. */
  public RuleCondition.Truth judge(Facts facts) {
    try {
      return condition.value(new FactSource(facts)).orElse(false)
          ? RuleCondition.Truth.HOLDS
          : RuleCondition.Truth.DOES_NOT_HOLD;
    } catch (Judgement.Unread e) {
      return RuleCondition.Truth.UNDECIDED;
    }
  }

  /** The values that decide it, or what could not be read, in one line. */
  public String told(Facts facts) {
    try {
      return condition.told(new FactSource(facts));
    } catch (Judgement.Unread e) {
      return e.judgement().because();
    }
  }

  /** The expression in one line, cut off where it gets long. */
  public String shown() {
    return condition.shown();
  }

  /** The expression as it was given. */
  @Override
  public String toString() {
    return condition.toString();
  }
}
