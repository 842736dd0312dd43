package dev.pulse.samples.server.api;

import static dev.pulse.samples.server.api.Mapping.word;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.maintenance.Announcement;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Destination;
import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Route;
import dev.pulse.api.route.Silence;
import dev.pulse.api.schedule.Recurrence;
import dev.pulse.core.alerting.Delivery;
import dev.pulse.core.alerting.Explanation;
import dev.pulse.core.alerting.PendingAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what alerting knows into what callers read. */
final class AlertMapping {
  private AlertMapping() {}

  static AlertViews.Alert alert(Alert alert) {
    return new AlertViews.Alert(
        alert.incident(),
        alert.check(),
        alert.rule(),
        alert.subject().orElse(null),
        word(alert.severity()),
        word(alert.frequency()),
        alert.title(),
        alert.text(),
        alert.labels().asMap(),
        alert.fingerprint(),
        alert.annotations(),
        alert.details(),
        alert.startsAt(),
        alert.acknowledgement().map(AlertMapping::acknowledgement).orElse(null));
  }

  static AlertViews.Pending pending(PendingAlert pending) {
    return new AlertViews.Pending(
        pending.check(),
        pending.rule(),
        pending.subject().orElse(null),
        pending.since(),
        pending.seen(),
        pending.after(),
        pending.notBefore());
  }

  static AlertViews.Acknowledgement acknowledgement(Acknowledgement given) {
    return new AlertViews.Acknowledgement(given.by(), given.at(), orNull(given.comment()));
  }

  static AlertViews.Silence silence(Silence silence, Instant now) {
    return new AlertViews.Silence(
        silence.id(),
        state(silence.startsAt(), silence.endsAt(), now),
        texts(silence.matchers()),
        silence.startsAt(),
        silence.endsAt(),
        silence.recurrence().map(AlertMapping::recurrence).orElse(null),
        silence.createdBy(),
        orNull(silence.comment()));
  }

  static AlertViews.Announcement announcement(Announcement announced, Instant now) {
    return new AlertViews.Announcement(
        announced.id(),
        state(announced.from(), announced.to(), now),
        announced.name(),
        orNull(announced.text()),
        announced.from(),
        announced.to(),
        announced.recurrence().map(AlertMapping::recurrence).orElse(null),
        announced.checks(),
        announced.tags(),
        announced.createdBy());
  }

  private static AlertViews.Recurrence recurrence(Recurrence recurrence) {
    return new AlertViews.Recurrence(
        recurrence.cron(), recurrence.length().toSeconds(), recurrence.zone().getId());
  }

  /** Whether it has begun and is not over; occasions in between are not looked at. */
  private static String state(Instant from, Instant to, Instant now) {
    return now.isBefore(from) ? "pending" : now.isBefore(to) ? "active" : "expired";
  }

  static AlertViews.Route route(Route route) {
    return new AlertViews.Route(
        texts(route.matchers()),
        names(route.channels()),
        route.continues(),
        route.groupBy().orElse(null),
        route.groupWait().map(Duration::toMillis).orElse(null),
        route.groupInterval().map(Duration::toMillis).orElse(null),
        route.repeatInterval().map(Duration::toMillis).orElse(null),
        route.activeTimes().keySet(),
        route.muteTimes().keySet(),
        route
            .escalation()
            .map(
                escalation ->
                    new AlertViews.Escalation(
                        escalation.after().toMillis(), names(escalation.channels())))
            .orElse(null),
        route.children().stream().map(AlertMapping::route).toList());
  }

  static AlertViews.Channel channel(Channel channel) {
    return new AlertViews.Channel(
        channel.name(),
        channel.sendsResolved(),
        channel.timeout().toMillis(),
        channel.maxAge().toMillis(),
        channel
            .stormCap()
            .map(cap -> new AlertViews.StormCap(cap.messages(), cap.per().toMillis()))
            .orElse(null));
  }

  static AlertViews.Destination destination(Destination destination) {
    return new AlertViews.Destination(
        destination.path(),
        destination.channels(),
        destination.group().asMap(),
        destination.groupWait().toMillis(),
        destination.groupInterval().toMillis(),
        destination.repeatInterval().toMillis(),
        destination.activeTimes(),
        destination.muteTimes());
  }

  static AlertViews.Delivery delivery(Delivery delivery) {
    return new AlertViews.Delivery(
        delivery.id(),
        word(delivery.state()),
        delivery.channel(),
        word(delivery.kind()),
        delivery.group(),
        delivery.at(),
        delivery.incidents(),
        delivery.attempts(),
        delivery.failure().orElse(null),
        delivery.triedAt().orElse(null));
  }

  static AlertViews.Explanation explanation(Explanation explanation) {
    return new AlertViews.Explanation(
        explanation.incident().id(),
        explanation.sentence(),
        explanation.steps().stream()
            .map(
                step ->
                    new AlertViews.Step(
                        word(step.stage()), step.channel().orElse(null), step.text()))
            .toList());
  }

  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static List<String> texts(Collection<Matcher> matchers) {
    return matchers.stream().map(Matcher::toString).toList();
  }

  private static List<String> names(Collection<Channel> channels) {
    return channels.stream().map(Channel::name).toList();
  }
}
