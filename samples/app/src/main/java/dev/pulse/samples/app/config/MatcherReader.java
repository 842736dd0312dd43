package dev.pulse.samples.app.config;

import dev.pulse.api.config.Setting;
import dev.pulse.api.route.Matcher;
import dev.pulse.core.alerting.AlertFilter;
import java.util.List;

/** Reads matchers as Alertmanager writes them, and tries their regular expressions. */
final class MatcherReader {
  private MatcherReader() {}

  /** A list of matchers, which must not be empty. */
  static Setting<List<Matcher>> read(Setting<List<String>> texts) {
    return texts
        .notEmpty()
        .expecting("a list of matchers like severity=\"critical\" or check=~\"db-.*\"")
        .map(all -> all.stream().map(MatcherReader::matcher).toList(), List.of());
  }

  /** Whether something can be the name of a label. */
  static boolean isLabel(String text) {
    return text.matches("[a-zA-Z_][a-zA-Z0-9_]*");
  }

  private static Matcher matcher(String text) {
    if (text.matches("\\s*\\w+\\s*==.*")) {
      // Allowed by the form, as a value that begins with an equals sign; nobody means it.
      throw new IllegalArgumentException(
          "has \"" + text + "\" with two equals signs; one is enough: severity=\"critical\"");
    }
    var matcher = Matcher.parse(text);
    // Only whether its regular expression can be read matters here.
    var unused = AlertFilter.of(List.of(matcher));
    return matcher;
  }
}
