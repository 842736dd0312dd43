package dev.pulse.core.internal.json;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value as the text that its {@code toString} makes; ISO 8601 for {@code java.time}. */
final class TextAdapter<T> extends JsonAdapter<T> {
  private final Function<String, T> parser;

  TextAdapter(Function<String, T> parser) {
    this.parser = parser;
  }

  @Override
  public T fromJson(JsonReader reader) throws IOException {
    var text = reader.nextString();
    try {
      return parser.apply(text);
    } catch (DateTimeException e) {
      throw new JsonDataException("not a time at " + reader.getPath(), e);
    }
  }

  @Override
  public void toJson(JsonWriter writer, @Nullable T value) throws IOException {
    // nullSafe() around this adapter writes the nulls.
    writer.value(Objects.requireNonNull(value).toString());
  }
}
