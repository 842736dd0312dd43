package dev.pulse.prometheus.export;

import dev.pulse.api.model.Labels;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The labels of samples, as Prometheus would store them beside {@code check}. */
final class SampleLabels {
  private static final String CHECK = "check";
  private static final String RESERVED = "__";

  private SampleLabels() {}

  /**
   * Labels as they are shown: those without a value are left out, which means the same to
   * Prometheus, and a {@code check} of the sample's own becomes {@code exported_check}, as where
   * Prometheus itself adds a label that is there already.
   *
   * @return none when a name is one that Prometheus keeps for itself
   */
  static @Nullable Labels shown(Labels labels) {
    for (var entry : labels.asMap().entrySet()) {
      var name = entry.getKey();
      if (name.startsWith(RESERVED) || name.equals(CHECK) || entry.getValue().isEmpty()) {
        return changed(labels);
      }
    }
    return labels;
  }

  private static @Nullable Labels changed(Labels labels) {
    var shown = new TreeMap<String, String>();
    for (var entry : labels.asMap().entrySet()) {
      if (entry.getKey().startsWith(RESERVED)) {
        return null;
      }
      if (!entry.getValue().isEmpty() && !entry.getKey().equals(CHECK)) {
        shown.put(entry.getKey(), entry.getValue());
      }
    }
    var own = labels.get(CHECK).orElse("");
    if (!own.isEmpty()) {
      var name = "exported_" + CHECK;
      while (shown.containsKey(name)) {
        name = "exported_" + name;
      }
      shown.put(name, own);
    }
    return Labels.from(shown);
  }
}
