package dev.pulse.github;

import java.time.Instant;
import java.util.Objects;

/** A published release. Immutable. */
public final class Release {
  private final String tag;
  private final Instant publishedAt;
  private final boolean preRelease;

  Release(String tag, Instant publishedAt, boolean preRelease) {
    this.tag = tag;
    this.publishedAt = publishedAt;
    this.preRelease = preRelease;
  }

  /** The tag that it was made of. */
  public String tag() {
    return tag;
  }

  /** When it was published. */
  public Instant publishedAt() {
    return publishedAt;
  }

  /** Whether it is one to try before the real one. */
  public boolean preRelease() {
    return preRelease;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Release release
        && tag.equals(release.tag)
        && publishedAt.equals(release.publishedAt)
        && preRelease == release.preRelease;
  }

  @Override
  public int hashCode() {
    return Objects.hash(tag, publishedAt);
  }

  @Override
  public String toString() {
    return tag + " of " + publishedAt;
  }
}
