package dev.pulse.api.route;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps alerts back while others fire: when the building is without power nobody needs to hear of
 * its lamps. An alert that matches the targets is inhibited while one that matches the sources
 * fires, if both have the same values of the labels named in {@code equal}. What matches both sides
 * is not inhibited by what matches both sides as well.
 *
 * @param sources what inhibits; at least one
 * @param targets what is inhibited; at least one
 * @param equal the labels that both must share; one that both lack is shared
 */
public record Inhibition(List<Matcher> sources, List<Matcher> targets, Set<String> equal) {
  /** An inhibition; keeps copies. */
  public Inhibition {
    sources = List.copyOf(sources);
    targets = List.copyOf(targets);
    equal = Collections.unmodifiableSet(new TreeSet<>(equal));
    if (sources.isEmpty() || targets.isEmpty()) {
      throw new IllegalArgumentException(
          "an inhibition needs matchers for what inhibits and for what is inhibited");
    }
  }
}
