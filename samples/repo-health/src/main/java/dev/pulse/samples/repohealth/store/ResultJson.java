package dev.pulse.samples.repohealth.store;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import dev.pulse.api.score.Factor;
import dev.pulse.api.score.Score;
import dev.pulse.api.store.StoreException;
import dev.pulse.github.HealthFactor;
import dev.pulse.github.VulnerabilitySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** A result as JSON: all of it for the newest one of a repository, the factors for the history. */
final class ResultJson {
  private ResultJson() {}

  /** The names and points of the factors, as people may want to query them. */
  static String factors(Score score) {
    return json(
        writer -> {
          writer.beginObject();
          for (Factor factor : score.factors()) {
            if (!factor.isMissing()) {
              writer.name(factor.name()).value(factor.points().orElseThrow());
            }
          }
          writer.endObject();
        });
  }

  /** A list of texts. */
  static String texts(Collection<String> texts) {
    return json(
        writer -> {
          writer.beginArray();
          for (String text : texts) {
            writer.value(text);
          }
          writer.endArray();
        });
  }

  /** What {@link #texts(Collection)} wrote. */
  static List<String> texts(String json) {
    try {
      var texts = new ArrayList<String>();
      var reader = JsonReader.of(new Buffer().writeUtf8(json));
      reader.beginArray();
      while (reader.hasNext()) {
        texts.add(reader.nextString());
      }
      return texts;
    } catch (IOException e) {
      throw new StoreException("a stored list of texts cannot be read", e);
    }
  }

  static String write(ResultRow row) {
    return json(
        writer -> {
          writer.setSerializeNulls(false);
          writer.beginObject();
          writer.name("scan").value(row.scan());
          writer.name("at").value(row.at().toEpochMilli());
          writer.name("model").value(row.score().model().orElse(""));
          factors(writer, row.score());
          words(writer, "missing", row.missing());
          writer.name("coverage").value(text(row.coverage()));
          writer.name("dependencies").value(row.dependencies());
          writer.name("outdated").value(row.outdated());
          writer.name("vulnerable").value(row.vulnerable());
          writer.name("last_commit").value(Columns.millis(row.lastCommit()));
          words(writer, "readable", row.readable());
          steps(writer, row.steps());
          change(writer, row.change());
          writer.endObject();
        });
  }

  private static void factors(JsonWriter writer, Score score) throws IOException {
    writer.name("factors").beginArray();
    for (Factor factor : score.factors()) {
      writer.beginObject().name("name").value(factor.name());
      writer.name("weight").value(factor.weight());
      if (!factor.isMissing()) {
        writer.name("points").value(factor.points().orElseThrow());
      }
      writer.name("evidence").value(factor.evidence()).endObject();
    }
    writer.endArray();
  }

  private static void steps(JsonWriter writer, List<Step> steps) throws IOException {
    writer.name("steps").beginArray();
    for (Step step : steps) {
      writer.beginObject().name("factor").value(Columns.word(step.factor()));
      writer.name("text").value(step.text());
      writer.name("gain").value(text(step.gain())).endObject();
    }
    writer.endArray();
  }

  private static void change(JsonWriter writer, @Nullable Change change) throws IOException {
    if (change != null) {
      writer.name("change").beginObject().name("at").value(change.at().toEpochMilli());
      writer.name("delta").value(change.delta());
      writer.name("parts").beginArray();
      for (String part : change.parts()) {
        writer.value(part);
      }
      writer.endArray().name("text").value(change.text()).endObject();
    }
  }

  private static void words(JsonWriter writer, String name, Iterable<? extends Enum<?>> constants)
      throws IOException {
    writer.name(name).beginArray();
    for (Enum<?> constant : constants) {
      writer.value(Columns.word(constant));
    }
    writer.endArray();
  }

  private static @Nullable String text(@Nullable BigDecimal number) {
    return number == null ? null : number.toPlainString();
  }

  /** What {@link #write} wrote. */
  static ResultRow read(String json) {
    try {
      var found = new HashMap<String, Object>();
      if (JsonReader.of(new Buffer().writeUtf8(json)).readJsonValue() instanceof Map<?, ?> map) {
        map.forEach((key, value) -> found.put(String.valueOf(key), value));
      }
      return new ResultRow(
          whole(found, "scan"),
          Instant.ofEpochMilli(whole(found, "at")),
          Score.weighted(list(found, "factors").stream().map(ResultJson::factor).toList())
              .withModel(text(found, "model")),
          list(found, "missing").stream()
              .map(word -> Columns.constant(HealthFactor.class, String.valueOf(word)))
              .toList(),
          decimalOrNull(found, "coverage"),
          intOrNull(found, "dependencies"),
          intOrNull(found, "outdated"),
          intOrNull(found, "vulnerable"),
          found.containsKey("last_commit")
              ? Instant.ofEpochMilli(whole(found, "last_commit"))
              : null,
          new HashSet<>(
              list(found, "readable").stream()
                  .map(word -> Columns.constant(VulnerabilitySource.class, String.valueOf(word)))
                  .toList()),
          list(found, "steps").stream().map(ResultJson::step).toList(),
          found.get("change") instanceof Map<?, ?> change ? change(change) : null);
    } catch (IOException | IllegalArgumentException | ClassCastException e) {
      throw new StoreException("the stored result of a repository cannot be read", e);
    }
  }

  private static Factor factor(Object json) {
    var map = (Map<?, ?>) json;
    var name = text(map, "name");
    var weight = (Double) map.get("weight");
    if (weight == null) {
      throw new IllegalArgumentException("the factor " + name + " has no weight");
    }
    return map.get("points") instanceof Double points
        ? Factor.of(name, weight, points, text(map, "evidence"))
        : Factor.missing(name, weight, text(map, "evidence"));
  }

  private static Step step(Object json) {
    var map = (Map<?, ?>) json;
    return new Step(
        Columns.constant(HealthFactor.class, text(map, "factor")),
        text(map, "text"),
        decimalOrNull(map, "gain"));
  }

  private static Change change(Map<?, ?> map) {
    return new Change(
        Instant.ofEpochMilli(whole(map, "at")),
        (int) whole(map, "delta"),
        list(map, "parts").stream().map(String::valueOf).toList(),
        text(map, "text"));
  }

  private static String text(Map<?, ?> map, String key) {
    if (map.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(key + " is missing");
  }

  private static long whole(Map<?, ?> map, String key) {
    if (map.get(key) instanceof Double number) {
      return number.longValue();
    }
    throw new IllegalArgumentException(key + " is missing");
  }

  private static @Nullable Integer intOrNull(Map<?, ?> map, String key) {
    return map.get(key) instanceof Double number ? number.intValue() : null;
  }

  private static @Nullable BigDecimal decimalOrNull(Map<?, ?> map, String key) {
    return map.get(key) instanceof String text ? new BigDecimal(text) : null;
  }

  private static List<Object> list(Map<?, ?> map, String key) {
    var all = new ArrayList<Object>();
    if (map.get(key) instanceof List<?> list) {
      all.addAll(list);
    }
    return all;
  }

  @FunctionalInterface
  private interface Writing {
    void to(JsonWriter writer) throws IOException;
  }

  private static String json(Writing writing) {
    var text = new Buffer();
    try (var writer = JsonWriter.of(text)) {
      writing.to(writer);
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer in memory that cannot be written", e);
    }
    return text.readUtf8();
  }
}
