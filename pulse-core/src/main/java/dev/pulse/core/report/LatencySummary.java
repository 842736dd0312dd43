package dev.pulse.core.report;

import dev.pulse.api.store.Distribution;
import java.util.OptionalDouble;

/**
 * How long a target took to answer, in milliseconds. Everything is empty when no run measured it.
 * Immutable.
 */
public final class LatencySummary {
  static final LatencySummary NONE = of(Distribution.of());

  private final long count;
  private final OptionalDouble p50;
  private final OptionalDouble p95;
  private final OptionalDouble p99;
  private final double relativeError;

  private LatencySummary(Distribution values) {
    this.count = values.count();
    this.p50 = values.quantile(0.5);
    this.p95 = values.quantile(0.95);
    this.p99 = values.quantile(0.99);
    this.relativeError = values.relativeError();
  }

  /** Keeps the few numbers of what may be many values. */
  static LatencySummary of(Distribution values) {
    return new LatencySummary(values);
  }

  /** How many runs measured it. */
  public long count() {
    return count;
  }

  /** The median. */
  public OptionalDouble p50() {
    return p50;
  }

  /** What 95 of a hundred runs stayed below. */
  public OptionalDouble p95() {
    return p95;
  }

  /** What 99 of a hundred runs stayed below. */
  public OptionalDouble p99() {
    return p99;
  }

  /** How far each may lie from the true one, as a share of it; 0 when all values were known. */
  public double relativeError() {
    return relativeError;
  }

  @Override
  public String toString() {
    return count + " values, p50 " + p50 + ", p95 " + p95 + ", p99 " + p99;
  }
}
