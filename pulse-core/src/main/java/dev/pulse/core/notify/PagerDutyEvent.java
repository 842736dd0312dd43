package dev.pulse.core.notify;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.core.internal.net.HttpUrls;
import dev.pulse.core.internal.notify.Headline;
import dev.pulse.core.internal.text.Cut;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One event as the Events API v2 takes it, within its limits. Immutable. */
final class PagerDutyEvent {
  private static final int LONGEST_KEY = 255;
  private static final int KEPT_OF_KEY = 190;
  private static final int LONGEST_SUMMARY = 1_024;

  /** Of 512 KB for a whole event; most of it nobody reads on a phone. */
  private static final int LONGEST_DETAIL = 1_000;

  private static final int MOST_DETAILS = 50;
  private static final int MOST_ALERTS = 20;
  private static final int MOST_LINKS = 10;

  private static final JsonAdapter<Object> JSON = new Moshi.Builder().build().adapter(Object.class);

  private final Map<String, Object> facts;

  private PagerDutyEvent(Map<String, Object> facts) {
    this.facts = facts;
  }

  /**
   * How events look that somebody configures.
   *
   * @param source null for the check of the alert
   */
  record Look(@Nullable String source, Function<Alert, PagerDutyNotifier.Level> levelOf) {}

  /** Whether a later message will say that all of it is over. */
  static boolean endsHere(Notification notification) {
    return notification.kind() != Kind.DIGEST && notification.kind() != Kind.SUMMARY;
  }

  /** A message with all its alerts, under one key. */
  static PagerDutyEvent trigger(String key, Notification notification, Look look) {
    var alerts = notification.firing().isEmpty() ? notification.alerts() : notification.firing();
    var details = new LinkedHashMap<String, Object>();
    if (!endsHere(notification)) {
      details.put(
          "note", "Pulse does not resolve this: it is about several groups. Close it here.");
    }
    put(details, "group", notification.groupLabels().asMap());
    details.put(
        "alerts", alerts.stream().limit(MOST_ALERTS).map(PagerDutyEvent::described).toList());
    int more = Math.max(0, alerts.size() - MOST_ALERTS) + notification.omitted();
    if (more > 0) {
      details.put("more_alerts", more);
    }
    return trigger(key, Headline.of(notification), alerts, details, look);
  }

  /** One alert of a message. */
  static PagerDutyEvent trigger(String key, Alert alert, Notification notification, Look look) {
    var single =
        Notification.builder(
                notification.id(), notification.kind(), notification.channel(), notification.at())
            .alerts(List.of(alert))
            .build();
    var summary =
        switch (notification.kind()) {
          case DIGEST, SUMMARY -> alert.title();
          default -> Headline.of(single);
        };
    return trigger(key, summary, List.of(alert), described(alert), look);
  }

  private static PagerDutyEvent trigger(
      String key, String summary, List<Alert> alerts, Map<String, Object> details, Look look) {
    var payload = new LinkedHashMap<String, Object>();
    payload.put("summary", Cut.to(summary.isBlank() ? "an alert" : summary, LONGEST_SUMMARY));
    payload.put("source", Cut.to(source(alerts, look), LONGEST_SUMMARY));
    payload.put("severity", level(alerts, look).word());
    var links = new ArrayList<Map<String, Object>>();
    if (!alerts.isEmpty()) {
      var first = alerts.get(0);
      payload.put("timestamp", first.startsAt().toString());
      payload.put("component", Cut.to(first.check(), LONGEST_DETAIL));
      payload.put("class", Cut.to(first.rule(), LONGEST_DETAIL));
      links.addAll(links(first));
    }
    payload.put("custom_details", details);
    var facts = begin("trigger", key);
    facts.put("payload", payload);
    facts.put("client", "Pulse");
    if (!links.isEmpty()) {
      facts.put("links", links);
    }
    return new PagerDutyEvent(facts);
  }

  /** Somebody has taken it over. */
  static PagerDutyEvent acknowledge(String key) {
    return new PagerDutyEvent(begin("acknowledge", key));
  }

  /** It is over. */
  static PagerDutyEvent resolve(String key) {
    return new PagerDutyEvent(begin("resolve", key));
  }

  private static Map<String, Object> begin(String action, String key) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("event_action", action);
    facts.put("dedup_key", shortened(key));
    return facts;
  }

  private static String source(List<Alert> alerts, Look look) {
    if (look.source() != null) {
      return look.source();
    }
    return alerts.isEmpty() || alerts.get(0).check().isBlank() ? "Pulse" : alerts.get(0).check();
  }

  /** The loudest. */
  private static PagerDutyNotifier.Level level(List<Alert> alerts, Look look) {
    var loudest = PagerDutyNotifier.Level.INFO;
    for (Alert alert : alerts) {
      var level = look.levelOf().apply(alert);
      if (level.compareTo(loudest) < 0) {
        loudest = level;
      }
    }
    return loudest;
  }

  private static Map<String, Object> described(Alert alert) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("title", Cut.to(alert.title(), LONGEST_DETAIL));
    facts.put("text", Cut.to(alert.text(), LONGEST_DETAIL));
    facts.put("incident", alert.incident());
    facts.put("since", alert.startsAt().toString());
    put(facts, "labels", alert.labels().asMap());
    put(facts, "annotations", alert.annotations());
    put(facts, "details", alert.details());
    alert
        .acknowledgement()
        .ifPresent(taken -> facts.put("acknowledged_by", Cut.to(taken.by(), LONGEST_DETAIL)));
    return facts;
  }

  private static void put(Map<String, Object> facts, String name, Map<String, String> values) {
    var bounded = new LinkedHashMap<String, Object>();
    for (var entry : values.entrySet()) {
      if (bounded.size() == MOST_DETAILS) {
        break;
      }
      bounded.put(Cut.to(entry.getKey(), LONGEST_DETAIL), Cut.to(entry.getValue(), LONGEST_DETAIL));
    }
    if (!bounded.isEmpty()) {
      facts.put(name, bounded);
    }
  }

  /** The annotations that lead somewhere, such as a runbook. */
  private static List<Map<String, Object>> links(Alert alert) {
    var links = new ArrayList<Map<String, Object>>();
    for (var entry : alert.annotations().entrySet()) {
      var url = entry.getValue();
      if (links.size() < MOST_LINKS && url.length() <= LONGEST_DETAIL && isUrl(url)) {
        links.add(link(url, entry.getKey()));
      }
    }
    return links;
  }

  private static Map<String, Object> link(String url, String text) {
    var link = new LinkedHashMap<String, Object>();
    link.put("href", url);
    link.put("text", Cut.to(text, LONGEST_DETAIL));
    return link;
  }

  private static boolean isUrl(String text) {
    return HttpUrls.parse(text) != null;
  }

  /** The key itself, or so much of it that a hash of the whole has room behind it. */
  static String shortened(String key) {
    if (key.codePointCount(0, key.length()) <= LONGEST_KEY) {
      return key;
    }
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return key.substring(0, key.offsetByCodePoints(0, KEPT_OF_KEY))
          + ":"
          + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  String json(Secret routingKey) {
    var all = new LinkedHashMap<String, Object>();
    all.put("routing_key", routingKey.reveal());
    all.putAll(facts);
    return JSON.toJson(all);
  }

  /** What happens to which key. */
  @Override
  public String toString() {
    return facts.get("event_action") + " " + facts.get("dedup_key");
  }
}
