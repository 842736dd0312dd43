package dev.pulse.prometheus;

import com.squareup.moshi.JsonReader;
import dev.pulse.api.model.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Grafana's query API answers: for each query frames, which are tables with a column of
 * times and columns of values, whose labels stand in their heads.
 */
final class GrafanaJson {
  private static final Set<String> SPECIAL = Set.of("NaN", "Inf", "NegInf");
  private static final double ERROR = 400;

  /** A cell that is null. */
  private static final Object NOTHING = new Object();

  private GrafanaJson() {}

  /** What became of one query. */
  record Result(double status, String error, List<Frame> frames) {
    boolean isError() {
      return status >= ERROR || !error.isEmpty();
    }
  }

  /** A table. */
  record Frame(
      List<Column> columns, Cells cells, List<String> notices, @Nullable String resultType) {}

  /** The head of a column. */
  record Column(String type, Json.Identity identity) {}

  /** What stands in the columns; a cell is a number, nothing, or something else. */
  record Cells(List<List<Object>> values, List<Map<Integer, Double>> special) {
    static final Cells NONE = new Cells(List.of(), List.of());

    /** A number; null where there is none. */
    @Nullable Double number(int column, int row) {
      var cell = values.get(column).get(row);
      if (cell == NOTHING) {
        return column < special.size() ? special.get(column).get(row) : null;
      }
      if (cell instanceof Double number) {
        return number;
      }
      throw Json.unexpected("expected numbers in a frame's columns");
    }

    int rows(int column) {
      return values.get(column).size();
    }
  }

  /** The results by the names of the queries. */
  static Map<String, Result> results(String text) throws Json.MalformedException {
    return Json.read(
        text,
        whole -> {
          var results = new LinkedHashMap<String, Result>();
          var found = new boolean[1];
          Json.object(
              whole,
              (name, reader) -> {
                if (name.equals("results")) {
                  found[0] = true;
                  Json.object(reader, (query, value) -> results.put(query, result(value)));
                } else {
                  reader.skipValue();
                }
              });
          if (!found[0]) {
            throw Json.unexpected("expected results");
          }
          return results;
        });
  }

  private static Result result(JsonReader whole) throws IOException {
    var draft =
        new Object() {
          double status;
          String error = "";
          @Nullable List<Frame> frames;
        };
    Json.object(
        whole,
        (name, reader) -> {
          switch (name) {
            case "status" -> draft.status = Json.number(reader);
            case "error" -> draft.error = Json.isNull(reader) ? "" : Json.string(reader);
            case "frames" -> draft.frames = Json.list(reader, GrafanaJson::frame);
            default -> reader.skipValue();
          }
        });
    if (draft.frames == null && draft.status == 0 && draft.error.isEmpty()) {
      throw Json.unexpected("expected frames, a status or an error");
    }
    // Without a single frame Grafana leaves them out.
    var frames = draft.frames == null ? List.<Frame>of() : draft.frames;
    return new Result(draft.status, draft.error, frames);
  }

  private static Frame frame(JsonReader whole) throws IOException {
    var draft =
        new Object() {
          List<Column> columns = List.of();
          Cells cells = Cells.NONE;
          final List<String> notices = new ArrayList<>();
          @Nullable String resultType;
        };
    Json.object(
        whole,
        (name, reader) -> {
          if (name.equals("data")) {
            draft.cells = cells(reader);
          } else if (name.equals("schema")) {
            Json.object(
                reader,
                (member, value) -> {
                  if (member.equals("fields")) {
                    draft.columns = Json.list(value, GrafanaJson::column);
                  } else if (member.equals("meta") && !Json.isNull(value)) {
                    draft.resultType = meta(value, draft.notices);
                  } else if (!member.equals("meta")) {
                    value.skipValue();
                  }
                });
          } else {
            reader.skipValue();
          }
        });
    return new Frame(draft.columns, draft.cells, draft.notices, draft.resultType);
  }

  /** Adds the notices, and answers what Prometheus said that it is. */
  private static @Nullable String meta(JsonReader whole, List<String> notices) throws IOException {
    var type = new @Nullable String[1];
    Json.object(
        whole,
        (name, reader) -> {
          if (name.equals("notices")) {
            Json.listOrNull(reader, GrafanaJson::notice).forEach(notices::add);
          } else if (name.equals("custom") && reader.peek() == JsonReader.Token.BEGIN_OBJECT) {
            type[0] = member(reader, "resultType");
          } else {
            reader.skipValue();
          }
        });
    return type[0];
  }

  private static String notice(JsonReader reader) throws IOException {
    var text = member(reader, "text");
    return text == null ? "" : text;
  }

