package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.score.ScorerCheck;
import dev.pulse.core.Pulse;
import dev.pulse.kubernetes.KubernetesConnection;
import dev.pulse.samples.server.web.ServerExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What validators note in SQLite files inside of their pods, as a part of somebody's Pulse: scans
 * of all pods, checks and a score of what they find, metrics and REST routes. Take {@link
 * ValidatorExecutionsMain} for the system as a program of its own.
 *
 * <pre>{@code
 * ValidatorExecutions executions = ValidatorExecutions.builder(pulse).start();
 * PulseServer.builder(pulse).mount("/validator-executions", executions.routes()).start();
 * }</pre>
 *
 * <p>Its registrations are called {@code validator-executions.…}; they stay with Pulse, and end
 * with it. Thread-safe.
 */
public final class ValidatorExecutions implements AutoCloseable {
  static final String SCAN = "validator-executions.scan";
  static final String STATE = "validator-executions.state";
  static final String ERRORS = "validator-executions.errors";
  static final String STUCK = "validator-executions.stuck";
  static final String SCORE = "validator-executions.score";

  /** After so many intervals without a scan nothing is known any more. */
  private static final int INTERVALS = 3;

  /** What a check may take after the scan that it waited for. */
  private static final Duration JUDGING = Duration.ofSeconds(10);

  private final Pulse pulse;
  private final ExecutionsSettings settings;
  private final Pods pods;
  private final Set<String> names;
  private final ScanBook book = new ScanBook();
  private final ExecutionBook executions;
  private final ApiRequests requests = new ApiRequests();
  private final ExecutionLog log = new ExecutionLog();
  private final ExecutionMetrics metrics;

  private ValidatorExecutions(Builder builder) {
    this.pulse = builder.pulse;
    this.settings = builder.settings;
    this.pods = builder.pods.apply(settings);
    var ordered = settings.pods().names();
    this.names = Set.copyOf(ordered);
    this.executions = new ExecutionBook(ordered, pulse.clock().instant());
    this.metrics = new ExecutionMetrics(ordered, pods::namespace, settings.staleSeries(), requests);
  }

  /** A builder with the defaults that its methods tell. */
  public static Builder builder(Pulse pulse) {
    return new Builder(pulse);
  }

  /**
   * The REST routes of the seed, to be mounted on a server, whose {@code /metrics} has the metrics
   * of this system as well while it runs.
   */
  public ServerExtension routes() {
    return new ExecutionRoutes(this, requests);
  }

  /** Lets go of the cluster. Close Pulse first, which ends what is under way. */
  @Override
  public void close() {
    pods.close();
  }

  ExecutionsSettings settings() {
    return settings;
  }

  ExecutionMetrics metrics() {
    return metrics;
  }

  ApiRequests requests() {
    return requests;
  }

  ExecutionLog log() {
    return log;
  }

  String namespace() {
    return pods.namespace();
  }

  /** The last scan, and whether another one is under way. */
  ScanBook book() {
    return book;
  }

  /** The executions that scans have seen. */
  ExecutionBook executions() {
    return executions;
  }

  /** How all pods stand, by the last scan. */
  PodBoard board() {
    return PodBoard.of(
        settings.pods().names(),
        book.latest().orElse(null),
        executions,
        settings.stuckAfter(),
        longestAge(),
        now());
  }

  /** Whether the last scan is recent, and a pod answered it. */
  boolean isAnswering(String pod) {
    return executions.unknownSince(pod).isEmpty()
        && book.latest()
            .filter(scan -> Duration.between(scan.endedAt(), now()).compareTo(longestAge()) < 0)
            .isPresent();
  }

  Instant now() {
    return pulse.clock().instant();
  }

  boolean isConnected() {
    return pods.isConnected();
  }

  /** Whether a name is one of the pods that are asked. */
  boolean isPod(String name) {
    return names.contains(name);
  }

  /** The last scan while it is fresh, else one that is made or joined. */
  CompletableFuture<Scan> recentScan() {
    return book.latest()
        .filter(this::isFresh)
        .map(CompletableFuture::completedFuture)
        .orElseGet(this::scanNow);
  }

