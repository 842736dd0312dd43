package dev.pulse.samples.app;

import dev.pulse.api.config.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment: {@code 2026-01-31T12:00:00Z}, {@code 2026-01-31} (UTC), {@code -24h}. */
final class MomentConverter implements ITypeConverter<Instant> {
  static final String FORMS = "2026-01-31T12:00:00Z, 2026-01-31, -24h (units s, m, h, d)";

  private final InstantSource clock;

  MomentConverter() {
    this(InstantSource.system());
  }

  MomentConverter(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Instant convert(String text) {
    try {
      if (text.startsWith("-")) {
        return clock.instant().plus(Durations.parse(text));
      }
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      throw new TypeConversionException(
          "expected a time like " + FORMS + ", but found \"" + text + "\"");
    }
  }
}
