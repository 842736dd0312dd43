package dev.pulse.core.detect;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntToDoubleFunction;

/** Gives a detector one value after the other, at even times. */
final class Feed {
  static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

  private final Detector detector;
  private final Duration interval;
  private Instant at = START;

  Feed(Detector detector) {
    this(detector, Duration.ofMinutes(1));
  }

  Feed(Detector detector, Duration interval) {
    this.detector = detector;
    this.interval = interval;
  }

  Instant at() {
    return at;
  }

  Verdict give(double value) {
    var verdict = detector.observe(value, at);
    at = at.plus(interval);
    return verdict;
  }

  /** Returns how many verdicts were of the kind. */
  int give(int count, IntToDoubleFunction value, Verdict.Kind kind) {
    int found = 0;
    for (int i = 0; i < count; i++) {
      found += give(value.applyAsDouble(i)).kind() == kind ? 1 : 0;
    }
    return found;
  }

  /** Returns how many values were anomalous. */
  int give(int count, IntToDoubleFunction value) {
    return give(count, value, Verdict.Kind.ANOMALOUS);
  }

  /** Lets time pass without values. */
  void skip(Duration gap) {
    at = at.plus(gap);
  }

  static double fact(Verdict verdict, String name) {
    return verdict.facts().get(name).doubleValue();
  }
}
