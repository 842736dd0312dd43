package dev.pulse.samples.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import dev.pulse.api.config.Secret;
import java.util.ArrayList;
import java.util.List;
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

  /** Nothing of a logger from here on, unless everything of Pulse's is debugged. */
  static void silence(String name) {
    var ours = (Logger) LoggerFactory.getLogger(OURS);
    if (ours.getEffectiveLevel() != Level.DEBUG) {
      ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF);
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

  /**
   * Logs lines for machines instead of those for people, to standard error.
   *
   * @param level how much Pulse says; more when everything of Pulse's is debugged
   * @param secrets what no line may have in it
   * @return puts back what was there before
   */
  static Closing json(org.slf4j.event.Level level, List<Secret> secrets) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var ours = context.getLogger(OURS);
    var before = ours.getLevel();
    var others = new ArrayList<Appender<ILoggingEvent>>();
    root.iteratorForAppenders().forEachRemaining(others::add);
    var appender = new ConsoleAppender<ILoggingEvent>();
    var encoder = new JsonLogLines(secrets);
    encoder.setContext(context);
    encoder.start();
    appender.setContext(context);
    appender.setName("JSON");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    others.forEach(root::detachAppender);
    root.addAppender(appender);
    level(OURS, level);
    return () -> {
      root.detachAppender(appender);
      appender.stop();
      others.forEach(root::addAppender);
      ours.setLevel(before);
    };
  }

  /** Puts something back. */
  @FunctionalInterface
  interface Closing extends AutoCloseable {
    @Override
    void close();
  }

  private static void level(Level level) {
    ((Logger) LoggerFactory.getLogger(OURS)).setLevel(level);
  }
}
