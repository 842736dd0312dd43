package dev.pulse.core.internal.alerting;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Frequency;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.config.Durations;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.route.Destination;
import dev.pulse.api.store.Store;
import dev.pulse.core.alerting.Delivery;
import dev.pulse.core.alerting.Explanation;
import dev.pulse.core.alerting.Explanation.Stage;
import dev.pulse.core.alerting.Explanation.Step;
import dev.pulse.core.internal.engine.Engine;
import dev.pulse.core.internal.engine.SlotState;
import dev.pulse.core.internal.route.Standing;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Tells the way of an incident from its check to the channels. Thread-safe. */
public final class Explainer {
  private final Store store;
  private final AlertDesk desk;
  private final Engine engine;
  private final InstantSource clock;

  /** An explainer of what these know. */
  public Explainer(Store store, AlertDesk desk, Engine engine, InstantSource clock) {
    this.store = store;
    this.desk = desk;
    this.engine = engine;
    this.clock = clock;
  }

  /** Explains an incident; empty when there is none. */
  public Optional<Explanation> explain(long id) {
    return store.incidents().find(id).map(this::explain);
  }

  private Explanation explain(Incident incident) {
    var steps = new ArrayList<Step>();
    var state = engine.state(incident.check());
    seen(incident, state, steps);
    steps.add(step(Stage.RULE, rule(incident, state)));
    dependencies(incident, steps);
    maintenance(incident, state, steps);
    // What came after the first entry: who took it over, what kept it back, why it is over.
    incident.timeline().stream()
        .skip(1)
        .forEach(entry -> steps.add(step(Stage.TIMELINE, entry.at() + " " + entry.text())));
    routes(incident, steps);
    return new Explanation(incident, steps);
  }

  private static void seen(Incident incident, Optional<SlotState> state, List<Step> steps) {
    if (!incident.timeline().isEmpty()) {
      var first = incident.timeline().get(0);
      steps.add(step(Stage.CHECK, first.at() + " " + first.text()));
    }
    if (state.isEmpty()) {
      steps.add(step(Stage.CHECK, incident.check() + " is not registered any more"));
    } else if (incident.isOpen()) {
      state
          .flatMap(SlotState::latest)
          .map(Outcome::result)
          .ifPresent(result -> steps.add(step(Stage.CHECK, "the last result is " + result)));
    }
  }

  private static String rule(Incident incident, Optional<SlotState> state) {
    return state.stream()
        .flatMap(known -> known.registration().rules().stream())
        .filter(rule -> rule.name().equals(incident.rule()))
        .findFirst()
        .map(AlertRule::toString)
        .map(text -> "rule " + text)
        .orElse("rule " + incident.rule() + ", which the check does not have any more");
  }

  private void dependencies(Incident incident, List<Step> steps) {
    var names = engine.excused().getOrDefault(incident.check(), List.of());
    if (!names.isEmpty()) {
      steps.add(step(Stage.DEPENDENCY, "dependents " + Dependents.text(names)));
    }
  }

  private void maintenance(Incident incident, Optional<SlotState> state, List<Step> steps) {
    if (incident.isOpen()) {
      state
          .flatMap(known -> desk.maintenance(known.registration(), clock.instant()))
          .ifPresent(work -> steps.add(step(Stage.MAINTENANCE, "there is work: " + work.name())));
    }
  }

  private void routes(Incident incident, List<Step> steps) {
    var alert = incident.alert();
    var places =
        desk.router(router -> router.standing(alert, clock.instant()).places()).orElse(List.of());
    if (places.isEmpty()) {
      steps.add(step(Stage.ROUTE, "no route takes it, so nobody is told"));
    }
    var deliveries = desk.deliveriesAbout(incident.id());
    var channels = new LinkedHashSet<String>();
    for (Standing.Place place : places) {
      steps.add(step(Stage.ROUTE, route(place.destination())));
      steps.add(step(Stage.GROUP, group(place, alert.frequency())));
      place.keptBack().ifPresent(why -> steps.add(step(Stage.HELD, "kept back: " + why)));
      for (Standing.Listener listener : place.listeners()) {
        steps.add(new Step(Stage.CHANNEL, Optional.of(listener.channel()), text(listener, alert)));
        channels.add(listener.channel());
        deliveries(listener.channel(), deliveries, steps);
      }
    }
    // Those that a route told which is there no more.
    deliveries.stream()
        .map(Delivery::channel)
        .filter(channel -> !channels.contains(channel))
        .distinct()
        .forEach(channel -> deliveries(channel, deliveries, steps));
  }

  private static void deliveries(String channel, List<Delivery> all, List<Step> steps) {
    all.stream()
        .filter(delivery -> delivery.channel().equals(channel))
        .forEach(
            delivery -> steps.add(new Step(Stage.DELIVERY, Optional.of(channel), text(delivery))));
  }

  private static String text(Standing.Listener listener, Alert alert) {
    if (listener.toldAt().isPresent()) {
      return "told that it fires, at " + listener.toldAt().get();
    }
    if (listener.wasTold()) {
      return alert.isFiring() ? "told" : "told, also that it is over";
    }
    if (listener.waits()) {
      return "waits for the next summary, because too much happens at once";
    }
    if (listener.escalation()) {
      return "hears of it when nobody acknowledges it";
    }
    return alert.isFiring() ? "not told yet" : "nothing more to tell";
  }

  private static String route(Destination destination) {
    return "taken by the route "
        + String.join(" > ", destination.path())
        + " to "
        + String.join(", ", destination.channels());
  }

  private static String group(Standing.Place place, Frequency frequency) {
    var look = place.nextLook().map(at -> ", looked at next at " + at).orElse("");
    var destination = place.destination();
    return frequency == Frequency.DAILY_DIGEST
        ? "told once a day" + look
        : "in the group "
            + destination.group()
            + ", told "
            + Durations.format(destination.groupWait())
            + " after its first alert and then looked at every "
            + Durations.format(destination.groupInterval())
            + look;
  }

  private static String text(Delivery delivery) {
    var what = delivery.kind() + " of " + delivery.at();
    var failure = delivery.failure().map(text -> ", because " + text).orElse("");
    return switch (delivery.state()) {
      case DELIVERED ->
          what + " was delivered" + delivery.triedAt().map(at -> " at " + at).orElse("");
      case PENDING ->
          delivery.attempts() == 0
              ? what + " waits for its delivery"
              : what + " was tried " + delivery.attempts() + " times and waits" + failure;
      case DEAD -> what + " was given up after " + delivery.attempts() + " attempts" + failure;
    };
  }

  private static Step step(Stage stage, String text) {
    return new Step(stage, Optional.empty(), text);
  }
}
