package dev.pulse.samples.repohealth.web;

import dev.pulse.github.Vulnerability;
import dev.pulse.github.VulnerabilitySource;
import dev.pulse.samples.repohealth.store.PackageNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which packages of a tree have which vulnerabilities. A vulnerability is told of a package, of
 * which a tree may have several versions: one that is at or after the repair, in the same major
 * version, is left out. Immutable.
 */
final class WeakPackages {
  /**
   * What all ecosystems order alike. Of anything else, such as {@code 1.0-rc.1}, nobody here can
   * tell whether it is repaired, so it is not.
   */
  private static final Pattern PLAIN = Pattern.compile("[vV]?[0-9]{1,18}(\\.[0-9]{1,18}){0,9}");

  private final Map<List<String>, List<Vulnerability>> all = new HashMap<>();
  private final Map<List<String>, List<PackageNode>> packages = new HashMap<>();

  WeakPackages(Collection<PackageNode> packages, Collection<Vulnerability> vulnerabilities) {
    for (Vulnerability one : vulnerabilities) {
      all.computeIfAbsent(List.of(one.ecosystem(), one.packageName()), name -> new ArrayList<>())
          .add(one);
    }
    for (PackageNode one : packages) {
      if (all.containsKey(name(one))) {
        this.packages.computeIfAbsent(name(one), name -> new ArrayList<>()).add(one);
      }
    }
  }

  private static List<String> name(PackageNode node) {
    return List.of(node.ecosystem(), node.name());
  }

  /** What a package has. */
  List<Vulnerability> of(PackageNode node) {
    return all.getOrDefault(name(node), List.<Vulnerability>of()).stream()
        .filter(one -> has(node, one))
        .toList();
  }

  /** What is open must be somewhere: where all seem to be repaired, the order of versions lies. */
  private boolean has(PackageNode node, Vulnerability one) {
    return !isRepaired(node, one)
        || packages.getOrDefault(name(node), List.<PackageNode>of()).stream()
            .allMatch(other -> isRepaired(other, one));
  }

  private static boolean isRepaired(PackageNode node, Vulnerability one) {
    // Only OSV is asked about a version; that of others is one of those that are used.
    if (one.sources().contains(VulnerabilitySource.OSV)
        && one.version().filter(version -> version.equals(node.version())).isPresent()) {
      return false;
    }
    var version = Optional.ofNullable(node.version()).flatMap(WeakPackages::numbers);
    var fixed = one.fixedVersion().flatMap(WeakPackages::numbers);
    // An advisory may name a repair for each major version, of which one is known here.
    return version.isPresent()
        && fixed.isPresent()
        && at(version.get(), 0).equals(at(fixed.get(), 0))
        && compare(version.get(), fixed.get()) >= 0;
  }

  private static Optional<List<BigInteger>> numbers(String version) {
    return PLAIN.matcher(version).matches()
        ? Optional.of(
            Arrays.stream(version.replaceFirst("^[vV]", "").split("\\.", -1))
                .map(BigInteger::new)
                .toList())
        : Optional.empty();
  }

  private static int compare(List<BigInteger> one, List<BigInteger> other) {
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      int order = at(one, i).compareTo(at(other, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static BigInteger at(List<BigInteger> numbers, int place) {
    return place < numbers.size() ? numbers.get(place) : BigInteger.ZERO;
  }
}
