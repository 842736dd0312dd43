package dev.pulse.prometheus;

import com.squareup.moshi.JsonReader;
import dev.pulse.api.model.Labels;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what Prometheus lists: series, rules, alerts and metadata. */
final class CatalogueJson {
  private static final double LONGEST_SECONDS = 1e9;

  private CatalogueJson() {}

  /** A series without values. */
  static Series series(JsonReader reader) throws IOException {
    var identity = Json.identity(reader);
    return Series.read(identity.name(), identity.labels(), List.of(), false);
  }

  /** The list that is the one member of an object. */
  static <T> List<T> nested(JsonReader whole, String member, Json.Reading<T> element)
      throws IOException {
    var all = new ArrayList<T>();
    var found = new boolean[1];
    Json.object(
        whole,
        (name, reader) -> {
          if (name.equals(member)) {
            found[0] = true;
            all.addAll(Json.listOrNull(reader, element));
          } else {
            reader.skipValue();
          }
        });
    if (!found[0]) {
      throw Json.unexpected("expected " + member);
    }
    return all;
  }

  static RuleGroup group(JsonReader whole) throws IOException {
    var draft =
        new Object() {
          String name = "";
          String file = "";
          Duration interval = Duration.ZERO;
          List<Rule> rules = List.of();
        };
    Json.object(
        whole,
        (name, reader) -> {
          switch (name) {
            case "name" -> draft.name = Json.string(reader);
            case "file" -> draft.file = Json.string(reader);
            case "interval" -> draft.interval = seconds(reader);
            case "rules" -> draft.rules = Json.listOrNull(reader, CatalogueJson::rule);
            default -> reader.skipValue();
          }
        });
    return new RuleGroup(draft.name, draft.file, draft.interval, draft.rules);
  }

  private static Rule rule(JsonReader whole) throws IOException {
    var draft = new Rule.Draft();
    Json.object(
        whole,
        (name, reader) -> {
          switch (name) {
            case "name" -> draft.name = Json.string(reader);
            case "query" -> draft.query = Json.string(reader);
            case "type" -> draft.type = Json.string(reader);
            case "health" -> draft.health = Json.string(reader);
            case "lastError" -> draft.lastError = Json.string(reader);
            case "state" -> draft.state = Json.string(reader);
            case "duration" -> draft.pendingFor = seconds(reader);
            case "labels" -> draft.labels = labels(reader);
            case "annotations" -> draft.annotations = texts(reader);
            case "alerts" -> draft.alerts = Json.listOrNull(reader, CatalogueJson::alert);
            default -> reader.skipValue();
          }
        });
    if (draft.name.isEmpty() || draft.type.isEmpty()) {
      throw Json.unexpected("expected a rule with name and type");
    }
    return new Rule(draft);
  }

  static ActiveAlert alert(JsonReader whole) throws IOException {
    var draft =
        new Object() {
          Labels labels = Labels.empty();
          Map<String, String> annotations = Map.of();
          String state = "";
          @Nullable Instant activeAt;
          double value = Double.NaN;
        };
    Json.object(
        whole,
        (name, reader) -> {
          switch (name) {
            case "labels" -> draft.labels = labels(reader);
            case "annotations" -> draft.annotations = texts(reader);
            case "state" -> draft.state = Json.string(reader);
            case "activeAt" -> draft.activeAt = Json.isNull(reader) ? null : moment(reader);
            case "value" -> draft.value = PrometheusJson.value(Json.string(reader));
            default -> reader.skipValue();
          }
        });
    if (draft.state.isEmpty()) {
      throw Json.unexpected("expected an alert with its state");
    }
    return new ActiveAlert(
        draft.labels, draft.annotations, draft.state, draft.activeAt, draft.value);
  }

  static List<MetricMetadata> metadata(JsonReader whole) throws IOException {
    var all = new ArrayList<MetricMetadata>();
    Json.object(
        whole,
        (metric, reader) -> all.addAll(Json.listOrNull(reader, one -> metadata(metric, one))));
    return all;
  }

  private static MetricMetadata metadata(String metric, JsonReader whole) throws IOException {
    var texts = new LinkedHashMap<String, String>();
    Json.object(
        whole,
        (name, reader) -> {
          if (List.of("type", "help", "unit").contains(name)) {
            texts.put(name, Json.string(reader));
          } else {
            reader.skipValue();
          }
        });
    return new MetricMetadata(
        metric,
        texts.getOrDefault("type", "unknown"),
        texts.getOrDefault("help", ""),
        texts.getOrDefault("unit", ""));
  }

  private static Labels labels(JsonReader reader) throws IOException {
    return Json.labels(texts(reader));
  }

  private static Map<String, String> texts(JsonReader reader) throws IOException {
    var texts = new LinkedHashMap<String, String>();
    if (!Json.isNull(reader)) {
      Json.object(reader, (name, value) -> texts.put(name, Json.string(value)));
    }
    return texts;
  }

  private static Duration seconds(JsonReader reader) throws IOException {
    double seconds = Json.number(reader);
    if (!(seconds >= 0 && seconds <= LONGEST_SECONDS)) {
      throw Json.unexpected("expected a number of seconds");
    }
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static Instant moment(JsonReader reader) throws IOException {
    var text = Json.string(reader);
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw Json.unexpected("expected a time of RFC 3339");
    }
  }
}
