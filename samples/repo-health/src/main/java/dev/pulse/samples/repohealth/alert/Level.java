package dev.pulse.samples.repohealth.alert;

import dev.pulse.api.alert.Severity;
import dev.pulse.core.notify.PagerDutyNotifier;
import dev.pulse.github.VulnerabilitySeverity;
import java.util.Locale;

/** How bad an alert is, the worst first, and what each channel makes of it. */
enum Level {
  CRITICAL("#dc3545", Severity.CRITICAL, PagerDutyNotifier.Level.CRITICAL),
  HIGH("#dc3545", Severity.WARNING, PagerDutyNotifier.Level.ERROR),
  MEDIUM("#ffc107", Severity.WARNING, PagerDutyNotifier.Level.WARNING),
  LOW("#17a2b8", Severity.INFO, PagerDutyNotifier.Level.INFO);

  /** Of what is over. */
  static final String RESOLVED_COLOUR = "#28a745";

  private final String colour;
  private final Severity severity;
  private final PagerDutyNotifier.Level pagerDuty;

  Level(String colour, Severity severity, PagerDutyNotifier.Level pagerDuty) {
    this.colour = colour;
    this.severity = severity;
    this.pagerDuty = pagerDuty;
  }

  static Level of(VulnerabilitySeverity severity) {
    return of(severity.word());
  }

  /** What a word means; {@link #MEDIUM} where it says nothing. */
  static Level of(String word) {
    for (Level level : values()) {
      if (level.word().equals(word)) {
        return level;
      }
    }
    return MEDIUM;
  }

  /** What Pulse's severity means for what is none of ours. */
  static Level of(Severity severity) {
    return switch (severity) {
      case CRITICAL -> CRITICAL;
      case WARNING -> MEDIUM;
      case INFO -> LOW;
    };
  }

  /** As it is stored. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Like {@code #dc3545}. */
  String colour() {
    return colour;
  }

  Severity severity() {
    return severity;
  }

  PagerDutyNotifier.Level pagerDuty() {
    return pagerDuty;
  }
}
