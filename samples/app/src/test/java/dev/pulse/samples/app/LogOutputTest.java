package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LogOutputTest {
  @Test
  void logbackFindsIt() {
    assertThat(ServiceLoader.load(Configurator.class)).hasAtLeastOneElementOfType(LogOutput.class);
  }

  @Test
  void oneLineForAMessageWhateverATargetAnswered() {
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.start();
    new LogOutput().configure(context);
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var appender = (ConsoleAppender<ILoggingEvent>) root.getAppender("STDERR");
    assertThat(appender.getTarget()).isEqualTo("System.err");
    var written = new ByteArrayOutputStream();
    appender.setOutputStream(written);

    context
        .getLogger("dev.pulse.core.Some")
        .info("a\u001b[2Jb\nc\u0085d\u2028e\u2029f\u009bg, {}", "ü");
    context.getLogger("dev.pulse.core.Some").debug("not said");
    context.getLogger("org.other.Some").info("not said");
    context.getLogger("org.other.Some").warn("said");
    context.getLogger("io.javalin.Some").error("not said");

    assertThat(written.toString(StandardCharsets.UTF_8).lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  Some: a \\[2Jb c d e f g, ü"),
            line -> assertThat(line).endsWith("WARN  Some: said"));
    context.stop();
  }
}
