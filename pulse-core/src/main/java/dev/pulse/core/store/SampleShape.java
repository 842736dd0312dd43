package dev.pulse.core.store;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import okio.Buffer;

/**
 * What the samples of a result have in common with those of the run before: everything but the
 * numbers. A check writes the same shape run after run, so it is stored once, and each result keeps
 * eight bytes per sample, and twelve more where a sample has a time of its own. Immutable.
 */
final class SampleShape {
  private final List<Series> series;

  private record Series(String name, Labels labels, Sample.Kind kind, boolean timed) {}

  private SampleShape(List<Series> series) {
    this.series = series;
  }

  /** The shape of some samples, as text. */
  static String textOf(List<Sample> samples) {
    var buffer = new Buffer();
    try (var writer = JsonWriter.of(buffer)) {
      writer.beginArray();
      for (Sample sample : samples) {
        writer.beginArray().value(sample.name());
        Texts.write(writer, sample.labels().asMap());
        writer.value(sample.kind() == Sample.Kind.COUNTER).value(sample.at().isPresent());
        writer.endArray();
      }
      writer.endArray();
    } catch (IOException e) {
      throw new IllegalStateException("a buffer in memory does not fail", e);
    }
    return buffer.readUtf8();
  }

  /** The numbers of some samples. */
  static byte[] numbersOf(List<Sample> samples) {
    int timed = 0;
    for (Sample sample : samples) {
      timed += sample.at().isPresent() ? 1 : 0;
    }
    var bytes = ByteBuffer.allocate(samples.size() * 8 + timed * 12);
    for (Sample sample : samples) {
      bytes.putDouble(sample.value());
    }
    for (Sample sample : samples) {
      sample.at().ifPresent(at -> bytes.putLong(at.getEpochSecond()).putInt(at.getNano()));
    }
    return bytes.array();
  }

  static SampleShape parse(String text) throws SQLException {
    var series = new ArrayList<Series>();
    try (var reader = JsonReader.of(new Buffer().writeUtf8(text))) {
      reader.beginArray();
      while (reader.hasNext()) {
        reader.beginArray();
        series.add(
            new Series(
                reader.nextString(),
                Labels.from(Texts.readMap(reader)),
                reader.nextBoolean() ? Sample.Kind.COUNTER : Sample.Kind.GAUGE,
                reader.nextBoolean()));
        reader.endArray();
      }
      reader.endArray();
    } catch (IOException | RuntimeException e) {
      throw new DamagedException("the shape of samples", e);
    }
    return new SampleShape(List.copyOf(series));
  }

  /** The samples that some numbers stand for. */
  List<Sample> samples(byte[] numbers) throws SQLException {
    var bytes = ByteBuffer.wrap(numbers);
    try {
      var samples = new ArrayList<Sample>(series.size());
      for (Series one : series) {
        double value = bytes.getDouble();
        samples.add(
            one.kind == Sample.Kind.COUNTER
                ? Sample.counter(one.name, one.labels, value)
                : Sample.gauge(one.name, one.labels, value));
      }
      for (int i = 0; i < samples.size(); i++) {
        if (series.get(i).timed) {
          var at = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
          samples.set(i, samples.get(i).at(at));
        }
      }
      return samples;
    } catch (BufferUnderflowException | IllegalArgumentException | DateTimeException e) {
      throw new DamagedException("the numbers of samples", e);
    }
  }

  /** The series by place, each as {@link #seriesText} makes it. */
  List<String> seriesTexts() {
    return series.stream().map(one -> seriesText(one.name, one.labels)).toList();
  }

  /** One series as text: equal ones are written alike. */
  static String seriesText(String name, Labels labels) {
    var buffer = new Buffer();
    try (var writer = JsonWriter.of(buffer)) {
      writer.beginArray().value(name);
      Texts.write(writer, labels.asMap());
      writer.endArray();
    } catch (IOException e) {
      throw new IllegalStateException("a buffer in memory does not fail", e);
    }
    return buffer.readUtf8();
  }

  /** Where the numbers hold a series, or -1. */
  int indexOf(String name, Labels labels) {
    for (int i = 0; i < series.size(); i++) {
      if (series.get(i).name.equals(name) && series.get(i).labels.equals(labels)) {
        return i;
      }
    }
    return -1;
  }

  /** One number by its place; empty for -1. */
  static OptionalDouble valueAt(int index, byte[] numbers) throws SQLException {
    if (index < 0) {
      return OptionalDouble.empty();
    }
    if (numbers.length < (index + 1) * 8) {
      throw new DamagedException("the numbers of samples");
    }
    return OptionalDouble.of(ByteBuffer.wrap(numbers).getDouble(index * 8));
  }
}
