package dev.pulse.core.analysis;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rules of the pairwise analysis, sentence by sentence, without a thought for speed: every
 * question is answered by looking at all pairs again.
 */
final class PlainReading {
  private final int candidateFrom;
  private final int majorFrom;
  private final Set<String> exempt;
  private final Map<String, Pair> pairs = new HashMap<>();
  private final Set<String> unhealthy = new HashSet<>();

  PlainReading(
      int candidateFrom,
      int majorFrom,
      Set<String> exempt,
      Collection<PairObservation> observations) {
    this.candidateFrom = candidateFrom;
    this.majorFrom = majorFrom;
    this.exempt = exempt;
    for (var it : observations) {
      pairs.put(it.node(), it.pair());
      if (!it.healthy()) {
        unhealthy.add(it.node());
      }
    }
  }

  Set<Pair> allPairs() {
    return new TreeSet<>(pairs.values());
  }

  Set<Pair> failingPairs() {
    var failing = new TreeSet<Pair>();
    unhealthy.forEach(node -> failing.add(pairs.get(node)));
    return failing;
  }

  Set<String> peers(Side side, String name) {
    var peers = new TreeSet<String>();
    for (var pair : failingPairs()) {
      if (pair.name(side).equals(name)) {
        peers.add(pair.name(side.opposite()));
      }
    }
    return peers;
  }

  boolean candidate(Side side, String name) {
    return peers(side, name).size() >= candidateFrom;
  }

  boolean major(Side side, String name) {
    return peers(side, name).size() >= majorFrom;
  }

  Set<String> names(Side side) {
    var names = new TreeSet<String>();
    allPairs().forEach(pair -> names.add(pair.name(side)));
    return names;
  }

  boolean widespread(BigDecimal ratio, int candidates) {
    boolean enough = true;
    for (var side : Side.values()) {
      enough &= names(side).stream().filter(it -> candidate(side, it)).count() >= candidates;
    }
    return enough
        && new BigDecimal(failingPairs().size())
                .compareTo(ratio.multiply(new BigDecimal(allPairs().size())))
            >= 0;
  }

  boolean rootCause(Side side, String name) {
    if (!candidate(side, name)) {
      return false;
    }
    long unexplainedPeers =
        peers(side, name).stream()
            .filter(peer -> !major(side.opposite(), peer) && !exempt.contains(peer))
            .count();
    return major(side, name) || exempt.contains(name) || unexplainedPeers >= candidateFrom;
  }

  Set<String> unexplained(Side side, String name) {
    var nodes = new TreeSet<String>();
    for (var node : unhealthy) {
      var pair = pairs.get(node);
      if (pair.name(side).equals(name)
          && !exempt.contains(pair.first())
          && !exempt.contains(pair.second())
          && !rootCause(Side.FIRST, pair.first())
          && !rootCause(Side.SECOND, pair.second())) {
        nodes.add(node);
      }
    }
    return nodes;
  }
}
