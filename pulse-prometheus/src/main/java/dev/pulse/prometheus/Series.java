package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Labels;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One series of an answer: its labels, and its values in the order of their times. Values that are
 * not there (Grafana's nulls) are left out. Immutable.
 *
 * <p>Names of labels that only newer servers know, in UTF-8, are written as Prometheus writes them
 * for older readers: {@code http.status} is {@code U__http_2e_status}. Labels with an empty value
 * are left out: to Prometheus they are not there.
 */
public final class Series {
  private final @Nullable String name;
  private final Labels labels;
  private final List<Point> points;
  private final boolean histograms;

  private Series(@Nullable String name, Labels labels, List<Point> points, boolean histograms) {
    this.name = name;
    this.labels = requireNonNull(labels, "labels");
    this.points = List.copyOf(points);
    this.histograms = histograms;
  }

  /** A series that has no name, as what functions make. */
  public static Series of(Labels labels, Point... points) {
    return new Series(null, labels, List.of(points), false);
  }

  /** A series with the name of its metric. */
  public static Series of(String name, Labels labels, List<Point> points) {
    return new Series(requireNonNull(name, "name"), labels, points, false);
  }

  static Series read(@Nullable String name, Labels labels, List<Point> points, boolean histograms) {
    return new Series(name, labels, points, histograms);
  }

  /** The name of the metric; functions and operations drop it. */
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /** The labels, without the name of the metric. */
  public Labels labels() {
    return labels;
  }

  /** The values, oldest first; unmodifiable. Empty when the server told none that is a number. */
  public List<Point> points() {
    return points;
  }

  /** The newest value. */
  public Optional<Point> latest() {
    return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1));
  }

  /** Whether the server sent native histograms for it, which are not among the values. */
  public boolean hasHistograms() {
    return histograms;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Series that
        && Objects.equals(name, that.name)
        && labels.equals(that.labels)
        && points.equals(that.points)
        && histograms == that.histograms;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, labels, points, histograms);
  }

  /** The name and the labels, as Prometheus writes them: <code>up{job="api"}</code>. */
  @Override
  public String toString() {
    return (name == null ? "" : name) + (name != null && labels.isEmpty() ? "" : labels);
  }
}
