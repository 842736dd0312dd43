package dev.pulse.samples.server.status;

import com.squareup.moshi.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a page tells, and all that the public is told: the JSON is made of it, the page,
 * the feed and the badges are written from it. The records are public because the JSON library
 * reads them.
 *
 * @param more how many checks of the group are not listed, because there are too many
 * @param incidents the open ones, the newest first
 * @param past those that are over, the newest first
 * @param pastSince from when on all are among {@code past}, where it does not reach back over all
 *     of the days
 * @param maintenance announced work: what goes on, and what begins soon
 * @param pastMaintenance announced work that is over, the newest first
 */
public record StatusReport(
    String name,
    String title,
    @Nullable String description,
    String status,
    String sentence,
    Instant at,
    String zone,
    int days,
    @Json(name = "uptime_ratio") @Nullable Double uptime,
    List<Component> components,
    @Nullable Integer more,
    List<Trouble> incidents,
    List<Trouble> past,
    @Json(name = "past_since") @Nullable Instant pastSince,
    List<Work> maintenance,
    @Json(name = "past_maintenance") List<Work> pastMaintenance) {

  /**
   * A check, by the name that is shown.
   *
   * @param id what its badges are found by
   * @param watchedSince when it was first heard of, where that is within the history
   */
  public record Component(
      String id,
      String name,
      String status,
      @Json(name = "watched_since") @Nullable Instant watchedSince,
      @Json(name = "uptime_ratio") @Nullable Double uptime,
      List<Day> history) {}

  /**
   * How a day was spent; what there was none of is left out.
   *
   * @param unwatched the time before it was first heard of
   */
  public record Day(
      String date,
      @Json(name = "up_seconds") @Nullable Double up,
      @Json(name = "down_seconds") @Nullable Double down,
      @Json(name = "unknown_seconds") @Nullable Double unknown,
      @Json(name = "maintenance_seconds") @Nullable Double maintenance,
      @Json(name = "unwatched_seconds") @Nullable Double unwatched) {}

  /**
   * An incident, without anything that its rule says.
   *
   * @param cause what was found, where the page tells that
   */
  public record Trouble(
      String id,
      String title,
      String component,
      String severity,
      @Nullable String cause,
      @Json(name = "started_at") Instant startedAt,
      @Json(name = "ended_at") @Nullable Instant endedAt,
      @Json(name = "worked_on_since") @Nullable Instant workedOnSince) {}

  /**
   * An occasion of announced work.
   *
   * @param state {@code planned}, {@code active} or {@code over}
   */
  public record Work(
      String id,
      String name,
      @Nullable String text,
      Instant from,
      Instant to,
      String state,
      List<String> components) {}
}
