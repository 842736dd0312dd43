package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Series as they were scraped, chosen by name and labels: each with its newest value, or over a
 * time. Immutable.
 */
public final class MetricSelector extends InstantVector {
  private final String name;
  private final List<LabelMatcher> matchers;

  MetricSelector(String name, List<LabelMatcher> matchers) {
    super(text(name, matchers), Precedence.ATOM, false);
    this.name = name;
    this.matchers = matchers;
  }

  private static String text(String name, List<LabelMatcher> matchers) {
    return matchers.isEmpty()
        ? name
        : name
            + matchers.stream()
                .map(LabelMatcher::toString)
                .collect(Collectors.joining(", ", "{", "}"));
  }

  /** Those of these series that match further conditions, all of them. */
  public MetricSelector where(LabelMatcher... conditions) {
    return where(List.of(conditions));
  }

  /** Those of these series that match further conditions, all of them. */
  public MetricSelector where(List<LabelMatcher> conditions) {
    var all = new ArrayList<>(matchers);
    all.addAll(requireNonNull(conditions, "conditions"));
    return new MetricSelector(name, List.copyOf(all));
  }

  /**
   * Their values over the time up to now.
   *
   * @throws IllegalArgumentException when it is not a whole number of milliseconds, at least one
   */
  public RangeVector over(Duration time) {
    return new RangeVector(text() + "[" + PromQlText.duration(time) + "]");
  }
}
