package dev.pulse.samples.app.targets;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.Document;
import dev.pulse.samples.app.config.CheckDocument;
import dev.pulse.samples.app.config.TargetReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A target: what is kept of it, and what the reader makes of that now. Immutable.
 *
 * @param version of the document
 * @param check what was written; empty when what is kept cannot even be taken apart
 * @param reading what became of it
 * @param displaced whether another check has its name, so that it cannot run
 */
record Target(
    String name,
    long version,
    TargetDocument document,
    Optional<CheckDocument> check,
    TargetReader.Reading reading,
    boolean displaced) {
  private static final Duration SELDOM = Duration.ofMinutes(1);

  static Target of(
      Document<TargetDocument> kept, CheckDocument check, TargetReader.Reading reading) {
    return new Target(kept.id(), kept.version(), kept.value(), Optional.of(check), reading, false);
  }

  /** Takes apart what is kept; {@link TargetReader} says what it means. */
  static Target kept(Document<TargetDocument> kept) {
    Optional<CheckDocument> check = Optional.empty();
    List<Problem> problems = List.of();
    try {
      check = Optional.of(CheckDocument.json(kept.value().check()));
    } catch (ConfigurationException e) {
      problems = e.problems();
    }
    var reading = TargetReader.Reading.none(problems);
    return new Target(kept.id(), kept.version(), kept.value(), check, reading, false);
  }

  Target with(TargetReader.Reading reading, boolean displaced) {
    return new Target(name, version, document, check, reading, displaced);
  }

  List<Problem> problems() {
    return reading.problems();
  }

  /** Whether what was written is what runs. */
  boolean readable() {
    return reading.registration().isPresent();
  }

  /** What Pulse is to run: something that is unknown, and says why, where nobody can read it. */
  Registration registration() {
    var registration = reading.registration().orElseGet(this::unreadable);
    return document.enabled() ? registration : registration.toBuilder().beginPaused().build();
  }

  private Registration unreadable() {
    var told = new ArrayList<String>();
    problems().forEach(problem -> told.add(problem.toString()));
    var summary = "this target has problems: " + String.join("; ", told);
    return reading
        .remains()
        .registration(name, context -> CheckResult.unknown(Reason.ERROR, summary))
        .schedule(Schedules.every(SELDOM))
        .build();
  }

  /** By which version and which life of it a caller knows it. */
  String tag() {
    return "\"" + version + "-" + Long.toString(document.created().toEpochMilli(), 36) + "\"";
  }
}
