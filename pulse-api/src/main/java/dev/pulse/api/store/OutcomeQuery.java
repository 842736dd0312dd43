package dev.pulse.api.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Status;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which outcomes are wanted. Starts with all of them, newest first, a hundred at a time; each
 * method returns a narrower copy. Immutable.
 */
public final class OutcomeQuery {
  private final @Nullable String check;
  private final String prefix;
  private final Set<Status> statuses;
  private final @Nullable Instant from;
  private final @Nullable Instant to;
  private final @Nullable Long before;
  private final int limit;

  private OutcomeQuery(
      @Nullable String check,
      String prefix,
      Set<Status> statuses,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable Long before,
      int limit) {
    this.check = check;
    this.prefix = prefix;
    this.statuses = statuses;
    this.from = from;
    this.to = to;
    this.before = before;
    this.limit = limit;
  }

  /** The outcomes of all registrations. */
  public static OutcomeQuery all() {
    return new OutcomeQuery(null, "", EnumSet.allOf(Status.class), null, null, null, 100);
  }

  /** The outcomes of one registration. */
  public static OutcomeQuery of(String check) {
    return new OutcomeQuery(
        requireNonNull(check, "check"), "", EnumSet.allOf(Status.class), null, null, null, 100);
  }

  /** Only registrations whose name begins like this. */
  public OutcomeQuery prefix(String prefix) {
    return new OutcomeQuery(check, prefix, statuses, from, to, before, limit);
  }

  /** Only outcomes with one of these statuses. */
  public OutcomeQuery statuses(Set<Status> statuses) {
    return new OutcomeQuery(check, prefix, Set.copyOf(statuses), from, to, before, limit);
  }

  /** Only runs that began at this time or later. */
  public OutcomeQuery from(Instant from) {
    return new OutcomeQuery(check, prefix, statuses, from, to, before, limit);
  }

  /** Only runs that began before this time. */
  public OutcomeQuery to(Instant to) {
    return new OutcomeQuery(check, prefix, statuses, from, to, before, limit);
  }

  /** Only runs with a smaller id: continues after a page. */
  public OutcomeQuery before(long runId) {
    return new OutcomeQuery(check, prefix, statuses, from, to, runId, limit);
  }

  /**
   * At most so many; 100 unless said otherwise.
   *
   * @throws IllegalArgumentException unless 1 to 10,000
   */
  public OutcomeQuery limit(int limit) {
    if (limit < 1 || limit > 10_000) {
      throw new IllegalArgumentException("limit must be 1 to 10000, but is " + limit);
    }
    return new OutcomeQuery(check, prefix, statuses, from, to, before, limit);
  }

  /** The only registration wanted; empty for all. */
  public Optional<String> check() {
    return Optional.ofNullable(check);
  }

  /** How the names of the registrations must begin; empty for any. */
  public String prefix() {
    return prefix;
  }

  /** The statuses wanted. */
  public Set<Status> statuses() {
    return statuses;
  }

  /** The earliest start wanted. */
  public Optional<Instant> from() {
    return Optional.ofNullable(from);
  }

  /** The start from which on nothing is wanted. */
  public Optional<Instant> to() {
    return Optional.ofNullable(to);
  }

  /** The run id from which on nothing is wanted. */
  public OptionalLong before() {
    return before == null ? OptionalLong.empty() : OptionalLong.of(before);
  }

  /** How many at most. */
  public int limit() {
    return limit;
  }
}
