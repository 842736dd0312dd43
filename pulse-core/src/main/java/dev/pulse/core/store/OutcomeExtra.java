package dev.pulse.core.store;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Status;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an outcome that most do not have, as JSON.
 *
 * @param findings what was found
 * @param details everything else worth telling
 * @param log what the check noted
 */
record OutcomeExtra(List<Finding> findings, Map<String, String> details, List<String> log) {
  private static final OutcomeExtra NONE = new OutcomeExtra(List.of(), Map.of(), List.of());

  /** The extra parts of an outcome as JSON; null when it has none. */
  static @Nullable String textOf(Outcome outcome) {
    var result = outcome.result();
    if (result.findings().isEmpty() && result.details().isEmpty() && outcome.log().isEmpty()) {
      return null;
    }
    var buffer = new Buffer();
    try (var writer = JsonWriter.of(buffer)) {
      writer.beginObject();
      if (!result.findings().isEmpty()) {
        writer.name("findings");
        write(writer, result.findings());
      }
      if (!result.details().isEmpty()) {
        writer.name("details");
        Texts.write(writer, result.details());
      }
      if (!outcome.log().isEmpty()) {
        writer.name("log");
        Texts.write(writer, outcome.log());
      }
      writer.endObject();
    } catch (IOException e) {
      throw new IllegalStateException("a buffer in memory does not fail", e);
    }
    return buffer.readUtf8();
  }

  private static void write(JsonWriter writer, List<Finding> findings) throws IOException {
    writer.beginArray();
    for (Finding finding : findings) {
      writer.beginArray().value(finding.key()).value(finding.status().name());
      writer.value(finding.text());
      Texts.write(writer, finding.labels().asMap());
      writer.endArray();
    }
    writer.endArray();
  }

  static OutcomeExtra parse(@Nullable String text) throws SQLException {
    if (text == null) {
      return NONE;
    }
    List<Finding> findings = List.of();
    Map<String, String> details = Map.of();
    List<String> log = List.of();
    try (var reader = JsonReader.of(new Buffer().writeUtf8(text))) {
      reader.beginObject();
      while (reader.hasNext()) {
        switch (reader.nextName()) {
          case "findings" -> findings = readFindings(reader);
          case "details" -> details = Texts.readMap(reader);
          case "log" -> log = Texts.readList(reader);
          default -> throw new DamagedException("a result");
        }
      }
      reader.endObject();
    } catch (IOException | RuntimeException e) {
      throw new DamagedException("a result", e);
    }
    return new OutcomeExtra(findings, details, log);
  }

  private static List<Finding> readFindings(JsonReader reader) throws IOException {
    var findings = new ArrayList<Finding>();
    reader.beginArray();
    while (reader.hasNext()) {
      reader.beginArray();
      var key = reader.nextString();
      var status = Status.valueOf(reader.nextString());
      var finding = Finding.of(key, status, reader.nextString());
      findings.add(finding.withLabels(Labels.from(Texts.readMap(reader))));
      reader.endArray();
    }
    reader.endArray();
    return findings;
  }

  /** A result with these parts. */
  CheckResult addTo(CheckResult result) {
    var whole = findings.isEmpty() ? result : result.withFindings(findings);
    for (Map.Entry<String, String> detail : details.entrySet()) {
      whole = whole.withDetail(detail.getKey(), detail.getValue());
    }
    return whole;
  }
}
