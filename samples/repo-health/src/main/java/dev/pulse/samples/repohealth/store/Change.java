package dev.pulse.samples.repohealth.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * Why a score is not what it was.
 *
 * @param at when it was seen
 * @param delta the whole score less the one before
 * @param parts what happened, with what it was worth, the largest part first
 * @param text all of that in one line, such as {@code −7: coverage 91 → 84 (−3), …}
 */
public record Change(Instant at, int delta, List<String> parts, String text) {
  /** A change. */
  public Change {
    requireNonNull(at, "at");
    parts = List.copyOf(parts);
    requireNonNull(text, "text");
  }
}
