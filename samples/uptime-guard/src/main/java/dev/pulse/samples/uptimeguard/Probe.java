package dev.pulse.samples.uptimeguard;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One probe as the API, the bus and the export show it.
 *
 * @param id the number of the run
 * @param targetId the number of the target
 * @param timestamp when it began
 * @param latencyMillis how long it took, in whole milliseconds
 * @param statusCode the HTTP status; 0 without one
 * @param ok whether the target did what it should
 */
record Probe(
    long id, long targetId, Instant timestamp, long latencyMillis, int statusCode, boolean ok) {
  /** The detail of a result under which the HTTP status stands. */
  static final String STATUS_CODE = "status_code";

  /** The statuses of outcomes that are probes: of the others nobody knows how the target was. */
  static final Set<Status> KNOWN = Set.copyOf(EnumSet.of(Status.PASS, Status.WARN, Status.FAIL));

  /** The probe of an outcome; empty when it says nothing about the target. */
  static Optional<Probe> of(Outcome outcome) {
    var target = WatchedTarget.idOf(outcome.check());
    if (target.isEmpty() || !KNOWN.contains(outcome.status())) {
      return Optional.empty();
    }
    var result = outcome.result();
    return Optional.of(
        new Probe(
            outcome.runId(),
            target.getAsLong(),
            outcome.started(),
            result.latency().orElse(outcome.took()).toMillis(),
            statusCode(result.details().getOrDefault(STATUS_CODE, "0")),
            outcome.status().isUp()));
  }

  /** Whether the egress guard refused to connect. */
  static boolean wasRefused(Outcome outcome) {
    return outcome.status() == Status.UNKNOWN
        && outcome.result().reason().filter(Reason.DENIED::equals).isPresent();
  }

  private static int statusCode(String text) {
    return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
  }
}
