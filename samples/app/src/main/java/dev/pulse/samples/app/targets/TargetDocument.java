package dev.pulse.samples.app.targets;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A target as it is kept. Public because the JSON library asks for it.
 *
 * @param check what was written, as JSON
 * @param enabled whether it runs
 * @param createdBy who added it; null where nobody has a name
 * @param changedBy who wrote it last
 */
public record TargetDocument(
    String check,
    boolean enabled,
    Instant created,
    @Nullable String createdBy,
    Instant changed,
    @Nullable String changedBy) {
  TargetDocument with(String check, boolean enabled, Instant at, @Nullable String by) {
    return new TargetDocument(check, enabled, created, createdBy, at, by);
  }
}
