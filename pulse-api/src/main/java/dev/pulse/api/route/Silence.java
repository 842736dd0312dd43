package dev.pulse.api.route;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.schedule.Recurrence;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps alerts from people for a while, because somebody knows of them: all of its matchers must
 * match. Alerts that are silenced open incidents as always, and are told when the silence is over
 * if they still fire. Where people were told before that something fires, they are told that it is
 * over, silence or not.
 *
 * <p>A silence with a recurrence is at work only on the occasions of it, between its start and its
 * end. Immutable.
 */
public final class Silence {
  private static final int LONGEST_COMMENT = 1_000;
  private static final int LONGEST_NAME = 100;
  private static final int MOST_MATCHERS = 20;

  private final String id;
  private final List<Matcher> matchers;
  private final Instant startsAt;
  private final Instant endsAt;
  private final String createdBy;
  private final String comment;
  private final @Nullable Recurrence recurrence;

  private Silence(
      String id,
      List<Matcher> matchers,
      Instant startsAt,
      Instant endsAt,
      String createdBy,
      String comment,
      @Nullable Recurrence recurrence) {
    this.id = id;
    this.matchers = matchers;
    this.startsAt = startsAt;
    this.endsAt = endsAt;
    this.createdBy = createdBy;
    this.comment = comment;
    this.recurrence = recurrence;
  }

  /**
   * A silence.
   *
   * @param id what identifies it; Pulse gives it
   * @param matchers what is silenced; 1 to 20, of which one at least does not match an empty value
   * @param startsAt when it begins
   * @param endsAt when it is over, later than that
   * @param createdBy who wants it; 1 to 100 characters
   * @param comment why; up to 1,000 characters
   * @throws IllegalArgumentException that names what is not as it should be
   */
  public static Silence of(
      String id,
      List<Matcher> matchers,
      Instant startsAt,
      Instant endsAt,
      String createdBy,
      String comment) {
    if (matchers.isEmpty() || matchers.size() > MOST_MATCHERS) {
      throw new IllegalArgumentException(
          "a silence needs 1 to " + MOST_MATCHERS + " matchers, but has " + matchers.size());
    }
    if (!startsAt.isBefore(endsAt)) {
      throw new IllegalArgumentException(
          "a silence must end after it begins, but goes from " + startsAt + " to " + endsAt);
    }
    if (createdBy.isBlank() || createdBy.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "createdBy must have 1 to "
              + LONGEST_NAME
              + " characters, but has "
              + createdBy.length());
    }
    if (comment.length() > LONGEST_COMMENT) {
      throw new IllegalArgumentException(
          "comment must have at most "
              + LONGEST_COMMENT
              + " characters, but has "
              + comment.length());
    }
    return new Silence(
        requireNonNull(id, "id"),
        List.copyOf(matchers),
        startsAt,
        endsAt,
        createdBy,
        comment,
        null);
  }

  /** The same, at work on these occasions only. */
  public Silence recurring(Recurrence recurrence) {
    return new Silence(
        id,
        matchers,
        startsAt,
        endsAt,
        createdBy,
        comment,
        requireNonNull(recurrence, "recurrence"));
  }

  /**
   * The same, over at another time.
   *
   * @throws IllegalArgumentException when that is not after its start
   */
  public Silence until(Instant endsAt) {
    var changed = of(id, matchers, startsAt, endsAt, createdBy, comment);
    return recurrence == null ? changed : changed.recurring(recurrence);
  }

  /** What identifies it. */
  public String id() {
    return id;
  }

  /** What is silenced: all must match; unmodifiable. */
  public List<Matcher> matchers() {
    return matchers;
  }

  /** When it begins. */
  public Instant startsAt() {
    return startsAt;
  }

  /** When it is over. */
  public Instant endsAt() {
    return endsAt;
  }

  /** Who wanted it. */
  public String createdBy() {
    return createdBy;
  }

  /** Why; may be empty. */
  public String comment() {
    return comment;
  }

  /** The occasions on which it is at work; empty when it is all of the time. */
  public Optional<Recurrence> recurrence() {
    return Optional.ofNullable(recurrence);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Silence silence
        && id.equals(silence.id)
        && matchers.equals(silence.matchers)
        && startsAt.equals(silence.startsAt)
        && endsAt.equals(silence.endsAt)
        && createdBy.equals(silence.createdBy)
        && comment.equals(silence.comment)
        && Objects.equals(recurrence, silence.recurrence);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "silence " + id + " of " + createdBy;
  }
}
