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
import java.util.function.BiConsumer;

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
      requireFree(document.name(), 0);
      requireProbe(document);
      var id = Long.toString(nextId());
      var target = WatchedTarget.of(documents.create(id, document));
      known.put(target.id(), target);
      try {
        pulse.add(registration(target));
      } catch (RuntimeException e) {
        known.remove(target.id());
        documents.delete(id);
        throw e;
      }
      return target;
    }
  }

  /**
   * Changes what a target is, under its number and with its history. One that is enabled is probed
   * at once. Where another question is asked from now on, incidents of what it was are closed;
   * otherwise they stay as they are.
   *
   * @param before told what was and what will be, before that is probed
   * @throws HttpError 404 when there is no such target, 409 when another one has the name, 400 when
   *     the address cannot be asked
   */
  WatchedTarget replace(
      long id, TargetDocument wished, BiConsumer<WatchedTarget, WatchedTarget> before) {
    synchronized (lock) {
      var target = require(id);
      requireFree(wished.name(), id);
      requireProbe(wished);
      var document = target.document().replacedBy(wished);
      if (document.equals(target.document())) {
        return target;
      }
      if (!target.enabled()) {
        return save(target, document);
      }
      boolean another = !document.asksTheSame(target.document());
      if (another) {
        closeIncidents(target, "changed");
      }
      WatchedTarget changed;
      try {
        changed = save(target, document);
      } catch (RuntimeException e) {
        pulse.resume(target.checkName());
        throw e;
      }
      before.accept(target, changed);
      return watchedAnew(changed);
    }
  }

  /** Probes what a target has become; where that fails it is kept as disabled, and not probed. */
  private WatchedTarget watchedAnew(WatchedTarget changed) {
    try {
      if (!pulse.replace(registration(changed))) {
        pulse.add(registration(changed));
      }
    } catch (RuntimeException e) {
      pulse.remove(changed.checkName(), "disabled");
      save(changed, false);
      throw e;
    }
    return changed;
  }

  private void requireFree(String name, long except) {
    if (known.values().stream()
        .anyMatch(target -> target.id() != except && target.name().equals(name))) {
      throw HttpError.of(409, "A target with this name already exists");
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
      return enabled ? enable(target) : disable(target);
    }
  }

  private WatchedTarget enable(WatchedTarget target) {
    var enabled = save(target, true);
    try {
      pulse.add(registration(enabled));
    } catch (RuntimeException e) {
      save(enabled, false);
      throw e;
    }
    return enabled;
  }

  private WatchedTarget disable(WatchedTarget target) {
    closeIncidents(target, "disabled");
    WatchedTarget disabled;
    try {
      disabled = save(target, false);
    } catch (RuntimeException e) {
      pulse.resume(target.checkName());
      throw e;
    }
    // Removed and not left paused: a run that is still under way must not open an incident later.
    pulse.remove(target.checkName(), "disabled");
    return disabled;
  }

  /**
   * Closes the incidents of a target, and removes it with everything that is known of it.
   *
   * @throws HttpError 404 when there is no such target
   */
  WatchedTarget delete(long id) {
    synchronized (lock) {
      var target = require(id);
      if (target.enabled()) {
        closeIncidents(target, "deleted");
        pulse.remove(target.checkName(), "deleted");
      }
      try {
        // The document goes last: a target whose deletion broke off can be deleted again.
        pulse.forget(target.checkName());
        documents.delete(Long.toString(id));
      } catch (RuntimeException e) {
        if (target.enabled()) {
          pulse.add(registration(target));
        }
        throw e;
      }
      known.remove(id);
      return target;
    }
  }

  /**
   * Stops probing and closes what is open, on disk. What fails after this can be taken back; what
   * breaks off with the whole process leaves an enabled target without open incidents.
   */
  private void closeIncidents(WatchedTarget target, String resolution) {
    var name = target.checkName();
    pulse.pause(name);
    try {
      pulse.resolveIncidents(name, resolution);
      pulse.flush();
    } catch (RuntimeException e) {
      pulse.resume(name);
      throw e;
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

  private WatchedTarget save(WatchedTarget target, boolean enabled) {
    return save(target, target.document().withEnabled(enabled));
  }

  private WatchedTarget save(WatchedTarget target, TargetDocument document) {
    var saved =
        WatchedTarget.of(documents.update(Long.toString(target.id()), document, target.version()));
    known.put(saved.id(), saved);
    return saved;
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
        .timeout(target.timeout().orElse(settings.probes().timeout()))
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
        .recoverAfter(rules.latencyClearAfter())
        .learningInIncidents(true);
  }

  private AlertRule errorRate() {
    return AlertRule.whenAnomalous(Signal.failures(), ProportionZTest::new)
        .named(IncidentKind.ERROR_RATE.word())
        .recoverAfter(1)
        .learningInIncidents(true);
  }
}
