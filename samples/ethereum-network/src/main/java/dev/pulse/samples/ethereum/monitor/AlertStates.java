package dev.pulse.samples.ethereum.monitor;

import dev.pulse.api.store.Document;
import dev.pulse.samples.ethereum.evaluate.NetworkEvaluation;
import dev.pulse.samples.ethereum.report.Subject;
import dev.pulse.samples.ethereum.report.SubjectReport;
import dev.pulse.samples.ethereum.store.AlertState;
import dev.pulse.samples.ethereum.store.EthereumStore;
import java.time.Instant;
import java.util.function.Function;

/**
 * How alerts stand. A state is written before the outcome of its run, and Pulse's incidents follow
 * from the state, not from its change: what breaks off between the two is made up for by the next
 * start. Thread-safe.
 */
final class AlertStates {
  /** Stands for the client in what concerns the network as a whole. */
  static final String NETWORK = "_network";

  /** Stands for the client where nothing is known of the network. */
  static final String NO_DATA = "_nodata";

  private final EthereumStore store;

  AlertStates(EthereumStore store) {
    this.store = store;
  }

  /** How an alert stands. */
  AlertState state(Subject subject) {
    return store
        .alertStates()
        .find(path(subject))
        .map(Document::value)
        .orElseGet(AlertState::closed);
  }

  /** Takes in what a run says of a client. */
  Step judgeClient(SubjectReport report, NetworkEvaluation evaluation, boolean networkWide) {
    return apply(
        report.subject(), before -> Step.ofClient(before, report, evaluation, networkWide));
  }

  /** Takes in what a run says of the network as a whole. */
  Step judgeNetwork(Subject subject, SubjectReport report, NetworkEvaluation evaluation) {
    return apply(subject, before -> Step.ofNetwork(before, report, evaluation));
  }

  /** Takes in whether a run knows anything at all. */
  Step judgeNoData(Subject subject, SubjectReport report) {
    return apply(subject, before -> Step.ofNoData(before, report));
  }

  private Step apply(Subject subject, Function<AlertState, Step> judge) {
    var before = state(subject);
    var step = judge.apply(before);
    if (!step.state().equals(before)) {
      // Nobody but the one worker of the queue judges; a message may be noted meanwhile.
      store
          .alertStates()
          .change(path(subject), now -> judge.apply(now.orElseGet(AlertState::closed)).state());
    }
    return step;
  }

  /** Notes that people were told. */
  void told(Subject subject, Instant at) {
    store.alertStates().changeIfPresent(path(subject), state -> state.told(at));
  }

  /** Forgets an alert whose subject nobody watches any more. */
  void forget(Subject subject) {
    store.alertStates().delete(path(subject));
  }

  private String path(Subject subject) {
    return store
        .paths()
        .alertState(subject.network(), subject.guild(), subject.channel(), subject.client());
  }
}
