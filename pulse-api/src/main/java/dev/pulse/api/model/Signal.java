package dev.pulse.api.model;

import static java.util.Objects.requireNonNull;

/**
 * Which number of an outcome is meant: its latency, whether it failed, or one of its samples. Rules
 * watch signals, and history is read by them. Immutable.
 */
public final class Signal {
  private static final Signal LATENCY = new Signal(Kind.LATENCY, "latency", Labels.empty());
  private static final Signal FAILURES = new Signal(Kind.FAILURES, "failures", Labels.empty());

  private final Kind kind;
  private final String name;
  private final Labels labels;

  /** The kinds of signal. */
  public enum Kind {
    /** {@link Signal#latency()}. */
    LATENCY,
    /** {@link Signal#failures()}. */
    FAILURES,
    /** {@link Signal#sample(String, Labels)}. */
    SAMPLE
  }

  private Signal(Kind kind, String name, Labels labels) {
    this.kind = kind;
    this.name = requireNonNull(name, "name");
    this.labels = requireNonNull(labels, "labels");
  }

  /**
   * The latency of an outcome in whole milliseconds, rounded down: the resolution at which people
   * judge it. Outcomes without latency are passed over.
   */
  public static Signal latency() {
    return LATENCY;
  }

  /** 1 for {@link Status#FAIL}, 0 for {@link Status#PASS} and {@link Status#WARN}. */
  public static Signal failures() {
    return FAILURES;
  }

  /** The value of the sample with this name and without labels. */
  public static Signal sample(String name) {
    return sample(name, Labels.empty());
  }

  /** The value of the sample with this name and exactly these labels. */
  public static Signal sample(String name, Labels labels) {
    return new Signal(Kind.SAMPLE, name, labels);
  }

  /** Which kind of number this is. */
  public Kind kind() {
    return kind;
  }

  /** {@code latency}, {@code failures}, or the name of the sample. */
  public String name() {
    return name;
  }

  /** The labels of the sample; empty for the other kinds. */
  public Labels labels() {
    return labels;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signal signal
        && kind == signal.kind
        && name.equals(signal.name)
        && labels.equals(signal.labels);
  }

  @Override
  public int hashCode() {
    return (kind.hashCode() * 31 + name.hashCode()) * 31 + labels.hashCode();
  }

  @Override
  public String toString() {
    return labels.isEmpty() ? name : name + labels;
  }
}
