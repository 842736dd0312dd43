package dev.pulse.api.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is watched: an address, a pod, a repository, a client of a network. A target has a name and
 * things to say about itself, and no behaviour. {@link #labels() Labels} identify and route; {@link
 * #attributes() attributes} only describe. Immutable.
 */
public final class Target {
  private final String name;
  private final Labels labels;
  private final Map<String, String> attributes;

  private Target(String name, Labels labels, Map<String, String> attributes) {
    this.name = name;
    this.labels = labels;
    this.attributes = attributes;
  }

  /**
   * A target without labels and attributes.
   *
   * @param name what people call it; not blank
   */
  public static Target of(String name) {
    return of(name, Labels.empty());
  }

  /** A target with labels. */
  public static Target of(String name, Labels labels) {
    if (requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException("the name of a target must not be blank");
    }
    return new Target(name, requireNonNull(labels, "labels"), Map.of());
  }

  /** This target with one more attribute. Attributes keep the order in which they were added. */
  public Target withAttribute(String key, String value) {
    var copy = new LinkedHashMap<>(attributes);
    copy.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
    return new Target(name, labels, Collections.unmodifiableMap(copy));
  }

  /** What people call it. */
  public String name() {
    return name;
  }

  /** What identifies and routes it. */
  public Labels labels() {
    return labels;
  }

  /** What describes it; unmodifiable. */
  public Map<String, String> attributes() {
    return attributes;
  }

  /** One attribute. */
  public Optional<String> attribute(String key) {
    return Optional.ofNullable(attributes.get(key));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Target target
        && name.equals(target.name)
        && labels.equals(target.labels)
        && attributes.equals(target.attributes);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + labels.hashCode();
  }

  @Override
  public String toString() {
    return labels.isEmpty() ? name : name + labels;
  }
}
