package dev.pulse.api.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a plug-in says about one of its options by the way it reads it; see {@link
 * Settings#describe}. Immutable.
 */
public final class Option {
  private final String name;
  private final String type;
  private final Form form;
  private final boolean required;
  private final @Nullable String fallback;
  private final List<String> rules;
  private final @Nullable String description;

  /** What kind of value an option takes: for forms that people fill in. There will be more. */
  public enum Kind {
    /** A text of whatever form its type tells. */
    TEXT,
    /** A whole number. */
    WHOLE_NUMBER,
    /** A number. */
    NUMBER,
    /** True or false. */
    TRUTH,
    /** A length of time. */
    DURATION,
    /** One of {@link Option#choices}. */
    CHOICE,
    /** A list of texts. */
    TEXTS,
    /** Texts by name. */
    MAP
  }

  /**
   * How a value is given.
   *
   * @param choices all that are allowed, for a choice
   * @param hidden whether it must not be shown
   */
  record Form(Kind kind, List<String> choices, boolean hidden) {
    Form {
      choices = List.copyOf(choices);
    }

    static Form of(Kind kind) {
      return new Form(kind, List.of(), false);
    }

    Form inHiding() {
      return new Form(kind, choices, true);
    }
  }

  Option(
      String name,
      String type,
      Form form,
      boolean required,
      @Nullable String fallback,
      List<String> rules,
      @Nullable String description) {
    this.name = requireNonNull(name, "name");
    this.type = requireNonNull(type, "type");
    this.form = requireNonNull(form, "form");
    this.required = required;
    this.fallback = fallback;
    this.rules = List.copyOf(rules);
    this.description = description;
  }

  /**
   * The name; with the names of the sections around it and dots, as in {@code basic.user}. One of a
   * list of sections has {@code [0]} behind the name of the list.
   */
  public String name() {
    return name;
  }

  /** What is expected, as it reads in a problem: {@code a whole number}. */
  public String type() {
    return type;
  }

  /** What kind of value it takes. */
  public Kind kind() {
    return form.kind();
  }

  /** What is allowed, for a {@link Kind#CHOICE}; otherwise empty; unmodifiable. */
  public List<String> choices() {
    return form.choices();
  }

  /**
   * Whether its value must not be shown, to those neither who once wrote it: a token, or what may
   * have one inside, such as a URL.
   */
  public boolean isHidden() {
    return form.hidden();
  }

  /** Whether it must be there; inside a section, whether it must be there when the section is. */
  public boolean required() {
    return required;
  }

  /** What holds when it is not there; empty when nothing does, or nothing that fits into a text. */
  public Optional<String> fallback() {
    return Optional.ofNullable(fallback);
  }

  /** What else must hold, as in a problem: {@code must be 0 to 10}; unmodifiable. */
  public List<String> rules() {
    return rules;
  }

  /** What it is for, in the words of the plug-in's author. */
  public Optional<String> description() {
    return Optional.ofNullable(description);
  }

  /** Whether this option is one of a section. */
  boolean nested() {
    return name.indexOf('.') >= 0;
  }

  /** The same option, which need not be there. */
  Option notRequired() {
    return new Option(name, type, form, false, fallback, rules, description);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Option that
        && name.equals(that.name)
        && type.equals(that.type)
        && form.equals(that.form)
        && required == that.required
        && Objects.equals(fallback, that.fallback)
        && rules.equals(that.rules)
        && Objects.equals(description, that.description);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, form, required, fallback, rules, description);
  }

  @Override
  public String toString() {
    var need = nested() ? ", required where its section is" : ", required";
    return name + ": " + type + (required ? need : fallback == null ? "" : ", default " + fallback);
  }
}
