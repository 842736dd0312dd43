package dev.pulse.api.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One option that is being read. Refine it with {@link #between} or {@link #where}, then end with
 * {@link #required}, {@link #orElse} or {@link #optional}. Confine to one thread.
 *
 * @param <T> the type of the option
 */
public final class Setting<T> {
  private final Settings settings;
  private final String key;
  private final @Nullable Object raw;
  private final String expected;
  private final Function<Object, @Nullable T> parse;
  private final T placeholder;
  private final List<Rule<T>> rules = new ArrayList<>();
  private boolean hidden;

  private record Rule<T>(Predicate<T> holds, String message) {}

  Setting(
      Settings settings,
      String key,
      @Nullable Object raw,
      String expected,
      Function<Object, @Nullable T> parse,
      T placeholder) {
    this.settings = settings;
    this.key = key;
    this.raw = raw;
    this.expected = expected;
    this.parse = parse;
    this.placeholder = placeholder;
  }

  /** Allows only values from the lowest to the highest, both included. */
  public Setting<T> between(T lowest, T highest) {
    return where(
        value -> compare(value, lowest) >= 0 && compare(value, highest) <= 0,
        "must be " + show(lowest) + " to " + show(highest));
  }

  /**
   * Allows only values for which something holds.
   *
   * @param message what is allowed, as it follows the name of the option: {@code must be even}
   */
  public Setting<T> where(Predicate<T> holds, String message) {
    rules.add(new Rule<>(holds, message));
    return this;
  }

  /**
   * Reads the value as something else.
   *
   * @param convert reads it; what it refuses with an {@link IllegalArgumentException} is a problem
   *     with the exception's message, which should say what was found and what is allowed
   * @param placeholder what to go on with when there is a problem
   */
  public <R> Setting<R> map(Function<T, R> convert, R placeholder) {
    Function<Object, @Nullable R> converted =
        value -> {
          T parsed = parse.apply(value);
          if (parsed == null) {
            return null;
          }
          for (Rule<T> rule : rules) {
            if (!rule.holds().test(parsed)) {
              throw new Values.Refused(rule.message() + found(value));
            }
          }
          try {
            return convert.apply(parsed);
          } catch (IllegalArgumentException e) {
            throw new Values.Refused(
                Values.redact(String.valueOf(e.getMessage()), unspeakable(value)));
          }
        };
    var setting = new Setting<>(settings, key, raw, expected, converted, placeholder);
    setting.hidden = hidden;
    return setting;
  }

  /** Keeps the value out of messages. */
  Setting<T> hidden() {
    hidden = true;
    return this;
  }

  /** The value, which must be there. */
  public T required() {
    if (raw == null) {
      settings.note(key, "is required: " + expected);
      return placeholder;
    }
    return value(raw);
  }

  /** The value, or a default when it is not there. */
  public T orElse(T fallback) {
    return raw == null ? fallback : value(raw);
  }

  /** The value, if it is there. */
  public Optional<T> optional() {
    return raw == null ? Optional.empty() : Optional.of(value(raw));
  }

  private T value(Object present) {
    @Nullable T value;
    try {
      value = parse.apply(present);
    } catch (Values.Refused e) {
      settings.note(key, String.valueOf(e.getMessage()));
      return placeholder;
    } catch (RuntimeException e) {
      // A parser that throws has met a text it cannot read, like one that answers null.
      value = null;
    }
    if (value == null) {
      settings.note(key, "must be " + expected + found(present));
      return placeholder;
    }
    for (Rule<T> rule : rules) {
      if (!rule.holds().test(value)) {
        settings.note(key, rule.message() + found(present));
        return placeholder;
      }
    }
    return value;
  }

  private String found(Object present) {
    return hidden || Values.hides(present) ? "" : ", but is " + Values.describe(present);
  }

  private List<String> unspeakable(Object present) {
    var text = Values.text(present);
    return hidden && text != null ? List.of(text) : Values.secrets(present);
  }

  private static String show(Object bound) {
    return bound instanceof Duration duration ? Durations.format(duration) : bound.toString();
  }

  @SuppressWarnings("unchecked")
  private static <T> int compare(T left, T right) {
    return ((Comparable<T>) left).compareTo(right);
  }
}
