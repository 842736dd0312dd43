package dev.pulse.samples.executions;

import com.squareup.moshi.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard reads of this system, as JSON. Null means not known, and is left out. The
 * records are public because the JSON library reads them.
 */
final class PodViews {
  private PodViews() {}

  /** How all pods stand, and some of them. */
  public record Pods(
      Instant at,
      String namespace,
      boolean connected,
      @Json(name = "interval_s") long intervalS,
      @Json(name = "stuck_after_s") @Nullable Long stuckAfterS,
      @Json(name = "scanned_at") @Nullable Instant scannedAt,
      @Json(name = "seen_since") Instant seenSince,
      Map<String, Integer> counts,
      int total,
      int matching,
      List<Pod> items) {}

  /** How one pod stands. */
  public record Pod(
      String pod,
      String standing,
      String status,
      @Nullable Instant since,
      @Nullable String why,
      @Json(name = "queried_at") @Nullable Instant queriedAt,
      @Json(name = "took_ms") @Nullable Long tookMs,
      @Json(name = "answered_at") @Nullable Instant answeredAt,
      @Nullable Execution execution,
      @Json(name = "last_known") @Nullable Execution lastKnown) {}

  /** One pod, and what was seen of it. */
  public record PodDetail(
      Instant at,
      String namespace,
      @Json(name = "stuck_after_s") @Nullable Long stuckAfterS,
      @Json(name = "seen_since") Instant seenSince,
      Pod pod,
      List<Execution> executions) {}

  /** Executions of all pods, newest first. */
  public record History(
      @Json(name = "seen_since") Instant seenSince, List<Execution> items, @Nullable Long next) {}

  /** An execution as it was seen last. */
  public record Execution(
      String pod,
      String key,
      String id,
      String state,
      String standing,
      String status,
      @Nullable String why,
      @Json(name = "start_block") @Nullable Long startBlock,
      @Json(name = "end_block") @Nullable Long endBlock,
      @Nullable Double blocks,
      @Json(name = "started_at") @Nullable Instant startedAt,
      @Json(name = "ended_at") @Nullable Instant endedAt,
      @Json(name = "duration_s") @Nullable Double durationS,
      @Nullable String error,
      @Nullable Boolean cut,
      @Json(name = "first_seen_at") @Nullable Instant firstSeenAt,
      @Json(name = "changed_at") @Nullable Instant changedAt) {}
}
