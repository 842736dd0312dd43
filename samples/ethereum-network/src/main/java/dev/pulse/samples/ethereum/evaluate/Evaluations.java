package dev.pulse.samples.ethereum.evaluate;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.store.Documents;
import dev.pulse.prometheus.MetricsBackend;
import dev.pulse.samples.ethereum.node.Clients;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates networks, once for all who ask: while an evaluation of a network is under way, and for
 * 60 seconds after it ended, whoever asks gets that one. So the number of queries does not depend
 * on how many clients are watched: two for each check, ten for the five.
 *
 * <pre>{@code
 * var evaluations = Evaluations.builder(backend, pulse.documents("ethereum-inventory", Inventory.class)).build();
 * NetworkEvaluation evaluation = evaluations.of("hoodi");
 * }</pre>
 *
 * <p>Defaults: the installed checks, the known clients, a network-wide incident from 80 per cent,
 * no probe, 95 seconds for the queries of a check (three tries of 30 seconds and the waits
 * between).
 *
 * <p>Whoever asks first does the work on their own thread, and a few more for queries and probes
 * that end with it. Whoever asks meanwhile waits. When the first one is interrupted, one of those
 * who wait begins anew. Thread-safe.
 */
public final class Evaluations {
  private static final Duration REUSED_FOR = Duration.ofSeconds(60);

  private final Evaluator evaluator;
  private final InstantSource clock;
  private final Duration reusedFor;
  private final Map<String, Flight> flights = new ConcurrentHashMap<>();

  private Evaluations(Builder builder) {
    this.evaluator = new Evaluator(builder);
    this.clock = builder.clock;
    this.reusedFor = builder.reusedFor;
  }

  /**
   * A builder.
   *
   * @param backend who evaluates the queries; its own limit for a single request should be 30
   *     seconds, and its waits between tries 1 and 2 seconds
   * @param inventories where the inventories of networks are kept, by the key of the network
   */
  public static Builder builder(MetricsBackend backend, Documents<Inventory> inventories) {
    return new Builder(backend, inventories);
  }

  /** The checks, in their order. */
  public List<HealthCheck> checks() {
    return evaluator.checks();
  }

  /**
   * How a network stands: just evaluated, or up to 60 seconds ago. What goes wrong outside of this
   * program is part of the answer, and never thrown.
   *
   * @param network its key; whoever calls makes sure that it is known
   * @throws InterruptedException when the thread was interrupted while it worked or waited
   */
  public NetworkEvaluation of(String network) throws InterruptedException {
    requireNonNull(network, "network");
    while (true) {
      var now = clock.instant();
      flights.values().removeIf(it -> it.isOver(now, reusedFor));
      var mine = new Flight();
      @Nullable Flight other = flights.putIfAbsent(network, mine);
      if (other == null) {
        return fly(network, mine);
      }
      var evaluation = other.await();
      if (evaluation.isPresent()) {
        return evaluation.get();
      }
      // Whoever worked on it was interrupted, which is no reason for anybody else to give up.
      flights.remove(network, other);
    }
  }

  private NetworkEvaluation fly(String network, Flight flight) throws InterruptedException {
    try {
      var evaluation = evaluator.evaluate(network);
      flight.land(evaluation, clock.instant());
      return evaluation;
    } catch (InterruptedException | RuntimeException | Error e) {
      flights.remove(network, flight);
      flight.abort();
      throw e;
    }
  }

  /** Builds {@link Evaluations}. Confine to one thread. */
  public static final class Builder {
    final MetricsBackend backend;
    final Documents<Inventory> inventories;
    InstantSource clock = InstantSource.system();
    List<HealthCheck> checks = List.of();
    Supplier<Clients> clients = Clients::known;
    BlameRules rules = BlameRules.standard();
    @Nullable NodeProbe probe;
    Duration within = Duration.ofSeconds(95);
    Duration reusedFor = REUSED_FOR;

    private Builder(MetricsBackend backend, Documents<Inventory> inventories) {
      this.backend = requireNonNull(backend, "backend");
      this.inventories = requireNonNull(inventories, "inventories");
    }

    /** The wall clock; default: the system's. */
    public Builder clock(InstantSource clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /** The checks, in the order in which they are told; default: {@link HealthChecks#installed}. */
    public Builder checks(List<HealthCheck> checks) {
      this.checks = HealthChecks.checked(checks);
      return this;
    }

    /** Where to learn which clients there are, asked for each evaluation; default: the known. */
    public Builder clients(Supplier<Clients> clients) {
      this.clients = requireNonNull(clients, "clients");
      return this;
    }

    /** Who is blamed; default: {@link BlameRules#standard()}. */
    public Builder rules(BlameRules rules) {
      this.rules = requireNonNull(rules, "rules");
      return this;
    }

    /** How to ask the machines of unhealthy nodes; default: they are not asked. */
    public Builder probe(NodeProbe probe) {
      this.probe = requireNonNull(probe, "probe");
      return this;
    }

    /** The time for the two queries of a check, with whatever is tried again; default: 95 s. */
    public Builder within(Duration time) {
      this.within = requireNonNull(time, "time");
      return this;
    }

    /** For how long an evaluation that ended is reused; default: 60 seconds. */
    public Builder reusedFor(Duration time) {
      this.reusedFor = requireNonNull(time, "time");
      return this;
    }

    /**
     * The evaluations.
     *
     * @throws IllegalArgumentException when checks on the class path contradict each other, or the
     *     ratio of an incident is not above 0 and at most 1
     */
    public Evaluations build() {
      if (checks.isEmpty()) {
        checks = HealthChecks.installed(Evaluations.class.getClassLoader());
      }
      rules.analysis(Clients.known());
      return new Evaluations(this);
    }
  }
}
