package dev.pulse.samples.ethereum;

import dev.pulse.api.notify.Notification;
import dev.pulse.api.store.Store;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.ethereum.config.EvaluationSettings;
import dev.pulse.samples.ethereum.directory.ClientEntry;
import dev.pulse.samples.ethereum.directory.NetworkDirectory;
import dev.pulse.samples.ethereum.directory.NetworkEntry;
import dev.pulse.samples.ethereum.evaluate.BlameRules;
import dev.pulse.samples.ethereum.evaluate.CheckEvaluation;
import dev.pulse.samples.ethereum.evaluate.HealthCheck;
import dev.pulse.samples.ethereum.evaluate.HealthChecks;
import dev.pulse.samples.ethereum.evaluate.NetworkEvaluation;
import dev.pulse.samples.ethereum.metrics.EthereumMetrics;
import dev.pulse.samples.ethereum.monitor.Memory;
import dev.pulse.samples.ethereum.monitor.Monitor;
import dev.pulse.samples.ethereum.monitor.ReportPost;
import dev.pulse.samples.ethereum.node.Clients;
import dev.pulse.samples.ethereum.node.Layer;
import dev.pulse.samples.ethereum.node.Node;
import dev.pulse.samples.ethereum.node.NodeNames;
import dev.pulse.samples.ethereum.report.SubjectReport;
import dev.pulse.samples.ethereum.store.EthereumStore;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import dev.pulse.testkit.RecordingNotifier;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The system on a clock that is moved by hand, with networks that are as a test says: {@code
 * fails("hoodi", "teku-geth-1")}. Everything but the answers of Prometheus and Discord is real.
 */
public final class Rig implements AutoCloseable {
  /** A guild. */
  public static final String GUILD = "197038439483310086";

  /** Another guild. */
  public static final String OTHER_GUILD = "297038439483310086";

  /** A channel of the guild. */
  public static final String CHANNEL = "397038439483310086";

  /** Another one. */
  public static final String OTHER_CHANNEL = "497038439483310086";

  /** Every ten minutes. */
  public static final String OFTEN = "*/10 * * * *";

  static final List<String> NETWORKS = List.of("mainnet", "sepolia", "hoodi", "fusaka-devnet-3");
  private static final List<HealthCheck> CHECKS = HealthChecks.standard();
  private static final List<String> WELL =
      List.of("lighthouse-geth-1", "lighthouse-besu-1", "prysm-geth-1", "prysm-besu-1");

  /** The time. */
  public final ManualClock clock;

  final ManualScheduler scheduler;

  /** The meters. */
  public final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** What Discord was told. */
  public final RecordingNotifier discord = new RecordingNotifier();

  /** Reports that were posted by hand, as {@code channel kind}. */
  public final List<String> posted = Collections.synchronizedList(new ArrayList<>());

  /** Networks that were evaluated, in order. */
  public final List<String> evaluated = Collections.synchronizedList(new ArrayList<>());

  /** What the memory of messages holds. */
  public final Memory memory = new Memory();

  private final Map<String, State> states = new ConcurrentHashMap<>();
  private volatile ReportPost post = (channel, report) -> posted.add(channel + " " + report.kind());
  private volatile Optional<NetworkDirectory> directory = Optional.of(directory());
  private volatile Optional<Instant> evaluatedAt = Optional.empty();
  private volatile Runnable whenEvaluated = () -> {};

  /** Pulse. */
  public final Pulse pulse;

  /** Where documents are. */
  public final EthereumStore store;

  /** The system. */
  public final Monitor monitor;

  final EthereumMetrics metrics;

  /** How a network is: failing nodes by check, well ones, and what else is the matter. */
  private static final class State {
    private final Map<String, Set<String>> failing = new TreeMap<>();
    private final Set<String> nodes = new TreeSet<>(WELL);
    private final Map<String, String> errors = new TreeMap<>();
    private final Set<String> infrastructure = new TreeSet<>();
    private boolean silent;
    private boolean withoutInventory;
    private boolean broken;
  }

  /** A system with a store in memory. */
  public Rig() {
    this(Stores.memory());
  }

  /** A system with a store that is there already. */
  public Rig(Store store) {
    this(store, "2026-11-21T06:55:00Z");
  }

  /** A system that starts at a time. */
  public Rig(Store documents, String start) {
    this.clock = ManualClock.at(start);
    this.scheduler = new ManualScheduler(clock);
    this.pulse =
        Pulse.builder()
            .store(documents)
            .clock(clock)
            .scheduler(scheduler)
            .executor(Runnable::run)
            .startSpread(Duration.ZERO)
            .route(
                EthereumAlerts.route(
                    EthereumAlerts.worthTelling(discord, memory), Duration.ofDays(1)))
            .start();
    this.metrics = new EthereumMetrics(registry);
    this.store = EthereumStore.of(pulse, "test", metrics.store());
    this.monitor =
        Monitor.start(
            new Monitor.Parts(
                pulse,
                store,
                metrics,
                this::evaluation,
                () -> directory,
                (channel, report) -> post.post(channel, report),
                memory,
                EvaluationSettings.off()),
            Duration.ofDays(90),
            new Random(1));
  }

