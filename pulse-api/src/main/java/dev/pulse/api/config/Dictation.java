package dev.pulse.api.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes down what is read from settings that have nothing. Confine to one thread.
 *
 * <p>Some options are read only where others are there, so there are two readings: one in which
 * nothing is there, which tells what is required, and one in which everything seems to be.
 */
final class Dictation {
  private final Map<String, Option> options = new LinkedHashMap<>();
  private final boolean everything;

  private Dictation(boolean everything) {
    this.everything = everything;
  }

  static List<Option> of(Function<Settings, ?> build) {
    var nothing = new Dictation(false);
    nothing.read(build);
    var everything = new Dictation(true);
    try {
      everything.read(build);
    } catch (RuntimeException e) {
      // An option that seems to be there and has no value is nothing that a plug-in must bear. What
      // it has read until then is true all the same.
    }
    return merged(nothing.options, everything.options);
  }

  /** Whether options are to seem to be there. */
  boolean everything() {
    return everything;
  }

  void add(Option option) {
    options.putIfAbsent(option.name(), option);
  }

  private void read(Function<Settings, ?> build) {
    try {
      var unused = build.apply(Settings.dictated(this));
    } catch (ConfigurationException | IllegalArgumentException e) {
      // Nothing was configured, so something is missing; what it would have been is written down.
    }
  }

  /** The order of the fuller reading, then what only the other one has. */
  private static List<Option> merged(Map<String, Option> nothing, Map<String, Option> everything) {
    var merged = new ArrayList<Option>();
    everything.forEach(
        (name, option) -> {
          var plain = nothing.get(name);
          merged.add(plain != null ? plain : option.nested() ? option : option.notRequired());
        });
    nothing.forEach(
        (name, option) -> {
          if (!everything.containsKey(name)) {
            merged.add(option);
          }
        });
    return List.copyOf(merged);
  }
}
