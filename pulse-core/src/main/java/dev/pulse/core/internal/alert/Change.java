package dev.pulse.core.internal.alert;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.core.internal.text.ForeignText;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * What somebody does to an open incident. Texts of people are kept in one line and cut off. An
 * incident has at most {@value #MOST_ENTRIES} entries in its timeline; whoever wants to add one
 * more is refused with an {@link IllegalStateException}, but closing it is always possible.
 * Immutable.
 */
public final class Change {
  private static final int MOST_ENTRIES = 1_000;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_TEXT = 1_000;

  private final UnaryOperator<Incident> operation;

  private Change(UnaryOperator<Incident> operation) {
    this.operation = operation;
  }

  /** Somebody takes it over. */
  public static Change acknowledge(Acknowledgement acknowledgement) {
    var clean =
        new Acknowledgement(
            name(acknowledgement.by()), acknowledgement.at(), text(acknowledgement.comment()));
    return new Change(incident -> bounded(incident).acknowledged(clean));
  }

  /** Somebody says something about it. */
  public static Change comment(Instant at, String by, String text) {
    return note(at, name(by) + ": " + text(text));
  }

  /** Somebody declares it over, and may say why. */
  public static Change resolve(Instant at, String by, String comment) {
    var said = text(comment);
    return new Change(
        incident ->
            (said.isBlank() ? incident : incident.noted(at, name(by) + ": " + said))
                .resolved(at, "resolved by " + name(by)));
  }

  /** Something is to be known about it. */
  public static Change note(Instant at, String text) {
    return new Change(incident -> bounded(incident).noted(at, text(text)));
  }

  private static Incident bounded(Incident incident) {
    if (incident.timeline().size() >= MOST_ENTRIES) {
      throw new IllegalStateException(
          incident + " has " + MOST_ENTRIES + " entries in its timeline, and takes no more");
    }
    return incident;
  }

  private static String name(String by) {
    return ForeignText.oneLine(by.strip(), LONGEST_NAME);
  }

  private static String text(String text) {
    return ForeignText.oneLine(text.strip(), LONGEST_TEXT);
  }

  /** Does it to an incident that no rule looks after; to the others their book does it. */
  public IncidentEvent of(Incident incident) {
    var changed = operation.apply(incident);
    return new IncidentEvent(
        changed.isOpen() ? IncidentEvent.Kind.UPDATED : IncidentEvent.Kind.RESOLVED, changed);
  }
}
