package dev.pulse.samples.uptimeguard;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.notify.DeliveryEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the world what was stored: counts it, and publishes it. Everything it hears of is in the
 * store already, so what it tells is never ahead of what can be read. Thread-safe.
 */
final class GuardListener implements PulseListener {
  private static final Logger log = LoggerFactory.getLogger(GuardListener.class);

  private final Targets targets;
  private final GuardMetrics metrics;
  private final EventBus bus;
  private final LongPredicate isOurs;
  private final Set<Long> saidToBeRefused = ConcurrentHashMap.newKeySet();

  /**
   * A listener.
   *
   * @param isOurs whether an incident is one of the guard's, by its id
   */
  GuardListener(Targets targets, GuardMetrics metrics, EventBus bus, LongPredicate isOurs) {
    this.targets = requireNonNull(targets, "targets");
    this.metrics = requireNonNull(metrics, "metrics");
    this.bus = requireNonNull(bus, "bus");
    this.isOurs = requireNonNull(isOurs, "isOurs");
  }

  @Override
  public void onStored(List<Outcome> outcomes) {
    for (var outcome : outcomes) {
      targets.ofCheck(outcome.check()).ifPresent(target -> stored(target, outcome));
    }
  }

  @Override
  public void onIncident(IncidentEvent event) {
    targets.ofCheck(event.incident().check()).ifPresent(target -> changed(target, event));
  }

  @Override
  public void onDelivery(DeliveryEvent event) {
    if (event.incidents().stream().anyMatch(isOurs::test)) {
      switch (event.result()) {
        case DELIVERED -> metrics.notified(event.channel(), true);
        case FAILED -> metrics.notified(event.channel(), false);
        case DEAD, ABANDONED -> log.debug("{}", event);
      }
    }
  }

  private void stored(WatchedTarget target, Outcome outcome) {
    if (Probe.wasRefused(outcome)) {
      refused(target);
      return;
    }
    Probe.of(outcome)
        .ifPresent(
            probe -> {
              if (!probe.ok() && probe.statusCode() == 0) {
                log.info(
                    "The probe of {} failed: {} {}",
                    target.logName(),
                    outcome.result().summary(),
                    outcome.log());
              }
              if (target.enabled()) {
                // A probe that was under way when its target was disabled would bring its series
                // back.
                metrics.probed(target, probe);
              }
              bus.publish(EventBus.PROBES, GuardJson.probeEvent(target, probe));
            });
  }

  private void refused(WatchedTarget target) {
    if (target.enabled()) {
      metrics.refused(target);
    }
    if (saidToBeRefused.add(target.id())) {
      log.warn(
          "{} is not probed, because its address is not allowed: see PROBE_ALLOW_PRIVATE",
          target.logName());
    }
  }

  private void changed(WatchedTarget target, IncidentEvent event) {
    var incident = event.incident();
    switch (event.kind()) {
      case OPENED -> {
        metrics.opened(target, incident);
        log.warn(
            "{} of {} began: {}", incident.rule(), target.logName(), GuardJson.details(incident));
        bus.publish(EventBus.STARTED, GuardJson.incidentEvent(target, incident));
      }
      case RESOLVED -> {
        metrics.resolved(target, incident);
        log.info(
            "{} of {} ended: {}", incident.rule(), target.logName(), GuardJson.details(incident));
        bus.publish(EventBus.RESOLVED, GuardJson.incidentEvent(target, incident));
      }
      case UPDATED -> log.debug("{} changed", incident);
    }
  }
}
