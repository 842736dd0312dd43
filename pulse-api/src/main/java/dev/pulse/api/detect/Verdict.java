package dev.pulse.api.detect;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@link Detector} thinks of one value, and the numbers that made it think so. Immutable.
 *
 * <pre>{@code
 * return Verdict.anomalous().withFact("mean", mean).withFact("z", z).withFact("n", count);
 * }</pre>
 */
public final class Verdict {
  private final Kind kind;
  private final Map<String, Number> facts;

  /** The possible opinions. The set is frozen. */
  public enum Kind {
    /** No opinion: not enough has been seen yet. Opens nothing and closes nothing. */
    LEARNING,
    /** As expected. Enough of these in a row end an anomaly. */
    NORMAL,
    /** In between: not odd enough to begin an anomaly, not normal enough to end one. */
    UNSURE,
    /** Not as expected. Begins an anomaly. */
    ANOMALOUS,
    /**
     * Odd for so long that it is the new normal; the detector starts over from it. Ends an anomaly.
     */
    REBASELINED
  }

  private Verdict(Kind kind, Map<String, Number> facts) {
    this.kind = kind;
    this.facts = facts;
  }

  /** A verdict of some kind, without facts. */
  public static Verdict of(Kind kind) {
    return new Verdict(requireNonNull(kind, "kind"), Map.of());
  }

  /** {@link Kind#LEARNING}. */
  public static Verdict learning() {
    return of(Kind.LEARNING);
  }

  /** {@link Kind#NORMAL}. */
  public static Verdict normal() {
    return of(Kind.NORMAL);
  }

  /** {@link Kind#ANOMALOUS}. */
  public static Verdict anomalous() {
    return of(Kind.ANOMALOUS);
  }

  /** This verdict with a measured or computed number. Facts keep their order. */
  public Verdict withFact(String name, double value) {
    return with(name, value);
  }

  /** This verdict with a count. Facts keep their order. */
  public Verdict withFact(String name, long value) {
    return with(name, value);
  }

  private Verdict with(String name, Number value) {
    var copy = new LinkedHashMap<>(facts);
    copy.put(requireNonNull(name, "name"), value);
    return new Verdict(kind, Collections.unmodifiableMap(copy));
  }

  /** The opinion. */
  public Kind kind() {
    return kind;
  }

  /**
   * Why, in numbers: a {@link Double} where measured, a {@link Long} where counted; unmodifiable.
   */
  public Map<String, Number> facts() {
    return facts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Verdict verdict && kind == verdict.kind && facts.equals(verdict.facts);
  }

  @Override
  public int hashCode() {
    return kind.hashCode() * 31 + facts.hashCode();
  }

  @Override
  public String toString() {
    return kind + " " + facts;
  }
}
