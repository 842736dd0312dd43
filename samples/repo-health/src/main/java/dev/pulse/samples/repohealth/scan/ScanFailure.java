package dev.pulse.samples.repohealth.scan;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What ended a scan before its time. Immutable.
 *
 * @param kind what to do about it
 * @param message one line for people, without secrets
 * @param resumeAt when GitHub may be asked again; null unless it is a limit
 */
public record ScanFailure(Kind kind, String message, @Nullable Instant resumeAt) {
  /** What to do about it. */
  public enum Kind {
    /** Wait: GitHub will answer again later. */
    LIMITED,
    /** Get a new token. */
    UNAUTHORISED,
    /** Mend the name: there is no such organisation, user or repository. */
    NOT_FOUND,
    /** Try again later: the list of repositories could not be read. */
    UNREADABLE
  }

  /** A failure. */
  public ScanFailure {
    requireNonNull(kind, "kind");
    requireNonNull(message, "message");
  }

  /** When GitHub may be asked again; empty unless it is a limit. */
  public Optional<Instant> resumes() {
    return Optional.ofNullable(resumeAt);
  }
}
