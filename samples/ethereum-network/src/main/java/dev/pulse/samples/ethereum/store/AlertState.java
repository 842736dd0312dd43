package dev.pulse.samples.ethereum.store;

import dev.pulse.samples.ethereum.report.SubjectReport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an alert stands, as it is kept from run to run. Public because the JSON library asks for it.
 *
 * @param state {@code OPEN} or {@code CLOSED}
 * @param fingerprint what was wrong since it opened: ids of checks and {@code root-cause}, in the
 *     order of coming up
 * @param items the failing checks of nodes in the last run in which it was affected
 * @param openedAt when it opened; null while closed
 * @param lastMessageAt when somebody was told last; null before
 * @param checkId the last run in which it was affected; null before
 * @param toldCheckId the run of which somebody was told last; null before
 */
public record AlertState(
    String state,
    List<String> fingerprint,
    List<SubjectReport.Item> items,
    @Nullable Instant openedAt,
    @Nullable Instant lastMessageAt,
    @Nullable String checkId,
    @Nullable String toldCheckId) {
  private static final String OPEN = "OPEN";
  private static final String CLOSED = "CLOSED";

  /** A state; keeps copies of the lists. */
  public AlertState {
    fingerprint = List.copyOf(fingerprint);
    items = List.copyOf(items);
  }

  /** An alert that never was. */
  public static AlertState closed() {
    return new AlertState(CLOSED, List.of(), List.of(), null, null, null, null);
  }

  /** Whether the alert is open. */
  public boolean isOpen() {
    return state.equals(OPEN);
  }

  /** The same, open. */
  public AlertState opened(
      List<String> fingerprint, List<SubjectReport.Item> items, Instant since, String checkId) {
    return new AlertState(OPEN, fingerprint, items, since, lastMessageAt, checkId, toldCheckId);
  }

  /** The same, closed. What the last message was about is still known. */
  public AlertState closedAgain() {
    return new AlertState(CLOSED, List.of(), List.of(), null, lastMessageAt, checkId, toldCheckId);
  }

  /** The same after a message. */
  public AlertState told(Instant at) {
    return new AlertState(state, fingerprint, items, openedAt, at, checkId, checkId);
  }

  /** Whether a run has confirmed the alert since somebody was told of it. */
  public boolean isConfirmedSinceTold() {
    return checkId != null && !checkId.equals(toldCheckId);
  }
}
