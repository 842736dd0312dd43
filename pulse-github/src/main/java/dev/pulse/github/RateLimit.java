package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** How much may still be asked of one kind, as GitHub last said. Immutable. */
public final class RateLimit {
  private final String resource;
  private final long limit;
  private final long remaining;
  private final Instant reset;

  RateLimit(String resource, long limit, long remaining, Instant reset) {
    this.resource = requireNonNull(resource, "resource");
    this.limit = limit;
    this.remaining = remaining;
    this.reset = requireNonNull(reset, "reset");
  }

  /** GitHub's name for the kind, such as {@code core} or {@code dependency_sbom}. */
  public String resource() {
    return resource;
  }

  /** How many requests there are in one span. */
  public long limit() {
    return limit;
  }

  /** How many of them are left. */
  public long remaining() {
    return remaining;
  }

  /** When there are as many as at first again. */
  public Instant reset() {
    return reset;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RateLimit that
        && resource.equals(that.resource)
        && limit == that.limit
        && remaining == that.remaining
        && reset.equals(that.reset);
  }

  @Override
  public int hashCode() {
    return resource.hashCode() * 31 + Long.hashCode(remaining);
  }

  @Override
  public String toString() {
    return remaining + " of " + limit + " left of " + resource;
  }
}
