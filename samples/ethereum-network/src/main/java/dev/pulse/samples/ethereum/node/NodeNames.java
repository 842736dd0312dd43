package dev.pulse.samples.ethereum.node;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads nodes of one network from the labels of their series. Immutable.
 *
 * <p>The displayed name is the {@code instance} without the prefixes that say nothing: the {@code
 * ingress_user} and the network, each followed by a hyphen, each removed at most once. The longer
 * one goes first where both fit. What stays must not be empty, and must not lose the pair of
 * clients that the name tells.
 *
 * <p>The pair is told by the labels {@code consensus_client} and {@code execution_client}; the name
 * fills in what they leave open: the first consensus client that an execution client follows, or
 * else the first two parts when one of them is known.
 */
public final class NodeNames {
  private static final String INSTANCE = "instance";

  private final String network;
  private final Clients clients;

  private NodeNames(String network, Clients clients) {
    this.network = requireNonNull(network, "network");
    this.clients = requireNonNull(clients, "clients");
  }

  /**
   * For the nodes of a network.
   *
   * @param network its key
   * @param clients which clients names may tell
   */
  public static NodeNames of(String network, Clients clients) {
    return new NodeNames(network, clients);
  }

  /**
   * The node that labels tell of.
   *
   * @param labels the value of a label by its name; empty when there is none
   * @return empty without an {@code instance}: that is no series of a node
   */
  public Optional<Node> node(Function<String, Optional<String>> labels) {
    var instance = labels.apply(INSTANCE).orElse("");
    if (instance.isEmpty()) {
      return Optional.empty();
    }
    var name = displayed(instance, labels.apply("ingress_user").orElse(""));
    var fromName = fromName(name);
    var consensus = client(labels.apply("consensus_client"), fromName, Layer.CONSENSUS);
    var execution = client(labels.apply("execution_client"), fromName, Layer.EXECUTION);
    var pair = consensus.flatMap(cl -> execution.map(el -> new ClientPair(cl, el)));
    return Optional.of(new Node(name, instance, pair));
  }

  private static Optional<String> client(
      Optional<String> label, Optional<ClientPair> fromName, Layer layer) {
    return label.filter(it -> !it.isBlank()).or(() -> fromName.map(pair -> pair.client(layer)));
  }

  private String displayed(String instance, String ingressUser) {
    var prefixes = new ArrayList<String>();
    for (var prefix : List.of(ingressUser, network)) {
      if (!prefix.isEmpty()) {
        prefixes.add(prefix + "-");
      }
    }
    prefixes.sort(Comparator.comparingInt(String::length).reversed());
    var name = instance;
    // A prefix may come to the front only when the other one is gone.
    for (int i = 0; i < prefixes.size(); ) {
      if (removable(name, prefixes.get(i))) {
        name = name.substring(prefixes.remove(i).length());
        i = 0;
      } else {
        i++;
      }
    }
    return name;
  }

  private boolean removable(String name, String prefix) {
    if (!name.startsWith(prefix) || name.length() == prefix.length()) {
      return false;
    }
    return adjacent(parts(name)).isEmpty()
        || adjacent(parts(name.substring(prefix.length()))).isPresent();
  }

  private Optional<ClientPair> fromName(String name) {
    var parts = parts(name);
    if (parts.size() < 3) {
      return Optional.empty();
    }
    return adjacent(parts).or(() -> firstTwo(parts));
  }

  private Optional<ClientPair> adjacent(List<String> parts) {
    for (int i = 0; i + 1 < parts.size(); i++) {
      if (clients.is(parts.get(i), Layer.CONSENSUS)
          && clients.is(parts.get(i + 1), Layer.EXECUTION)) {
        return Optional.of(new ClientPair(parts.get(i), parts.get(i + 1)));
      }
    }
    return Optional.empty();
  }

  private Optional<ClientPair> firstTwo(List<String> parts) {
    boolean known =
        clients.is(parts.get(0), Layer.CONSENSUS) || clients.is(parts.get(1), Layer.EXECUTION);
    return known && !parts.get(0).isBlank() && !parts.get(1).isBlank()
        ? Optional.of(new ClientPair(parts.get(0), parts.get(1)))
        : Optional.empty();
  }

  private static List<String> parts(String name) {
    return Arrays.asList(name.toLowerCase(Locale.ROOT).split("-", -1));
  }
}
