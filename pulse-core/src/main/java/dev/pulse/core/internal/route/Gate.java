package dev.pulse.core.internal.route;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.model.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Says which alerts are kept back at a time, and why. Confine to one thread. */
final class Gate {
  private final Inhibitions inhibitions;
  private Silences silences = Silences.of(List.of());

  Gate(Inhibitions inhibitions) {
    this.inhibitions = inhibitions;
  }

  void silences(Silences silences) {
    this.silences = silences;
  }

  /** What keeps an alert back. */
  enum Kind {
    MUTED,
    SILENCED,
    INHIBITED
  }

  /**
   * Why an alert is kept back.
   *
   * @param kind by what
   * @param text in words: {@code silenced by ada until …}
   */
  record Reason(Kind kind, String text) {}

  /** Why a route tells nobody. */
  Optional<Reason> muted(Node node, Instant time) {
    return node.mutedAt(time).map(name -> new Reason(Kind.MUTED, "muted by its route: " + name));
  }

  /** Why an alert is told by no route. */
  Optional<Reason> closed(Alert alert, Instant time) {
    var silence = silenced(alert.labels(), time);
    return silence.isPresent() ? silence : inhibited(alert.labels());
  }

  Optional<Reason> silenced(Labels labels, Instant time) {
    return silences
        .at(labels, time)
        .map(
            silence ->
                new Reason(
                    Kind.SILENCED,
                    "silenced by "
                        + silence.createdBy()
                        + " until "
                        + silence.endsAt()
                        + " (silence "
                        + silence.id()
                        + ")"));
  }

  Optional<Reason> inhibited(Labels labels) {
    var by = inhibitions.inhibitor(labels);
    return by.isPresent()
        ? Optional.of(new Reason(Kind.INHIBITED, "inhibited by incident #" + by.getAsLong()))
        : Optional.empty();
  }

  /** Takes a firing alert as one that may hold back others; answers what to do when it is over. */
  List<Runnable> fires(Alert alert) {
    return inhibitions.add(alert.incident(), alert.labels());
  }
}
