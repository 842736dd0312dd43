package dev.pulse.api.maintenance;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.schedule.Recurrence;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Work that somebody announces while Pulse runs, and that it remembers. What it means is told by
 * {@link Maintenance}.
 *
 * @param id what identifies it; Pulse gives it
 * @param name what people call it; 1 to 100 characters
 * @param text what else people should know, such as what will not work meanwhile; up to 2,000
 *     characters, may be empty
 * @param from when it begins, or from when on it recurs
 * @param to when it is over, after that
 * @param recurrence the occasions between the two; empty when it is all of the time
 * @param checks the names of the registrations it is for; with no tags either, all
 * @param tags the tags of the registrations it is for
 * @param createdBy who announced it; 1 to 100 characters
 */
public record Announcement(
    String id,
    String name,
    String text,
    Instant from,
    Instant to,
    Optional<Recurrence> recurrence,
    Set<String> checks,
    Set<String> tags,
    String createdBy) {
  private static final int LONGEST = 100;
  private static final int LONGEST_TEXT = 2_000;

  /** An announcement; keeps sorted copies of the sets. */
  public Announcement {
    requireNonNull(id, "id");
    requireText("name", name);
    requireText("createdBy", createdBy);
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "text must have at most " + LONGEST_TEXT + " characters, but has " + text.length());
    }
    requireNonNull(recurrence, "recurrence");
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "maintenance must end after it begins, but goes from " + from + " to " + to);
    }
    checks = Collections.unmodifiableSet(new TreeSet<>(checks));
    tags = Collections.unmodifiableSet(new TreeSet<>(tags));
  }

  private static void requireText(String what, String text) {
    if (text.isBlank() || text.length() > LONGEST) {
      throw new IllegalArgumentException(
          what + " must have 1 to " + LONGEST + " characters, but has " + text.length());
    }
  }
}
