package dev.pulse.samples.fakes;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON objects as maps that keep their order. */
final class Json {
  private static final JsonAdapter<Object> ANYTHING =
      new Moshi.Builder().build().adapter(Object.class);

  private Json() {}

  static String text(Map<String, ?> object) {
    return ANYTHING.toJson(object);
  }

  /** Names and values by turns. */
  static Map<String, Object> object(Object... members) {
    var object = new LinkedHashMap<String, Object>();
    for (int i = 0; i < members.length; i += 2) {
      object.put((String) members[i], members[i + 1]);
    }
    return object;
  }

  /** The same object with a member in each of its objects that no client can know yet. */
  static Map<String, Object> fromTheFuture(Map<?, ?> object) {
    var newer = new LinkedHashMap<String, Object>();
    object.forEach((name, value) -> newer.put((String) name, fromTheFuture(value)));
    if (!isTextMap(object)) {
      newer.put("fieldOfANewerCluster", object("enabled", true, "modes", List.of("a", "b")));
    }
    return newer;
  }

  private static Object fromTheFuture(Object value) {
    if (value instanceof Map<?, ?> map) {
      return fromTheFuture(map);
    }
    if (value instanceof List<?> list) {
      var newer = new ArrayList<>();
      list.forEach(item -> newer.add(fromTheFuture(item)));
      return newer;
    }
    return value;
  }

  /** Labels, annotations and the like: only texts may be added there. */
  private static boolean isTextMap(Map<?, ?> object) {
    return !object.containsKey("name")
        && !object.containsKey("type")
        && !object.containsKey("reason")
        && !object.containsKey("status")
        && !object.containsKey("startedAt")
        && !object.isEmpty()
        && object.values().stream().allMatch(String.class::isInstance);
  }
}
