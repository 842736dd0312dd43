package dev.pulse.core.store;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Frequency;
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
      if (incident.frequency() != Frequency.IMMEDIATE) {
        writer.name("frequency").value(incident.frequency().name());
      }
      writer.name("title").value(incident.title());
      writer.name("labels");
      Texts.write(writer, incident.labels().asMap());
      if (!incident.annotations().isEmpty()) {
        writer.name("annotations");
        Texts.write(writer, incident.annotations());
      }
      writer.name("details");
      Texts.write(writer, incident.details());
      if (incident.endedAt().isPresent()) {
        writer.name("ended").value(incident.endedAt().get().toString());
        writer.name("resolution").value(incident.resolution().orElse(""));
      }
      if (incident.acknowledgement().isPresent()) {
        writer.name("acknowledged");
        write(writer, incident.acknowledgement().get());
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

  private static void write(JsonWriter writer, Acknowledgement acknowledgement) throws IOException {
    writer.beginArray();
    writer.value(acknowledgement.by());
    writer.value(acknowledgement.at().toString());
    writer.value(acknowledgement.comment());
    writer.endArray();
  }

  static Incident parse(long id, String check, String rule, @Nullable String subject, String text)
      throws SQLException {
    try (var reader = JsonReader.of(new Buffer().writeUtf8(text))) {
      return read(reader, id, check, rule, subject);
    } catch (IOException | RuntimeException e) {
      throw new DamagedException("incident " + id, e);
    }
  }

  private static Incident read(
      JsonReader reader, long id, String check, String rule, @Nullable String subject)
      throws IOException, SQLException {
    reader.beginObject();
    if (!reader.nextName().equals("started")) {
      throw new DamagedException("incident " + id);
    }
    var builder = Incident.builder(id, check, rule, Instant.parse(reader.nextString()));
    if (subject != null) {
      builder.subject(subject);
    }
    @Nullable Instant ended = null;
    while (reader.hasNext()) {
      switch (reader.nextName()) {
        case "severity" -> builder.severity(Severity.valueOf(reader.nextString()));
        case "frequency" -> builder.frequency(Frequency.valueOf(reader.nextString()));
        case "title" -> builder.title(reader.nextString());
        case "labels" -> builder.labels(Labels.from(Texts.readMap(reader)));
        case "details" -> builder.details(Texts.readMap(reader));
        case "annotations" -> builder.annotations(Texts.readMap(reader));
        case "acknowledged" -> builder.acknowledged(readAcknowledgement(reader));
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

  private static Acknowledgement readAcknowledgement(JsonReader reader) throws IOException {
    reader.beginArray();
    var by = reader.nextString();
    var at = Instant.parse(reader.nextString());
    var acknowledgement = new Acknowledgement(by, at, reader.nextString());
    reader.endArray();
    return acknowledgement;
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
