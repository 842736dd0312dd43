package dev.pulse.samples.fakes;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;

/**
 * Ethereum networks that live, with all that a watch over them asks: the API of a Prometheus, the
 * directory of networks and clients, and a Discord. Three networks: {@value #BUSY}, in which
 * something happens all the time, {@value #QUIET}, in which a machine falls silent now and then,
 * and {@value #EMPTY}, of which there is no series yet. It goes on in steps; what happens in one
 * follows from the seed and its number alone. Needs no thread: whoever asks finds what has happened
 * by its clock. Take {@link EthereumNetworkGenerator} where a real Prometheus scrapes, and where
 * nothing should change by itself. Thread-safe.
 *
 * <p>Each 24 steps tell a story in {@value #BUSY}: a pair of clients is behind from the beginning;
 * from the fourth step an execution client is broken with every consensus client, and mended eight
 * steps later, when another pair falls behind; then a consensus client is broken with every
 * execution client. A machine is silent from the third step to the 22nd. So there is always a pair
 * that fails, and nearly always a root cause.
 *
 * <pre>{@code
 * try (var living = LivingNetwork.start()) {
 *   run("PROMETHEUS_URL", living.prometheus(), "CLIENTS_DATA_URL", living.directory(),
 *       "DISCORD_API_BASE", living.discord(), "DISCORD_BOT_TOKEN", LivingNetwork.TOKEN);
 * }
 * }</pre>
 *
 * <p>Over HTTP, for those who want it otherwise: {@code POST} with {@code /break?network=&client=},
 * {@code /mend}, and {@code /stall?network=&node=}, {@code /resume}, {@code /silence}, {@code
 * /speak}. Defaults: seed 1, five seconds for a step, a second for a slot, the system's clock.
 */
public final class LivingNetwork implements AutoCloseable {
  /** The network in which something happens all the time. */
  public static final String BUSY = "hoodi";

  /** The network in which a machine falls silent now and then. */
  public static final String QUIET = "sepolia";

  /** The network of which there is no series yet. */
  public static final String EMPTY = "fusaka-devnet-3";

  /** The network with names that would hurt whoever shows them carelessly. */
  public static final String ODD = "odd-devnet-0";

  /** The token of the bot at the Discord. */
  public static final String TOKEN = FakeDiscord.TOKEN;

  /** A guild of the Discord; it has every other as well. */
  public static final String GUILD = "197038439483310086";

  /** A channel of the guild; it has every other as well. */
  public static final String CHANNEL = "397038439483310086";

  static final int STORY = 24;

  private static final int BEHIND = 20;
  private static final int SILENT = 3;
  private static final int BREAKS = 4;
  private static final int MENDED = 12;
  private static final int BREAKS_AGAIN = 15;
  private static final int MENDED_AGAIN = 21;
  private static final int SPEAKS = 22;

  private final MockWebServer server = LoopbackServer.of(this::answer);
  private final FakeDiscord discord;
  private final Map<String, EthereumNetworkGenerator> networks = new TreeMap<>();
  private final FakeMetricsApi metrics;
  private final InstantSource clock;
  private final Instant start;
  private final Duration every;
  private final boolean still;
  private final long seed;
  private final Object lock = new Object();
  private long done;

  private LivingNetwork(Builder builder) {
    clock = builder.clock;
    start = clock.instant();
    every = builder.every;
    still = builder.still;
    seed = builder.seed;
    network(BUSY, EthereumNetworkGenerator.builder(BUSY).nodes(60));
    network(QUIET, EthereumNetworkGenerator.builder(QUIET).nodes(30));
    if (builder.hostile) {
      network(ODD, EthereumNetworkGenerator.builder(ODD).nodes(HostileNodes.all()));
    }
    metrics = new FakeMetricsApi(networks, clock);
    discord = FakeDiscord.start(0, clock);
    if (!still) {
      step(0);
    }
  }

  private void network(String name, EthereumNetworkGenerator.Builder builder) {
    networks.put(name, builder.slot(Duration.ofSeconds(1)).clock(clock).unheard());
  }

  /** Networks with all defaults. */
  public static LivingNetwork start() {
    return builder().start();
  }

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** The Prometheus: what {@code PROMETHEUS_URL} wants. */
  public URI prometheus() {
    return server.url("/").uri();
  }

  /** The directory of networks and clients: what {@code CLIENTS_DATA_URL} wants. */
  public URI directory() {
    return server.url("/networks.json").uri();
  }

  /** The Discord: what {@code DISCORD_API_BASE} wants. */
  public URI discord() {
    return discord.api();
  }

  /** What was posted at the Discord. */
  public List<FakeMessage> messages() {
    return discord.messages();
  }

  /** A network by its name, to let more happen in it than it does by itself. */
  Optional<EthereumNetworkGenerator> network(String name) {
    return Optional.ofNullable(networks.get(name));
  }

  private void catchUp() {
    if (still) {
      return;
    }
    synchronized (lock) {
      long due = Duration.between(start, clock.instant()).dividedBy(every);
      while (done < due) {
        done++;
        step(done);
      }
    }
  }

