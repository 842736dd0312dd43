package dev.pulse.samples.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:00:00Z,           2026-03-01T12:00:00.000Z",
    "2026-11-21T09:08:07.006Z,       2026-11-21T09:08:07.006Z",
    "2024-02-29T23:59:59.999999999Z, 2024-02-29T23:59:59.999Z",
    "1969-12-31T23:59:59.999Z,       1969-12-31T23:59:59.999Z",
    "0000-01-01T00:00:00Z,           0000-01-01T00:00:00.000Z",
    "0987-06-05T00:00:00Z,           0987-06-05T00:00:00.000Z",
    "9999-12-31T23:59:59.999Z,       9999-12-31T23:59:59.999Z",
    "+10000-01-01T00:00:00Z,         +10000-01-01T00:00:00.000Z",
    "-0001-12-31T00:00:00Z,          -0001-12-31T00:00:00.000Z"
  })
  void timesAreInUtcWithMilliseconds(Instant time, String text) {
    assertThat(Json.text(time)).isEqualTo(text);
  }

  @Test
  void timesReadAsTheFormatterOfTheJdkWritesThem() {
    var formatter =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    var random = new Random(11);
    long end = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();

    for (int i = 0; i < 10_000; i++) {
      var time = Instant.ofEpochMilli(random.nextLong(end));
      assertThat(Json.text(time)).isEqualTo(formatter.format(time));
    }
  }
}
