package dev.pulse.samples.fakes;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * Reads what a logger says while this is open, instead of whoever reads it otherwise. For tests
 * that have Logback, which this module does not bring. Several may be open for different loggers.
 */
public final class LogLines implements AutoCloseable {
  private final Logger logger;
  private final Level before;
  private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
  private final ListAppender<ILoggingEvent> appender = appender();

  /** Of a class, from INFO on. */
  public LogLines(Class<?> type) {
    this(type.getName());
  }

  /** Of a name and all below it, from INFO on. */
  public LogLines(String name) {
    this(name, Level.INFO);
  }

  /** Of a name and all below it, from a level on. */
  public LogLines(String name, Level level) {
    logger = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(name);
    before = logger.getLevel();
    logger.setLevel(level);
    logger.setAdditive(false);
    logger.iteratorForAppenders().forEachRemaining(others::add);
    others.forEach(logger::detachAppender);
    appender.start();
    logger.addAppender(appender);
  }

  /** One that may be read while others write: threads go on after a test has begun to look. */
  private static ListAppender<ILoggingEvent> appender() {
    var appender = new ListAppender<ILoggingEvent>();
    appender.list = new CopyOnWriteArrayList<>();
    return appender;
  }

  /** Has it say more, or less, from now on. */
  public void level(org.slf4j.event.Level level) {
    logger.setLevel(Level.convertAnSLF4JLevel(level));
  }

  /** The level and the message of each line so far. */
  public List<String> lines() {
    return List.copyOf(appender.list).stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  /** The messages so far, each followed by those of its causes. */
  public List<String> withCauses() {
    var texts = new ArrayList<String>();
    for (var event : List.copyOf(appender.list)) {
      texts.add(event.getFormattedMessage());
      for (var cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
        texts.add(String.valueOf(cause.getMessage()));
      }
    }
    return texts;
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    others.forEach(logger::addAppender);
    logger.setAdditive(true);
    logger.setLevel(before);
  }
}