  private void step(long number) {
    long chapter = number / STORY;
    var busy = generator(BUSY);
    var quiet = generator(QUIET);
    var cast = new Cast(chapter);
    switch ((int) (number % STORY)) {
      case 0 -> {
        new Cast(chapter - 1).second().forEach(busy::resume);
        cast.first().forEach(node -> busy.stall(node, BEHIND));
      }
      case SILENT -> {
        busy.silence(cast.silent(busy));
        quiet.silence(cast.silent(quiet));
      }
      case BREAKS -> busy.breakClient(cast.execution());
      case MENDED -> {
        busy.mendClient(cast.execution());
        cast.first().forEach(busy::resume);
        cast.second().forEach(node -> busy.stall(node, BEHIND));
      }
      case BREAKS_AGAIN -> busy.breakClient(cast.consensus());
      case MENDED_AGAIN -> busy.mendClient(cast.consensus());
      case SPEAKS -> {
        busy.speak(cast.silent(busy));
        quiet.speak(cast.silent(quiet));
      }
      default -> {
        // Nothing happens in this step.
      }
    }
  }

  private EthereumNetworkGenerator generator(String name) {
    return requireNonNull(networks.get(name));
  }

  /** Who plays in a chapter. */
  private final class Cast {
    private final int consensus;
    private final int execution;

    Cast(long chapter) {
      var random = new SplittableRandom(new SplittableRandom(seed + chapter).nextLong());
      consensus = random.nextInt(EthereumNetworkGenerator.CONSENSUS.size());
      execution = random.nextInt(EthereumNetworkGenerator.EXECUTION.size());
    }

    String consensus() {
      return consensus(0);
    }

    String execution() {
      return execution(0);
    }

    private String consensus(int further) {
      var all = EthereumNetworkGenerator.CONSENSUS;
      return all.get((consensus + further) % all.size());
    }

    private String execution(int further) {
      var all = EthereumNetworkGenerator.EXECUTION;
      return all.get((execution + further) % all.size());
    }

    /** The nodes of the pair that is behind at first: none of those with a client that breaks. */
    List<String> first() {
      return pair(1);
    }

    /** The nodes of the pair that falls behind later. */
    List<String> second() {
      return pair(2);
    }

    private List<String> pair(int further) {
      var nodes = new ArrayList<String>();
      for (int i = 1; i <= 2; i++) {
        nodes.add(consensus(further) + "-" + execution(further) + "-" + i);
      }
      return nodes;
    }

    String silent(EthereumNetworkGenerator network) {
      var name = consensus(4) + "-" + execution(3) + "-1";
      return network.nodes().stream()
          .map(EthereumNode::name)
          .filter(name::equals)
          .findFirst()
          .orElseThrow();
    }
  }

  private MockResponse answer(RecordedRequest request) {
    catchUp();
    var url = request.getUrl();
    return switch (request.getMethod() + " " + url.encodedPath()) {
      case "GET /networks.json" -> json(200, directoryDocument());
      case "GET /api/v1/query" -> metrics.answer(Optional.ofNullable(url.queryParameter("query")));
      case "POST /api/v1/query" -> metrics.answer(FormBody.parameter(request, "query"));
      default -> told(request);
    };
  }

  private MockResponse told(RecordedRequest request) {
    var url = request.getUrl();
    var network =
        Optional.ofNullable(url.queryParameter("network")).map(networks::get).orElse(null);
    if (network == null || !"POST".equals(request.getMethod())) {
      return json(404, Json.object("error", "not found"));
    }
    return network.answer(request);
  }

  private Map<String, Object> directoryDocument() {
    var all = new LinkedHashMap<String, Object>();
    networks.keySet().forEach(name -> all.put(name, network(name, "active")));
    all.put(EMPTY, network(EMPTY, "active"));
    all.put("retired-devnet-0", network("retired-devnet-0", "inactive"));
    return Json.object("networks", all, "clients", EthereumNetworkGenerator.clients());
  }

  private static Map<String, Object> network(String name, String status) {
    return Json.object("name", name, "status", status, "chainId", 560_048);
  }

  private static MockResponse json(int status, Map<String, ?> object) {
    return new MockResponse(
        status, Headers.of("Content-Type", "application/json"), Json.text(object));
  }

  /** Closes its ports. */
  @Override
  public void close() {
    server.close();
    discord.close();
  }

  /** What lives, and how fast. Confine to one thread. */
  public static final class Builder {
    private long seed = 1;
    private Duration every = Duration.ofSeconds(5);
    private InstantSource clock = InstantSource.system();
    private boolean hostile;
    private boolean still;

    private Builder() {}

    /** From which everything follows that is not told. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * How long a step takes.
     *
     * @param step a second or more
     * @throws IllegalArgumentException when it is less
     */
    public Builder every(Duration step) {
      if (step.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException("expected a second or more, but found: " + step);
      }
      every = step;
      return this;
    }

    /** By which it lives; default: the system's. */
    public Builder clock(InstantSource clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /** With one more network, {@value LivingNetwork#ODD}; default: without. */
    public Builder hostile() {
      this.hostile = true;
      return this;
    }

    /** Lets nothing happen by itself; default: it does. */
    public Builder still() {
      this.still = true;
      return this;
    }

    /**
     * Starts it; from now on it lives.
     *
     * @throws IllegalStateException when no port can be opened
     */
    public LivingNetwork start() {
      var living = new LivingNetwork(this);
      try {
        living.server.start(InetAddress.getLoopbackAddress(), 0);
      } catch (IOException e) {
        living.close();
        throw new IllegalStateException("no port can be opened: " + e.getMessage(), e);
      }
      return living;
    }
  }
}
