package dev.pulse.core.store;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Labels;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** An incident as JSON, apart from what identifies it. */
final class IncidentBody {
  private IncidentBody() {}

  static String textOf(Incident incident) {
    var buffer = new Buffer();
    try (var writer = JsonWriter.of(buffer)) {
      writer.beginObject();
      writer.name("started").value(incident.startedAt().toString());
      writer.name("severity").value(incident.severity().name());
      writer.name("title").value(incident.title());
      writer.name("labels");
      Texts.write(writer, incident.labels().asMap());
      writer.name("details");
      Texts.write(writer, incident.details());
      if (incident.endedAt().isPresent()) {
        writer.name("ended").value(incident.endedAt().get().toString());
        writer.name("resolution").value(incident.resolution().orElse(""));
      }
      writer.name("timeline").beginArray();
      for (Incident.Entry entry : incident.timeline()) {
        writer.beginArray().value(entry.at().toString()).value(entry.text()).endArray();
      }
      writer.endArray().endObject();
    } catch (IOException e) {
      throw new IllegalStateException("a buffer in memory does not fail", e);
    }
    return buffer.readUtf8();
  }

  static Incident parse(long id, String check, String rule, String text) throws SQLException {
    try (var reader = JsonReader.of(new Buffer().writeUtf8(text))) {
      return read(reader, id, check, rule);
    } catch (IOException | RuntimeException e) {
      throw new DamagedException("incident " + id, e);
    }
  }

  private static Incident read(JsonReader reader, long id, String check, String rule)
      throws IOException, SQLException {
    reader.beginObject();
    if (!reader.nextName().equals("started")) {
      throw new DamagedException("incident " + id);
    }
    var builder = Incident.builder(id, check, rule, Instant.parse(reader.nextString()));
    @Nullable Instant ended = null;
    while (reader.hasNext()) {
      switch (reader.nextName()) {
        case "severity" -> builder.severity(Severity.valueOf(reader.nextString()));
        case "title" -> builder.title(reader.nextString());
        case "labels" -> builder.labels(Labels.from(Texts.readMap(reader)));
        case "details" -> builder.details(Texts.readMap(reader));
        case "ended" -> ended = Instant.parse(reader.nextString());
        case "resolution" -> end(builder, ended, reader.nextString(), id);
        case "timeline" -> readTimeline(reader, builder);
        default -> throw new DamagedException("incident " + id);
      }
    }
    reader.endObject();
    return builder.build();
  }

  private static void end(
      Incident.Builder builder, @Nullable Instant at, String resolution, long id)
      throws SQLException {
    if (at == null) {
      throw new DamagedException("incident " + id);
    }
    builder.ended(at, resolution);
  }

  private static void readTimeline(JsonReader reader, Incident.Builder builder) throws IOException {
    reader.beginArray();
    while (reader.hasNext()) {
      reader.beginArray();
      builder.entry(Instant.parse(reader.nextString()), reader.nextString());
      reader.endArray();
    }
    reader.endArray();
  }
}
