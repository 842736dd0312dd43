package dev.pulse.samples.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which part of history is meant. The server reads them. */
final class Stretch {
  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "The first moment: 2026-01-31T12:00:00Z, 2026-01-31, -24h (units s, m, h, d).")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "The first moment after it, in the same forms.")
  private @Nullable String to;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "Whose days are meant, such as Europe/Berlin; default: UTC.")
  private @Nullable String zone;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "Only checks whose name begins like this.")
  private @Nullable String prefix;

  /** As parameters of a request; those that were not given are null. */
  Map<String, @Nullable String> parameters() {
    var parameters = new LinkedHashMap<String, @Nullable String>();
    parameters.put("from", from);
    parameters.put("to", to);
    parameters.put("zone", zone);
    parameters.put("prefix", prefix);
    return parameters;
  }
}
