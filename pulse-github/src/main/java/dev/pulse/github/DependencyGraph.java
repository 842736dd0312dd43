package dev.pulse.github;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The packages that a repository uses, and which of them draws in which, as far as its bill of
 * materials says. Not every bill does: where it relates packages to the repository only, nobody
 * knows which of them somebody has chosen and which came along. Immutable.
 */
public final class DependencyGraph {
  private final List<Dependency> packages;
  private final Set<Dependency> direct;
  private final Map<Dependency, List<Dependency>> drawn;

  private DependencyGraph(
      List<Dependency> packages, Set<Dependency> direct, Map<Dependency, List<Dependency>> drawn) {
    this.packages = packages;
    this.direct = direct;
    this.drawn = drawn;
  }

  /** Packages of which nobody says how they came in. */
  static DependencyGraph of(Collection<Dependency> packages) {
    return builder(packages).build();
  }

  static Builder builder(Collection<Dependency> packages) {
    return new Builder(packages);
  }

  /** Each package in each version once, in the order of the bill; unmodifiable. */
  public List<Dependency> packages() {
    return packages;
  }

  /**
   * Whether the bill says what packages draw in. Where it does not, all that it relates to the
   * repository look alike, and {@link #isDirect} says nothing.
   */
  public boolean tellsPaths() {
    return !drawn.isEmpty();
  }

  /** Whether the bill relates the package to the repository itself. */
  public boolean isDirect(Dependency dependency) {
    return direct.contains(dependency);
  }

  /** What a package draws in, in the order of the bill; empty also when nobody knows. */
  public List<Dependency> drawnInBy(Dependency dependency) {
    return drawn.getOrDefault(dependency, List.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DependencyGraph graph
        && packages.equals(graph.packages)
        && direct.equals(graph.direct)
        && drawn.equals(graph.drawn);
  }

  @Override
  public int hashCode() {
    return packages.hashCode();
  }

  @Override
  public String toString() {
    return packages.size()
        + " packages, "
        + (tellsPaths() ? direct.size() + " of them direct" : "without their paths");
  }

  /** Collects what the bill relates. What it relates to packages that it does not list is lost. */
  static final class Builder {
    private final Map<Dependency, Dependency> packages = new LinkedHashMap<>();
    private final Set<Dependency> direct = new LinkedHashSet<>();
    private final Map<Dependency, Set<Dependency>> drawn = new LinkedHashMap<>();

    private Builder(Collection<Dependency> packages) {
      packages.forEach(one -> this.packages.putIfAbsent(one, one));
    }

    Builder direct(Dependency dependency) {
      var listed = packages.get(dependency);
      if (listed != null) {
        direct.add(listed);
      }
      return this;
    }

    Builder draws(Dependency by, Dependency dependency) {
      var from = packages.get(by);
      var to = packages.get(dependency);
      if (from != null && to != null && !from.equals(to)) {
        drawn.computeIfAbsent(from, key -> new LinkedHashSet<>()).add(to);
      }
      return this;
    }

    DependencyGraph build() {
      var lists = new HashMap<Dependency, List<Dependency>>();
      drawn.forEach((by, all) -> lists.put(by, List.copyOf(all)));
      return new DependencyGraph(
          List.copyOf(new ArrayList<>(packages.values())), Set.copyOf(direct), Map.copyOf(lists));
    }
  }
}
