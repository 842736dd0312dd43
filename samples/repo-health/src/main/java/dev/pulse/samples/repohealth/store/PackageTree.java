package dev.pulse.samples.repohealth.store;

import dev.pulse.github.Dependency;
import dev.pulse.github.DependencyGraph;
import dev.pulse.github.Vulnerability;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The packages of one repository with their paths, so many of them as one can look at. Where there
 * are more, those on the way to something vulnerable stay, then those that are direct. Immutable.
 *
 * @param tellsPaths whether the bill of materials says what draws in what
 * @param leftOut how many packages there are besides
 * @param cut whether some of the paths are left out, too
 * @param packages in the order of the bill
 */
public record PackageTree(
    boolean tellsPaths, int leftOut, boolean cut, List<PackageNode> packages) {
  /** How many packages there are at most. */
  public static final int MOST = 5_000;

  /** How many paths from one package to another there are at most. */
  public static final int MOST_PATHS = 30_000;

  /** A tree. */
  public PackageTree {
    packages = List.copyOf(packages);
  }

  /**
   * The tree of what was read.
   *
   * @param outdated those for which there are newer versions
   * @param vulnerable what is open
   */
  public static PackageTree of(
      DependencyGraph graph,
      Collection<Dependency> outdated,
      Collection<Vulnerability> vulnerable) {
    var kept = kept(graph, vulnerable);
    var newest = new HashMap<Dependency, String>();
    outdated.forEach(one -> one.newestVersion().ifPresent(version -> newest.put(one, version)));
    var places = new HashMap<Dependency, Integer>();
    for (Dependency one : kept) {
      places.put(one, places.size());
    }
    var nodes = new ArrayList<PackageNode>(kept.size());
    int paths = 0;
    boolean cut = false;
    for (Dependency one : kept) {
      var draws = new ArrayList<Integer>();
      for (Dependency drawn : graph.drawnInBy(one)) {
        @Nullable Integer place = places.get(drawn);
        if (place != null && paths < MOST_PATHS) {
          draws.add(place);
          paths++;
        } else {
          cut = true;
        }
      }
      nodes.add(node(one, newest.get(one), graph.isDirect(one), draws));
    }
    return new PackageTree(graph.tellsPaths(), graph.packages().size() - kept.size(), cut, nodes);
  }

  private static PackageNode node(
      Dependency one, @Nullable String newest, boolean direct, List<Integer> draws) {
    return new PackageNode(
        one.ecosystem(), one.name(), one.version().orElse(null), newest, direct, draws);
  }

  /** In the order of the bill. */
  private static List<Dependency> kept(
      DependencyGraph graph, Collection<Vulnerability> vulnerable) {
    if (graph.packages().size() <= MOST) {
      return graph.packages();
    }
    var wanted = waysTo(graph, vulnerable);
    graph.packages().stream().filter(graph::isDirect).forEach(wanted::add);
    wanted.addAll(graph.packages());
    var first = new HashSet<>(new ArrayList<>(wanted).subList(0, MOST));
    return graph.packages().stream().filter(first::contains).toList();
  }

  /** What is vulnerable, and the shortest way to each of it. */
  private static Set<Dependency> waysTo(
      DependencyGraph graph, Collection<Vulnerability> vulnerable) {
    var names = new HashSet<List<String>>();
    vulnerable.forEach(one -> names.add(List.of(one.ecosystem(), one.packageName())));
    var parents = parents(graph);
    var ways = new LinkedHashSet<Dependency>();
    for (Dependency one : graph.packages()) {
      if (names.contains(List.of(one.ecosystem(), one.name()))) {
        @Nullable Dependency step = one;
        while (step != null && ways.add(step)) {
          step = parents.get(step);
        }
      }
    }
    return ways;
  }

  /** By whom each package is drawn in first, going out from those that are direct. */
  private static Map<Dependency, Dependency> parents(DependencyGraph graph) {
    var parents = new HashMap<Dependency, Dependency>();
    var seen = new HashSet<Dependency>();
    var next = new ArrayDeque<Dependency>();
    graph.packages().stream().filter(graph::isDirect).filter(seen::add).forEach(next::add);
    while (!next.isEmpty()) {
      var by = next.remove();
      for (Dependency drawn : graph.drawnInBy(by)) {
        if (seen.add(drawn)) {
          parents.put(drawn, by);
          next.add(drawn);
        }
      }
    }
    return parents;
  }
}
