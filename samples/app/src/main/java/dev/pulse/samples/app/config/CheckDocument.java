package dev.pulse.samples.app.config;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.Moshi;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * An entry of {@code checks} as somebody wrote it, in YAML or in JSON: texts, lists and sections,
 * with variables as they stand there. Nothing is known of its options. Immutable.
 */
public final class CheckDocument {
  private static final int DEEPEST = 32;
  private static final int MOST_VALUES = 5_000;
  private static final String YAML = "the text";
  private static final String CHECKS = "checks";
  private static final String FIRST = "checks[0].";
  private static final JsonAdapter<Object> JSON =
      new Moshi.Builder().build().adapter(Object.class).serializeNulls();

  private final Map<String, @Nullable Object> values;
  private final Function<String, String> origin;

  private CheckDocument(Map<String, @Nullable Object> values, Function<String, String> origin) {
    this.values = Collections.unmodifiableMap(values);
    this.origin = origin;
  }

  /**
   * Reads JSON: one object.
   *
   * @throws ConfigurationException when it is none, is too large, or has a name twice
   */
  public static CheckDocument json(String text) {
    var reading = new JsonValues();
    try (var buffer = new Buffer().writeUtf8(text);
        var in = JsonReader.of(buffer)) {
      if (in.peek() != JsonReader.Token.BEGIN_OBJECT) {
        throw refused("must be a section with options at its top level");
      }
      var values = reading.section(in, "", 0);
      if (in.peek() != JsonReader.Token.END_DOCUMENT) {
        throw refused("must be one object, but something follows it");
      }
      if (!reading.problems.isEmpty()) {
        throw new ConfigurationException(reading.problems);
      }
      return new CheckDocument(values, key -> "");
    } catch (IOException | JsonDataException e) {
      // The words of the library are about the place, and do not repeat what stands there.
      throw refused("is not JSON: " + e.getMessage());
    }
  }

  /**
   * Reads YAML: the options of the entry, or {@code checks} with this one entry, as it is copied
   * from a file; also without the word.
   *
   * @throws ConfigurationException with everything that is wrong with it as YAML
   */
  public static CheckDocument yaml(String text) {
    boolean item = text.stripLeading().startsWith("- ");
    var document = YamlReader.read(YAML, item ? CHECKS + ":\n" + text : text, null);
    Function<String, String> lines = key -> line(document.where(key), item ? 1 : 0);
    if (!document.problems().isEmpty()) {
      throw new ConfigurationException(
          document.problems().stream()
              .map(
                  problem ->
                      new Problem(
                          line(problem.where(), item ? 1 : 0), problem.key(), problem.message()))
              .toList());
    }
    var values = document.values();
    if (values.size() == 1 && values.get(CHECKS) instanceof List<?> entries) {
      if (entries.size() != 1 || !(entries.get(0) instanceof Map<?, ?>)) {
        throw refused("must be one check, but has " + entries.size());
      }
      return new CheckDocument(section(entries.get(0)), key -> lines.apply(FIRST + key));
    }
    return new CheckDocument(new LinkedHashMap<>(values), lines);
  }

  /** {@code line 3} for {@code the text:3}, which may have a line of ours before it. */
  private static String line(String where, int ours) {
    return where.startsWith(YAML + ":")
        ? "line " + Math.max(1, Integer.parseInt(where.substring(YAML.length() + 1)) - ours)
        : "";
  }

  private static ConfigurationException refused(String message) {
    return new ConfigurationException(List.of(new Problem("", "", message)));
  }

  /** The names of the options at its top level, in their order; unmodifiable. */
  public List<String> keys() {
    return List.copyOf(values.keySet());
  }

  /** The text of an option at its top level; empty when it is not there or is no text. */
  public String text(String key) {
    return values.get(key) instanceof String text ? text : "";
  }

  /** The type of the check, as its reader takes it. */
  public String type() {
    return values.get("type") instanceof String type ? type : "http";
  }

  /** All of its texts by their paths, such as {@code basic.user} and {@code tags[1]}, in order. */
  public Map<String, String> texts() {
    var texts = new LinkedHashMap<String, String>();
    var unused =
        changed(
            (path, text) -> {
              texts.put(path, text);
              return text;
            });
    return texts;
  }

