package dev.pulse.api.config;

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
        "must be " + lowest + " to " + highest);
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

  /** Reads the value as something else; a value it throws on is a problem with its message. */
  public <R> Setting<R> map(Function<T, R> convert, R placeholder) {
    Function<Object, @Nullable R> converted =
        value -> {
          T parsed = parse.apply(value);
          if (parsed == null) {
            return null;
          }
          for (Rule<T> rule : rules) {
            if (!rule.holds().test(parsed)) {
              throw new Refused(rule.message());
            }
          }
          try {
            return convert.apply(parsed);
          } catch (IllegalArgumentException e) {
            throw new Refused(String.valueOf(e.getMessage()));
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
    } catch (Refused e) {
      settings.note(key, e.getMessage() + found(present));
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
    return hidden ? "" : ", but is " + Settings.describe(present);
  }

  @SuppressWarnings("unchecked")
  private static <T> int compare(T left, T right) {
    return ((Comparable<T>) left).compareTo(right);
  }

  /** A value that was understood and is not allowed. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message, null, false, false);
    }
  }
}
