package dev.pulse.samples.fakes;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;

/**
 * An Ethereum network on the loopback interface, as a Prometheus sees it: nodes that pair the
 * consensus with the execution clients in turn and follow a chain that grows with the clock.
 * Clients can be broken, which sets back all their nodes; nodes can be stalled, which sets back one
 * alone, and silenced, which then have no series. It also serves a directory of networks in
 * Cartographoor's form. Thread-safe.
 *
 * <pre>{@code
 * try (var network = EthereumNetworkGenerator.builder("hoodi").nodes(60).start()) {
 *   scrape(network.metrics());  // with honor_labels, since it sets "instance" itself
 *   network.breakClient("reth");
 * }
 * }</pre>
 *
 * <p>Over HTTP: {@code GET /metrics}, {@code GET /networks.json}, and {@code POST} with {@code
 * /break?client=}, {@code /mend?client=}, {@code /stall?node=}, {@code /resume?node=}, {@code
 * /silence?node=}, {@code /speak?node=}.
 *
 * <p>What a broken client does: its layer says that it is syncing, and its head, finalized epoch or
 * block stay where they were. A node that stalls stays where it was in both layers, and says of
 * none that it is syncing. Defaults: 60 nodes, 12 seconds to a slot, the system's clock, any port.
 */
public final class EthereumNetworkGenerator implements AutoCloseable {
  /** The consensus clients of the network. */
  public static final List<String> CONSENSUS =
      List.of("lighthouse", "prysm", "lodestar", "nimbus", "teku", "grandine");

  /** The execution clients of the network. */
  public static final List<String> EXECUTION =
      List.of("geth", "besu", "nethermind", "reth", "erigon");

  private static final int SLOTS_OF_AN_EPOCH = 32;
  private static final int EPOCHS_TO_FINALITY = 2;
  private static final long FIRST_SLOT = 1_000_000;
  private static final String INGRESS_USER = "operators";

  private final MockWebServer server = LoopbackServer.of(this::answer);
  private final String network;
  private final Duration slot;
  private final InstantSource clock;
  private final Instant genesis;
  private final List<EthereumNode> nodes;
  private final Object lock = new Object();
  private final Map<String, Long> broken = new HashMap<>();
  private final Map<String, Long> stalled = new HashMap<>();
  private final Set<String> silent = new TreeSet<>();

  private EthereumNetworkGenerator(Builder builder) {
    this.network = builder.network;
    this.slot = builder.slot;
    this.clock = builder.clock;
    this.genesis = builder.clock.instant();
    this.nodes = builder.named.isEmpty() ? nodes(builder.nodes) : builder.named;
  }

  private static List<EthereumNode> nodes(int count) {
    var nodes = new ArrayList<EthereumNode>();
    int pairs = CONSENSUS.size() * EXECUTION.size();
    for (int i = 0; i < count; i++) {
      var consensus = CONSENSUS.get(i % CONSENSUS.size());
      var execution = EXECUTION.get(i / CONSENSUS.size() % EXECUTION.size());
      nodes.add(
          new EthereumNode(
              consensus + "-" + execution + "-" + (i / pairs + 1), consensus, execution));
    }
    return List.copyOf(nodes);
  }

  /**
   * A builder.
   *
   * @param network the key of the network: letters, digits, dots and hyphens
   */
  public static Builder builder(String network) {
    return new Builder(network);
  }

  /** Where everything is. */
  public URI uri() {
    return server.url("/").uri();
  }

  /** Where a Prometheus scrapes, with {@code honor_labels}. */
  public URI metrics() {
    return server.url("/metrics").uri();
  }

  /** Where the directory of networks is. */
  public URI directory() {
    return server.url("/networks.json").uri();
  }

  /** The nodes, the silent ones too. */
  public List<EthereumNode> nodes() {
    return nodes;
  }

  /**
   * Breaks a client: all its nodes stay where they are.
   *
   * @throws IllegalArgumentException when the network has no such client
   */
  public void breakClient(String client) {
    requireClient(client);
    synchronized (lock) {
      broken.putIfAbsent(client, head());
    }
  }

  /**
   * Mends a client: all its nodes are at the head again.
   *
   * @throws IllegalArgumentException when the network has no such client
   */
  public void mendClient(String client) {
    requireClient(client);
    synchronized (lock) {
      broken.remove(client);
    }
  }

