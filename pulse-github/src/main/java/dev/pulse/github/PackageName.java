package dev.pulse.github;

import dev.pulse.core.internal.text.ForeignText;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which package it is, whoever speaks of it: names and ecosystems of different databases are made
 * alike.
 *
 * @param ecosystem the type of the package URL, such as {@code npm}; empty when there is none
 * @param name as people of the ecosystem write it, such as {@code @babel/core} or {@code
 *     org.slf4j:slf4j-api}
 */
record PackageName(String ecosystem, String name) {
  private static final Pattern PYPI_SEPARATORS = Pattern.compile("[-_.]+");

  /** What Dependabot calls otherwise. */
  private static final Map<String, String> DEPENDABOT =
      Map.of(
          "pip", "pypi",
          "go", "golang",
          "rubygems", "gem",
          "rust", "cargo",
          "actions", "githubactions",
          "erlang", "hex");

  /** What deps.dev knows, and how it calls it. */
  private static final Map<String, String> DEPS_DEV =
      Map.of(
          "npm", "npm",
          "pypi", "pypi",
          "maven", "maven",
          "cargo", "cargo",
          "golang", "go",
          "gem", "rubygems",
          "nuget", "nuget");

  /** Ten times the longest that there are. */
  private static final int LONGEST = 500;

  /** Names come from files that anybody may write; what a terminal might obey stays out. */
  PackageName {
    ecosystem = ForeignText.oneLine(ecosystem, LONGEST);
    name = ForeignText.oneLine(name, LONGEST);
  }

  /** The package that a Dependabot alert speaks of. */
  static PackageName ofDependabot(String ecosystem, String name) {
    var lower = ecosystem.toLowerCase(Locale.ROOT);
    var type = DEPENDABOT.getOrDefault(lower, lower);
    return new PackageName(type, normalised(type, name));
  }

  static String normalised(String ecosystem, String name) {
    return ecosystem.equals("pypi")
        ? PYPI_SEPARATORS.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT)
        : name;
  }

  /** What deps.dev calls the ecosystem; empty when it does not know it. */
  Optional<String> depsDevSystem() {
    return Optional.ofNullable(DEPS_DEV.get(ecosystem));
  }

  @Override
  public String toString() {
    return ecosystem.isEmpty() ? name : ecosystem + ":" + name;
  }
}
