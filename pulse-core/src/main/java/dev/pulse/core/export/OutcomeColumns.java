package dev.pulse.core.export;

import com.squareup.moshi.JsonWriter;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Sample;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** A result as a row; the names are those of the REST routes. */
final class OutcomeColumns {
  static final Table<Outcome> TABLE =
      Table.<Outcome>empty()
          .with("run_id", Outcome::runId)
          .with("check", Outcome::check)
          .with("started_at", Outcome::started)
          .with("status", outcome -> word(outcome.status()))
          .with("reason", outcome -> outcome.result().reason().map(Reason::code).orElse(null))
          .with("summary", outcome -> outcome.result().summary())
          .with(
              "latency_ms",
              outcome -> outcome.result().latency().map(OutcomeColumns::millis).orElse(null))
          .with("took_ms", outcome -> millis(outcome.took()))
          .with("late_ms", outcome -> millis(outcome.late()))
          .with("attempt", Outcome::attempt)
          .with("instance", Outcome::instance)
          .with("valid_for_ms", outcome -> outcome.validFor().toMillis())
          .with("maintenance", outcome -> outcome.maintenance().orElse(null))
          .withNested(OutcomeColumns::rest);

  private OutcomeColumns() {}

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static BigDecimal millis(Duration duration) {
    return Table.plain(BigDecimal.valueOf(duration.toNanos(), 6));
  }

  private static void rest(JsonWriter json, Outcome outcome) throws IOException {
    json.name("samples").beginArray();
    for (Sample sample : outcome.result().samples()) {
      json.beginObject().name("name").value(sample.name());
      texts(json.name("labels"), sample.labels().asMap());
      json.name("kind").value(word(sample.kind()));
      json.name("value").value(sample.value());
      if (sample.at().isPresent()) {
        Table.write(json.name("at"), sample.at().get());
      }
      json.endObject();
    }
    json.endArray().name("findings").beginArray();
    for (Finding finding : outcome.result().findings()) {
      json.beginObject().name("key").value(finding.key());
      texts(json.name("labels"), finding.labels().asMap());
      json.name("status").value(word(finding.status()));
      json.name("text").value(finding.text()).endObject();
    }
    json.endArray();
    texts(json.name("details"), outcome.result().details());
    json.name("log").beginArray();
    for (String line : outcome.log()) {
      json.value(line);
    }
    json.endArray();
  }

  private static void texts(JsonWriter json, Map<String, String> texts) throws IOException {
    json.beginObject();
    for (var text : texts.entrySet()) {
      json.name(text.getKey()).value(text.getValue());
    }
    json.endObject();
  }
}
