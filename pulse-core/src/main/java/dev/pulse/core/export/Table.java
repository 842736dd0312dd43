package dev.pulse.core.export;

import com.squareup.moshi.JsonWriter;
import dev.pulse.core.internal.text.CsvWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** The columns of an export, for either format. Immutable. */
final class Table<T> {
  private final Map<String, Function<T, @Nullable Object>> columns;
  private final Nested<T> nested;

  /** What only JSON has room for; writes names and values into an open object. */
  @FunctionalInterface
  interface Nested<T> {
    void write(JsonWriter json, T row) throws IOException;
  }

  private Table(Map<String, Function<T, @Nullable Object>> columns, Nested<T> nested) {
    this.columns = columns;
    this.nested = nested;
  }

  static <T> Table<T> empty() {
    return new Table<>(Map.of(), (json, row) -> {});
  }

  /** This table with one more column of numbers, instants or texts; null where there is none. */
  Table<T> with(String name, Function<T, @Nullable Object> value) {
    var copy = new LinkedHashMap<>(columns);
    copy.put(name, value);
    return new Table<>(copy, nested);
  }

  Table<T> withNested(Nested<T> nested) {
    return new Table<>(columns, nested);
  }

  /** Writes what stands before the rows. */
  TableWriter<T> begin(ExportFormat format, BufferedSink sink) throws IOException {
    return switch (format) {
      case CSV -> csv(new CsvWriter(sink));
      case JSON -> json(JsonWriter.of(sink));
    };
  }

  private TableWriter<T> csv(CsvWriter csv) throws IOException {
    csv.row(columns.keySet().stream().toList());
    return new TableWriter<>() {
      @Override
      public void add(T row) throws IOException {
        csv.row(columns.values().stream().map(column -> column.apply(row)).toList());
      }

      @Override
      public void end() {}
    };
  }

  private TableWriter<T> json(JsonWriter json) throws IOException {
    json.beginArray();
    return new TableWriter<>() {
      @Override
      public void add(T row) throws IOException {
        json.beginObject();
        for (var column : columns.entrySet()) {
          var value = column.getValue().apply(row);
          if (value != null) {
            write(json.name(column.getKey()), value);
          }
        }
        nested.write(json, row);
        json.endObject();
      }

      @Override
      public void end() throws IOException {
        json.endArray();
      }
    };
  }

  /** A number with no more digits than it has, and without an exponent. */
  static BigDecimal plain(BigDecimal number) {
    var stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  static void write(JsonWriter json, Object value) throws IOException {
    if (value instanceof Number number) {
      json.value(number);
    } else if (value instanceof Instant instant) {
      json.value(CsvWriter.TIME.format(instant));
    } else {
      json.value(value.toString());
    }
  }
}
