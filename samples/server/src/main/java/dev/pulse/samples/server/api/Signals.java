package dev.pulse.samples.server.api;

import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Signal;
import dev.pulse.samples.server.web.HttpError;
import java.util.HashMap;
import java.util.regex.Pattern;

/**
 * Reads signals as Prometheus writes series: {@code latency}, {@code failures}, {@code
 * http_body_bytes}, <code>phase_seconds{phase="dns"}</code>.
 */
final class Signals {
  private static final Pattern SERIES =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})?", Pattern.DOTALL);
  private static final Pattern LABEL =
      Pattern.compile("\\s*([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*+)\"\\s*(,|$)");
  private static final int LONGEST = 1_000;

  private Signals() {}

  static Signal parse(String text) {
    var series = SERIES.matcher(text);
    if (text.length() > LONGEST || !series.matches()) {
      throw invalid(text);
    }
    var name = series.group(1);
    var labels = series.group(2);
    if (labels != null) {
      return Signal.sample(name, labels(labels, text));
    }
    return switch (name) {
      case "latency" -> Signal.latency();
      case "failures" -> Signal.failures();
      default -> Signal.sample(name);
    };
  }

  private static Labels labels(String list, String text) {
    var entries = new HashMap<String, String>();
    var label = LABEL.matcher(list);
    int at = 0;
    boolean more = !list.isBlank();
    while (more) {
      if (!label.find(at) || label.start() != at) {
        throw invalid(text);
      }
      entries.put(label.group(1), unescaped(label.group(2)));
      at = label.end();
      more = label.group(3).equals(",");
    }
    if (at < list.stripTrailing().length()) {
      throw invalid(text);
    }
    return Labels.from(entries);
  }

  private static String unescaped(String value) {
    var plain = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\') {
        i++;
        c = value.charAt(i) == 'n' ? '\n' : value.charAt(i);
      }
      plain.append(c);
    }
    return plain.toString();
  }

  private static HttpError invalid(String text) {
    return HttpError.invalid(
        "signal", "latency, failures, or a sample such as phase_seconds{phase=\"dns\"}", text);
  }
}
