package dev.pulse.api.check;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether registrations may depend on each other, and judge each other, as they say; see
 * {@link Registration.Builder#dependsOn} and {@link Check#judges}. Pulse asks this by itself; ask
 * it where a message with a place in a file is wanted.
 */
public final class Dependencies {
  private Dependencies() {}

  /**
   * What is wrong with the dependencies of some registrations.
   *
   * @param added the registrations to judge
   * @param present what is there already
   * @return for the name of each registration that depends on something unknown or, over any number
   *     of steps, on itself (or judges itself), what is wrong; a circle is told once, of its first
   *     member
   */
  public static Map<String, String> problems(
      Collection<Registration> added, Collection<Registration> present) {
    var all = byName(added, present);
    var problems = new LinkedHashMap<String, String>();
    for (Registration registration : added) {
      unknown(registration, all)
          .ifPresent(
              name ->
                  problems.put(
                      registration.name(), "depends on \"" + name + "\", which is not registered"));
    }
    circles(added, present)
        .forEach(
            (name, way) ->
                problems.putIfAbsent(name, "depends on itself: " + String.join(" -> ", way)));
    return problems;
  }

  /**
   * Which registrations depend on, or judge, themselves over any number of steps. Something unknown
   * on the way hides no circle.
   *
   * @param added the registrations to judge
   * @param present what is there already
   * @return for the name of the first member of each circle, the shortest way from it back to it
   */
  public static Map<String, List<String>> circles(
      Collection<Registration> added, Collection<Registration> present) {
    var all = byName(added, present);
    var circles = new LinkedHashMap<String, List<String>>();
    var told = new HashSet<Set<String>>();
    for (Registration registration : added) {
      circle(registration, all)
          .filter(way -> told.add(Set.copyOf(way)))
          .ifPresent(way -> circles.put(registration.name(), way));
    }
    return circles;
  }

  private static Map<String, Registration> byName(
      Collection<Registration> added, Collection<Registration> present) {
    var all = new HashMap<String, Registration>();
    present.forEach(registration -> all.put(registration.name(), registration));
    added.forEach(registration -> all.put(registration.name(), registration));
    return all;
  }

  private static Optional<String> unknown(
      Registration registration, Map<String, Registration> all) {
    return registration.dependencies().stream().filter(name -> !all.containsKey(name)).findFirst();
  }

  /** The shortest way from a registration back to itself, if there is one. */
  private static Optional<List<String>> circle(Registration start, Map<String, Registration> all) {
    var cameFrom = new HashMap<String, String>();
    var open = new ArrayDeque<String>();
    open.add(start.name());
    while (!open.isEmpty() && !cameFrom.containsKey(start.name())) {
      var current = open.remove();
      @Nullable Registration registration = all.get(current);
      if (registration == null) {
        continue;
      }
      for (String next : neighbours(registration)) {
        if (cameFrom.putIfAbsent(next, current) == null) {
          open.add(next);
        }
      }
    }
    return Optional.ofNullable(cameFrom.get(start.name()))
        .map(last -> way(start.name(), last, cameFrom));
  }

  /** What a registration looks at before its result is known. */
  private static Set<String> neighbours(Registration registration) {
    var all = new LinkedHashSet<>(registration.dependencies());
    all.addAll(registration.check().unwrapped().judges());
    return all;
  }

  private static List<String> way(String start, String last, Map<String, String> cameFrom) {
    var way = new ArrayDeque<String>();
    way.addFirst(start);
    for (String step = last; !step.equals(start); step = cameFrom.getOrDefault(step, start)) {
      way.addFirst(step);
    }
    way.addFirst(start);
    return List.copyOf(way);
  }
}
