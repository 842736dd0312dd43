package dev.pulse.samples.repohealth.web;

import com.squareup.moshi.JsonWriter;
import dev.pulse.samples.server.web.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** JSON with the names of the seed, in which what nobody knows is null and not left out. */
final class Json {
  private static final int DECIMALS = 4;

  private Json() {}

  /** Writes one value. */
  @FunctionalInterface
  interface Body {
    void writeTo(JsonWriter json) throws IOException;
  }

  static Response response(int status, Body body) {
    return Response.text(status, "application/json", text(body));
  }

  static String text(Body body) {
    var buffer = new Buffer();
    try (var json = JsonWriter.of(buffer)) {
      json.setSerializeNulls(true);
      body.writeTo(json);
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing JSON into memory failed", e);
    }
    return buffer.readUtf8();
  }

  /** RFC 3339 in UTC, in whole seconds as the guide shows it. */
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static @Nullable String timeOrNull(@Nullable Instant instant) {
    return instant == null ? null : time(instant);
  }

  /** A number with at most four decimals, and none that are 0. */
  static BigDecimal number(BigDecimal number) {
    var rounded = number.setScale(DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
