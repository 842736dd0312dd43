package dev.pulse.samples.repohealth.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.github.VulnerabilitySeverity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What one scan knew, of one repository or of all that it read.
 *
 * @param at when it looked
 * @param repositories how many it read
 * @param scored how many of them have a score
 * @param sum of the scores
 * @param worst the lowest score; null when there is none
 * @param told of how many repositories somebody could tell the vulnerabilities
 * @param open how many of them were open, by severity; what nobody could tell is not in it
 * @param factors the values of the factors; empty for several repositories
 */
public record TrendPoint(
    Instant at,
    int repositories,
    int scored,
    long sum,
    @Nullable Integer worst,
    int told,
    Map<VulnerabilitySeverity, Integer> open,
    Map<String, BigDecimal> factors) {
  /** A point. */
  public TrendPoint {
    requireNonNull(at, "at");
    open = Map.copyOf(open);
    factors = Map.copyOf(factors);
  }

  /** The mean of the scores with one decimal; empty when there is none. */
  public Optional<BigDecimal> average() {
    return scored == 0
        ? Optional.empty()
        : Optional.of(
            BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(scored), 1, RoundingMode.HALF_UP));
  }

  /** How many vulnerabilities of a severity were open; empty when nobody could tell. */
  public OptionalInt open(VulnerabilitySeverity severity) {
    return told == 0 ? OptionalInt.empty() : OptionalInt.of(open.getOrDefault(severity, 0));
  }
}
