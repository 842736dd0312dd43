package dev.pulse.core.store;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists and maps of texts as JSON, in their order. */
final class Texts {
  private Texts() {}

  static void write(JsonWriter writer, Map<String, String> map) throws IOException {
    writer.beginObject();
    for (Map.Entry<String, String> entry : map.entrySet()) {
      writer.name(entry.getKey()).value(entry.getValue());
    }
    writer.endObject();
  }

  static void write(JsonWriter writer, List<String> list) throws IOException {
    writer.beginArray();
    for (String text : list) {
      writer.value(text);
    }
    writer.endArray();
  }

  static Map<String, String> readMap(JsonReader reader) throws IOException {
    var map = new LinkedHashMap<String, String>();
    reader.beginObject();
    while (reader.hasNext()) {
      map.put(reader.nextName(), reader.nextString());
    }
    reader.endObject();
    return map;
  }

  static List<String> readList(JsonReader reader) throws IOException {
    var list = new ArrayList<String>();
    reader.beginArray();
    while (reader.hasNext()) {
      list.add(reader.nextString());
    }
    reader.endArray();
    return list;
  }
}
