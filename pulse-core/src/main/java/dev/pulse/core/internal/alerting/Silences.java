package dev.pulse.core.internal.alerting;

import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Silence;
import dev.pulse.api.schedule.Recurrence;
import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.Store;
import dev.pulse.core.internal.json.JsonDocuments;
import dev.pulse.core.internal.route.Router;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The silences, kept until five days after their end. Confined to the lock of its owner. */
final class Silences {
  private static final Logger log = LoggerFactory.getLogger(Silences.class);
  private static final String COLLECTION = "pulse.silence";
  private static final Duration KEPT = Duration.ofDays(5);
  private static final int MOST = 10_000;

  private final Documents<Body> documents;
  private final Map<String, Silence> byId = new LinkedHashMap<>();

  /** As it is stored; public, because it is read by reflection. */
  public record Body(
      List<String> matchers,
      Instant startsAt,
      Instant endsAt,
      String createdBy,
      String comment,
      @Nullable String cron,
      @Nullable Duration length,
      @Nullable String zone) {
    static Body of(Silence silence) {
      var recurrence = silence.recurrence();
      return new Body(
          silence.matchers().stream().map(Matcher::toString).toList(),
          silence.startsAt(),
          silence.endsAt(),
          silence.createdBy(),
          silence.comment(),
          recurrence.map(Recurrence::cron).orElse(null),
          recurrence.map(Recurrence::length).orElse(null),
          recurrence.map(each -> each.zone().getId()).orElse(null));
    }

    Silence silence(String id) {
      var silence =
          Silence.of(
              id,
              matchers.stream().map(Matcher::parse).toList(),
              startsAt,
              endsAt,
              createdBy,
              comment);
      return cron == null || length == null || zone == null
          ? silence
          : silence.recurring(new Recurrence(cron, length, ZoneId.of(zone)));
    }
  }

  Silences(Store store) {
    this.documents = JsonDocuments.of(store.documents(COLLECTION), COLLECTION, Body.class);
    for (Document<String> document : store.documents(COLLECTION).list()) {
      var id = document.id();
      try {
        documents.find(id).map(body -> body.value().silence(id)).ifPresent(this::take);
      } catch (RuntimeException e) {
        log.warn("Silence {} cannot be read and is left out", id, e);
      }
    }
  }

  private void take(Silence silence) {
    Router.check(silence);
    byId.put(silence.id(), silence);
  }

  List<Silence> list() {
    return List.copyOf(byId.values());
  }

  Optional<Silence> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * Adds a silence that the router can put to work.
   *
   * @throws IllegalArgumentException when there are too many
   */
  void add(Silence silence, Instant now) {
    forgetOld(now);
    if (byId.size() >= MOST) {
      throw new IllegalArgumentException(
          "there are " + MOST + " silences already; wait until some are over for five days");
    }
    documents.create(silence.id(), Body.of(silence));
    byId.put(silence.id(), silence);
  }

  /** Ends a silence, or takes back one that has not begun: that one is gone. */
  Optional<Silence> expire(String id, Instant now) {
    var silence = byId.get(id);
    if (silence == null || !silence.endsAt().isAfter(now)) {
      return Optional.ofNullable(silence);
    }
    if (!silence.startsAt().isBefore(now)) {
      documents.delete(id);
      byId.remove(id);
      return Optional.of(silence);
    }
    var over = silence.until(now);
    documents.change(id, any -> Body.of(over));
    byId.put(id, over);
    return Optional.of(over);
  }

  private void forgetOld(Instant now) {
    var old =
        byId.values().stream().filter(each -> each.endsAt().isBefore(now.minus(KEPT))).toList();
    for (Silence silence : old) {
      documents.delete(silence.id());
      byId.remove(silence.id());
    }
  }
}
