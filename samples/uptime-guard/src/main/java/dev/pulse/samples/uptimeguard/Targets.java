package dev.pulse.samples.uptimeguard;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Target;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.core.Pulse;
import dev.pulse.core.detect.ProportionZTest;
import dev.pulse.core.detect.RollingZScore;
import dev.pulse.samples.server.web.HttpError;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The targets, kept as documents, and their registrations with Pulse: one for each target that is
 * enabled. Changes are made one at a time. Thread-safe.
 */
final class Targets {
  /** Where the targets are kept. */
  static final String COLLECTION = "uptime-guard.targets";

  private static final String LAST_ID = "last-target-id";

  private final Pulse pulse;
  private final GuardSettings settings;
  private final ProbeFactory probes;
  private final Documents<TargetDocument> documents;
  private final Documents<Counter> counters;
  private final Map<Long, WatchedTarget> known = new ConcurrentHashMap<>();
  private final Object lock = new Object();

  /**
   * The last number that was given to a target. Public because the JSON library asks for it.
   *
   * @param last never given again, also when its target is deleted
   */
  public record Counter(long last) {}

  Targets(Pulse pulse, GuardSettings settings, ProbeFactory probes) {
    this.pulse = requireNonNull(pulse, "pulse");
    this.settings = requireNonNull(settings, "settings");
    this.probes = requireNonNull(probes, "probes");
    this.documents = pulse.documents(COLLECTION, TargetDocument.class);
    this.counters = pulse.documents("uptime-guard.counters", Counter.class);
  }

  /** Reads the targets, before {@link #watch} begins to probe them. */
  void load() {
    synchronized (lock) {
      documents.list().stream()
          .map(WatchedTarget::of)
          .forEach(target -> known.put(target.id(), target));
    }
  }

  /** Begins to probe the enabled targets, lower numbers first. */
  void watch() {
    synchronized (lock) {
      known.values().stream()
          .filter(WatchedTarget::enabled)
          .sorted(Comparator.comparingLong(WatchedTarget::id))
          .forEach(target -> pulse.add(registration(target)));
    }
  }

  /** The targets as they are kept, newest first. */
  List<WatchedTarget> list() {
    return documents.list().stream()
        .map(WatchedTarget::of)
        .sorted(Comparator.comparingLong(WatchedTarget::id).reversed())
        .toList();
  }

  /** The target of a registration; empty when it is not one of the guard's, or gone. */
  Optional<WatchedTarget> ofCheck(String check) {
    var id = WatchedTarget.idOf(check);
    return id.isPresent() ? Optional.ofNullable(known.get(id.getAsLong())) : Optional.empty();
  }

  /**
   * Creates a target and begins to probe it at once.
   *
   * @throws HttpError 409 when the name is taken, 400 when the address cannot be asked
   */
  WatchedTarget create(TargetDocument document) {
    synchronized (lock) {
      if (known.values().stream().anyMatch(target -> target.name().equals(document.name()))) {
        throw HttpError.of(409, "A target with this name already exists");
      }
      requireProbe(document);
      var registration = registration(new WatchedTarget(nextId(), 1, document));
      var id = registration.name().substring(WatchedTarget.PREFIX.length());
      var target = WatchedTarget.of(documents.create(id, document));
      known.put(target.id(), target);
      pulse.add(registration);
      return target;
    }
  }

  /**
   * Begins to probe a target again, at once, or stops it and closes its incidents. Nothing happens
   * to one that is in that state already.
   *
   * @throws HttpError 404 when there is no such target
   */
  WatchedTarget setEnabled(long id, boolean enabled) {
    synchronized (lock) {
      var target = require(id);
      if (target.enabled() == enabled) {
        return target;
      }
      if (!enabled) {
        // First the incidents, then the document: what breaks off in between is still enabled.
        stop(target, "disabled");
      }
      var changed = save(target, enabled);
      if (enabled) {
        pulse.add(registration(changed));
      }
      return changed;
    }
  }

  /**
   * Closes the incidents of a target, and removes it with everything that is known of it.
   *
   * @throws HttpError 404 when there is no such target
   */
  WatchedTarget delete(long id) {
    synchronized (lock) {
      var target = require(id);
      stop(target, "deleted");
      // The document goes last: a target whose deletion broke off can be deleted again.
      pulse.forget(target.checkName());
      documents.delete(Long.toString(id));
      known.remove(id);
      return target;
    }
  }

  private WatchedTarget require(long id) {
    var target = known.get(id);
    if (target == null) {
      throw HttpError.of(404, "Target not found");
    }
    return target;
  }

  /** Finds out before a number is given away whether the address can be asked at all. */
  private void requireProbe(TargetDocument document) {
    try {
      probes.probe(new WatchedTarget(1, 1, document));
    } catch (IllegalArgumentException e) {
      throw HttpError.of(400, "url does not fit type " + document.type())
          .withDetail(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Ends the probing of a target. Its registration is removed and not paused, because a paused one
   * lets the run that is under way end, and that could open an incident which nobody closes.
   */
  private void stop(WatchedTarget target, String resolution) {
    if (pulse.check(target.checkName()).isPresent()) {
      pulse.resolveIncidents(target.checkName(), resolution);
      pulse.remove(target.checkName());
      pulse.flush();
    }
  }

  private WatchedTarget save(WatchedTarget target, boolean enabled) {
    try {
      var saved =
          WatchedTarget.of(
              documents.update(
                  Long.toString(target.id()),
                  target.document().withEnabled(enabled),
                  target.version()));
      known.put(saved.id(), saved);
      return saved;
    } catch (RuntimeException e) {
      if (!enabled) {
        // It is still enabled as far as anybody can read, so it must be probed as well.
        pulse.add(registration(target));
      }
      throw e;
    }
  }

  private long nextId() {
    Optional<Document<Counter>> counter = counters.find(LAST_ID);
    if (counter.isEmpty()) {
      return counters.create(LAST_ID, new Counter(1)).value().last();
    }
    var last = counter.get();
    return counters
        .update(LAST_ID, new Counter(last.value().last() + 1), last.version())
        .value()
        .last();
  }

  private Registration registration(WatchedTarget target) {
    return Registration.check(target.checkName(), probes.probe(target))
        .title(target.name())
        .target(
            Target.of(target.name())
                .withAttribute("url", target.url())
                .withAttribute("type", target.type().word()))
        .schedule(Schedules.every(target.interval().orElse(settings.probes().interval())))
        .timeout(target.timeout().orElse(settings.probes().timeout()).plus(ProbeCheck.GRACE))
        .rule(downtime())
        .rule(latency())
        .rule(errorRate())
        .build();
  }

  private AlertRule downtime() {
    return AlertRule.whenFailing()
        .named(IncidentKind.DOWNTIME.word())
        .after(settings.rules().downAfter())
        .recoverAfter(settings.rules().upAfter());
  }

  private AlertRule latency() {
    var rules = settings.rules();
    var detector =
        RollingZScore.builder()
            .window(rules.zWindow())
            .minSamples(rules.zMinSamples())
            .threshold(rules.zThreshold())
            .deviationFloor(rules.stdFloorMillis())
            .minDelta(rules.minDeltaMillis());
    return AlertRule.whenAnomalous(Signal.latency(), detector::build)
        .named(IncidentKind.LATENCY_SPIKE.word())
        .clearAfter(rules.latencyClearAfter());
  }

  private AlertRule errorRate() {
    return AlertRule.whenAnomalous(Signal.failures(), ProportionZTest::new)
        .named(IncidentKind.ERROR_RATE.word())
        .clearAfter(1);
  }
}
