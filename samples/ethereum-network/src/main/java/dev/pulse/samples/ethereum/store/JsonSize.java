package dev.pulse.samples.ethereum.store;

import com.squareup.moshi.FromJson;
import com.squareup.moshi.Moshi;
import com.squareup.moshi.ToJson;
import java.io.IOException;
import java.time.Instant;
import okio.Buffer;

/** How large documents are as JSON, for the metrics. */
final class JsonSize {
  private static final Moshi MOSHI = new Moshi.Builder().add(new Times()).build();

  private JsonSize() {}

  /** The size of a document in bytes. */
  static long of(Object value) {
    try (var buffer = new Buffer()) {
      MOSHI.adapter(Object.class).toJson(buffer, value);
      return buffer.size();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }

  /** Moshi finds these methods by their annotations. */
  static final class Times {
    @ToJson
    String write(Instant instant) {
      return instant.toString();
    }

    @FromJson
    Instant read(String text) {
      return Instant.parse(text);
    }
  }
}
