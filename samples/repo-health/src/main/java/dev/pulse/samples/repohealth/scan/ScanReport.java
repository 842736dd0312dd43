package dev.pulse.samples.repohealth.scan;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.repohealth.store.ScanStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a scan brought. Immutable.
 *
 * @param id the number of the scan
 * @param startedAt when it began; before this call when it goes on with a scan that was cut
 * @param finishedAt when it ended
 * @param status how it ended
 * @param repositories what became of each repository that this call looked at, in the order of
 *     names; those that were read before it was cut are not among them
 * @param earlier the names of those that were read before it was cut, in their order
 * @param rest the names of those that nobody looked at because it ended before, in their order
 * @param failure what ended it before its time; null when nothing did
 * @param requests how many requests were sent to GitHub, over all its parts
 */
public record ScanReport(
    long id,
    Instant startedAt,
    Instant finishedAt,
    ScanStatus status,
    List<ScannedRepository> repositories,
    List<String> earlier,
    List<String> rest,
    @Nullable ScanFailure failure,
    long requests) {
  /** A report. */
  public ScanReport {
    requireNonNull(startedAt, "startedAt");
    requireNonNull(finishedAt, "finishedAt");
    requireNonNull(status, "status");
    repositories = List.copyOf(repositories);
    earlier = List.copyOf(earlier);
    rest = List.copyOf(rest);
  }

  /** What ended it before its time. */
  public Optional<ScanFailure> failed() {
    return Optional.ofNullable(failure);
  }
}