  private static NetworkDirectory directory() {
    return NetworkDirectory.of(
        NETWORKS.stream()
            .map(
                key ->
                    new NetworkEntry(key, "active", Optional.empty(), Optional.empty(), Map.of()))
            .toList(),
        Stream.concat(
                Stream.of("lighthouse", "prysm", "teku", "nimbus")
                    .map(key -> client(key, Optional.of(Layer.CONSENSUS))),
                Stream.of("geth", "besu", "reth")
                    .map(key -> client(key, Optional.of(Layer.EXECUTION))))
            .toList(),
        Instant.EPOCH);
  }

  private static ClientEntry client(String key, Optional<Layer> layer) {
    return new ClientEntry(
        key,
        key,
        key,
        Optional.empty(),
        layer,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Nothing is known of networks and clients. */
  public Rig withoutDirectory() {
    directory = Optional.empty();
    return this;
  }

  /** Reports by hand go elsewhere. */
  public void posting(ReportPost post) {
    this.post = post;
  }

  /** Watches a client every ten minutes, in the usual channel. */
  public Rig watch(String network, String client) {
    return watch(network, client, OFTEN);
  }

  Rig watch(String network, String client, String schedule) {
    monitor
        .registrations()
        .register(network, Optional.of(client), GUILD, CHANNEL, Optional.of(schedule));
    return this;
  }

  /** From now on exactly these nodes fail a check, and pass the others. */
  public Rig fails(String network, String... nodes) {
    return failsCheck(network, "cl-sync", nodes);
  }

  /** From now on exactly these nodes fail a check, and no other node that one. */
  public Rig failsCheck(String network, String check, String... nodes) {
    var state = state(network);
    state.failing.put(check, new TreeSet<>(Arrays.asList(nodes)));
    state.nodes.addAll(Arrays.asList(nodes));
    return this;
  }

  /** From now on all is well. */
  public Rig recovers(String network) {
    var state = state(network);
    state.failing.clear();
    state.errors.clear();
    state.infrastructure.clear();
    state.silent = false;
    state.withoutInventory = false;
    state.broken = false;
    return this;
  }

  /** From now on the queries of a check have no answer. */
  public Rig cannotAsk(String network, String check) {
    state(network).errors.put(check, "HTTP 503");
    return this;
  }

  /** From now on a node is not seen any more, but expected. */
  public Rig infrastructure(String network, String... nodes) {
    state(network).infrastructure.addAll(Arrays.asList(nodes));
    return this;
  }

  /** From now on a node is neither seen nor expected, and nobody can tell who is expected. */
  public Rig loses(String network, String node) {
    var state = state(network);
    state.nodes.remove(node);
    state.failing.clear();
    state.withoutInventory = true;
    return this;
  }

  /** From now on all evaluations are of this moment, as if they were one that is shared. */
  public void reusesEvaluations() {
    evaluatedAt = Optional.of(clock.instant());
  }

  /** What happens when a network is evaluated, right before. */
  public void whenEvaluated(Runnable action) {
    whenEvaluated = action;
  }

  /** From now on nothing is known of a network. */
  public Rig silent(String network) {
    state(network).silent = true;
    return this;
  }

  /** From now on the evaluation itself fails. */
  public Rig broken(String network) {
    state(network).broken = true;
    return this;
  }

  private State state(String network) {
    return states.computeIfAbsent(network, key -> new State());
  }

  private NetworkEvaluation evaluation(String network) {
    evaluated.add(network);
    whenEvaluated.run();
    var state = state(network);
    if (state.broken) {
      throw new IllegalStateException("the evaluation is broken");
    }
    var clients = Clients.known();
    var names = state.nodes;
    var builder =
        NetworkEvaluation.builder(
                network,
                evaluatedAt.orElseGet(clock::instant),
                clients,
                BlameRules.standard().analysis(clients))
            .nodes(names.stream().map(name -> node(network, name)).toList())
            .infrastructure(state.infrastructure);
    if (state.withoutInventory) {
      builder.withoutInventory();
    }
    for (HealthCheck check : CHECKS) {
      builder.check(
          CheckEvaluation.of(
              check,
              state.silent ? Set.of() : state.failing.getOrDefault(check.id(), Set.of()),
              state.silent ? Set.of() : names,
              names,
              Optional.ofNullable(state.errors.get(check.id())).stream().toList()));
    }
    return builder.build();
  }

  private static Node node(String network, String name) {
    return NodeNames.of(network, Clients.known())
        .node(label -> label.equals("instance") ? Optional.of(name) : Optional.empty())
        .orElseThrow();
  }

  /** Lets so many runs happen that come every ten minutes. */
  public void runs(int count) {
    pass(Duration.ofMinutes(10).multipliedBy(count));
  }

  /** Lets time pass, and everything be stored. */
  public void pass(Duration time) {
    scheduler.advance(time);
    pulse.flush();
  }

  /** What Discord was told, as {@code KIND client on network}. */
  public List<String> told() {
    return discord.delivered().stream().map(Rig::told).toList();
  }

  private static String told(Notification message) {
    return message.kind()
        + " "
        + message.groupLabels().get("client").orElse("?")
        + " on "
        + message.groupLabels().get("network").orElse("?");
  }

  /** The report that the last message is made of. */
  public SubjectReport lastReport() {
    var messages = discord.delivered();
    return memory.notice(messages.get(messages.size() - 1)).orElseThrow().report();
  }

  @Override
  public void close() {
    monitor.close();
    metrics.close();
    pulse.close();
  }
}
