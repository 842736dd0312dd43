package dev.pulse.core.internal.alert;

import dev.pulse.api.check.Finding;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen as an incident opens.
 *
 * @param text in one line
 * @param details the numbers behind it
 * @param finding the finding it is about; null for none
 */
record Sight(String text, Map<String, String> details, @Nullable Finding finding) {
  /** What an outcome shows, with a number of its own in front of the details of its result. */
  static Sight of(String text, String name, int number, Map<String, String> more) {
    var details = new LinkedHashMap<String, String>();
    details.put(name, Integer.toString(number));
    more.entrySet().stream()
        .limit(Details.MOST)
        .forEach(
            detail ->
                details.putIfAbsent(Details.cut(detail.getKey()), Details.cut(detail.getValue())));
    return new Sight(text, details, null);
  }
}