  /** The text of one member, if it is there and a text. */
  private static @Nullable String member(JsonReader whole, String wanted) throws IOException {
    var found = new @Nullable String[1];
    Json.object(
        whole,
        (name, reader) -> {
          if (name.equals(wanted) && reader.peek() == JsonReader.Token.STRING) {
            found[0] = reader.nextString();
          } else {
            reader.skipValue();
          }
        });
    return found[0];
  }

  private static Column column(JsonReader whole) throws IOException {
    var draft =
        new Object() {
          String type = "";
          Json.Identity identity = new Json.Identity(null, Labels.empty());
        };
    Json.object(
        whole,
        (name, reader) -> {
          switch (name) {
            case "type" -> draft.type = Json.string(reader);
            case "labels" -> draft.identity = Json.identity(reader);
            default -> reader.skipValue();
          }
        });
    return new Column(draft.type, draft.identity);
  }

  private static Cells cells(JsonReader whole) throws IOException {
    var draft =
        new Object() {
          List<List<Object>> values = List.of();
          List<Map<Integer, Double>> special = List.of();
        };
    Json.object(
        whole,
        (name, reader) -> {
          switch (name) {
            case "values" -> draft.values = Json.list(reader, GrafanaJson::values);
            case "entities" -> draft.special = Json.listOrNull(reader, GrafanaJson::special);
            default -> reader.skipValue();
          }
        });
    return new Cells(draft.values, draft.special);
  }

  private static List<Object> values(JsonReader reader) throws IOException {
    return Json.list(reader, GrafanaJson::cell);
  }

  private static Object cell(JsonReader reader) throws IOException {
    if (reader.peek() == JsonReader.Token.NUMBER) {
      return reader.nextDouble();
    }
    if (Json.isNull(reader)) {
      return NOTHING;
    }
    reader.skipValue();
    return "";
  }

  /** What JSON has no numbers for stands beside the cells, which are null there. */
  private static Map<Integer, Double> special(JsonReader whole) throws IOException {
    var numbers = new TreeMap<Integer, Double>();
    if (Json.isNull(whole)) {
      return numbers;
    }
    Json.object(
        whole,
        (name, reader) -> {
          if (!SPECIAL.contains(name)) {
            reader.skipValue();
            return;
          }
          double number =
              switch (name) {
                case "Inf" -> Double.POSITIVE_INFINITY;
                case "NegInf" -> Double.NEGATIVE_INFINITY;
                default -> Double.NaN;
              };
          for (double row : Json.listOrNull(reader, Json::number)) {
            numbers.put((int) row, number);
          }
        });
    return numbers;
  }

  /** The series of the frames, values of which are null left out. */
  static List<Series> series(List<Frame> frames) throws Json.MalformedException {
    try {
      var all = new ArrayList<Series>();
      frames.forEach(frame -> addSeries(frame, all));
      return Json.distinct(all);
    } catch (Json.UnexpectedException e) {
      throw new Json.MalformedException(e.getMessage());
    }
  }

  private static void addSeries(Frame frame, List<Series> all) {
    int columns = frame.columns().size();
    if (columns == 0 && frame.cells().values().isEmpty()) {
      // How Grafana says that there is nothing.
      return;
    }
    int time = timeColumn(frame);
    for (int column = 0; column < columns; column++) {
      var head = frame.columns().get(column);
      if (column != time) {
        var points = points(frame, time, column);
        all.add(Series.read(head.identity().name(), head.identity().labels(), points, false));
      }
    }
  }

  private static int timeColumn(Frame frame) {
    int time = -1;
    for (int column = 0; column < frame.columns().size(); column++) {
      var type = frame.columns().get(column).type();
      if (type.equals("time") && time < 0) {
        time = column;
      } else if (!type.equals("number")) {
        throw Json.unexpected("expected frames of one column of times and columns of numbers");
      }
    }
    if (time < 0) {
      throw Json.unexpected("expected a column of times");
    }
    return time;
  }

  private static List<Point> points(Frame frame, int time, int column) {
    var cells = frame.cells();
    var points = new ArrayList<Point>();
    if (cells.values().isEmpty()) {
      return points;
    }
    if (cells.values().size() != frame.columns().size() || cells.rows(column) != cells.rows(time)) {
      throw Json.unexpected("expected as many values as there are times");
    }
    for (int row = 0; row < cells.rows(time); row++) {
      @Nullable Double at = cells.number(time, row);
      @Nullable Double value = cells.number(column, row);
      if (at == null) {
        throw Json.unexpected("expected a time for each value");
      }
      if (value != null) {
        points.add(new Point(Json.moment(at), value));
      }
    }
    return points;
  }
}
