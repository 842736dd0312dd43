package dev.pulse.samples.repohealth.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.github.HealthFactor;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Something to do for the health of a repository.
 *
 * @param factor what it is about
 * @param text what to do, in one line
 * @param gain how many points the score would rise at most; null when nobody can tell
 */
public record Step(HealthFactor factor, String text, @Nullable BigDecimal gain) {
  /** A step. */
  public Step {
    requireNonNull(factor, "factor");
    requireNonNull(text, "text");
  }
}
