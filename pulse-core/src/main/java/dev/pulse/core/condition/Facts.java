package dev.pulse.core.condition;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a {@link FactCondition} is judged on: values by name. A name that is not here is known to
 * have no value; one that could not be read is something else, and says so.
 *
 * <pre>{@code
 * Facts facts = Facts.none().with("build.status", "failure").unread("coverage.value");
 * }</pre>
 *
 * <p>Immutable; each method returns a changed copy.
 */
public final class Facts {
  private static final Object UNREAD = new Object();
  private static final Facts NONE = new Facts(new TreeMap<>());

  private final SortedMap<String, Object> values;

  private Facts(SortedMap<String, Object> values) {
    this.values = values;
  }

  /** Facts of which none has a value. */
  public static Facts none() {
    return NONE;
  }

  /** These facts and a text. */
  public Facts with(String name, String value) {
    return and(name, requireNonNull(value, "value"));
  }

  /**
   * These facts and a number.
   *
   * @throws IllegalArgumentException unless it is finite
   */
  public Facts with(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite, but is " + value);
    }
    return and(name, value);
  }

  /** These facts and a truth value. */
  public Facts with(String name, boolean value) {
    return and(name, value);
  }

  /** These facts and one that may have a value, which nobody could read. */
  public Facts unread(String name) {
    return and(name, UNREAD);
  }

  /** These facts and others, which win over those of the same name. */
  public Facts and(Facts others) {
    var all = new TreeMap<>(values);
    all.putAll(others.values);
    return new Facts(all);
  }

  private Facts and(String name, Object value) {
    var all = new TreeMap<>(values);
    all.put(requireNonNull(name, "name"), value);
    return new Facts(all);
  }

  /** Whether it is known that a name has no value. */
  public boolean isWithoutValue(String name) {
    return !values.containsKey(name);
  }

  /**
   * The value of a name, or {@link Values#NOTHING}.
   *
   * @throws Judgement.Unread when nobody could read it
   */
  Object value(String name) {
    var value = values.getOrDefault(name, Values.NOTHING);
    if (value == UNREAD) {
      throw new Judgement.Unread(name);
    }
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Facts that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    Map<String, Object> shown = new TreeMap<>(values);
    shown.replaceAll((name, value) -> value == UNREAD ? "unread" : Values.shown(value));
    return Collections.unmodifiableMap(shown).toString();
  }
}
