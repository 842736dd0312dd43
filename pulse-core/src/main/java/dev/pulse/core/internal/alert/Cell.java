package dev.pulse.core.internal.alert;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.incident.Incident;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One subject of a rule: what is counted of it, and its open incident. Confine to one thread. */
final class Cell {
  private final @Nullable String subject;
  private final Row row;
  private @Nullable Incident incident;

  /**
   * A subject of which nothing is known.
   *
   * @param subject null for a rule without subjects
   */
  Cell(AlertRule rule, @Nullable String subject) {
    this.subject = subject;
    this.row = new Row(rule);
  }

  @Nullable String subject() {
    return subject;
  }

  Row row() {
    return row;
  }

  Optional<Incident> incident() {
    return Optional.ofNullable(incident);
  }

  boolean isOpen() {
    return incident != null;
  }

  /** Takes over what is open; null for nothing. The row is left alone. */
  void track(@Nullable Incident incident) {
    this.incident = incident;
  }
}