  /** A scan that is made, or joined when one is under way; it fails when that scan breaks. */
  CompletableFuture<Scan> scanNow() {
    return pulse
        .runNow(SCAN)
        .thenApply(
            outcome ->
                // A run that was joined may have been written down before: only its time tells.
                book.latest()
                    .filter(scan -> !scan.begunAt().isBefore(outcome.started()))
                    .orElseThrow(
                        () -> new IllegalStateException("the scan broke: " + outcome.result())));
  }

  /** What is known of the health of this system, as JSON. */
  String health() {
    var now = pulse.clock().instant();
    var last = book.latest().map(Scan::endedAt);
    boolean connected = pods.isConnected();
    boolean recent =
        last.filter(end -> Duration.between(end, now).compareTo(longestAge()) < 0).isPresent();
    return ExecutionJson.health(
        connected && recent, now, connected, pods.namespace(), last.orElse(null));
  }

  private boolean isFresh(Scan scan) {
    Instant now = pulse.clock().instant();
    return Duration.between(scan.endedAt(), now).compareTo(settings.timeToLive()) < 0;
  }

  private Duration longestAge() {
    return settings.interval().multipliedBy(INTERVALS);
  }

  void begin() {
    log.begins(pods);
    pulse.addAll(registrations());
  }

  /** The scan is the first: what is due with it finds it under way. */
  private List<Registration> registrations() {
    var registrations = new ArrayList<Registration>();
    registrations.add(
        Registration.collector(
                SCAN,
                new ScanCollector(pods, book, executions, metrics, log, settings.stuckAfter()))
            .title("Scan of the validators' pods")
            .schedule(Schedules.every(settings.interval()))
            .timeout(settings.longestScan())
            .build());
    registrations.add(
        judging(STATE, "State of executions", new ExecutionStateCheck(book, longestAge())));
    registrations.add(
        judging(ERRORS, "Errors of executions", new ExecutionErrorCheck(book, longestAge())));
    settings
        .stuckAfter()
        .map(after -> new StuckExecutionCheck(book, longestAge(), after))
        .ifPresent(check -> registrations.add(judging(STUCK, "Stuck executions", check)));
    registrations.add(
        judging(
            SCORE,
            "Executions that ended well",
            ScorerCheck.of(new ExecutionScorer(book, longestAge()))));
    return registrations;
  }

  private Registration judging(String name, String title, Check check) {
    return Registration.check(name, check)
        .title(title)
        .schedule(Schedules.every(settings.interval()))
        .timeout(settings.longestScan().plus(JUDGING))
        .build();
  }

  /** Builds and starts a {@link ValidatorExecutions}. Confine to one thread. */
  public static final class Builder {
    private final Pulse pulse;
    private ExecutionsSettings settings = ExecutionsSettings.defaults();
    private Function<ExecutionsSettings, Pods> pods =
        settings -> new KubernetesPods(settings, KubernetesConnection.builder());

    private Builder(Pulse pulse) {
      this.pulse = requireNonNull(pulse, "pulse");
    }

    /** How the system works; default: {@link ExecutionsSettings#defaults()}. */
    public Builder settings(ExecutionsSettings settings) {
      this.settings = requireNonNull(settings, "settings");
      return this;
    }

    /**
     * How the cluster is found; default: as this process would. The namespace that is assumed when
     * nobody names one is that of this system.
     */
    public Builder kubernetes(KubernetesConnection.Builder connection) {
      requireNonNull(connection, "connection");
      return pods(settings -> new KubernetesPods(settings, connection));
    }

    Builder pods(Function<ExecutionsSettings, Pods> pods) {
      this.pods = requireNonNull(pods, "pods");
      return this;
    }

    /** Begins to ask the pods, at once and then at each interval; does not wait for an answer. */
    public ValidatorExecutions start() {
      var system = build();
      try {
        system.begin();
      } catch (RuntimeException e) {
        system.close();
        throw e;
      }
      return system;
    }

    /** The system before it has begun. */
    ValidatorExecutions build() {
      return new ValidatorExecutions(this);
    }
  }
}
