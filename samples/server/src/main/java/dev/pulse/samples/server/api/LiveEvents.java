package dev.pulse.samples.server.api;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.samples.server.web.EventHub;
import java.util.List;

/**
 * Passes on what Pulse tells. Outcomes are told once they are stored, so that a reader finds them.
 */
final class LiveEvents implements PulseListener {
  private final EventHub hub;

  LiveEvents(EventHub hub) {
    this.hub = hub;
  }

  @Override
  public void onStored(List<Outcome> outcomes) {
    if (hub.isWatched()) {
      hub.publishAll("outcome", outcomes.stream().map(LiveEvents::told).toList());
    }
  }

  private static EventHub.Event told(Outcome outcome) {
    return new EventHub.Event(String.valueOf(outcome.runId()), Mapping.event(outcome));
  }

  @Override
  public void onIncident(IncidentEvent event) {
    hub.publish(
        "incident",
        String.valueOf(event.incident().id()),
        new Views.IncidentEvent(Mapping.word(event.kind()), Mapping.incident(event.incident())));
  }

  @Override
  public void onRegistered(Registration registration) {
    hub.publish("check", registration.name(), new Views.CheckEvent("added", registration.name()));
  }

  @Override
  public void onRemoved(Registration registration) {
    hub.publish("check", registration.name(), new Views.CheckEvent("removed", registration.name()));
  }
}
