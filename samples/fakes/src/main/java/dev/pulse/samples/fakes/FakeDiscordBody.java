package dev.pulse.samples.fakes;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import dev.pulse.samples.fakes.FakeMessage.FakeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import mockwebserver3.RecordedRequest;

/** What a bot sent: fields as JSON, alone or as the first part of a form with files. */
record FakeDiscordBody(Map<String, Object> fields, List<FakeFile> files) {
  private static final JsonAdapter<Object> JSON = new Moshi.Builder().build().adapter(Object.class);
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
  private static final Pattern FILE = Pattern.compile("filename=\"([^\"]*)\"");

  static FakeDiscordBody of(RecordedRequest request) {
    var type = String.valueOf(request.getHeaders().get("Content-Type"));
    var body = request.getBody();
    // One character for each byte, so that lengths are those of the files.
    var raw = body == null ? "" : body.string(StandardCharsets.ISO_8859_1);
    if (!type.startsWith("multipart/form-data")) {
      return new FakeDiscordBody(fields(raw), List.of());
    }
    Map<String, Object> fields = Map.of();
    var files = new ArrayList<FakeFile>();
    for (var part : raw.split(Pattern.quote("--" + type.replaceFirst(".*boundary=", "")), -1)) {
      int end = part.indexOf("\r\n\r\n");
      if (end < 0) {
        continue;
      }
      var head = part.substring(0, end);
      var content = part.substring(end + 4).replaceFirst("\r\n$", "");
      var name = NAME.matcher(head);
      var file = FILE.matcher(head);
      if (name.find() && name.group(1).equals("payload_json")) {
        fields = fields(content);
      } else if (file.find()) {
        files.add(new FakeFile(file.group(1), content.length()));
      }
    }
    return new FakeDiscordBody(fields, files);
  }

  private static Map<String, Object> fields(String latin) {
    var text = new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    var fields = new LinkedHashMap<String, Object>();
    try {
      if (JSON.fromJson(text) instanceof Map<?, ?> map) {
        map.forEach((name, value) -> fields.put(String.valueOf(name), value));
      }
    } catch (IOException e) {
      // Not JSON: then there are no fields, which the rules refuse.
    }
    return fields;
  }

  static String json(Map<String, ?> fields) {
    return JSON.toJson(fields);
  }
}
