package dev.pulse.samples.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of the demo in which addresses are still to be filled in. */
final class Template {
  private static final Pattern BLANK = Pattern.compile("\\$\\{([A-Z_]+)\\}");

  private Template() {}

  /**
   * The text of a file beside this class.
   *
   * @throws IllegalArgumentException when it asks for what is not among the values
   */
  static String fill(String file, Map<String, String> values) {
    return BLANK
        .matcher(text(file))
        .replaceAll(
            blank -> {
              var value = values.get(blank.group(1));
              if (value == null) {
                throw new IllegalArgumentException(
                    file + " asks for " + blank.group(1) + ", but there is " + values.keySet());
              }
              return Matcher.quoteReplacement(value);
            });
  }

  private static String text(String file) {
    try (var resource = Template.class.getResourceAsStream(file)) {
      if (resource == null) {
        throw new IllegalStateException("The jar has lost " + file);
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The jar is damaged: " + file, e);
    }
  }
}
