package dev.pulse.core.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A stretch of time that is taken for maintenance afterwards.
 *
 * @param from its first moment
 * @param to the first moment after it
 * @param reason why, in a few words; printed in the report
 */
public record Exclusion(Instant from, Instant to, String reason) {
  /** A stretch; all parts are needed. */
  public Exclusion {
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(reason, "reason");
  }
}
