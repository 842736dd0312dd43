package dev.pulse.core.condition;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import java.io.IOException;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** What a target said, read as JSON at most once, and only when asked. Confine to one thread. */
final class Body {
  private final String text;
  private boolean read;
  private boolean isJson;
  private @Nullable Object json;

  Body(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** Whether the whole text is one JSON value, no deeper than Moshi's 255 levels. */
  boolean isJson() {
    if (!read) {
      read = true;
      readJson();
    }
    return isJson;
  }

  /** Maps, lists, texts, doubles, booleans, null; null as well when it is not JSON. */
  @Nullable Object json() {
    return isJson() ? json : null;
  }

  private void readJson() {
    try (var reader = JsonReader.of(new Buffer().writeUtf8(text))) {
      json = reader.readJsonValue();
      isJson = reader.peek() == JsonReader.Token.END_DOCUMENT;
    } catch (IOException | JsonDataException e) {
      // Not JSON, too deep, a name twice in one object: whoever asked for a value is told.
      isJson = false;
    }
  }
}
