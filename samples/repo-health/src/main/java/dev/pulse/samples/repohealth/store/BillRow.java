package dev.pulse.samples.repohealth.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bill of materials of one repository, as it was last read, and what is wrong with it since.
 *
 * @param askedAt when somebody last looked for it
 * @param readAt when it was read; null when it never was
 * @param because why it was not read when somebody last looked; null when it was
 * @param outdatedBecause why nobody knows which packages are outdated; null when somebody does
 * @param tree what is in it; empty when it was never read
 */
public record BillRow(
    Instant askedAt,
    @Nullable Instant readAt,
    @Nullable String because,
    @Nullable String outdatedBecause,
    Optional<PackageTree> tree) {
  /** A row. */
  public BillRow {
    requireNonNull(askedAt, "askedAt");
    requireNonNull(tree, "tree");
  }
}
