package dev.pulse.core.store;

import dev.pulse.api.model.Sample;
import java.util.List;
import java.util.Map;

/**
 * The shapes that the last results of each registration had, so that the text of the same shape
 * need not be made for every run. Confine to one thread.
 */
final class ShapeTexts {
  private static final int MOST = 20_000;

  private final Map<String, Known> known = Ids.bounded(MOST);

  private record Known(List<Sample> samples, String text) {
    boolean hasShapeOf(List<Sample> others) {
      if (samples.size() != others.size()) {
        return false;
      }
      for (int i = 0; i < samples.size(); i++) {
        var one = samples.get(i);
        var other = others.get(i);
        if (one.kind() != other.kind()
            || one.at().isPresent() != other.at().isPresent()
            || !one.name().equals(other.name())
            || !one.labels().equals(other.labels())) {
          return false;
        }
      }
      return true;
    }
  }

  /** The text of a shape, as {@link SampleShape#textOf} makes it. */
  String textOf(String check, List<Sample> samples) {
    var last = known.get(check);
    if (last == null || !last.hasShapeOf(samples)) {
      last = new Known(samples, SampleShape.textOf(samples));
      known.put(check, last);
    }
    return last.text;
  }
}