  /**
   * Lets a node stay where it is.
   *
   * @throws IllegalArgumentException when the network has no such node
   */
  public void stall(String node) {
    stall(node, 0);
  }

  /** The same, as if it had happened so many slots ago. */
  void stall(String node, int slotsAgo) {
    requireNode(node);
    synchronized (lock) {
      stalled.putIfAbsent(node, head() - slotsAgo);
    }
  }

  /**
   * Lets a node that stalled follow the chain again: it is at the head at once.
   *
   * @throws IllegalArgumentException when the network has no such node
   */
  public void resume(String node) {
    requireNode(node);
    synchronized (lock) {
      stalled.remove(node);
    }
  }

  /**
   * Lets a node vanish from the metrics.
   *
   * @throws IllegalArgumentException when the network has no such node
   */
  public void silence(String node) {
    requireNode(node);
    synchronized (lock) {
      silent.add(node);
    }
  }

  /**
   * Lets a node appear in the metrics again.
   *
   * @throws IllegalArgumentException when the network has no such node
   */
  public void speak(String node) {
    requireNode(node);
    synchronized (lock) {
      silent.remove(node);
    }
  }

  private void requireClient(String client) {
    if (nodes.stream().noneMatch(it -> it.runs(client))) {
      throw new IllegalArgumentException("there is no client " + client);
    }
  }

  private void requireNode(String node) {
    if (nodes.stream().noneMatch(it -> it.name().equals(node))) {
      throw new IllegalArgumentException("there is no node " + node);
    }
  }

  private long head() {
    return FIRST_SLOT + Duration.between(genesis, clock.instant()).toMillis() / slot.toMillis();
  }

  /** What a scrape finds now: five families of gauges. */
  public String text() {
    synchronized (lock) {
      long now = head();
      var text = new StringBuilder();
      for (var family : Family.values()) {
        text.append("# TYPE ").append(family.metric()).append(" gauge\n");
        for (var node : nodes) {
          if (!silent.contains(node.name())) {
            text.append(
                "%s{network=\"%s\",ingress_user=\"%s\",instance=\"%s-%s\",consensus_client=\"%s\",execution_client=\"%s\"} %d\n"
                    .formatted(
                        family.metric(),
                        network,
                        INGRESS_USER,
                        INGRESS_USER,
                        node.name(),
                        node.consensus(),
                        node.execution(),
                        value(family, node, now)));
          }
        }
      }
      return text.toString();
    }
  }

  /** A family of gauges. */
  enum Family {
    CONSENSUS_SYNC("eth_con_sync_is_syncing"),
    HEAD_SLOT("beacon_head_slot"),
    FINALIZED_EPOCH("beacon_finalized_epoch"),
    EXECUTION_SYNC("eth_exe_sync_is_syncing"),
    BLOCK("eth_exe_block_most_recent_number");

    private final String metric;

    Family(String metric) {
      this.metric = metric;
    }

    String metric() {
      return metric;
    }
  }

  /** What a node says in one family. */
  record Gauge(EthereumNode node, long value) {}

  /** What all nodes that are not silent say in one family, as of some time ago. */
  List<Gauge> gauges(Family family, Duration ago) {
    synchronized (lock) {
      long then = head() - ago.toMillis() / slot.toMillis();
      return nodes.stream()
          .filter(node -> !silent.contains(node.name()))
          .map(node -> new Gauge(node, value(family, node, then)))
          .toList();
    }
  }

  /** What stands before the name of each node in its label {@code instance}. */
  static String ingressUser() {
    return INGRESS_USER;
  }

  private long value(Family family, EthereumNode node, long now) {
    return switch (family) {
      case CONSENSUS_SYNC -> isBroken(node.consensus());
      case HEAD_SLOT -> position(node, node.consensus(), now);
      case FINALIZED_EPOCH ->
          position(node, node.consensus(), now) / SLOTS_OF_AN_EPOCH - EPOCHS_TO_FINALITY;
      case EXECUTION_SYNC -> isBroken(node.execution());
      case BLOCK -> position(node, node.execution(), now);
    };
  }

  private long isBroken(String client) {
    return broken.containsKey(client) ? 1 : 0;
  }

  private long position(EthereumNode node, String client, long now) {
    return Math.min(
        now, Math.min(broken.getOrDefault(client, now), stalled.getOrDefault(node.name(), now)));
  }

