package dev.pulse.api.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One number of one series at one time. The series is the name with the labels, both as in
 * Prometheus; units belong into the name ({@code _seconds}, {@code _bytes}, {@code _total}). The
 * value is always finite: what is not known has no sample. Immutable.
 *
 * <p>A sample without a time of its own is taken to be as old as the run that produced it.
 */
public final class Sample {
  private final String name;
  private final Labels labels;
  private final double value;
  private final Kind kind;
  private final @Nullable Instant at;

  /** How the values of a series relate to each other. The set is frozen. */
  public enum Kind {
    /** A value that goes up and down. */
    GAUGE,
    /** A total that only rises, until its source restarts. */
    COUNTER
  }

  private Sample(String name, Labels labels, double value, Kind kind, @Nullable Instant at) {
    if (!Names.isName(requireNonNull(name, "name"), true)) {
      throw new IllegalArgumentException(
          "sample name \"" + name + "\" is not allowed: it must match [a-zA-Z_:][a-zA-Z0-9_:]*");
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "sample " + name + " must be finite, but is " + value + ": leave out what is not known");
    }
    this.name = name;
    this.labels = requireNonNull(labels, "labels");
    this.value = value;
    this.kind = kind;
    this.at = at;
  }

  /**
   * A gauge without labels.
   *
   * @throws IllegalArgumentException when the name is no metric name or the value is not finite
   */
  public static Sample gauge(String name, double value) {
    return gauge(name, Labels.empty(), value);
  }

  /**
   * A gauge with labels.
   *
   * @throws IllegalArgumentException when the name is no metric name or the value is not finite
   */
  public static Sample gauge(String name, Labels labels, double value) {
    return new Sample(name, labels, value, Kind.GAUGE, null);
  }

  /**
   * A counter with labels.
   *
   * @throws IllegalArgumentException when the name is no metric name or the value is not finite
   */
  public static Sample counter(String name, Labels labels, double value) {
    return new Sample(name, labels, value, Kind.COUNTER, null);
  }

  /** This sample with a time of its own, for values that are older than the run that read them. */
  public Sample at(Instant instant) {
    return new Sample(name, labels, value, kind, requireNonNull(instant, "instant"));
  }

  /** The name of the series. */
  public String name() {
    return name;
  }

  /** The labels of the series. */
  public Labels labels() {
    return labels;
  }

  /** The value; finite. */
  public double value() {
    return value;
  }

  /** Gauge or counter. */
  public Kind kind() {
    return kind;
  }

  /** The time of the value, when it is not simply the time of the run. */
  public Optional<Instant> at() {
    return Optional.ofNullable(at);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sample sample
        && name.equals(sample.name)
        && labels.equals(sample.labels)
        && Double.compare(value, sample.value) == 0
        && kind == sample.kind
        && Objects.equals(at, sample.at);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, labels, value, kind, at);
  }

  @Override
  public String toString() {
    return name + (labels.isEmpty() ? "" : labels) + " " + value;
  }
}
