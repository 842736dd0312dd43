package dev.pulse.core.internal.alerting;

import dev.pulse.api.check.Registration;
import dev.pulse.api.maintenance.Announcement;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.api.schedule.Recurrence;
import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.Store;
import dev.pulse.core.internal.json.JsonDocuments;
import dev.pulse.core.schedule.Cron;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work that is announced: what the configuration says, and what people have added since. Those
 * of people are kept until a month after their end. Thread-safe.
 */
final class Announcements {
  private static final Logger log = LoggerFactory.getLogger(Announcements.class);
  private static final String COLLECTION = "pulse.maintenance";
  private static final Duration KEPT = Duration.ofDays(30);

  /** How many may be kept at once: each is asked for every result. */
  static final int MOST = 1_000;

  private final List<Maintenance> configured;
  private final Documents<Body> documents;
  // No monitor: a virtual thread that waits for the store inside one would keep its carrier.
  private final ReentrantLock lock = new ReentrantLock();
  private volatile List<Entry> added = List.of();

  private record Entry(Announcement announcement, Maintenance maintenance) {}

  /** As it is stored; public, because it is read by reflection. */
  public record Body(
      String name,
      @Nullable String text,
      Instant from,
      Instant to,
      @Nullable String cron,
      @Nullable Duration length,
      @Nullable String zone,
      List<String> checks,
      List<String> tags,
      String createdBy) {
    static Body of(Announcement announcement) {
      var recurrence = announcement.recurrence();
      return new Body(
          announcement.name(),
          announcement.text().isEmpty() ? null : announcement.text(),
          announcement.from(),
          announcement.to(),
          recurrence.map(Recurrence::cron).orElse(null),
          recurrence.map(Recurrence::length).orElse(null),
          recurrence.map(each -> each.zone().getId()).orElse(null),
          List.copyOf(announcement.checks()),
          List.copyOf(announcement.tags()),
          announcement.createdBy());
    }

    Announcement announcement(String id) {
      Optional<Recurrence> recurrence =
          cron == null || length == null || zone == null
              ? Optional.empty()
              : Optional.of(new Recurrence(cron, length, ZoneId.of(zone)));
      return new Announcement(
          id,
          name,
          text == null ? "" : text,
          from,
          to,
          recurrence,
          new LinkedHashSet<>(checks),
          new LinkedHashSet<>(tags),
          createdBy);
    }
  }

  Announcements(Store store, List<Maintenance> configured) {
    this.configured = List.copyOf(configured);
    this.documents = JsonDocuments.of(store.documents(COLLECTION), COLLECTION, Body.class);
    var entries = new ArrayList<Entry>();
    for (Document<String> document : store.documents(COLLECTION).list()) {
      var id = document.id();
      try {
        documents.find(id).ifPresent(body -> entries.add(entry(body.value().announcement(id))));
      } catch (RuntimeException e) {
        log.warn("Announced maintenance {} cannot be read and is left out", id, e);
      }
    }
    added = List.copyOf(entries);
  }

  private static Entry entry(Announcement announcement) {
    var maintenance =
        announcement
            .recurrence()
            .map(each -> recurring(announcement, each))
            .orElseGet(
                () ->
                    Maintenance.once(announcement.name(), announcement.from(), announcement.to()));
    if (!announcement.checks().isEmpty()) {
      maintenance = maintenance.checks(announcement.checks());
    }
    if (!announcement.tags().isEmpty()) {
      maintenance = maintenance.tags(announcement.tags());
    }
    return new Entry(announcement, maintenance);
  }

  private static Maintenance recurring(Announcement announcement, Recurrence recurrence) {
    var cron = Cron.of(recurrence.cron(), recurrence.zone());
    return Maintenance.recurring(announcement.name(), cron, recurrence.length());
  }

  /** The work that is going on for a registration; the first announced wins. */
  Optional<Maintenance> at(Registration registration, Instant time) {
    for (Maintenance maintenance : configured) {
      if (maintenance.covers(registration) && maintenance.isAt(time)) {
        return Optional.of(maintenance);
      }
    }
    for (Entry entry : added) {
      var announcement = entry.announcement();
      if (!time.isBefore(announcement.from())
          && time.isBefore(announcement.to())
          && entry.maintenance().covers(registration)
          && entry.maintenance().isAt(time)) {
        return Optional.of(entry.maintenance());
      }
    }
    return Optional.empty();
  }

  List<Maintenance> configured() {
    return configured;
  }

  List<Announcement> list() {
    return added.stream().map(Entry::announcement).toList();
  }

  /**
   * Announces work.
   *
   * @throws IllegalArgumentException when its recurrence is not one, or there is too much already
   */
  Announcement add(Announcement announcement, Instant now) {
    lock.lock();
    try {
      return addLocked(announcement, entry(announcement), now);
    } finally {
      lock.unlock();
    }
  }

  private Announcement addLocked(Announcement announcement, Entry entry, Instant now) {
    forgetOld(now);
    if (added.size() >= MOST) {
      throw new IllegalArgumentException(
          "there are " + MOST + " announcements already; end some of them first");
    }
    documents.create(announcement.id(), Body.of(announcement));
    var all = new ArrayList<>(added);
    all.add(entry);
    added = List.copyOf(all);
    return announcement;
  }

  /** Ends work, or takes back what has not begun; false when there is none of that id. */
  boolean end(String id, Instant now) {
    lock.lock();
    try {
      return endLocked(id, now);
    } finally {
      lock.unlock();
    }
  }

  private boolean endLocked(String id, Instant now) {
    var found = added.stream().filter(entry -> entry.announcement().id().equals(id)).findFirst();
    if (found.isEmpty()) {
      return false;
    }
    var announcement = found.get().announcement();
    if (!announcement.from().isBefore(now)) {
      documents.delete(id);
      replace(Set.of(id), null);
    } else if (announcement.to().isAfter(now)) {
      var ended =
          new Announcement(
              id,
              announcement.name(),
              announcement.text(),
              announcement.from(),
              now,
              announcement.recurrence(),
              announcement.checks(),
              announcement.tags(),
              announcement.createdBy());
      documents.change(id, any -> Body.of(ended));
      replace(Set.of(id), entry(ended));
    }
    return true;
  }

  private void forgetOld(Instant now) {
    var old = new LinkedHashSet<String>();
    for (Entry entry : added) {
      if (entry.announcement().to().isBefore(now.minus(KEPT))) {
        old.add(entry.announcement().id());
      }
    }
    old.forEach(documents::delete);
    replace(old, null);
  }

  private void replace(Set<String> gone, @Nullable Entry instead) {
    var all = new ArrayList<Entry>();
    for (Entry entry : added) {
      if (!gone.contains(entry.announcement().id())) {
        all.add(entry);
      } else if (instead != null) {
        all.add(instead);
      }
    }
    added = List.copyOf(all);
  }
}
