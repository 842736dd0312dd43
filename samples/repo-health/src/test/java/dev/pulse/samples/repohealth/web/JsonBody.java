package dev.pulse.samples.repohealth.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import okio.Buffer;

/** Bodies as maps and lists; numbers are doubles. */
final class JsonBody {
  private JsonBody() {}

  static Map<String, Object> ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    return object(read(answer.body()));
  }

  static Object read(String text) {
    try (var reader = JsonReader.of(new Buffer().writeUtf8(text))) {
      return reader.readJsonValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked") // the keys of JSON are texts
  static Map<String, Object> object(Object value) {
    assertThat(value).isInstanceOf(Map.class);
    return (Map<String, Object>) value;
  }

  static List<Map<String, Object>> objects(Object value) {
    assertThat(value).isInstanceOf(List.class);
    return ((List<?>) value).stream().map(JsonBody::object).toList();
  }
}
