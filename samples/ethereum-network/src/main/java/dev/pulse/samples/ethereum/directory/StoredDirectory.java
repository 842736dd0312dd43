package dev.pulse.samples.ethereum.directory;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The last good document, for the time after a restart. Public because it is kept as a document.
 *
 * @param document its text, as it was fetched
 * @param fetchedAt when
 */
public record StoredDirectory(String document, Instant fetchedAt) {
  /** A document; both parts are needed. */
  public StoredDirectory {
    requireNonNull(document, "document");
    requireNonNull(fetchedAt, "fetchedAt");
  }
}
