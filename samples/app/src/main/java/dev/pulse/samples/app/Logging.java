package dev.pulse.samples.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much is logged; {@link LogOutput} says how. */
final class Logging {
  private static final String OURS = "dev.pulse";

  private Logging() {}

  /** Logs everything of Pulse's when debugging, and leaves the rest as it is configured. */
  static void configure(boolean debug) {
    if (debug) {
      level(Level.DEBUG);
    }
  }

  /** Only warnings from here on: for commands whose result is all that matters. */
  static void quiet() {
    var logger = (Logger) LoggerFactory.getLogger(OURS);
    if (logger.getEffectiveLevel().isGreaterOrEqual(Level.INFO)) {
      level(Level.WARN);
    }
  }

  /** Only errors from here on: for a command that says itself what it would be warned of. */
  static void errorsOnly() {
    var logger = (Logger) LoggerFactory.getLogger(OURS);
    if (logger.getEffectiveLevel().isGreaterOrEqual(Level.INFO)) {
      level(Level.ERROR);
    }
  }

  /** How much a logger says; more when everything of Pulse's is debugged. */
  static void level(String name, org.slf4j.event.Level level) {
    var ours = (Logger) LoggerFactory.getLogger(OURS);
    ((Logger) LoggerFactory.getLogger(name))
        .setLevel(
            ours.getEffectiveLevel() == Level.DEBUG
                ? Level.DEBUG
                : Level.convertAnSLF4JLevel(level));
  }

  private static void level(Level level) {
    ((Logger) LoggerFactory.getLogger(OURS)).setLevel(level);
  }
}
