package dev.pulse.samples.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;

/**
 * How the log looks, and where it goes: in Java, because reading the same from XML takes as long as
 * opening the store. A file that {@code -Dlogback.configurationFile} names, or a {@code
 * logback.xml} on the class path, is followed instead. Found by Logback through its service file.
 */
@ConfiguratorRank(LogOutput.RANK)
public final class LogOutput extends ContextAwareBase implements Configurator {
  /** After Logback has looked for files, before it gives up. */
  static final int RANK = ConfiguratorRank.NOMINAL - 5;

  /** What a target answers may end up in a message: it must not move the cursor. */
  private static final String PATTERN =
      "%d{HH:mm:ss.SSS} %-5level %logger{0}: %replace(%msg){'[\\p{Cc}\\p{Zl}\\p{Zp}]', ' '}%n%ex";

  /** For Logback. */
  public LogOutput() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(standardError(context));
    context.getLogger("dev.pulse").setLevel(Level.INFO);
    context.getLogger("bboostd-validator-monitoring").setLevel(Level.INFO);
    // A port that is taken is told in one line by the command; faults of routes by our server.
    context.getLogger("io.javalin").setLevel(Level.OFF);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern(PATTERN);
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName("STDERR");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
