package dev.pulse.samples.app.config;

import dev.pulse.api.config.Durations;
import dev.pulse.api.config.Settings;
import dev.pulse.api.store.Retention;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads how long history is kept: a duration for single results, or one for each kind. */
final class RetentionReader {
  private static final String KEY = "retention";
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private RetentionReader() {}

  /**
   * Reads the retention.
   *
   * @param inParts whether the file has a section instead of a duration
   */
  static Optional<Retention> read(Settings root, boolean inParts) {
    if (inParts) {
      return Optional.of(parts(root, root.section(KEY)));
    }
    return root.duration(KEY)
        .between(SHORTEST, LONGEST)
        .map(results -> Retention.builder().results(results).build(), Retention.builder().build())
        .optional();
  }

  private static Retention parts(Settings root, Settings section) {
    var builder = Retention.builder();
    part(section, "results", builder::results);
    part(section, "minutes", builder::minutes);
    part(section, "hours", builder::hours);
    part(section, "days", builder::days);
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      root.note(KEY, String.valueOf(e.getMessage()));
      return Retention.builder().build();
    }
  }

  private static void part(Settings section, String key, Consumer<Duration> setter) {
    section
        .text(key)
        .expecting("a duration like 90d, or forever")
        .map(RetentionReader::kept, Retention.FOREVER)
        .optional()
        .ifPresent(setter);
  }

  private static Duration kept(String text) {
    if (text.equals("forever")) {
      return Retention.FOREVER;
    }
    var kept = Durations.parse(text);
    if (kept.compareTo(SHORTEST) < 0 || kept.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "must be 1m to 36500d or forever, but is \"" + text + "\"");
    }
    return kept;
  }
}
