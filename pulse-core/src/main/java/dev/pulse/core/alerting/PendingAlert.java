package dev.pulse.core.alerting;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What a rule finds bad, but not yet often or long enough to open an incident. Nobody is told of
 * it.
 *
 * @param check the name of the registration
 * @param rule the name of the rule
 * @param subject which of several things of the check, such as the key of a finding; empty for the
 *     check itself
 * @param since when the first bad outcome of the row began
 * @param seen how many were bad in a row
 * @param after how many it takes
 * @param notBefore before which moment it does not open; {@code since} when the rule asks for no
 *     duration
 */
public record PendingAlert(
    String check,
    String rule,
    Optional<String> subject,
    Instant since,
    int seen,
    int after,
    Instant notBefore) {
  /** Something pending; all parts are needed. */
  public PendingAlert {
    requireNonNull(check, "check");
    requireNonNull(rule, "rule");
    requireNonNull(subject, "subject");
    requireNonNull(since, "since");
    requireNonNull(notBefore, "notBefore");
  }
}
