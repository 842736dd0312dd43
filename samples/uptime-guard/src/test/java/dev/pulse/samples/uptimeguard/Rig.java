package dev.pulse.samples.uptimeguard;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.route.Route;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Store;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A guard whose time is moved by hand and whose targets answer from a script, one probe at a time
 * on the thread of the test. A script is words: {@code o} for a good answer after 50 ms, a number
 * for a good answer after so many milliseconds, {@code F} for a failure, {@code R} for an address
 * that is refused.
 */
final class Rig implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  static final Duration INTERVAL = Duration.ofSeconds(30);

  final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  final ManualScheduler scheduler = new ManualScheduler(clock);
  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final RecordedBus bus = new RecordedBus();
  final Pulse pulse;
  final UptimeGuard guard;

  private final Map<String, Deque<String>> scripts = new HashMap<>();
  private final List<String> probed = Collections.synchronizedList(new ArrayList<>());

  /** An event that left the guard. */
  record Event(String subject, String json) {}

  /** Keeps events instead of sending them. */
  static final class RecordedBus implements EventBus {
    final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private EventBus next = EventBus.none();

    @Override
    public void publish(String subject, String json) {
      events.add(new Event(subject, json));
      next.publish(subject, json);
    }

    @Override
    public void close() {}

    List<String> incidents() {
      return events.stream()
          .filter(event -> event.subject().startsWith("incidents."))
          .map(Event::json)
          .toList();
    }
  }

  Rig() {
    this(Stores.memory(), GuardSettings.defaults());
  }

  Rig(Store store) {
    this(store, GuardSettings.defaults());
  }

  Rig(Store store, GuardSettings settings) {
    this(store, settings, Optional.empty());
  }

  Rig(Store store, GuardSettings settings, Optional<ProbeFactory> probes) {
    this(store, settings, probes, Optional.empty());
  }

  /** A guard that tells people. */
  Rig(Store store, Route route) {
    this(store, GuardSettings.defaults(), Optional.empty(), Optional.of(route));
  }

  private Rig(
      Store store, GuardSettings settings, Optional<ProbeFactory> probes, Optional<Route> route) {
    var builder =
        Pulse.builder()
            .store(store)
            .clock(clock)
            .scheduler(scheduler)
            .executor(Runnable::run)
            .startSpread(Duration.ZERO);
    route.ifPresent(builder::route);
    this.pulse = builder.start();
    this.guard =
        UptimeGuard.builder(pulse)
            .settings(settings)
            .meters(registry)
            .bus(tally -> bus)
            .probes(probes.orElse(this::scripted))
            .start();
  }

  /** Settings that allow loopback targets. */
  static GuardSettings allowingPrivate() {
    var defaults = GuardSettings.defaults();
    return new GuardSettings(
        new ProbeSettings(INTERVAL, Duration.ofSeconds(10), true),
        defaults.rules(),
        defaults.apiToken());
  }

  /** A new target, whose first probe ends as the first word of its script says. */
  WatchedTarget create(String name, String... script) {
    return create(document(name), script);
  }

  WatchedTarget create(TargetDocument document, String... script) {
    script(document.name(), script);
    return guard.targets().create(document);
  }

  TargetDocument document(String name) {
    return new TargetDocument(
        name, "http://" + name + ".example", "http", true, clock.instant(), null, null, null);
  }

  /** Adds words to the script of a target. */
  void script(String name, String... words) {
    var script = scripts.computeIfAbsent(name, key -> new ArrayDeque<>());
    for (String word : words) {
      Arrays.stream(word.split(" ")).filter(w -> !w.isEmpty()).forEach(script::add);
    }
  }

  /** Lets the time of some probes pass, and everything be stored. */
  void probes(int count) {
    scheduler.advance(INTERVAL.multipliedBy(count));
    pulse.flush();
  }

  /** Lets the rest of a script happen. */
  void play(String name, String... words) {
    script(name, words);
    probes(scripts.get(name).size());
  }

  /** Hands events to another bus as well, which stays the caller's. */
  void forwardTo(EventBus next) {
    bus.next = next;
  }

  /** The names of the targets that were probed, in order. */
  List<String> probed() {
    return List.copyOf(probed);
  }

  List<Incident> incidents() {
    pulse.flush();
    var newestFirst = new ArrayList<>(pulse.incidents().list(IncidentQuery.all()).items());
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  /** Every incident event as kind, what happened and at which probe, counted from 1. */
  List<String> story() {
    pulse.flush();
    return bus.events.stream()
        .filter(event -> event.subject().startsWith("incidents."))
        .map(this::told)
        .toList();
  }

  private String told(Event event) {
    boolean started = event.subject().equals(EventBus.STARTED);
    var at = field(event.json(), started ? "started_at" : "ended_at");
    long probe = Duration.between(START, Instant.parse(at)).dividedBy(INTERVAL) + 1;
    return field(event.json(), "kind") + (started ? " started at " : " resolved at ") + probe;
  }

  /** The stored probes of a target, oldest first. */
  List<Probe> stored(WatchedTarget target) {
    pulse.flush();
    var newestFirst =
        pulse.journal().outcomes(OutcomeQuery.of(target.checkName()).limit(10_000)).items().stream()
            .map(Probe::of)
            .flatMap(Optional::stream)
            .collect(Collectors.toList());
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  /** A text member of a flat JSON object. */
  static String field(String json, String name) {
    return String.valueOf(GuardJson.object(json).orElseThrow().get(name));
  }

  @Override
  public void close() {
    pulse.close();
    guard.close();
  }

  private Check scripted(WatchedTarget target) {
    return context -> {
      probed.add(target.name());
      var script = scripts.computeIfAbsent(target.name(), key -> new ArrayDeque<>());
      return result(script.isEmpty() ? "o" : script.remove());
    };
  }

  static CheckResult result(String word) {
    return switch (word) {
      case "o" -> answered(50);
      case "F" ->
          CheckResult.fail(Reason.STATUS, "503")
              .withLatency(Duration.ofMillis(50))
              .withDetail(Probe.STATUS_CODE, "503");
      case "R" -> CheckResult.unknown(Reason.DENIED, "loopback");
      default -> answered(Long.parseLong(word));
    };
  }

  private static CheckResult answered(long millis) {
    return CheckResult.pass("200 OK")
        .withLatency(Duration.ofMillis(millis))
        .withDetail(Probe.STATUS_CODE, "200");
  }
}
