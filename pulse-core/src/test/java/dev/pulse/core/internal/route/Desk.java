package dev.pulse.core.internal.route;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Frequency;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.route.Silence;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Document;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A router with a clock and a store: what belongs around it, as little of it as will do. */
final class Desk {
  private final Map<String, Map<String, String>> stored = new TreeMap<>();
  private final Map<Long, Alert> incidents = new LinkedHashMap<>();
  private final List<Notification> said = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Plan plan;
  private Router router;
  private List<Silence> silences = List.of();
  private Instant now;
  private boolean storeIsAway;
  private @Nullable Random moods;

  Desk(Plan plan, String now) {
    this.plan = plan;
    this.router = Router.of(plan);
    this.now = Instant.parse(now);
  }

  Instant now() {
    return now;
  }

  Router router() {
    return router;
  }

  /** All documents, by collection and id. */
  Map<String, Map<String, String>> stored() {
    return stored;
  }

  List<Notification> said() {
    return said;
  }

  List<String> notes() {
    return notes;
  }

  static Alert.Builder alert(long incident, Instant at, String... labels) {
    var all = new LinkedHashMap<String, String>();
    for (int i = 0; i < labels.length; i += 2) {
      all.put(labels[i], labels[i + 1]);
    }
    var check = all.getOrDefault("check", "check-" + incident);
    return Alert.builder(incident, check, "downtime", at).labels(Labels.from(all));
  }

  void fire(long incident, String... labels) {
    take(alert(incident, now, labels).build());
  }

  void fire(long incident, Severity severity, String... labels) {
    take(alert(incident, now, labels).severity(severity).build());
  }

  void fireDaily(long incident, String... labels) {
    take(alert(incident, now, labels).frequency(Frequency.DAILY_DIGEST).build());
  }

  void take(Alert alert) {
    incidents.put(alert.incident(), alert);
    router.alert(alert, now);
  }

  void resolve(long incident) {
    take(incidents.get(incident).ended(now, "recovered"));
  }

  /** As if the incident had ended while nobody was there. */
  void resolveUnseen(long incident) {
    incidents.put(incident, incidents.get(incident).ended(now, "recovered"));
  }

  void severity(long incident, Severity severity) {
    var old = incidents.get(incident);
    take(
        Alert.builder(incident, old.check(), old.rule(), old.startsAt())
            .severity(severity)
            .labels(old.labels())
            .build());
  }

  void acknowledge(long incident) {
    var old = incidents.get(incident);
    take(
        Alert.builder(incident, old.check(), old.rule(), old.startsAt())
            .severity(old.severity())
            .labels(old.labels())
            .acknowledged(new Acknowledgement("ada", now, ""))
            .build());
  }

  /** As if somebody had deleted the incident while nobody was there. */
  void forget(long incident) {
    incidents.remove(incident);
  }

  boolean isFiring(long incident) {
    return incidents.containsKey(incident) && incidents.get(incident).isFiring();
  }

  void silences(Silence... all) {
    silences = List.of(all);
    router.silences(silences, now);
  }

  /** The store is away now and then, for a moment. */
  void moody(Random random) {
    this.moods = random;
  }

  void storeIsAway(boolean away) {
    this.storeIsAway = away;
  }

  /** Lets time pass, and looks at what is due when it is due. */
  void pass(Duration time) {
    until(now.plus(time));
  }

  void until(String time) {
    until(at(time));
  }

  private Instant at(String time) {
    return time.length() > 8
        ? Instant.parse(time)
        : LocalTime.parse(time)
            .atDate(now.atZone(ZoneOffset.UTC).toLocalDate())
            .toInstant(ZoneOffset.UTC);
  }

  void until(Instant end) {
    while (router.next().filter(next -> !next.isAfter(end)).isPresent()) {
      var next = router.next().orElseThrow();
      now = next.isAfter(now) ? next : now;
      if (!step()) {
        break;
      }
    }
    now = end;
  }

  /** Lets time pass while nobody looks. */
  void sleepUntil(String time) {
    now = at(time);
  }

  /** Whether it was written. */
  boolean step() {
    if (storeIsAway || (moods != null && moods.nextInt(4) == 0)) {
      router.step(now);
    }
    if (storeIsAway) {
      return false;
    }
    var step = router.step(now);
    for (Commit.DocumentChange change : step.documents()) {
      var collection = stored.computeIfAbsent(change.collection(), c -> new TreeMap<>());
      change
          .body()
          .ifPresentOrElse(
              body -> collection.put(change.id(), body), () -> collection.remove(change.id()));
    }
    said.addAll(step.notifications());
    step.notes().forEach((incident, text) -> notes.add("#" + incident + " " + text));
    router.done(step);
    return true;
  }

  void restart() {
    restart(plan);
  }

  void restart(Plan changed) {
    plan = changed;
    router = Router.of(plan);
    router.restore(
        this::documents,
        incident -> Optional.ofNullable(incidents.get(incident)),
        incidents.values().stream().filter(Alert::isFiring).toList(),
        silences,
        said.stream().map(Notification::id).max(Comparator.naturalOrder()),
        now);
  }

  private List<Document<String>> documents(String collection) {
    return stored.getOrDefault(collection, Map.of()).entrySet().stream()
        .map(entry -> new Document<>(entry.getKey(), 1, entry.getValue()))
        .toList();
  }

  /** What was said since the last time, as {@code 10:00:30 ops FIRST +1 -2}. */
  List<String> heard() {
    var lines = said.stream().map(Desk::line).toList();
    said.clear();
    return lines;
  }

  private static String line(Notification notification) {
    var line = new StringBuilder();
    line.append(notification.at().atZone(ZoneOffset.UTC).toLocalTime());
    if (line.length() == 5) {
      line.append(":00");
    }
    line.append(' ').append(notification.channel()).append(' ').append(notification.kind());
    notification.alerts().stream()
        .sorted((one, other) -> Long.compare(one.incident(), other.incident()))
        .forEach(a -> line.append(a.isFiring() ? " +" : " -").append(a.incident()));
    if (notification.omitted() > 0) {
      line.append(" and ").append(notification.omitted());
    }
    return line.toString();
  }
}
