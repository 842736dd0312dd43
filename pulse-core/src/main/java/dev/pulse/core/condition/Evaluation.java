package dev.pulse.core.condition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One pass over a condition. Confine to one thread. */
final class Evaluation {
  private static final int MOST_TOLD = 5;

  private final Source source;
  private final @Nullable Map<String, String> seen;

  private Evaluation(Source source, @Nullable Map<String, String> seen) {
    this.source = source;
    this.seen = seen;
  }

  static Evaluation of(Source source) {
    return new Evaluation(source, null);
  }

  /** An evaluation that remembers the values it saw; slower. */
  static Evaluation telling(Source source) {
    return new Evaluation(source, new LinkedHashMap<>());
  }

  Object named(String name) {
    var value = source.value(name);
    if (value == null) {
      throw new Judgement.Early(Judgement.noData(name));
    }
    if (seen != null) {
      seen.put(
          name,
          value instanceof String text && name.equals("body")
              ? "has " + text.length() + " characters"
              : "is " + Values.shown(value));
    }
    return value;
  }

  @Nullable Object json(BodyPath path) {
    var body = source.body();
    if (body == null) {
      throw new Judgement.Early(Judgement.noData("body"));
    }
    if (!body.isJson()) {
      throw new Judgement.Early(Judgement.broken("the body is not JSON"));
    }
    var value = path.in(body.json());
    if (seen != null) {
      seen.put(path.toString(), value == null ? "is not there" : "is " + Values.shown(value));
    }
    return value;
  }

  /** The values in the order in which they were seen. */
  String told() {
    return seen == null
        ? ""
        : seen.entrySet().stream()
                .limit(MOST_TOLD)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "))
            + (seen.size() > MOST_TOLD ? ", …" : "");
  }
}
