package dev.pulse.prometheus.export;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.api.score.ScorerCheck;
import dev.pulse.core.CheckView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a check stands at the moment of a scrape. Immutable. */
final class Standing {
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  private final CheckView check;

  /** Its last outcome, unless that is too old to speak for the target. */
  private final @Nullable Outcome speaking;

  /** Its label, written once for all of its series. */
  private final Bytes label;

  private Standing(CheckView check, @Nullable Outcome speaking) {
    this.check = check;
    this.speaking = speaking;
    this.label = new Bytes().append("{check=\"").appendValue(check.name()).append("\"");
  }

  static Standing of(CheckView check, Instant now) {
    return new Standing(
        check,
        check
            .latest()
            .filter(outcome -> !outcome.started().plus(outcome.validFor()).isBefore(now))
            .orElse(null));
  }

  Bytes label() {
    return label;
  }

  /** What the last run measured; nothing when that is too old. */
  List<Sample> samples() {
    return speaking == null ? List.of() : speaking.result().samples();
  }

  List<Incident> incidents() {
    return check.openIncidents();
  }

  /** Whether what it yields is a score. */
  boolean isScore() {
    return check.registration().check().unwrapped() instanceof ScorerCheck;
  }

  double up() {
    return speaking == null || speaking.status() == Status.UNKNOWN
        ? Double.NaN
        : flag(speaking.status().isUp());
  }

  double latency() {
    return speaking == null
        ? Double.NaN
        : speaking.result().latency().map(latency -> latency.toNanos() / NANOS).orElse(Double.NaN);
  }

  double lastRun() {
    return check
        .latest()
        .map(outcome -> outcome.started().toEpochMilli() / MILLIS)
        .orElse(Double.NaN);
  }

  double paused() {
    return flag(check.paused());
  }

  double maintenance() {
    return speaking == null ? Double.NaN : flag(speaking.maintenance().isPresent());
  }

  double openIncidents() {
    return check.openIncidents().size();
  }

  private static double flag(boolean set) {
    return set ? 1 : 0;
  }
}
