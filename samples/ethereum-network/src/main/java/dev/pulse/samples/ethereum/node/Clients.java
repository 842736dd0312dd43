package dev.pulse.samples.ethereum.node;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The clients that are known, their layers, and which of them are not in production yet. Keys are
 * folded to lower case. Immutable.
 */
public final class Clients {
  private static final Set<String> CONSENSUS =
      Set.of("lighthouse", "prysm", "lodestar", "nimbus", "teku", "grandine");
  private static final Set<String> EXECUTION =
      Set.of("nethermind", "nimbusel", "besu", "geth", "reth", "erigon", "ethereumjs", "ethrex");
  // What PRE_PRODUCTION_CLIENTS is when nobody sets it.
  private static final Set<String> PRE_PRODUCTION = Set.of("ethereumjs", "nimbusel", "erigontwo");

  private final SortedMap<String, Layer> layers;
  private final SortedSet<String> preProduction;

  private Clients(Map<String, Layer> layers, Collection<String> preProduction) {
    this.layers = Collections.unmodifiableSortedMap(new TreeMap<>(layers));
    this.preProduction = Collections.unmodifiableSortedSet(new TreeSet<>(preProduction));
  }

  /** The clients of this release, with its list of those before production. */
  public static Clients known() {
    return preProduction(PRE_PRODUCTION);
  }

  /**
   * The clients of this release, and these before production: failures with them are expected, and
   * they are execution clients unless they are known otherwise.
   */
  public static Clients preProduction(Collection<String> preProduction) {
    var layers = new TreeMap<String, Layer>();
    var keys = preProduction.stream().map(Clients::key).toList();
    keys.forEach(key -> layers.put(key, Layer.EXECUTION));
    EXECUTION.forEach(key -> layers.put(key, Layer.EXECUTION));
    CONSENSUS.forEach(key -> layers.put(key, Layer.CONSENSUS));
    return new Clients(layers, keys);
  }

  /** These and others; where both know a client, the others decide its layer. */
  public Clients with(Map<String, Layer> others) {
    var all = new TreeMap<String, Layer>(layers);
    others.forEach((key, layer) -> all.put(key(key), requireNonNull(layer, "layer")));
    return new Clients(all, preProduction);
  }

  /** The layer of a client; empty when nobody knows it. */
  public Optional<Layer> layer(String client) {
    return Optional.ofNullable(layers.get(key(client)));
  }

  /** Whether a client is known to be of a layer. */
  public boolean is(String client, Layer layer) {
    return layers.get(key(client)) == layer;
  }

  /**
   * The layer in which a client is looked for: that of a known execution client, else consensus.
   */
  public Layer target(String client) {
    return is(client, Layer.EXECUTION) ? Layer.EXECUTION : Layer.CONSENSUS;
  }

  /** The clients of a layer; sorted, unmodifiable. */
  public SortedSet<String> keys(Layer layer) {
    var keys = new TreeSet<String>();
    layers.forEach(
        (key, of) -> {
          if (of == layer) {
            keys.add(key);
          }
        });
    return Collections.unmodifiableSortedSet(keys);
  }

  /** The clients with which failures are expected; sorted, unmodifiable. */
  public SortedSet<String> preProduction() {
    return preProduction;
  }

  /** Whether failures with a client are expected. */
  public boolean isPreProduction(String client) {
    return preProduction.contains(key(client));
  }

  private static String key(String client) {
    return client.toLowerCase(Locale.ROOT);
  }
}
