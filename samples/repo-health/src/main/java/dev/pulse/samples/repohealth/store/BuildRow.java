package dev.pulse.samples.repohealth.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.github.Build;

/**
 * A build, and of what.
 *
 * @param repository the name without the organisation; also of one that is not scanned
 * @param build one attempt of one run
 * @param source who told it; GitHub's own word replaces a report
 */
public record BuildRow(String repository, Build build, BuildSource source) {
  /** A row; all components are needed. */
  public BuildRow {
    requireNonNull(repository, "repository");
    requireNonNull(build, "build");
    requireNonNull(source, "source");
  }
}
