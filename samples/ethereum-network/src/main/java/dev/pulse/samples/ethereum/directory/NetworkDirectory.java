package dev.pulse.samples.ethereum.directory;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.ethereum.node.Clients;
import dev.pulse.samples.ethereum.node.Layer;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One copy of the directory: its networks and clients, and when it was fetched. Never empty: a
 * document without networks or without clients is no directory. Immutable.
 */
public final class NetworkDirectory {
  private final SortedMap<String, NetworkEntry> networks = new TreeMap<>();
  private final SortedMap<String, ClientEntry> clients = new TreeMap<>();
  private final Instant fetchedAt;

  private NetworkDirectory(
      Collection<NetworkEntry> networks, Collection<ClientEntry> clients, Instant fetchedAt) {
    networks.forEach(it -> this.networks.put(it.key(), it));
    clients.forEach(it -> this.clients.put(it.key(), it));
    this.fetchedAt = fetchedAt;
  }

  /**
   * A directory.
   *
   * @throws IllegalArgumentException when there are no networks, or no clients
   */
  public static NetworkDirectory of(
      Collection<NetworkEntry> networks, Collection<ClientEntry> clients, Instant fetchedAt) {
    if (networks.isEmpty() || clients.isEmpty()) {
      throw new IllegalArgumentException(
          "a directory needs networks and clients, but has "
              + networks.size()
              + " networks and "
              + clients.size()
              + " clients");
    }
    return new NetworkDirectory(networks, clients, requireNonNull(fetchedAt, "fetchedAt"));
  }

  /** All networks by their keys; sorted, unmodifiable. */
  public SortedMap<String, NetworkEntry> networks() {
    return Collections.unmodifiableSortedMap(networks);
  }

  /** A network by its key, exactly. */
  public Optional<NetworkEntry> network(String key) {
    return Optional.ofNullable(networks.get(key));
  }

  /** The keys of the networks whose status is {@code active}; sorted. */
  public List<String> active() {
    return keys(true);
  }

  /** The keys of all other networks; sorted. */
  public List<String> inactive() {
    return keys(false);
  }

  private List<String> keys(boolean active) {
    return networks.values().stream()
        .filter(it -> it.active() == active)
        .map(NetworkEntry::key)
        .toList();
  }

  /** All clients by their keys; sorted, unmodifiable. */
  public SortedMap<String, ClientEntry> clients() {
    return Collections.unmodifiableSortedMap(clients);
  }

  /** A client by its key, in whatever case. */
  public Optional<ClientEntry> client(String key) {
    return Optional.ofNullable(clients.get(key.toLowerCase(Locale.ROOT)));
  }

  /** Known clients, and those of the directory, whose layers count where both know one. */
  public Clients with(Clients known) {
    var layers = new TreeMap<String, Layer>();
    clients.values().forEach(it -> it.layer().ifPresent(layer -> layers.put(it.key(), layer)));
    return known.with(layers);
  }

  /** When it was fetched. */
  public Instant fetchedAt() {
    return fetchedAt;
  }
}
