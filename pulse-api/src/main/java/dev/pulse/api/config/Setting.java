package dev.pulse.api.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
  private static final String EMPTY = "must not be empty";

  private final Settings settings;
  private final String key;
  private final @Nullable Object raw;
  private String expected;
  private final Function<Object, @Nullable T> parse;
  private final T placeholder;
  private final List<Rule<T>> rules = new ArrayList<>();
  private final List<String> stated = new ArrayList<>();
  private @Nullable String description;
  private Option.Form form;
  private boolean filled;

  private record Rule<T>(Predicate<T> holds, String message) {}

  Setting(
      Settings settings,
      String key,
      @Nullable Object raw,
      Option.Form form,
      String expected,
      Function<Object, @Nullable T> parse,
      T placeholder) {
    this.form = form;
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
    stated.add(message);
    return obviously(holds, message);
  }

  /** Allows only values for which something holds that nobody needs to be told beforehand. */
  Setting<T> obviously(Predicate<T> holds, String message) {
    rules.add(new Rule<>(holds, message));
    return this;
  }

  /**
   * Says what the option is for, to those who look for the options of a plug-in; changes nothing
   * about reading it.
   *
   * @param description a few words without a full stop: {@code how many messages may wait}
   */
  public Setting<T> describedAs(String description) {
    this.description = requireNonNull(description, "description");
    return this;
  }

  /**
   * Says better than the method that began this what is expected, in problems and in descriptions.
   *
   * @param expected as it follows {@code must be}: {@code an address like db.example:5432}
   */
  public Setting<T> expecting(String expected) {
    this.expected = requireNonNull(expected, "expected");
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
              throw new Values.Refused(broken(rule, value));
            }
          }
          try {
            return convert.apply(parsed);
          } catch (IllegalArgumentException e) {
            throw new Values.Refused(
                Values.redact(String.valueOf(e.getMessage()), unspeakable(value)));
          }
        };
    var setting = new Setting<>(settings, key, raw, form, expected, converted, placeholder);
    setting.filled = filled;
    setting.description = description;
    setting.stated.addAll(stated);
    return setting;
  }

  /**
   * Keeps the value out of messages, and out of what people are shown of it later; the keys of a
   * map are no secret. For what may have a token inside, such as headers; what is one is read by
   * {@link Settings#secret}, and hidden already.
   */
  public Setting<T> hidden() {
    form = form.inHiding();
    return this;
  }

  /**
   * Refuses an option that is there and has nothing in it: no value, as in {@code send:} or where a
   * variable is empty, or an empty list or map. For what is expected of something, because an empty
   * expectation is met by anything.
   */
  public Setting<T> notEmpty() {
    filled = true;
    return obviously(
        value ->
            !(value instanceof Collection<?> many && many.isEmpty())
                && !(value instanceof Map<?, ?> map && map.isEmpty()),
        EMPTY);
  }

  /** Refuses an option that is there without a value; an empty list is one. */
  Setting<T> filled() {
    filled = true;
    return this;
  }

  /** The value, which must be there. */
  public T required() {
    dictate(true, null);
    if (isAbsent()) {
      settings.note(key, "is required: " + expected);
      return placeholder;
    }
    return value();
  }

  /** The value, or a default when it is not there. */
  public T orElse(T fallback) {
    dictate(false, form.hidden() ? null : text(fallback));
    return isAbsent() ? fallback : value();
  }

  /** The value, if it is there. */
  public Optional<T> optional() {
    dictate(false, null);
    return isAbsent() ? Optional.empty() : Optional.of(value());
  }

  private void dictate(boolean required, @Nullable String fallback) {
    settings.dictate(
        key, name -> new Option(name, expected, form, required, fallback, stated, description));
  }

  /** A value as a configuration would hold it; null when there is no telling. */
  private static @Nullable String text(Object value) {
    if (value instanceof Enum<?> constant) {
      return Settings.choiceName(constant);
    }
    if (value instanceof Collection<?> many) {
      return many.isEmpty() ? null : many.toString();
    }
    return value instanceof CharSequence
            || value instanceof Number
            || value instanceof Boolean
            || value instanceof Duration
            || value instanceof URI
            || value instanceof ZoneId
        ? show(value)
        : null;
  }

  private boolean isAbsent() {
    return raw == null && !(filled && settings.holds(key));
  }

  private T value() {
    if (raw != null) {
      return value(raw);
    }
    settings.note(
        key, EMPTY + ", as written or for an empty variable; leave it out if you mean none");
    return placeholder;
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
        settings.note(key, broken(rule, present));
        return placeholder;
      }
    }
    return value;
  }

  private String broken(Rule<?> rule, Object present) {
    return rule.message().equals(EMPTY) ? EMPTY : rule.message() + found(present);
  }

  private String found(Object present) {
    return form.hidden() || Values.hides(present) ? "" : ", but is " + Values.describe(present);
  }

  private List<String> unspeakable(Object present) {
    var text = Values.text(present);
    return form.hidden() && text != null ? List.of(text) : Values.secrets(present);
  }

  private static String show(Object bound) {
    return bound instanceof Duration duration ? Durations.format(duration) : bound.toString();
  }

  @SuppressWarnings("unchecked")
  private static <T> int compare(T left, T right) {
    return ((Comparable<T>) left).compareTo(right);
  }
}
