package dev.pulse.core.analysis;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells which part is at fault when things that are made of two parts fail: machines of a rack and
 * an image, services of a region and a version, tests of an operating system and a database. Take
 * dependencies of registrations instead where it is known beforehand what needs what.
 *
 * <pre>{@code
 * var analysis = PairAnalysis.builder().candidateFrom(2).majorFrom(5).build();
 * var verdict =
 *     analysis.analyze(
 *         List.of(
 *             PairObservation.unhealthy("web-1", new Pair("eu-west", "2.4")),
 *             PairObservation.unhealthy("web-2", new Pair("us-east", "2.4")),
 *             PairObservation.healthy("web-3", new Pair("us-east", "2.3"))));
 * verdict.rootCauses(); // 2.4: it fails in both regions, and neither region fails with another
 * }</pre>
 *
 * <p>The reasoning. A pair fails when at least one node of it does; that others of the pair are
 * well changes nothing, since faults come and go. The <em>peers</em> of a part are the parts of the
 * other side with which it forms a failing pair. One peer proves nothing, either may be at fault;
 * with two, chance is less likely than the part they have in common: a <em>candidate</em>. Where
 * the candidate's peers fail with many others themselves, though, they explain its failures, and it
 * may be innocent. So a candidate is a <em>root cause</em> when
 *
 * <ul>
 *   <li>it is <em>major</em>: it has so many peers that nothing else explains them, or
 *   <li>it is <em>exempt</em>: trouble with it is expected, or
 *   <li>enough of its peers to be a candidate are neither major nor exempt.
 * </ul>
 *
 * <p>Who is a candidate and who is major is settled before anybody is blamed, so the order of the
 * observations does not matter. What no root cause and no exempt part explains is {@link
 * PairVerdict#unexplained unexplained}.
 *
 * <p>Defaults: a candidate has at least 2 peers, a major one 5; nothing is exempt; a fault of
 * everything blames every part ({@link Builder#widespread} is off).
 *
 * <p>Immutable and thread-safe; keeps nothing from one call to the next. The work grows with the
 * number of observations and, for each, the logarithm of it.
 */
public final class PairAnalysis {
  private static final Comparator<Suspect> BY_NAME =
      Comparator.comparing(Suspect::name).thenComparing(Suspect::side);
  // Of a node seen twice its failure counts, and of two failures the smaller pair: any rule will
  // do that does not depend on which came first.
  private static final Comparator<PairObservation> WORST_FIRST =
      Comparator.comparing((PairObservation it) -> it.healthy())
          .thenComparing(PairObservation::pair);

  private final int candidateFrom;
  private final int majorFrom;
  private final Set<String> exempt;
  private final @Nullable BigDecimal widespreadRatio;
  private final int widespreadCandidates;

  private PairAnalysis(Builder builder) {
    this.candidateFrom = builder.candidateFrom;
    this.majorFrom = builder.majorFrom;
    this.exempt = Set.copyOf(builder.exempt);
    this.widespreadRatio = builder.widespreadRatio;
    this.widespreadCandidates = builder.widespreadCandidates;
  }

  /** A builder with the defaults that the class tells. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Finds who is at fault.
   *
   * @param observations one for each node of which something is known. Of several of the same node
   *     an unhealthy one counts
   * @return a verdict that depends on nothing else, not on the order either
   */
  public PairVerdict analyze(Collection<PairObservation> observations) {
    var allPairs = new TreeSet<Pair>();
    var unhealthy = new TreeMap<Pair, TreeSet<String>>();
    for (var observation : distinct(observations)) {
      allPairs.add(observation.pair());
      if (!observation.healthy()) {
        unhealthy
            .computeIfAbsent(observation.pair(), pair -> new TreeSet<>())
            .add(observation.node());
      }
    }
    var candidates = candidates(unhealthy);
    boolean widespread = widespread(unhealthy.size(), allPairs.size(), candidates);
    return new PairVerdict(
        widespread,
        candidates,
        widespread ? List.of() : rootCauses(candidates),
        allPairs,
        Collections.unmodifiableSortedMap(unhealthy),
        exempt);
  }

  private static Collection<PairObservation> distinct(Collection<PairObservation> observations) {
    var byNode = new HashMap<String, PairObservation>();
    for (var observation : observations) {
      byNode.merge(
          observation.node(), observation, (a, b) -> WORST_FIRST.compare(a, b) <= 0 ? a : b);
    }
    return byNode.values();
  }

  private List<Suspect> candidates(SortedMap<Pair, ? extends SortedSet<String>> unhealthy) {
    var candidates = new ArrayList<Suspect>();
    for (var side : Side.values()) {
      var peers = new TreeMap<String, SortedSet<String>>();
      var nodes = new HashMap<String, SortedSet<String>>();
      unhealthy.forEach(
          (pair, names) -> {
            var name = pair.name(side);
            peers.computeIfAbsent(name, it -> new TreeSet<>()).add(pair.name(side.opposite()));
            nodes.computeIfAbsent(name, it -> new TreeSet<>()).addAll(names);
          });
      peers.forEach(
          (name, others) -> {
            if (others.size() >= candidateFrom) {
              candidates.add(
                  new Suspect(
                      side,
                      name,
                      List.copyOf(others),
                      List.copyOf(nodes.getOrDefault(name, Collections.emptySortedSet())),
                      others.size() >= majorFrom,
                      exempt.contains(name)));
            }
          });
    }
    candidates.sort(BY_NAME);
    return candidates;
  }

  private boolean widespread(int failing, int all, List<Suspect> candidates) {
    return widespreadRatio != null
        && BigDecimal.valueOf(failing).compareTo(widespreadRatio.multiply(BigDecimal.valueOf(all)))
            >= 0
        && count(candidates, Side.FIRST) >= widespreadCandidates
        && count(candidates, Side.SECOND) >= widespreadCandidates;
  }

  private static long count(List<Suspect> candidates, Side side) {
    return candidates.stream().filter(it -> it.side() == side).count();
  }

  private List<Suspect> rootCauses(List<Suspect> candidates) {
    var firsts = major(candidates, Side.FIRST);
    var seconds = major(candidates, Side.SECOND);
    return candidates.stream()
        .filter(
            it ->
                it.major() || it.exempt() || blamed(it, it.side() == Side.FIRST ? seconds : firsts))
        .toList();
  }

  private static Set<String> major(List<Suspect> candidates, Side side) {
    return candidates.stream()
        .filter(it -> it.side() == side && it.major())
        .map(Suspect::name)
        .collect(Collectors.toSet());
  }

  /** Whether enough of its peers have no better explanation than this candidate. */
  private boolean blamed(Suspect candidate, Set<String> majorPeers) {
    return candidate.peers().stream()
            .filter(peer -> !majorPeers.contains(peer) && !exempt.contains(peer))
            .count()
        >= candidateFrom;
  }

  /** Builds a {@link PairAnalysis}. Confine to one thread. */
  public static final class Builder {
    private int candidateFrom = 2;
    private int majorFrom = 5;
    private final Set<String> exempt = new TreeSet<>();
    private @Nullable BigDecimal widespreadRatio;
    private int widespreadCandidates = 1;

    private Builder() {}

    /** How many peers make a part suspect, and blame it when nothing else does; default: 2. */
    public Builder candidateFrom(int peers) {
      this.candidateFrom = peers;
      return this;
    }

    /** How many peers blame a part whatever else fails; default: 5. Not below a candidate's. */
    public Builder majorFrom(int peers) {
      this.majorFrom = peers;
      return this;
    }

    /**
     * Adds parts with which trouble is expected, on either side, such as versions before release.
     * They are blamed as soon as they are candidates, blame nobody else, and failures of pairs with
     * them are never unexplained. Default: none.
     */
    public Builder exempt(Collection<String> names) {
      names.forEach(name -> exempt.add(requireNonNull(name, "name")));
      return this;
    }

    /**
     * Blames nobody when nearly everything fails; default: off. A verdict is then {@link
     * PairVerdict#widespread() widespread} when both hold:
     *
     * @param ratio the share of all pairs that fails, above 0, at most 1; compared exactly, which
     *     is why it is not a {@code double}
     * @param candidates how many parts are candidates, on each side; at least 1. A part that alone
     *     makes up most of a small system is still blamed
     */
    public Builder widespread(BigDecimal ratio, int candidates) {
      this.widespreadRatio = requireNonNull(ratio, "ratio");
      this.widespreadCandidates = candidates;
      return this;
    }

    /**
     * The analysis.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public PairAnalysis build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
      return new PairAnalysis(this);
    }

    private List<String> problems() {
      var problems = new ArrayList<String>();
      if (candidateFrom < 1) {
        problems.add("candidateFrom must be at least 1, but is " + candidateFrom);
      }
      if (majorFrom < candidateFrom) {
        problems.add(
            "majorFrom must not be below candidateFrom ("
                + candidateFrom
                + "), but is "
                + majorFrom);
      }
      if (exempt.stream().anyMatch(String::isBlank)) {
        problems.add("an exempt part must have a name");
      }
      if (widespreadRatio != null
          && (widespreadRatio.signum() <= 0 || widespreadRatio.compareTo(BigDecimal.ONE) > 0)) {
        problems.add("ratio must be above 0 and at most 1, but is " + widespreadRatio);
      }
      if (widespreadCandidates < 1) {
        problems.add("candidates must be at least 1, but is " + widespreadCandidates);
      }
      return problems;
    }
  }
}
