package dev.pulse.samples.server.status;

import dev.pulse.core.CheckView;
import java.time.Instant;
import java.util.Locale;

/** How something stands, as far as the public is concerned; the worst first. */
enum Standing {
  DOWN("fail", "Down"),
  DEGRADED("warn", "Has trouble"),
  UNKNOWN("unknown", "Not known"),
  MAINTENANCE("maintenance", "Being worked on"),
  UP("pass", "Works");

  private final String look;
  private final String text;

  Standing(String look, String text) {
    this.look = look;
    this.text = text;
  }

  /** How a check stands: by its last run, for as long as that speaks for its target. */
  static Standing of(CheckView view, Instant now) {
    var latest = view.latest().orElse(null);
    if (view.paused() || latest == null || latest.started().plus(latest.validFor()).isBefore(now)) {
      return UNKNOWN;
    }
    if (latest.maintenance().isPresent()) {
      return MAINTENANCE;
    }
    return switch (latest.status()) {
      case PASS -> UP;
      case WARN -> DEGRADED;
      case UNKNOWN -> UNKNOWN;
      case FAIL -> DOWN;
    };
  }

  /** What a word of JSON says. */
  static Standing of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The class of its mark, as the dashboard has it. */
  String look() {
    return look;
  }

  /** For people. */
  String text() {
    return text;
  }

  /** In JSON. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
