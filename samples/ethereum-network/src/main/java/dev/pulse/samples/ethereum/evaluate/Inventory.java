package dev.pulse.samples.ethereum.evaluate;

import dev.pulse.samples.ethereum.node.ClientPair;
import dev.pulse.samples.ethereum.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a network that were seen of late, so that one which falls silent is missed instead
 * of forgotten. Public because it is kept as a document.
 *
 * @param nodes what is known of each, by its displayed name
 */
public record Inventory(Map<String, Seen> nodes) {
  /** How long a node that is not seen is still expected. */
  public static final Duration EXPECTED_FOR = Duration.ofHours(24);

  /**
   * When a node was seen, and what it runs.
   *
   * @param cl the key of its consensus client, when its pair is known
   * @param el the key of its execution client, when its pair is known
   * @param lastSeen when a presence query last named it
   */
  public record Seen(@Nullable String cl, @Nullable String el, Instant lastSeen) {
    private Optional<ClientPair> pair() {
      return cl == null || el == null || cl.isBlank() || el.isBlank()
          ? Optional.empty()
          : Optional.of(new ClientPair(cl, el));
    }
  }

  /** An inventory; the map is copied. */
  public Inventory {
    nodes = Map.copyOf(nodes);
  }

  static Inventory empty() {
    return new Inventory(Map.of());
  }

  /** The nodes that are expected at a moment; sorted by name. */
  List<Node> expected(Instant at) {
    return new TreeMap<>(nodes)
        .entrySet().stream()
            .filter(it -> !it.getKey().isEmpty() && isExpected(it.getValue(), at))
            .map(it -> new Node(it.getKey(), it.getKey(), it.getValue().pair()))
            .toList();
  }

  /** When each node was last seen before, by its name. */
  Map<String, Instant> lastSeen() {
    var times = new TreeMap<String, Instant>();
    nodes.forEach((name, seen) -> times.put(name, seen.lastSeen()));
    return times;
  }

  /** This inventory with nodes seen at a moment, and without those not expected any more. */
  Inventory seen(Collection<Node> present, Instant at) {
    var all = new TreeMap<String, Seen>();
    nodes.forEach(
        (name, seen) -> {
          if (isExpected(seen, at)) {
            all.put(name, seen);
          }
        });
    for (var node : present) {
      all.put(
          node.name(),
          new Seen(
              node.pair().map(ClientPair::consensus).orElse(null),
              node.pair().map(ClientPair::execution).orElse(null),
              at));
    }
    return new Inventory(all);
  }

  private static boolean isExpected(Seen seen, Instant at) {
    return seen.lastSeen().plus(EXPECTED_FOR).isAfter(at);
  }
}
