package dev.pulse.samples.server.api;

import com.squareup.moshi.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the REST routes of alerting answer, as {@code openapi.json} describes it. Null means not
 * known, and is left out. The records are public because the JSON library reads them.
 */
final class AlertViews {
  private AlertViews() {}

  /** The alerts that fire, those that may fire soon, and the time of the server. */
  public record Alerts(Instant at, List<Alert> items, List<Pending> pending) {}

  /** What is bad, but not yet often or long enough for an alert. */
  public record Pending(
      String check,
      String rule,
      @Nullable String subject,
      Instant since,
      int seen,
      int after,
      @Json(name = "not_before") Instant notBefore) {}

  /** An alert as routes see it. */
  public record Alert(
      long incident,
      String check,
      String rule,
      @Nullable String subject,
      String severity,
      String frequency,
      String title,
      String text,
      Map<String, String> labels,
      String fingerprint,
      Map<String, String> annotations,
      Map<String, String> details,
      @Json(name = "starts_at") Instant startsAt,
      @Nullable Acknowledgement acknowledgement) {}

  /** Who has taken an incident over. */
  public record Acknowledgement(String by, Instant at, @Nullable String comment) {}

  /** All silences, and the time of the server. */
  public record Silences(Instant at, List<Silence> items) {}

  /** A silence. */
  public record Silence(
      String id,
      String state,
      List<String> matchers,
      @Json(name = "starts_at") Instant startsAt,
      @Json(name = "ends_at") Instant endsAt,
      @Nullable Recurrence recurrence,
      @Json(name = "created_by") String createdBy,
      @Nullable String comment) {}

  /** Occasions that come again and again. */
  public record Recurrence(
      String cron, @Json(name = "length_seconds") long lengthSeconds, String zone) {}

  /** All announced work, and the time of the server. */
  public record Announcements(Instant at, List<Announcement> items) {}

  /** Announced work. */
  public record Announcement(
      String id,
      String state,
      String name,
      @Nullable String text,
      Instant from,
      Instant to,
      @Nullable Recurrence recurrence,
      Collection<String> checks,
      Collection<String> tags,
      @Json(name = "created_by") String createdBy) {}

  /** The tree of routes, if there is one, and the channels that it names. */
  public record Routing(@Nullable Route route, List<Channel> channels) {}

  /** A route; what it does not say is as its parent has it. */
  public record Route(
      List<String> matchers,
      List<String> channels,
      @Json(name = "continue") boolean continues,
      @Json(name = "group_by") @Nullable Collection<String> groupBy,
      @Json(name = "group_wait_ms") @Nullable Long groupWaitMs,
      @Json(name = "group_interval_ms") @Nullable Long groupIntervalMs,
      @Json(name = "repeat_interval_ms") @Nullable Long repeatIntervalMs,
      @Json(name = "active_times") Collection<String> activeTimes,
      @Json(name = "mute_times") Collection<String> muteTimes,
      @Nullable Escalation escalation,
      List<Route> routes) {}

  /** Who hears of a group that nobody acknowledges. */
  public record Escalation(@Json(name = "after_ms") long afterMs, List<String> channels) {}

  /** A channel, without what its notifier knows. */
  public record Channel(
      String name,
      @Json(name = "send_resolved") boolean sendResolved,
      @Json(name = "timeout_ms") long timeoutMs,
      @Json(name = "max_age_ms") long maxAgeMs,
      @Json(name = "storm_cap") @Nullable StormCap stormCap) {}

  /** How many messages a channel takes. */
  public record StormCap(int messages, @Json(name = "per_ms") long perMs) {}

  /** Where an alert would go. */
  public record Destinations(List<Destination> items) {}

  /** One of the places where an alert goes. */
  public record Destination(
      List<String> path,
      List<String> channels,
      Map<String, String> group,
      @Json(name = "group_wait_ms") long groupWaitMs,
      @Json(name = "group_interval_ms") long groupIntervalMs,
      @Json(name = "repeat_interval_ms") long repeatIntervalMs,
      @Json(name = "active_times") List<String> activeTimes,
      @Json(name = "mute_times") List<String> muteTimes) {}

  /** A page of messages. */
  public record Deliveries(List<Delivery> items, @Nullable String next) {}

  /** A message, and what became of it. */
  public record Delivery(
      String id,
      String state,
      String channel,
      String kind,
      String group,
      @Json(name = "decided_at") Instant decidedAt,
      List<Long> incidents,
      int attempts,
      @Nullable String failure,
      @Json(name = "tried_at") @Nullable Instant triedAt) {}

  /** Why people heard of an incident, or did not. */
  public record Explanation(long incident, String sentence, List<Step> steps) {}

  /** One thing that happened on the way. */
  public record Step(String stage, @Nullable String channel, String text) {}

  /** A message that was tried out and arrived. */
  public record Tested(String channel, @Nullable String receipt) {}
}