  /** This document with other texts; the change is given the path and the text of each. */
  public CheckDocument changed(BiFunction<String, String, String> change) {
    return new CheckDocument(filled(change), origin);
  }

  /** Its values, with something else in the place of each text. */
  Map<String, @Nullable Object> filled(BiFunction<String, String, ? extends @Nullable Object> by) {
    var filled = new LinkedHashMap<String, @Nullable Object>();
    values.forEach((key, value) -> filled.put(key, filled(key, value, by)));
    return filled;
  }

  private static @Nullable Object filled(
      String path,
      @Nullable Object value,
      BiFunction<String, String, ? extends @Nullable Object> by) {
    if (value instanceof String text) {
      return by.apply(path, text);
    }
    if (value instanceof Map<?, ?> section) {
      var filled = new LinkedHashMap<String, @Nullable Object>();
      section.forEach(
          (key, inner) -> filled.put(String.valueOf(key), filled(path + "." + key, inner, by)));
      return filled;
    }
    if (value instanceof List<?> list) {
      var filled = new ArrayList<@Nullable Object>();
      for (int i = 0; i < list.size(); i++) {
        filled.add(filled(path + "[" + i + "]", list.get(i), by));
      }
      return filled;
    }
    return null;
  }

  /** Where a path stands, such as {@code line 3}; empty when nobody can tell. */
  String where(String path) {
    return origin.apply(path);
  }

  /** Its values for machines: numbers and truth values as such. */
  public Map<String, @Nullable Object> values() {
    return filled((path, text) -> plain(text));
  }

  /** The document as JSON, which {@link #json} reads. */
  public String toJson() {
    return JSON.toJson(filled((path, text) -> text));
  }

  /** The document as YAML, as people write it. */
  public String toYaml() {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setSchema(new CoreSchema())
            .setSplitLines(false)
            .build();
    return new Dump(settings).dumpToString(values());
  }

  /** A text that reads back as itself when it is written as what it looks like. */
  private static Object plain(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    try {
      var whole = Long.valueOf(text);
      return whole.toString().equals(text) ? whole : text;
    } catch (NumberFormatException e) {
      return decimal(text);
    }
  }

  private static Object decimal(String text) {
    try {
      var number = Double.valueOf(text);
      return number.toString().equals(text) && Double.isFinite(number) ? number : text;
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private static Map<String, @Nullable Object> section(@Nullable Object value) {
    var section = new LinkedHashMap<String, @Nullable Object>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> section.put(String.valueOf(key), inner));
    }
    return section;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CheckDocument document && values.equals(document.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** Its type and name; what else is in it may be secret. */
  @Override
  public String toString() {
    return type() + " " + text("name");
  }

  /** Reads values as texts: options know better what they expect than JSON does. */
  private static final class JsonValues {
    private final List<Problem> problems = new ArrayList<>();
    private int values;

    Map<String, @Nullable Object> section(JsonReader in, String path, int depth)
        throws IOException {
      var section = new LinkedHashMap<String, @Nullable Object>();
      in.beginObject();
      while (in.hasNext()) {
        var key = in.nextName();
        var inner = path.isEmpty() ? key : path + "." + key;
        boolean twice = section.containsKey(key);
        var value = value(in, inner, depth + 1);
        if (twice) {
          problems.add(new Problem("", inner, "is given twice"));
        } else {
          section.put(key, value);
        }
      }
      in.endObject();
      return section;
    }

    private @Nullable Object value(JsonReader in, String path, int depth) throws IOException {
      if (depth > DEEPEST) {
        throw refused("is nested deeper than " + DEEPEST + " levels");
      }
      if (++values > MOST_VALUES) {
        throw refused("is too much: at most " + MOST_VALUES + " values");
      }
      return switch (in.peek()) {
        case BEGIN_OBJECT -> section(in, path, depth);
        case BEGIN_ARRAY -> list(in, path, depth);
        case BOOLEAN -> String.valueOf(in.nextBoolean());
        case NULL -> in.nextNull();
        // A number as it is written, and not as a double has it.
        default -> in.nextString();
      };
    }

    private List<@Nullable Object> list(JsonReader in, String path, int depth) throws IOException {
      var list = new ArrayList<@Nullable Object>();
      in.beginArray();
      while (in.hasNext()) {
        list.add(value(in, path + "[" + list.size() + "]", depth + 1));
      }
      in.endArray();
      return list;
    }
  }
}
