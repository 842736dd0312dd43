package dev.pulse.samples.app;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import dev.pulse.api.config.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Log lines for machines: one JSON object each, with {@code time}, {@code level}, {@code component}
 * and {@code msg}, and {@code error} with the stack where there is one. Nobody logs secrets; should
 * a library do so one day, those that are known here are blotted out.
 */
final class JsonLogLines extends EncoderBase<ILoggingEvent> {
  private static final int SHORTEST_SECRET = 8;
  private static final byte[] NOTHING = {};

  private final JsonAdapter<Object> json = new Moshi.Builder().build().adapter(Object.class);
  private final ThrowableProxyConverter stacks = new ThrowableProxyConverter();
  private final List<String> secrets;

  JsonLogLines(List<Secret> secrets) {
    // A short one would blot out half of every line, and is none.
    this.secrets =
        secrets.stream()
            .map(Secret::reveal)
            .filter(text -> text.length() >= SHORTEST_SECRET)
            .toList();
  }

  @Override
  public void start() {
    stacks.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(
        "time",
        Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.MILLIS).toString());
    line.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    line.put("component", component(event.getLoggerName()));
    line.put("msg", withoutSecrets(event.getFormattedMessage()));
    if (event.getThrowableProxy() != null) {
      line.put("error", withoutSecrets(stacks.convert(event).strip()));
    }
    return (json.toJson(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String component(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  private String withoutSecrets(String text) {
    var told = text;
    for (String secret : secrets) {
      told = told.replace(secret, "***");
    }
    return told;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
