package dev.pulse.samples.ethereum.monitor;

import dev.pulse.samples.ethereum.evaluate.NetworkEvaluation;
import dev.pulse.samples.ethereum.report.RunIds;
import dev.pulse.samples.ethereum.report.Subject;
import dev.pulse.samples.ethereum.report.SubjectReport;
import dev.pulse.samples.ethereum.report.SubjectReport.Kind;
import dev.pulse.samples.ethereum.report.SubjectReports;
import dev.pulse.samples.ethereum.store.EthereumStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Looks at a client once, on schedule or by hand. Thread-safe. */
final class SubjectRuns {
  private final EvaluationSource evaluations;
  private final EthereumStore store;
  private final AlertStates states;
  private final InstantSource clock;
  private final RandomGenerator random;

  /** Which evaluation each channel has heard of: its other clients share it. */
  private final Map<Subject, Instant> heard = new ConcurrentHashMap<>();

  /** What a run on schedule found, and what it made of it. */
  record Ran(SubjectReport report, Step step) {}

  SubjectRuns(
      EvaluationSource evaluations,
      EthereumStore store,
      AlertStates states,
      InstantSource clock,
      RandomGenerator random) {
    this.evaluations = evaluations;
    this.store = store;
    this.states = states;
    this.clock = clock;
    this.random = random;
  }

  /** Looks, writes down what was seen, and changes nothing else. */
  SubjectReport byHand(Subject subject) throws InterruptedException {
    return reported(evaluated(subject, id -> {}), subject);
  }

  /**
   * Looks, and lets the alert of the client and those of the network know.
   *
   * @throws CheckQueue.NotRunException when nobody watches the client any more
   */
  Ran scheduled(Subject subject) throws InterruptedException, CheckQueue.NotRunException {
    var evaluation = evaluated(subject, id -> noteRun(subject, id));
    var report = reported(evaluation, subject);
    if (!noteRun(subject, report.runId())) {
      // An alert of nobody's would wait for the next who registers the same.
      throw new CheckQueue.NotRunException("removed", "the registration was removed meanwhile");
    }
    judgeNetwork(evaluation, subject);
    boolean networkWide = states.state(NetworkAlert.NETWORK_WIDE.of(subject)).isOpen();
    return new Ran(report, states.judgeClient(report, evaluation, networkWide));
  }

  /** Forgets what a channel has heard of a network, because nobody there watches it any more. */
  void forget(Subject any) {
    heard.remove(NetworkAlert.NETWORK_WIDE.of(any));
  }

  /** Whether there is a registration whose last run this is now. */
  private boolean noteRun(Subject subject, String runId) {
    return store
        .monitors()
        .changeIfPresent(
            store.paths().monitor(subject), document -> document.withCheck(runId, clock.instant()))
        .isPresent();
  }

  /** How the network stands. A run that does not come to know leaves a log that says so. */
  private NetworkEvaluation evaluated(Subject subject, Consumer<String> note)
      throws InterruptedException {
    try {
      return evaluations.of(subject.network());
    } catch (InterruptedException e) {
      keepBroken(subject, "was cancelled, because it took too long or everything stops", note, e);
      throw e;
    } catch (RuntimeException e) {
      keepBroken(subject, "broke: " + e.getClass().getName(), note, e);
      throw e;
    }
  }

  private void keepBroken(
      Subject subject, String reason, Consumer<String> note, Exception failure) {
    try {
      var now = clock.instant();
      var id = RunIds.at(now, random);
      store.keep(SubjectReports.broken(subject, id, now, reason), subject.client(), now);
      note.accept(id);
    } catch (RuntimeException e) {
      // That the run failed matters more than that its log is missing.
      failure.addSuppressed(e);
    }
  }

  private SubjectReport reported(NetworkEvaluation evaluation, Subject subject) {
    var report = SubjectReports.judge(evaluation, subject, RunIds.at(clock.instant(), random));
    store.keep(report, subject.client(), clock.instant());
    return report;
  }

  /** Lets the alerts of the network in the channel know, once for each evaluation. */
  private void judgeNetwork(NetworkEvaluation evaluation, Subject subject) {
    var network = NetworkAlert.NETWORK_WIDE.of(subject);
    var noData = NetworkAlert.NO_DATA.of(subject);
    if (evaluation.at().equals(heard.get(network))) {
      return;
    }
    var whole = Subject.wholeNetwork(subject.network(), subject.guild(), subject.channel());
    var report = SubjectReports.judge(evaluation, whole, RunIds.at(clock.instant(), random));
    if (report.kind() != Kind.NONE) {
      // What people are told is made of it.
      var alert = report.kind() == Kind.NO_DATA ? noData : network;
      store.keep(report, alert.client(), clock.instant());
    }
    states.judgeNetwork(network, report, evaluation);
    states.judgeNoData(noData, report);
    // Only now: where the store failed above, the next client of the evaluation makes up for it.
    heard.put(network, evaluation.at());
  }
}