  /** The clients of the directory. */
  static Map<String, Object> clients() {
    var clients = new LinkedHashMap<String, Object>();
    CONSENSUS.forEach(key -> clients.put(key, client(key, "consensus")));
    EXECUTION.forEach(key -> clients.put(key, client(key, "execution")));
    return clients;
  }

  private String networks() {
    return Json.text(
        Json.object(
            "networks",
            Json.object(
                network,
                Json.object("name", network, "status", "active", "chainId", 560_048),
                "retired-devnet-0",
                Json.object("name", "retired-devnet-0", "status", "inactive")),
            "clients",
            clients()));
  }

  private static Map<String, Object> client(String key, String type) {
    return Json.object("name", key, "displayName", key, "type", type, "branch", "main");
  }

  private void listen(int port) {
    try {
      server.start(InetAddress.getLoopbackAddress(), port);
    } catch (IOException e) {
      throw new IllegalStateException("port " + port + " cannot be opened: " + e.getMessage(), e);
    }
  }

  MockResponse answer(RecordedRequest request) {
    var url = request.getUrl();
    try {
      return switch (request.getMethod() + " " + url.encodedPath()) {
        case "GET /metrics" -> response(200, "text/plain; version=0.0.4", text());
        case "GET /networks.json" -> response(200, "application/json", networks());
        case "POST /break" -> change(() -> breakClient(parameter(request, "client")));
        case "POST /mend" -> change(() -> mendClient(parameter(request, "client")));
        case "POST /stall" -> change(() -> stall(parameter(request, "node")));
        case "POST /resume" -> change(() -> resume(parameter(request, "node")));
        case "POST /silence" -> change(() -> silence(parameter(request, "node")));
        case "POST /speak" -> change(() -> speak(parameter(request, "node")));
        default -> response(404, "text/plain", "not found\n");
      };
    } catch (IllegalArgumentException e) {
      return response(400, "text/plain", e.getMessage() + "\n");
    }
  }

  private static MockResponse change(Runnable change) {
    change.run();
    return response(200, "text/plain", "done\n");
  }

  private static String parameter(RecordedRequest request, String name) {
    var value = request.getUrl().queryParameter(name);
    if (value == null) {
      throw new IllegalArgumentException("the parameter " + name + " is missing");
    }
    return value;
  }

  private static MockResponse response(int status, String type, String body) {
    return new MockResponse(status, Headers.of("Content-Type", type), body);
  }

  /** Closes its port. */
  @Override
  public void close() {
    server.close();
  }

  /** Builds an {@link EthereumNetworkGenerator}. Confine to one thread. */
  public static final class Builder {
    private final String network;
    private int nodes = 60;
    private Duration slot = Duration.ofSeconds(12);
    private InstantSource clock = InstantSource.system();
    private int port;
    private List<EthereumNode> named = List.of();

    private Builder(String network) {
      this.network = requireNonNull(network, "network");
    }

    /** How many nodes there are; default: 60, two of each pair. 1 to 10,000. */
    public Builder nodes(int count) {
      this.nodes = count;
      return this;
    }

    /** Exactly these nodes; default: pairs in turn. */
    Builder nodes(List<EthereumNode> nodes) {
      this.named = List.copyOf(nodes);
      return this;
    }

    /** How long a slot and a block take; default: 12 seconds. At least a millisecond. */
    public Builder slot(Duration length) {
      this.slot = requireNonNull(length, "length");
      return this;
    }

    /** By which the chain grows; default: the system's. */
    public Builder clock(InstantSource clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /** Where it listens; default: any free port. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /**
     * Starts it.
     *
     * @throws IllegalArgumentException when the network, the nodes or the slot are not as they must
     *     be
     * @throws IllegalStateException when the port cannot be opened
     */
    public EthereumNetworkGenerator start() {
      var generator = unheard();
      generator.listen(port);
      return generator;
    }

    /** One that listens nowhere, for whoever answers in its place. */
    EthereumNetworkGenerator unheard() {
      if (!network.matches("[A-Za-z0-9.-]{1,100}")) {
        throw new IllegalArgumentException("a network has letters, digits, dots and hyphens");
      }
      if (nodes < 1 || nodes > 10_000) {
        throw new IllegalArgumentException("nodes must be 1 to 10000, but is " + nodes);
      }
      if (slot.toMillis() < 1) {
        throw new IllegalArgumentException("a slot must take a millisecond, but is " + slot);
      }
      return new EthereumNetworkGenerator(this);
    }
  }
}
