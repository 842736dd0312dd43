package dev.pulse.samples.server.status;

import com.squareup.moshi.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a page tells, and all that the public is told: the JSON is made of it, the page
 * and the badges are written from it. The records are public because the JSON library reads them.
 *
 * @param more how many checks of the group are not listed, because there are too many
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
    List<Work> maintenance) {

  /** A check, by the name that is shown. */
  public record Component(
      String name,
      String status,
      @Json(name = "uptime_ratio") @Nullable Double uptime,
      List<Day> history) {}

  /** How a day was spent; what there was none of is left out. */
  public record Day(
      String date,
      @Json(name = "up_seconds") @Nullable Double up,
      @Json(name = "down_seconds") @Nullable Double down,
      @Json(name = "unknown_seconds") @Nullable Double unknown,
      @Json(name = "maintenance_seconds") @Nullable Double maintenance) {}

  /** An incident, without anything that its rule says. */
  public record Trouble(
      String title,
      String component,
      String severity,
      @Json(name = "started_at") Instant startedAt,
      @Json(name = "ended_at") @Nullable Instant endedAt,
      @Json(name = "worked_on_since") @Nullable Instant workedOnSince) {}

  /** Announced work: the occasion that goes on, or the next one. */
  public record Work(
      String name, Instant from, Instant to, boolean active, List<String> components) {}
}
