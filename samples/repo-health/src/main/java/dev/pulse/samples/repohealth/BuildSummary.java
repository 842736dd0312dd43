package dev.pulse.samples.repohealth;

import static java.util.Objects.requireNonNull;

import dev.pulse.github.BuildStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the builds of the default branch of a repository say.
 *
 * @param status in one word
 * @param lastRun when the newest build ended; null when none has, or nobody can tell
 * @param because why nobody can tell; null when somebody can
 */
public record BuildSummary(
    BuildStatus status, @Nullable Instant lastRun, @Nullable String because) {
  /** A summary. */
  public BuildSummary {
    requireNonNull(status, "status");
  }

  /** The status in lower case: passing, failing, pending or unknown. */
  public String state() {
    return status.word();
  }

  /** {@code state (last run)}. */
  @Override
  public String toString() {
    return state() + " (" + lastRun + ")";
  }
}
