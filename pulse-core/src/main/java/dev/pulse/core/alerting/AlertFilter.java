package dev.pulse.core.alerting;

import dev.pulse.api.model.Labels;
import dev.pulse.api.route.Matcher;
import dev.pulse.core.internal.route.Matching;
import java.util.List;

/**
 * Asks matchers about the labels of alerts, as routes and silences do. Its regular expressions take
 * time in proportion to the labels, so matchers may come from strangers. Immutable and thread-safe.
 *
 * <pre>{@code
 * var shop = AlertFilter.of(List.of(Matcher.parse("team=~\"shop|web\"")));
 * pulse.alerting().alerts().stream().filter(alert -> shop.matches(alert.labels())).toList();
 * }</pre>
 */
public final class AlertFilter {
  private final Matching matching;

  private AlertFilter(Matching matching) {
    this.matching = matching;
  }

  /**
   * A filter.
   *
   * @param matchers what must hold, all of it; none lets every alert through
   * @throws IllegalArgumentException when a regular expression cannot be read or is too large, with
   *     the matcher it stands in
   */
  public static AlertFilter of(List<Matcher> matchers) {
    return new AlertFilter(Matching.of(List.copyOf(matchers)));
  }

  /** Whether all matchers hold; a label that is not there counts as empty. */
  public boolean matches(Labels labels) {
    return matching.matches(labels);
  }
}
