package dev.pulse.api.detect;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Detector} thinks of one value, and the numbers that made it think so. Immutable.
 *
 * <pre>{@code
 * return Verdict.anomalous().withFact("mean", mean).withFact("z", z).withFact("n", count);
 * }</pre>
 *
 * <p>Besides its kind a verdict has a {@link #score}, by which values can be ranked and detectors
 * compared. A detector that grades says it with {@link #withScore}; for one that does not, it
 * follows from the kind.
 */
public final class Verdict {
  private final Kind kind;
  private final double score;

  /** The last fact. Most verdicts are never asked for theirs, so the map is made when they are. */
  private final @Nullable Fact last;

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

  private record Fact(@Nullable Fact before, String name, Number value) {}

  private Verdict(Kind kind, double score, @Nullable Fact last) {
    this.kind = kind;
    this.score = score;
    this.last = last;
  }

  /** A verdict of some kind, without facts, and with the score of its kind. */
  public static Verdict of(Kind kind) {
    return new Verdict(requireNonNull(kind, "kind"), usual(kind), null);
  }

  private static double usual(Kind kind) {
    return switch (kind) {
      case LEARNING, NORMAL -> 0;
      case UNSURE -> 0.5;
      case ANOMALOUS, REBASELINED -> 1;
    };
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
    return new Verdict(kind, score, new Fact(last, requireNonNull(name, "name"), value));
  }

  /**
   * This verdict with a score of its own.
   *
   * @param score from 0, nothing odd about it, to 1, as odd as can be
   * @throws IllegalArgumentException unless 0 to 1
   */
  public Verdict withScore(double score) {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("a score must be 0 to 1, but is " + score);
    }
    return new Verdict(kind, score, last);
  }

  /** The opinion. */
  public Kind kind() {
    return kind;
  }

  /**
   * Why, in numbers: a {@link Double} where measured, a {@link Long} where counted; unmodifiable.
   */
  public Map<String, Number> facts() {
    var oldestFirst = new ArrayDeque<Fact>();
    for (Fact fact = last; fact != null; fact = fact.before()) {
      oldestFirst.push(fact);
    }
    var facts = new LinkedHashMap<String, Number>();
    oldestFirst.forEach(fact -> facts.put(fact.name(), fact.value()));
    return Collections.unmodifiableMap(facts);
  }

  /**
   * How odd the value is, from 0 to 1. What the detector said with {@link #withScore}; else 0 for
   * {@link Kind#LEARNING} and {@link Kind#NORMAL}, 0.5 for {@link Kind#UNSURE}, 1 for {@link
   * Kind#ANOMALOUS} and {@link Kind#REBASELINED}. Scores of different detectors do not compare.
   */
  public double score() {
    return score;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Verdict verdict
        && kind == verdict.kind
        && Double.compare(score, verdict.score) == 0
        && facts().equals(verdict.facts());
  }

  @Override
  public int hashCode() {
    return kind.hashCode() * 31 + facts().hashCode();
  }

  @Override
  public String toString() {
    return kind + " " + facts();
  }
}
