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
    return reported(evaluations.of(subject.network()), subject);
  }

  /** Looks, and lets the alert of the client and those of the network know. */
  Ran scheduled(Subject subject) throws InterruptedException {
    var evaluation = evaluations.of(subject.network());
    var report = reported(evaluation, subject);
    store
        .monitors()
        .changeIfPresent(
            store.paths().monitor(subject),
            document -> document.withCheck(report.runId(), clock.instant()));
    judgeNetwork(evaluation, subject);
    boolean networkWide = states.state(NetworkAlert.NETWORK_WIDE.of(subject)).isOpen();
    return new Ran(report, states.judgeClient(report, evaluation, networkWide));
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
    if (evaluation.at().equals(heard.put(network, evaluation.at()))) {
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
  }
}
