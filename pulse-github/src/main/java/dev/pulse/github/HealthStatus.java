package dev.pulse.github;

import java.util.Locale;
import java.util.OptionalInt;

/** What a score means in one word. */
public enum HealthStatus {
  /** 80 and above. */
  HEALTHY,
  /** 50 to 79. */
  WARNING,
  /** Below 50, also 0. */
  CRITICAL,
  /** There is no score. */
  UNKNOWN;

  private static final int HEALTHY_FROM = 80;
  private static final int WARNING_FROM = 50;

  /** What a whole score means; {@link #UNKNOWN} without one. */
  public static HealthStatus of(OptionalInt score) {
    return score.isEmpty() ? UNKNOWN : of(score.getAsInt());
  }

  /** What a score means. */
  public static HealthStatus of(double score) {
    if (score >= HEALTHY_FROM) {
      return HEALTHY;
    }
    return score >= WARNING_FROM ? WARNING : CRITICAL;
  }

  /** The word for it, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
