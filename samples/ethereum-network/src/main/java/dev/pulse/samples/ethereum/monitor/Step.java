package dev.pulse.samples.ethereum.monitor;

import dev.pulse.api.model.Status;
import dev.pulse.samples.ethereum.evaluate.NetworkEvaluation;
import dev.pulse.samples.ethereum.report.SubjectReport;
import dev.pulse.samples.ethereum.report.SubjectReport.Item;
import dev.pulse.samples.ethereum.report.SubjectReport.Kind;
import dev.pulse.samples.ethereum.store.AlertState;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/**
 * What a run makes of the state of an alert. Computes only, so that it can be made again when
 * somebody else has changed the state meanwhile.
 *
 * @param state how the alert stands from now on
 * @param effect what the run said about it
 */
record Step(AlertState state, Effect effect) {
  /** In a fingerprint, besides ids of checks: the client is at fault. */
  static final String ROOT_CAUSE = "root-cause";

  /** The fingerprint of a network in which no client can be blamed. */
  static final String NETWORK_WIDE = "network-wide";

  /** The fingerprint of a network of which nothing is known. */
  static final String NO_DATA = "no-data";

  /** What a run says about an alert. */
  enum Effect {
    /** There is something to alert people of. */
    AFFECTED,
    /** There is not, and an alert that was open is closed. */
    CLEAR,
    /** Nobody knows yet whether what was wrong is well again: it stays open. */
    UNSURE,
    /** Nothing of the network is known: nothing changes. */
    NO_DATA,
    /** Machines do not answer: nothing changes. */
    INFRASTRUCTURE,
    /** The network as a whole is in trouble: nothing changes. */
    NETWORK_WIDE
  }

  /**
   * The alert of a client.
   *
   * @param networkWide whether an incident of the whole network is open
   */
  static Step ofClient(
      AlertState before, SubjectReport report, NetworkEvaluation evaluation, boolean networkWide) {
    if (report.kind() == Kind.NO_DATA) {
      return new Step(before, Effect.NO_DATA);
    }
    if (networkWide || report.kind() == Kind.NETWORK_WIDE) {
      return new Step(before, Effect.NETWORK_WIDE);
    }
    return switch (report.kind()) {
      case INFRASTRUCTURE -> new Step(before, Effect.INFRASTRUCTURE);
      case UNEXPLAINED, ROOT_CAUSE -> affected(before, report, fingerprint(report));
      default -> clear(before, evaluation);
    };
  }

  private static List<String> fingerprint(SubjectReport report) {
    var elements = new LinkedHashSet<String>();
    report.failing().forEach(check -> elements.add(check.id()));
    if (report.kind() == Kind.ROOT_CAUSE) {
      elements.add(ROOT_CAUSE);
    }
    return List.copyOf(elements);
  }

  /** The alert of a network in which no client can be blamed. */
  static Step ofNetwork(AlertState before, SubjectReport report, NetworkEvaluation evaluation) {
    return switch (report.kind()) {
      case NO_DATA -> new Step(before, Effect.NO_DATA);
      case NETWORK_WIDE -> affected(before, report, List.of(NETWORK_WIDE));
      default -> clear(before, evaluation);
    };
  }

  /** The alert of a network of which nothing is known. It is over when any check is judged. */
  static Step ofNoData(AlertState before, SubjectReport report) {
    return report.kind() == Kind.NO_DATA
        ? opened(before, List.of(NO_DATA), List.of(), report.at(), report.runId())
        : new Step(before.isOpen() ? before.closedAgain() : before, Effect.CLEAR);
  }

  private static Step affected(
      AlertState before, SubjectReport report, Collection<String> elements) {
    return opened(before, elements, report.items(), report.at(), report.runId());
  }

  private static Step opened(
      AlertState before, Collection<String> elements, List<Item> items, Instant at, String runId) {
    var fingerprint = new LinkedHashSet<>(before.isOpen() ? before.fingerprint() : List.of());
    fingerprint.addAll(elements);
    var since = before.isOpen() ? Objects.requireNonNullElse(before.openedAt(), at) : at;
    return new Step(before.opened(List.copyOf(fingerprint), items, since, runId), Effect.AFFECTED);
  }

  private static Step clear(AlertState before, NetworkEvaluation evaluation) {
    if (!before.isOpen()) {
      return new Step(before, Effect.CLEAR);
    }
    boolean unsure =
        before.items().stream()
            .anyMatch(
                item ->
                    evaluation
                        .state(item.check(), item.node())
                        .filter(state -> state == Status.UNKNOWN)
                        .isPresent());
    return unsure ? new Step(before, Effect.UNSURE) : new Step(before.closedAgain(), Effect.CLEAR);
  }
}
