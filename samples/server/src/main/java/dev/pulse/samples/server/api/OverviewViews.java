package dev.pulse.samples.server.api;

import com.squareup.moshi.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the routes of the overview answer, as {@code openapi.json} describes it: of ten thousand
 * checks, so that whatever is as usual is left out as well as what is not known. The records are
 * public because the JSON library reads them.
 */
final class OverviewViews {
  private OverviewViews() {}

  /** How everything stands. */
  public record Overview(
      List<Row> checks,
      Incidents incidents,
      List<Change> changes,
      @Json(name = "changes_since") Instant changesSince,
      List<Budget> budgets) {}

  /** How one check stands, in one line. */
  public record Row(
      String name,
      @Nullable String title,
      @Nullable String target,
      String status,
      @Nullable String summary,
      @Nullable String reason,
      @Json(name = "latency_ms") @Nullable Double latencyMs,
      @Json(name = "run_id") @Nullable Long runId,
      @Json(name = "last_run_at") @Nullable Instant lastRunAt,
      @Nullable Instant since,
      @Nullable Boolean paused,
      @Nullable String maintenance,
      @Nullable Map<String, String> labels,
      @Nullable Collection<String> tags,
      @Nullable Collection<String> judges,
      @Json(name = "open_incidents") @Nullable Integer openIncidents) {}

  /** The open incidents: how many, and the ones to look at first. */
  public record Incidents(
      int open, int critical, int warning, int info, int acknowledged, List<Incident> worst) {}

  /** An open incident in short. */
  public record Incident(
      long id,
      String check,
      String severity,
      String title,
      @Json(name = "started_at") Instant startedAt,
      @Nullable String acknowledged) {}

  /** A check whose status became another one. */
  public record Change(Instant at, String check, String from, String to, String summary) {}

  /** What is left of an error budget; without what is not known. */
  public record Budget(
      String check,
      String title,
      String status,
      double objective,
      @Nullable Double indicator,
      @Json(name = "remaining_ratio") @Nullable Double remainingRatio,
      @Json(name = "remaining_seconds") @Nullable Double remainingSeconds,
      @Json(name = "burn_rates") Map<String, Double> burnRates,
      @Json(name = "unknown_ratio") @Nullable Double unknownRatio) {}

  /** The newest runs of some checks. */
  public record Runs(List<RunsOf> items) {}

  /** The newest runs of a check, oldest first. */
  public record RunsOf(String check, List<Views.Recent> runs) {}

  /** Event {@code changes}: what has become another since the last one. */
  public record Changes(
      List<Row> checks,
      Collection<String> removed,
      @Nullable Incidents incidents,
      List<Change> changes,
      List<Budget> budgets) {}
}
