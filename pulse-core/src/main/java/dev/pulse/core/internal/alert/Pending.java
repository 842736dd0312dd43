package dev.pulse.core.internal.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is bad, but not yet for long enough to open an incident.
 *
 * @param rule the name of the rule
 * @param subject which of several things of the check; null for the check itself
 * @param since when the first bad outcome of the row began
 * @param seen how many were bad in a row
 * @param after how many it takes
 * @param notBefore before which moment it does not open; {@code since} when the rule asks for none
 */
public record Pending(
    String rule, @Nullable String subject, Instant since, int seen, int after, Instant notBefore) {}
