package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What somebody can do for the health of a repository. Immutable. */
public final class Advice {
  private final HealthFactor factor;
  private final String text;
  private final @Nullable BigDecimal gain;

  Advice(HealthFactor factor, String text, @Nullable BigDecimal gain) {
    this.factor = requireNonNull(factor, "factor");
    this.text = requireNonNull(text, "text");
    this.gain = gain;
  }

  /** Which part of the score it is about. */
  public HealthFactor factor() {
    return factor;
  }

  /** What to do, in one line. */
  public String text() {
    return text;
  }

  /**
   * How many points the score would rise at most; empty when nobody can tell, because the factor is
   * missing.
   */
  public Optional<BigDecimal> gain() {
    return Optional.ofNullable(gain);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Advice advice
        && factor == advice.factor
        && text.equals(advice.text)
        && Objects.equals(gain, advice.gain);
  }

  @Override
  public int hashCode() {
    return Objects.hash(factor, text, gain);
  }

  @Override
  public String toString() {
    return text + (gain == null ? "" : " (+" + gain.toPlainString() + ")");
  }
}
