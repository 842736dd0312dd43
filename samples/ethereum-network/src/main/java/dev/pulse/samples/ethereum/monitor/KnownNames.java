package dev.pulse.samples.ethereum.monitor;

import dev.pulse.samples.ethereum.directory.ClientEntry;
import dev.pulse.samples.ethereum.directory.NetworkDirectory;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The networks and clients that may be named: those of the document, and no others. */
final class KnownNames {
  private final Supplier<Optional<NetworkDirectory>> directory;

  KnownNames(Supplier<Optional<NetworkDirectory>> directory) {
    this.directory = directory;
  }

  /**
   * The document that a network stands in.
   *
   * @throws Refusal when it does not stand in it, or there is none yet
   */
  NetworkDirectory requireNetwork(String network) {
    var known = known();
    if (known.network(network).isEmpty()) {
      throw Refusal.of("Unknown network", network);
    }
    return known;
  }

  /**
   * The key of a client, in whatever case it was written.
   *
   * @throws Refusal when it is not known
   */
  String requireClient(String client) {
    return known()
        .client(client)
        .map(ClientEntry::key)
        .orElseThrow(() -> Refusal.of("Unknown client", client));
  }

  /** The keys of all clients of which it is known what they are; sorted. */
  List<String> clientsWithLayer() {
    return known().clients().values().stream()
        .filter(client -> client.layer().isPresent())
        .map(ClientEntry::key)
        .toList();
  }

  private NetworkDirectory known() {
    return directory
        .get()
        .orElseThrow(
            () -> new Refusal("Networks and clients are not known yet; please try again later"));
  }
}
