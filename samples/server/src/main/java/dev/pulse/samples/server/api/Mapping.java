package dev.pulse.samples.server.api;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.schedule.Interval;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.api.store.Distribution;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Uptime;
import dev.pulse.core.CheckView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Turns what Pulse knows into what callers read. */
final class Mapping {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Mapping() {}

  static Views.Check check(CheckView view, @Nullable List<Views.Recent> recent) {
    var registration = view.registration();
    var result = view.latest().map(Outcome::result);
    return new Views.Check(
        view.name(),
        registration.title(),
        word(view.status()),
        result.map(CheckResult::summary).orElse(null),
        result.flatMap(CheckResult::reason).map(Reason::code).orElse(null),
        view.paused(),
        view.running(),
        result.flatMap(CheckResult::latency).map(Mapping::millis).orElse(null),
        view.latest().map(Outcome::started).orElse(null),
        view.latest().flatMap(Outcome::maintenance).orElse(null),
        registration.target().name(),
        registration.target().labels().asMap(),
        registration.tags(),
        schedule(registration.schedule()),
        view.openIncidents().size(),
        recent);
  }

  private static String schedule(Schedule schedule) {
    if (!(schedule instanceof Interval interval)) {
      return schedule.toString();
    }
    var jitter = interval.jitter();
    return "every "
        + distance(interval.period())
        + (jitter.isZero() ? "" : ", up to " + distance(jitter) + " later");
  }

  /** A duration for people: 30 s, 1 h 30 min. */
  private static String distance(Duration duration) {
    var parts = new ArrayList<String>();
    add(parts, duration.toDays(), "d");
    add(parts, duration.toHoursPart(), "h");
    add(parts, duration.toMinutesPart(), "min");
    add(parts, duration.toSecondsPart(), "s");
    add(parts, duration.toMillisPart(), "ms");
    return String.join(" ", parts);
  }

  private static void add(List<String> parts, long amount, String unit) {
    if (amount > 0) {
      parts.add(amount + " " + unit);
    }
  }

  static Views.CheckDetail detail(CheckView view, Optional<Instant> watchedSince) {
    Registration registration = view.registration();
    var standing = check(view, null);
    return new Views.CheckDetail(
        standing.name(),
        standing.title(),
        standing.status(),
        standing.summary(),
        standing.reason(),
        standing.paused(),
        standing.running(),
        standing.latencyMs(),
        standing.lastRunAt(),
        watchedSince.orElse(null),
        standing.maintenance(),
        standing.target(),
        standing.labels(),
        standing.tags(),
        standing.schedule(),
        standing.openIncidents(),
        registration.target().attributes(),
        registration.timeout().toMillis(),
        registration.retries(),
        registration.whileFailing().map(Duration::toMillis).orElse(null),
        registration.dependencies(),
        registration.rules().stream().map(Mapping::rule).toList(),
        view.latest().map(Mapping::outcome).orElse(null),
        view.openIncidents().stream().map(Mapping::incident).toList());
  }

  private static Views.Rule rule(AlertRule rule) {
    return new Views.Rule(rule.name(), word(rule.severity()), rule.toString());
  }

  static Views.Outcome outcome(Outcome outcome) {
    var result = outcome.result();
    return new Views.Outcome(
        outcome.runId(),
        outcome.check(),
        outcome.started(),
        word(outcome.status()),
        result.summary(),
        result.reason().map(Reason::code).orElse(null),
        latency(outcome),
        millis(outcome.took()),
        millis(outcome.late()),
        outcome.attempt(),
        outcome.instance(),
        outcome.validFor().toMillis(),
        outcome.maintenance().orElse(null),
        result.samples().stream()
            .map(
                sample ->
                    new Views.Sample(
                        sample.name(),
                        sample.labels().asMap(),
                        word(sample.kind()),
                        sample.value(),
                        sample.at().orElse(null)))
            .toList(),
        result.findings().stream()
            .map(
                finding ->
                    new Views.Finding(
                        finding.key(),
                        finding.labels().asMap(),
                        word(finding.status()),
                        finding.text()))
            .toList(),
        result.details(),
        outcome.log());
  }

  static Views.OutcomeEvent event(Outcome outcome) {
    return new Views.OutcomeEvent(
        outcome.runId(),
        outcome.check(),
        outcome.started(),
        word(outcome.status()),
        outcome.result().summary(),
        outcome.result().reason().map(Reason::code).orElse(null),
        latency(outcome),
        outcome.maintenance().orElse(null));
  }

  static Views.Incident incident(Incident incident) {
    return new Views.Incident(
        incident.id(),
        incident.check(),
        incident.rule(),
        incident.subject().orElse(null),
        word(incident.severity()),
        word(incident.frequency()),
        incident.title(),
        incident.isOpen(),
        incident.startedAt(),
        incident.endedAt().orElse(null),
        incident.resolution().orElse(null),
        incident.acknowledgement().map(AlertMapping::acknowledgement).orElse(null),
        incident.labels().asMap(),
        incident.annotations(),
        incident.details(),
        incident.timeline().stream()
            .map(entry -> new Views.Entry(entry.at(), entry.text()))
            .toList());
  }

  static Views.Slice slice(Slice slice) {
    var runs = new LinkedHashMap<String, Long>();
    slice.runs().forEach((status, count) -> runs.put(word(status), count));
    var values = slice.values();
    return new Views.Slice(
        slice.start(),
        slice.end(),
        Map.copyOf(runs),
        values.isEmpty() ? null : values.count(),
        orNull(values.min()),
        orNull(values.mean()),
        orNull(values.max()),
        orNull(values.quantile(0.5)),
        orNull(values.quantile(0.95)),
        orNull(values.quantile(0.99)),
        uptime(slice.uptime()));
  }

  static Views.Uptime uptime(Uptime uptime) {
    return new Views.Uptime(
        seconds(uptime.up()),
        seconds(uptime.down()),
        seconds(uptime.unknown()),
        seconds(uptime.maintenance()),
        orNull(uptime.ratio()));
  }

  static Views.Distribution distribution(Distribution values) {
    return new Views.Distribution(
        values.count(),
        orNull(values.min()),
        orNull(values.mean()),
        orNull(values.max()),
        orNull(values.quantile(0.5)),
        orNull(values.quantile(0.9)),
        orNull(values.quantile(0.95)),
        orNull(values.quantile(0.99)),
        values.relativeError());
  }

  /** A constant as it is written in JSON. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static @Nullable Long orNull(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  private static @Nullable Double orNull(OptionalDouble number) {
    return number.isPresent() ? number.getAsDouble() : null;
  }

  static @Nullable Double latency(Outcome outcome) {
    return outcome.result().latency().map(Mapping::millis).orElse(null);
  }

  /** 292 years at most, as the store keeps it: one absurd number must not stop all answers. */
  private static double millis(Duration duration) {
    return (duration.compareTo(LONGEST) > 0 ? LONGEST : duration).toNanos() / NANOS_PER_MILLI;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS_PER_SECOND;
  }
}
