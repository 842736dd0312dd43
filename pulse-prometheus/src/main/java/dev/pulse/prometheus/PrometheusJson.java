package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonReader;
import dev.pulse.api.model.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what Prometheus's HTTP API answers. */
final class PrometheusJson {
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");

  private static final int MOST_REMARKS = 20;

  private PrometheusJson() {}

  /** What is around every answer; either it has data, or it says what went wrong. */
  record Envelope<T>(
      @Nullable T data, String errorType, String error, List<String> warnings, List<String> infos) {
    boolean isError() {
      return data == null;
    }

    T value() {
      return requireNonNull(data, "data");
    }

    /** The same with remarks that are fit to be shown. */
    Envelope<T> noting(UnaryOperator<String> clean) {
      return new Envelope<>(
          data, errorType, error, remarks(warnings, clean), remarks(infos, clean));
    }

    private static List<String> remarks(List<String> all, UnaryOperator<String> clean) {
      return all.stream().limit(MOST_REMARKS).map(clean).toList();
    }
  }

  /** Collects the members, which come in any order. Confine to one thread. */
  private static final class Draft<T> {
    @Nullable String status;
    @Nullable T data;
    String errorType = "";
    String error = "";
    List<String> warnings = List.of();
    List<String> infos = List.of();

    Envelope<T> finish() {
      boolean success = "success".equals(status);
      if ((!success && !"error".equals(status)) || (success && data == null)) {
        throw Json.unexpected("expected a status, and data with success");
      }
      return new Envelope<>(success ? data : null, errorType, error, warnings, infos);
    }
  }

  static <T> Envelope<T> envelope(String text, Json.Reading<T> data)
      throws Json.MalformedException {
    return Json.read(text, reader -> envelope(reader, data));
  }

  private static <T> Envelope<T> envelope(JsonReader whole, Json.Reading<T> data)
      throws IOException {
    var draft = new Draft<T>();
    Json.object(
        whole,
        (name, reader) -> {
          switch (name) {
            case "status" -> draft.status = Json.string(reader);
            case "data" -> draft.data = Json.isNull(reader) ? null : data.read(reader);
            case "errorType" -> draft.errorType = Json.string(reader);
            case "error" -> draft.error = Json.string(reader);
            case "warnings" -> draft.warnings = Json.listOrNull(reader, Json::string);
            case "infos" -> draft.infos = Json.listOrNull(reader, Json::string);
            default -> reader.skipValue();
          }
        });
    return draft.finish();
  }

  /** The data of a query. */
  static QueryAnswer result(JsonReader whole) throws IOException {
    var draft =
        new Object() {
          QueryAnswer.@Nullable Type type;
          @Nullable JsonReader waiting;
          @Nullable QueryAnswer answer;
        };
    Json.object(
        whole,
        (name, reader) -> {
          if (name.equals("resultType")) {
            draft.type = type(Json.string(reader));
          } else if (name.equals("result") && draft.type != null) {
            draft.answer = answer(draft.type, reader);
          } else {
            if (name.equals("result")) {
              // What it is comes behind it.
              draft.waiting = reader.peekJson();
            }
            reader.skipValue();
          }
        });
    if (draft.answer == null && draft.waiting != null && draft.type != null) {
      draft.answer = answer(draft.type, draft.waiting);
    }
    if (draft.answer == null) {
      throw Json.unexpected("expected resultType and result");
    }
    return draft.answer;
  }

  private static QueryAnswer.Type type(String word) {
    for (QueryAnswer.Type type : QueryAnswer.Type.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(word)) {
        return type;
      }
    }
    throw Json.unexpected("expected vector, matrix, scalar or string");
  }

  private static QueryAnswer answer(QueryAnswer.Type type, JsonReader reader) throws IOException {
    return switch (type) {
      case VECTOR, MATRIX ->
          QueryAnswer.of(type, Json.distinct(Json.list(reader, PrometheusJson::series)));
      case SCALAR -> QueryAnswer.of(type, List.of(Series.of(Labels.empty(), point(reader))));
      case STRING -> string(reader);
    };
  }

  private static QueryAnswer string(JsonReader reader) throws IOException {
    reader.beginArray();
    Json.moment(Json.number(reader) * 1000);
    var text = Json.string(reader);
    reader.endArray();
    return QueryAnswer.string(text);
  }

  private static Series series(JsonReader whole) throws IOException {
    var draft =
        new Object() {
          Json.@Nullable Identity identity;
          final List<Point> points = new ArrayList<>();
          boolean histograms;
        };
    Json.object(
        whole,
        (name, reader) -> {
          switch (name) {
            case "metric" -> draft.identity = Json.identity(reader);
            case "value" -> draft.points.add(point(reader));
            case "values" -> draft.points.addAll(Json.list(reader, PrometheusJson::point));
            case "histogram", "histograms" -> {
              draft.histograms = true;
              reader.skipValue();
            }
            default -> reader.skipValue();
          }
        });
    if (draft.identity == null || (draft.points.isEmpty() && !draft.histograms)) {
      throw Json.unexpected("expected a series with its labels and values");
    }
    return Series.read(
        draft.identity.name(), draft.identity.labels(), draft.points, draft.histograms);
  }

  private static Point point(JsonReader reader) throws IOException {
    if (reader.peek() != JsonReader.Token.BEGIN_ARRAY) {
      throw Json.unexpected("expected a time and a value");
    }
    reader.beginArray();
    var at = Json.moment(Json.number(reader) * 1000);
    var value = value(Json.string(reader));
    reader.endArray();
    return new Point(at, value);
  }

  /** A number in a text, because JSON has none of the special ones. */
  static double value(String text) {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> {
        double value = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(value)) {
          throw Json.unexpected("expected a number in a text");
        }
        yield value;
      }
    };
  }
}
