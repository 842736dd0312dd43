package dev.pulse.samples.ethereum.monitor;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Sample;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.samples.ethereum.config.EvaluationSettings;
import dev.pulse.samples.ethereum.directory.NetworkDirectory;
import dev.pulse.samples.ethereum.metrics.EthereumMetrics;
import dev.pulse.samples.ethereum.report.Subject;
import dev.pulse.samples.ethereum.report.SubjectReport;
import dev.pulse.samples.ethereum.store.EthereumStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The watch over clients: what was registered runs, and what people ask for is answered. Close it
 * before Pulse. Thread-safe.
 */
public final class Monitor implements AutoCloseable {
  private final Pulse pulse;
  private final EthereumStore store;
  private final AlertStates states;
  private final CheckQueue queue;
  private final Registrations registrations;
  private final Mentions mentions;
  private final Runs runs;
  private final DeliveryNotes notes;
  private final NetworkWatch networks;

  /**
   * What a monitor needs.
   *
   * @param pulse what runs, remembers and tells
   * @param store where documents are
   * @param metrics where it is counted
   * @param evaluations how networks stand
   * @param directory the known networks and clients; empty until there are some
   * @param post where reports of runs by hand go
   * @param memory what messages are made of
   * @param evaluation which networks are evaluated of themselves
   */
  public record Parts(
      Pulse pulse,
      EthereumStore store,
      EthereumMetrics metrics,
      EvaluationSource evaluations,
      Supplier<Optional<NetworkDirectory>> directory,
      ReportPost post,
      Memory memory,
      EvaluationSettings evaluation) {}

  private Monitor(Parts parts, RandomGenerator random) {
    this.pulse = parts.pulse();
    this.store = parts.store();
    this.states = new AlertStates(store);
    this.queue = new CheckQueue(parts.metrics().queue());
    var clock = pulse.clock();
    var known = new KnownNames(parts.directory());
    var subjectRuns = new SubjectRuns(parts.evaluations(), store, states, clock, random);
    this.networks = new NetworkWatch(pulse, parts.evaluations(), parts.evaluation().every());
    var jobs =
        new Jobs(pulse, subjectRuns, states, queue, parts.metrics(), store.paths(), networks);
    this.registrations = new Registrations(store, jobs, known, clock);
    this.mentions = new Mentions(store, known, clock);
    this.runs = new Runs(subjectRuns, store, known, parts.post());
    this.notes = new DeliveryNotes(pulse, states);
  }

  /**
   * Starts to watch what is registered.
   *
   * @param retention how long logs are kept
   * @throws dev.pulse.api.store.StoreException when the registrations cannot be read
   */
  public static Monitor start(Parts parts, Duration retention, RandomGenerator random) {
    var monitor = new Monitor(parts, requireNonNull(random, "random"));
    parts.memory().bind(monitor);
    parts.pulse().addListener(monitor.notes);
    try {
      monitor.registrations.load();
      parts.evaluation().networks().forEach(monitor.networks::watch);
      parts.pulse().add(monitor.retention(retention));
    } catch (RuntimeException e) {
      monitor.close();
      throw e;
    }
    return monitor;
  }

  private Registration retention(Duration kept) {
    return Registration.check(
            JobNames.retention(),
            context -> {
              int removed = store.purgeChecksBefore(context.clock().instant().minus(kept));
              return CheckResult.pass("Removed " + removed + " logs")
                  .withSample(Sample.gauge("ethereum_logs_removed", removed));
            })
        .title("Retention of logs")
        .schedule(Schedules.every(Duration.ofHours(1)))
        .timeout(Duration.ofMinutes(10))
        .build();
  }

  /** Which clients are watched for whom. */
  public Registrations registrations() {
    return registrations;
  }

  /** Whom alerts call. */
  public Mentions mentions() {
    return mentions;
  }

  /** Runs by hand, and the logs of all. */
  public Runs runs() {
    return runs;
  }

  /** Whether a network is evaluated of itself, again and again. */
  public boolean isWatched(String network) {
    return networks.isWatched(network);
  }

  /**
   * How the alerts of a network stand in a guild, and when people were told: those of clients, and
   * of the network as a whole where there has been something to tell; sorted by client and channel.
   *
   * @throws Refusal when the network is refused
   */
  public List<AlertView> alerts(String network, String guild) {
    var rows = registrations.list(guild, Optional.of(network));
    var alerts = new ArrayList<AlertView>();
    for (var row : rows) {
      var subject = new Subject(network, row.client(), guild, row.channel());
      alerts.add(new AlertView(Optional.of(row), row.channel(), "", states.state(subject)));
    }
    for (var channel : new TreeSet<>(rows.stream().map(Registrations.Row::channel).toList())) {
      for (var alert : NetworkAlert.values()) {
        var state = states.state(alert.of(new Subject(network, "", guild, channel)));
        if (state.isOpen() || state.lastMessageAt() != null) {
          alerts.add(new AlertView(Optional.empty(), channel, alert.word(), state));
        }
      }
    }
    return alerts;
  }

  /** The id of the last run in which the alert of a subject was confirmed. */
  Optional<String> lastRun(Subject subject) {
    return Optional.ofNullable(states.state(subject).checkId());
  }

  /** Whether a run has confirmed the alert of a subject since somebody was told of it. */
  boolean isConfirmedSinceTold(Subject subject) {
    return states.state(subject).isConfirmedSinceTold();
  }

  /** What a run found; empty when it is not kept any more. */
  Optional<SubjectReport> report(String run) {
    return store.report(run);
  }

  /** Takes no more runs, and cancels those under way. The registrations stay with Pulse. */
  @Override
  public void close() {
    queue.close();
    pulse.removeListener(notes);
  }
}
