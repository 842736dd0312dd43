package dev.pulse.api.model;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A set of names with values, sorted by name: the identity of targets, series and alerts. Names
 * follow Prometheus ({@code [a-zA-Z_][a-zA-Z0-9_]*}); values are any text. Immutable; two sets with
 * the same entries are equal.
 *
 * <pre>{@code
 * Labels labels = Labels.of("team", "shop").with("env", "prod");
 * }</pre>
 */
public final class Labels {
  private static final Labels EMPTY = new Labels(SortedTexts.EMPTY);

  private final SortedTexts entries;

  private Labels(SortedTexts entries) {
    this.entries = entries;
  }

  /** No labels. */
  public static Labels empty() {
    return EMPTY;
  }

  /** One label. */
  public static Labels of(String name, String value) {
    return new Labels(SortedTexts.of(requireName(name), requireNonNull(value, "value")));
  }

  /** Two labels. */
  public static Labels of(String name1, String value1, String name2, String value2) {
    return EMPTY.with(name1, value1).with(name2, value2);
  }

  /**
   * The labels of a map, in whatever order it has them.
   *
   * @throws IllegalArgumentException when a name is not a label name
   */
  public static Labels from(Map<String, String> entries) {
    if (entries instanceof SortedTexts texts) {
      return new Labels(texts);
    }
    // The map may be somebody's who changes it meanwhile: judge what is kept.
    var sorted = SortedTexts.of(entries);
    sorted.forEach((name, value) -> requireName(name));
    return sorted.isEmpty() ? EMPTY : new Labels(sorted);
  }

  /**
   * These labels with one more, or with another value for a name that is already there.
   *
   * @throws IllegalArgumentException when {@code name} is not a label name
   */
  public Labels with(String name, String value) {
    return new Labels(entries.with(requireName(name), requireNonNull(value, "value")));
  }

  /** These labels and the others; where both have a name, the others' value wins. */
  public Labels with(Labels others) {
    if (entries.isEmpty()) {
      return others;
    }
    return others.isEmpty() ? this : new Labels(entries.with(others.entries));
  }

  /** The value of a name. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** All entries, sorted by name; unmodifiable. */
  public Map<String, String> asMap() {
    return entries;
  }

  private static String requireName(String name) {
    if (!Names.isName(requireNonNull(name, "name"), false)) {
      throw new IllegalArgumentException(
          "label name \"" + name + "\" is not allowed: it must match [a-zA-Z_][a-zA-Z0-9_]*");
    }
    return name;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Labels labels && entries.equals(labels.entries));
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  /** As Prometheus writes them: <code>{env="prod", team="shop"}</code>. */
  @Override
  public String toString() {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + "=\"" + escape(entry.getValue()) + "\"")
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
