package dev.pulse.samples.repohealth.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A scan.
 *
 * @param id its number, larger than those of earlier scans
 * @param scope the name of the repository that was asked for; null for all
 * @param startedAt when it began
 * @param progressAt when it last got on, or may: while it waits for a limit, the end of that
 * @param finishedAt when it ended, or was cut by a limit; null before
 * @param resumable whether there is a rest that somebody will go on with
 * @param status how it ended; null while nobody knows
 * @param requests how many requests it sent
 * @param error why it is not {@link ScanStatus#OK}; null when it is
 */
public record ScanRow(
    long id,
    @Nullable String scope,
    Instant startedAt,
    Instant progressAt,
    @Nullable Instant finishedAt,
    boolean resumable,
    @Nullable ScanStatus status,
    long requests,
    @Nullable String error) {
  /** A row. */
  public ScanRow {
    requireNonNull(startedAt, "startedAt");
    requireNonNull(progressAt, "progressAt");
  }
}
