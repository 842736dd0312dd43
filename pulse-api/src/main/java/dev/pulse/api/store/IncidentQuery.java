package dev.pulse.api.store;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents are wanted. Starts with all of them, newest first, a hundred at a time; each
 * method returns a narrower copy. Immutable.
 */
public final class IncidentQuery {
  private final @Nullable String check;
  private final String prefix;
  private final @Nullable Boolean open;
  private final @Nullable Long before;
  private final int limit;

  private IncidentQuery(
      @Nullable String check,
      String prefix,
      @Nullable Boolean open,
      @Nullable Long before,
      int limit) {
    this.check = check;
    this.prefix = prefix;
    this.open = open;
    this.before = before;
    this.limit = limit;
  }

  /** The incidents of all registrations. */
  public static IncidentQuery all() {
    return new IncidentQuery(null, "", null, null, 100);
  }

  /** The incidents of one registration. */
  public static IncidentQuery of(String check) {
    return new IncidentQuery(requireNonNull(check, "check"), "", null, null, 100);
  }

  /** Only registrations whose name begins like this. */
  public IncidentQuery prefix(String prefix) {
    return new IncidentQuery(check, prefix, open, before, limit);
  }

  /** Only those that are still open, or only those that are closed. */
  public IncidentQuery open(boolean open) {
    return new IncidentQuery(check, prefix, open, before, limit);
  }

  /** Only incidents with a smaller id: continues after a page. */
  public IncidentQuery before(long id) {
    return new IncidentQuery(check, prefix, open, id, limit);
  }

  /**
   * At most so many; 100 unless said otherwise.
   *
   * @throws IllegalArgumentException unless 1 to 10,000
   */
  public IncidentQuery limit(int limit) {
    if (limit < 1 || limit > 10_000) {
      throw new IllegalArgumentException("limit must be 1 to 10000, but is " + limit);
    }
    return new IncidentQuery(check, prefix, open, before, limit);
  }

  /** The only registration wanted; empty for all. */
  public Optional<String> check() {
    return Optional.ofNullable(check);
  }

  /** How the names of the registrations must begin; empty for any. */
  public String prefix() {
    return prefix;
  }

  /** Open ones or closed ones; empty for both. */
  public Optional<Boolean> open() {
    return Optional.ofNullable(open);
  }

  /** The id from which on nothing is wanted. */
  public OptionalLong before() {
    return before == null ? OptionalLong.empty() : OptionalLong.of(before);
  }

  /** How many at most. */
  public int limit() {
    return limit;
  }
}
