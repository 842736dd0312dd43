package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import dev.pulse.core.internal.text.ForeignText;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One package that a repository uses, as its bill of materials lists it. Two are equal when
 * ecosystem, name and version are. Immutable.
 */
public final class Dependency {
  /** What makes a version a range of versions, or a wish. */
  private static final String RANGE = "^~<>=*,|";

  private final PackageName name;
  private final @Nullable String version;
  private final @Nullable PackageUrl url;
  private final @Nullable String newest;

  private static final int LONGEST_VERSION = 200;

  private Dependency(PackageName name, @Nullable String version, @Nullable PackageUrl url) {
    this(name, version, url, null);
  }

  private Dependency(
      PackageName name,
      @Nullable String version,
      @Nullable PackageUrl url,
      @Nullable String newest) {
    this.name = name;
    this.version = oneLine(version);
    this.url = url;
    this.newest = oneLine(newest);
  }

  private static @Nullable String oneLine(@Nullable String version) {
    return version == null ? null : ForeignText.oneLine(version, LONGEST_VERSION);
  }

  /**
   * A package with a URL.
   *
   * @param fallback the version when the URL has none
   */
  static Dependency of(PackageUrl url, @Nullable String fallback) {
    var version = url.version().orElse(fallback);
    return new Dependency(new PackageName(url.type(), url.name()), version, url);
  }

  /** A package of which only the name is known. */
  static Dependency named(String name, @Nullable String version) {
    return new Dependency(new PackageName("", requireNonNull(name, "name")), version, null);
  }

  /** The ecosystem, such as {@code npm} or {@code maven}; empty when the bill does not say. */
  public String ecosystem() {
    return name.ecosystem();
  }

  /** The name as people of the ecosystem write it: {@code @babel/core}, {@code group:artifact}. */
  public String name() {
    return name.name();
  }

  /** The version, or the range of versions, as the bill has it. */
  public Optional<String> version() {
    return Optional.ofNullable(version);
  }

  /**
   * The version that its ecosystem takes by default instead; only of what {@link
   * RepositoryFacts#outdated()} tells. Two that differ in nothing else are equal.
   */
  public Optional<String> newestVersion() {
    return Optional.ofNullable(newest);
  }

  /** The same, with the version that there is instead of it. */
  Dependency outdatedBy(String newest) {
    return new Dependency(name, version, url, requireNonNull(newest, "newest"));
  }

  PackageName packageName() {
    return name;
  }

  /** The version when it is one, and not a range or nothing. */
  Optional<String> exactVersion() {
    return version()
        .filter(v -> v.chars().noneMatch(c -> Character.isWhitespace(c) || RANGE.indexOf(c) >= 0));
  }

  /** The package URL with the exact version; empty when one of the two is missing. */
  Optional<String> exactUrl() {
    return url == null
        ? Optional.empty()
        : exactVersion().map(exact -> url.withVersion(exact).toString());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dependency dependency
        && name.equals(dependency.name)
        && Objects.equals(version, dependency.version);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, version);
  }

  @Override
  public String toString() {
    return name + (version == null ? "" : "@" + version);
  }
}
