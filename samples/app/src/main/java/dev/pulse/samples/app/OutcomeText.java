package dev.pulse.samples.app;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Sample;
import java.util.List;
import java.util.Locale;

/** An outcome for people at a terminal. */
final class OutcomeText {
  private static final String PHASES = "phase_seconds";

  private OutcomeText() {}

  static String write(Check check, Outcome outcome) {
    var result = outcome.result();
    var text = new StringBuilder();
    text.append("%-7s %s%n".formatted(outcome.status(), printable(check.toString())));
    text.append("        ").append(printable(result.summary()));
    text.append(result.reason().map(Reason::code).map(code -> " [" + code + "]").orElse(""));
    text.append("%n".formatted());
    appendPhases(text, result.samples());
    for (Sample sample : result.samples()) {
      if (!sample.name().equals(PHASES)) {
        text.append("        %s %s%n".formatted(series(sample), number(sample.value())));
      }
    }
    outcome
        .log()
        .forEach(line -> text.append("        ").append(printable(line)).append("%n".formatted()));
    return text.toString();
  }

  private static void appendPhases(StringBuilder text, List<Sample> samples) {
    var phases = samples.stream().filter(sample -> sample.name().equals(PHASES)).toList();
    if (phases.isEmpty()) {
      return;
    }
    text.append("%n        %-12s %10s%n".formatted("phase", "ms"));
    for (Sample phase : phases) {
      var name = phase.labels().get("phase").orElse("").replace('_', ' ');
      text.append(String.format(Locale.ROOT, "        %-12s %10.1f%n", name, phase.value() * 1000));
    }
    text.append("%n".formatted());
  }

  private static String series(Sample sample) {
    return sample.name() + (sample.labels().isEmpty() ? "" : sample.labels());
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** What came from a target must not move the cursor. */
  private static String printable(String text) {
    return CommandLineInterface.oneLine(text);
  }
}
