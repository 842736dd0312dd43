package dev.pulse.samples.server.api;

import com.squareup.moshi.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the REST routes answer, as {@code openapi.json} describes it. Null means not known, and is
 * left out. The records are public because the JSON library reads them.
 */
final class Views {
  private Views() {}

  /** All checks, and the time of the server. */
  public record Checks(Instant at, List<Check> items) {}

  /** How one check stands. */
  public record Check(
      String name,
      String title,
      String status,
      @Nullable String summary,
      @Nullable String reason,
      boolean paused,
      boolean running,
      @Json(name = "latency_ms") @Nullable Double latencyMs,
      @Json(name = "last_run_at") @Nullable Instant lastRunAt,
      @Nullable String maintenance,
      String target,
      Map<String, String> labels,
      Collection<String> tags,
      String schedule,
      @Json(name = "open_incidents") int openIncidents,
      @Nullable List<Recent> recent) {}

  /** A run in short, for a line of dots. */
  public record Recent(
      @Json(name = "run_id") long runId,
      @Json(name = "started_at") Instant startedAt,
      String status,
      @Json(name = "latency_ms") @Nullable Double latencyMs) {}

  /** Everything about one check: how it stands, and how it is set up. */
  public record CheckDetail(
      String name,
      String title,
      String status,
      @Nullable String summary,
      @Nullable String reason,
      boolean paused,
      boolean running,
      @Json(name = "latency_ms") @Nullable Double latencyMs,
      @Json(name = "last_run_at") @Nullable Instant lastRunAt,
      @Json(name = "watched_since") @Nullable Instant watchedSince,
      @Nullable String maintenance,
      String target,
      Map<String, String> labels,
      Collection<String> tags,
      String schedule,
      @Json(name = "open_incidents") int openIncidents,
      Map<String, String> attributes,
      @Json(name = "timeout_ms") long timeoutMs,
      int retries,
      @Json(name = "while_failing_ms") @Nullable Long whileFailingMs,
      @Json(name = "depends_on") Collection<String> dependsOn,
      List<Rule> rules,
      @Nullable Outcome latest,
      List<Incident> incidents) {}

  /** A rule of a check. */
  public record Rule(String name, String severity, String description) {}

  /** How a run ended. */
  public record Outcome(
      @Json(name = "run_id") long runId,
      String check,
      @Json(name = "started_at") Instant startedAt,
      String status,
      String summary,
      @Nullable String reason,
      @Json(name = "latency_ms") @Nullable Double latencyMs,
      @Json(name = "took_ms") double tookMs,
      @Json(name = "late_ms") double lateMs,
      int attempt,
      String instance,
      @Json(name = "valid_for_ms") long validForMs,
      @Nullable String maintenance,
      List<Sample> samples,
      List<Finding> findings,
      Map<String, String> details,
      List<String> log) {}

  /** A number that a run measured. */
  public record Sample(
      String name, Map<String, String> labels, String kind, double value, @Nullable Instant at) {}

  /** A thing that a run found. */
  public record Finding(String key, Map<String, String> labels, String status, String text) {}

  /** A page of outcomes. */
  public record Outcomes(List<Outcome> items, @Nullable Long next) {}

  /** A run that has not ended in time. */
  public record Accepted(String check, String state) {}

  /** A window of history. */
  public record History(
      String check,
      String signal,
      Instant from,
      Instant to,
      @Json(name = "watched_since") @Nullable Instant watchedSince,
      Uptime uptime,
      Distribution distribution,
      List<Slice> slices) {}

  /** How a window was spent. */
  public record Uptime(
      @Json(name = "up_seconds") double upSeconds,
      @Json(name = "down_seconds") double downSeconds,
      @Json(name = "unknown_seconds") double unknownSeconds,
      @Json(name = "maintenance_seconds") double maintenanceSeconds,
      @Nullable Double ratio) {}

  /** How a signal was in a window. */
  public record Distribution(
      long count,
      @Nullable Double min,
      @Nullable Double mean,
      @Nullable Double max,
      @Nullable Double p50,
      @Nullable Double p90,
      @Nullable Double p95,
      @Nullable Double p99,
      @Json(name = "relative_error") double relativeError) {}

  /** A part of a window. */
  public record Slice(
      Instant start,
      Instant end,
      Map<String, Long> runs,
      @Nullable Long count,
      @Nullable Double min,
      @Nullable Double mean,
      @Nullable Double max,
      @Nullable Double p50,
      @Nullable Double p95,
      @Nullable Double p99,
      Uptime uptime) {}

  /** A page of incidents. */
  public record Incidents(List<Incident> items, @Nullable Long next) {}

  /** An incident. */
  public record Incident(
      long id,
      String check,
      String rule,
      @Nullable String subject,
      String severity,
      String frequency,
      String title,
      boolean open,
      @Json(name = "started_at") Instant startedAt,
      @Json(name = "ended_at") @Nullable Instant endedAt,
      @Nullable String resolution,
      AlertViews.@Nullable Acknowledgement acknowledgement,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, String> details,
      List<Entry> timeline) {}

  /** A line of the timeline of an incident. */
  public record Entry(Instant at, String text) {}

  /** A page of the audit log. */
  public record Audit(List<AuditEntry> items, @Nullable Long next) {}

  /** Event {@code outcome}: a run ended and is stored. */
  public record OutcomeEvent(
      @Json(name = "run_id") long runId,
      String check,
      @Json(name = "started_at") Instant startedAt,
      String status,
      String summary,
      @Nullable String reason,
      @Json(name = "latency_ms") @Nullable Double latencyMs,
      @Nullable String maintenance) {}

  /** Event {@code incident}: an incident was opened, updated or resolved. */
  public record IncidentEvent(String kind, Incident incident) {}

  /** Event {@code check}: a check was added or removed. */
  public record CheckEvent(String kind, String check) {}
}
