package dev.pulse.core.internal.alert;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Labels;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One rule at work: its counters, and its open incidents. An outcome goes through all judges of a
 * registration in three steps: {@link #count}, {@link #attend}, {@link #conclude}; one of announced
 * maintenance only through {@link #rest}.
 */
abstract sealed class RuleJudge permits StatusJudge, ConditionJudge, FindingsJudge, AnomalyJudge {
  private final Registration registration;
  private final AlertRule rule;
  private final Announcement announcement;

  RuleJudge(Registration registration, AlertRule rule) {
    this.registration = registration;
    this.rule = rule;
    this.announcement = new Announcement(registration, rule);
  }

  static IllegalArgumentException refused(
      Registration registration, AlertRule rule, String part, IllegalArgumentException why) {
    return new IllegalArgumentException(
        "registration \""
            + registration.name()
            + "\": rule \""
            + rule.name()
            + "\": "
            + part
            + ": "
            + why.getMessage(),
        why);
  }

  final String name() {
    return rule.name();
  }

  final AlertRule rule() {
    return rule;
  }

  final Registration registration() {
    return registration;
  }

  /** The labels of target and rule. */
  final Labels labels() {
    return announcement.labels();
  }

  /** What is followed, in order. */
  abstract Collection<Cell> cells();

  final boolean isOpen() {
    // No stream: it is asked for every pair of rules and every outcome.
    for (Cell cell : cells()) {
      if (cell.isOpen()) {
        return true;
      }
    }
    return false;
  }

  final List<Incident> incidents() {
    return cells().stream().flatMap(cell -> cell.incident().stream()).toList();
  }

  /**
   * Takes over an incident that the store has open for this rule, as long as it fits. The counters
   * are left alone.
   */
  abstract boolean track(Incident incident);

  /** Opens what a row has opened. */
  final IncidentEvent open(Cell cell, Outcome outcome, LongSupplier ids, Sight sight) {
    var incident = announcement.incident(ids.getAsLong(), outcome, cell, sight);
    cell.track(incident);
    return new IncidentEvent(IncidentEvent.Kind.OPENED, incident);
  }

  /** Closes what a row has closed. */
  final IncidentEvent close(Cell cell, Instant at, String resolution) {
    var resolved = cell.incident().orElseThrow().resolved(at, resolution);
    cell.track(null);
    return new IncidentEvent(IncidentEvent.Kind.RESOLVED, resolved);
  }

  /** Closes everything by hand, and counts from 0. */
  final List<IncidentEvent> closeAll(Instant at, String resolution) {
    var events =
        cells().stream()
            .filter(Cell::isOpen)
            .map(
                cell -> {
                  cell.row().closed();
                  return close(cell, at, resolution);
                })
            .toList();
    resetRun();
    return events;
  }

  /**
   * Takes over what became of an incident by hand; when that closed it, counts from 0.
   *
   * @return what happened, if the incident is one of these
   */
  final Optional<IncidentEvent> change(long id, Change change) {
    for (Cell cell : cells()) {
      var incident = cell.incident();
      if (incident.isPresent() && incident.get().id() == id) {
        var event = change.of(incident.get());
        if (event.kind() == IncidentEvent.Kind.RESOLVED) {
          cell.track(null);
          cell.row().closed();
          resetRun(cell);
        } else {
          cell.track(event.incident());
        }
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  /** Counts an outcome, where other rules need to know what it leads to. */
  void count(Outcome outcome) {}

  /**
   * Notes how things are as a known outcome arrives, before any rule concludes.
   *
   * @param openBeside whether another rule has an incident open
   */
  void attend(boolean openBeside) {}

  /** Judges an outcome; it may be unknown. */
  abstract List<IncidentEvent> conclude(Outcome outcome, LongSupplier ids);

  /** Sees an outcome of announced maintenance. */
  abstract List<IncidentEvent> rest(Outcome outcome);

  /** Sets everything that counts in a row to 0. */
  void resetRun() {
    cells().forEach(cell -> cell.row().reset());
  }

  /** Sets everything that counts in a row for one subject to 0. */
  void resetRun(Cell cell) {
    cell.row().reset();
  }

  /** Goes back to having seen nothing, with nothing open. */
  abstract void startOver();

  /** Believes the tracked incidents where a state or a replay says otherwise. */
  final void align() {
    for (Cell cell : cells()) {
      if (cell.row().align(cell.isOpen())) {
        resetRun(cell);
      }
    }
  }

  abstract SavedRule save();

  /**
   * Goes on from a state, which gives way where the tracked incidents say otherwise.
   *
   * @throws IllegalArgumentException when it is the state of another rule
   */
  abstract void load(SavedRule saved);
}
