package dev.pulse.samples.repohealth.store;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One package of a {@link PackageTree}.
 *
 * @param ecosystem such as {@code npm}; empty when nobody says
 * @param name as people of the ecosystem write it
 * @param version as the bill of materials has it; null when it has none
 * @param newest the version that there is instead of it; null when it is not outdated, or nobody
 *     can tell
 * @param direct whether the bill relates it to the repository itself
 * @param draws the places in the tree of what it draws in
 */
public record PackageNode(
    String ecosystem,
    String name,
    @Nullable String version,
    @Nullable String newest,
    boolean direct,
    List<Integer> draws) {
  /** A package. */
  public PackageNode {
    requireNonNull(ecosystem, "ecosystem");
    requireNonNull(name, "name");
    draws = List.copyOf(draws);
  }
}
