package dev.pulse.samples.uptimeguard;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A target as it is kept. Public because the JSON library asks for it; what it holds was checked
 * before it was written.
 *
 * @param name unique among all targets
 * @param url the address, in the form that the type wants
 * @param type {@code http}, {@code https} or {@code tcp}
 * @param enabled whether it is probed
 * @param createdAt when it was created
 * @param intervalSeconds how far apart its probes are, unless the common interval holds
 * @param timeoutMillis how long a probe may take, unless the common time-out holds
 * @param expectedStatus a status that is good besides those from 200 to 399
 */
public record TargetDocument(
    String name,
    String url,
    String type,
    boolean enabled,
    Instant createdAt,
    @Nullable Integer intervalSeconds,
    @Nullable Integer timeoutMillis,
    @Nullable Integer expectedStatus) {

  /** What somebody wants instead; when it began, and whether it is probed, stay as they are. */
  TargetDocument replacedBy(TargetDocument wished) {
    return new TargetDocument(
        wished.name,
        wished.url,
        wished.type,
        enabled,
        createdAt,
        wished.intervalSeconds,
        wished.timeoutMillis,
        wished.expectedStatus);
  }

  /** Whether both ask the same question, so that what is known of one is known of the other. */
  boolean asksTheSame(TargetDocument other) {
    return url.equals(other.url)
        && type.equals(other.type)
        && Objects.equals(expectedStatus, other.expectedStatus);
  }

  TargetDocument withEnabled(boolean enabled) {
    return new TargetDocument(
        name, url, type, enabled, createdAt, intervalSeconds, timeoutMillis, expectedStatus);
  }
}
