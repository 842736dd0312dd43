package dev.pulse.core.meter;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Status;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.DeliveryEvent;
import dev.pulse.core.Alerting;
import dev.pulse.core.Pulse;
import dev.pulse.core.Statistics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;

/**
 * What the engine does, as Micrometer meters. They are about Pulse itself and their number grows
 * with that of channels, but not of checks.
 *
 * <p>{@code pulse.runs} (by status), {@code pulse.run.duration}, {@code pulse.run.lateness}, {@code
 * pulse.runs.skipped}, {@code pulse.runs.abandoned}, {@code pulse.results.stored}, {@code
 * pulse.incidents} (by what happened), {@code pulse.notifications} (by channel, kind and result),
 * and the gauges {@code pulse.outbox.messages} (by channel and state), {@code pulse.checks}, {@code
 * pulse.runs.running}, {@code pulse.runs.queued}, {@code pulse.threads.abandoned}, {@code
 * pulse.results.unstored}.
 */
public final class PulseMeters implements AutoCloseable {
  private final Pulse pulse;
  private final MeterRegistry registry;
  private final List<Meter> meters = new CopyOnWriteArrayList<>();
  private final Listener listener;

  private PulseMeters(Pulse pulse, MeterRegistry registry) {
    this.pulse = pulse;
    this.registry = registry;
    this.listener = new Listener();
    gauge("pulse.checks", "Registered checks and collectors", Statistics::registered);
    gauge("pulse.runs.running", "Runs under way", Statistics::running);
    gauge("pulse.runs.queued", "Runs that are due and wait for a free place", Statistics::queued);
    gauge(
        "pulse.threads.abandoned",
        "Threads held by checks that ignored their interruption",
        Statistics::abandoned);
    gauge("pulse.results.unstored", "Results that wait to be written", Statistics::unstored);
    for (Channel channel : pulse.alerting().channels()) {
      outbox(channel.name(), "pending", Alerting::pending);
      outbox(channel.name(), "dead", Alerting::dead);
    }
  }

  private void outbox(String channel, String state, ToIntBiFunction<Alerting, String> count) {
    keep(
        Gauge.builder(
                "pulse.outbox.messages",
                pulse,
                source -> count.applyAsInt(source.alerting(), channel))
            .description("Messages that wait for their delivery, or were given up")
            .tag("channel", channel)
            .tag("state", state)
            .register(registry));
  }

  /**
   * Counts what a Pulse does from now on.
   *
   * @param registry the application's own
   * @return removes the meters again when closed
   */
  public static PulseMeters bind(Pulse pulse, MeterRegistry registry) {
    var meters =
        new PulseMeters(requireNonNull(pulse, "pulse"), requireNonNull(registry, "registry"));
    pulse.addListener(meters.listener);
    return meters;
  }

  /** Stops counting and removes the meters. */
  @Override
  public void close() {
    pulse.removeListener(listener);
    meters.forEach(registry::remove);
  }

  private void gauge(String name, String description, ToIntFunction<Statistics> value) {
    keep(
        Gauge.builder(name, pulse, source -> value.applyAsInt(source.statistics()))
            .description(description)
            .register(registry));
  }

  private <M extends Meter> M keep(M meter) {
    meters.add(meter);
    return meter;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private final class Listener implements PulseListener {
    private final Map<Status, Counter> runs = new EnumMap<>(Status.class);
    private final Map<IncidentEvent.Kind, Counter> incidents =
        new EnumMap<>(IncidentEvent.Kind.class);
    private final Set<Counter> notifications = ConcurrentHashMap.newKeySet();
    private final Timer duration =
        keep(
            Timer.builder("pulse.run.duration")
                .description("How long the last attempt of a run took")
                .register(registry));
    private final Timer lateness =
        keep(
            Timer.builder("pulse.run.lateness")
                .description("How much later than planned a run began")
                .register(registry));
    private final Counter skipped =
        counter(
            "pulse.runs.skipped",
            "Runs that did not happen because the previous one had not ended");
    private final Counter abandoned =
        counter("pulse.runs.abandoned", "Runs that ignored their interruption");
    private final Counter stored = counter("pulse.results.stored", "Results written to the store");

    Listener() {
      for (Status status : Status.values()) {
        runs.put(
            status,
            keep(
                Counter.builder("pulse.runs")
                    .description("Runs that ended, by the status of their outcome")
                    .tag("status", lower(status))
                    .register(registry)));
      }
      for (IncidentEvent.Kind kind : IncidentEvent.Kind.values()) {
        incidents.put(
            kind,
            keep(
                Counter.builder("pulse.incidents")
                    .description("Changes of incidents, by what happened")
                    .tag("event", lower(kind))
                    .register(registry)));
      }
    }

    private Counter counter(String name, String description) {
      return keep(Counter.builder(name).description(description).register(registry));
    }

    private static <K> void count(Map<K, Counter> counters, K key) {
      requireNonNull(counters.get(key), "counter").increment();
    }

    @Override
    public void onSkipped(Registration registration) {
      skipped.increment();
    }

    @Override
    public void onAbandoned(Registration registration, Duration waited) {
      abandoned.increment();
    }

    @Override
    public void onOutcome(Registration registration, Outcome outcome) {
      count(runs, outcome.status());
      duration.record(outcome.took());
      lateness.record(outcome.late());
    }

    @Override
    public void onStored(List<Outcome> outcomes) {
      stored.increment(outcomes.size());
    }

    @Override
    public void onIncident(IncidentEvent event) {
      count(incidents, event.kind());
    }

    @Override
    public void onDelivery(DeliveryEvent event) {
      var counter =
          Counter.builder("pulse.notifications")
              .description("Attempts to deliver a message, by channel, kind and result")
              .tag("channel", event.channel())
              .tag("kind", lower(event.kind()))
              .tag("result", lower(event.result()))
              .register(registry);
      if (notifications.add(counter)) {
        keep(counter);
      }
      counter.increment();
    }
  }
}
