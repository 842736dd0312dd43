package dev.pulse.core.internal.alert;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Target;
import dev.pulse.core.detect.ProportionZTest;
import dev.pulse.core.detect.RollingZScore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Sequences of probes as the specification of the uptime guard writes them. */
final class Probes {
  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  static final int INTERVAL = 30;

  private Probes() {}

  /** The rules of the uptime guard with their defaults. */
  static Registration guard() {
    return registration(
        AlertRule.whenFailing().after(3).recoverAfter(2),
        AlertRule.whenAnomalous(Signal.latency(), RollingZScore.builder()::build)
            .named("latency_spike")
            .recoverAfter(3)
            .learningInIncidents(true),
        AlertRule.whenAnomalous(Signal.failures(), ProportionZTest::new)
            .named("error_rate")
            .recoverAfter(1)
            .learningInIncidents(true));
  }

  static Registration registration(AlertRule... rules) {
    var builder =
        Registration.check("shop", context -> CheckResult.pass("not called"))
            .title("Shop")
            .target(Target.of("Shop", Labels.of("team", "checkout")));
    List.of(rules).forEach(builder::rule);
    return builder.build();
  }

  static RuleBook book(Registration registration, Incident... open) {
    return new RuleBook(registration, new AtomicLong(1000)::incrementAndGet, List.of(open));
  }

  /**
   * Outcomes, 30 seconds apart, the first with number 1: {@code o} is up after 50 ms, a number is
   * up after so many, {@code F} failed, {@code U} is unknown, {@code W} is a warning after 50 ms;
   * {@code 10*50} is ten of them.
   */
  static List<Outcome> outcomes(String script) {
    var outcomes = new ArrayList<Outcome>();
    for (String token : script.split(" ", -1)) {
      var parts = token.split("\\*", -1);
      int times = parts.length == 1 ? 1 : Integer.parseInt(parts[0]);
      for (int i = 0; i < times; i++) {
        outcomes.add(outcome(outcomes.size() + 1, result(parts[parts.length - 1])));
      }
    }
    return outcomes;
  }

  static Outcome outcome(int number, CheckResult result) {
    return Outcome.builder("shop", number, at(number), result).build();
  }

  static Instant at(int number) {
    return START.plusSeconds((long) INTERVAL * number);
  }

  static CheckResult result(String token) {
    return switch (token) {
      case "F" ->
          CheckResult.fail(Reason.STATUS, "503 Service Unavailable")
              .withLatency(Duration.ofMillis(7))
              .withDetail("status_code", "503");
      case "U" -> CheckResult.unknown(Reason.DENIED, "refused").withLatency(Duration.ofSeconds(99));
      case "W" -> CheckResult.warn(Reason.LATENCY, "slow").withLatency(Duration.ofMillis(50));
      case "o" -> up(50);
      default -> up(Long.parseLong(token));
    };
  }

  static CheckResult up(long milliseconds) {
    return CheckResult.pass("200 OK")
        .withLatency(Duration.ofMillis(milliseconds).plusNanos(999_999))
        .withDetail("status_code", "200");
  }

  static List<String> observe(RuleBook book, List<Outcome> outcomes) {
    var events = new ArrayList<String>();
    outcomes.forEach(outcome -> events.addAll(describe(book.observe(outcome))));
    return events;
  }

  static List<String> eventsOf(String script) {
    return observe(book(guard()), outcomes(script));
  }

  static List<String> describe(List<IncidentEvent> events) {
    return events.stream().map(Probes::describe).collect(Collectors.toList());
  }

  /** {@code 11: latency_spike opened} or {@code 14: latency_spike recovered}. */
  private static String describe(IncidentEvent event) {
    var incident = event.incident();
    return switch (event.kind()) {
      case OPENED -> number(incident.startedAt()) + ": " + incident.rule() + " opened";
      case RESOLVED ->
          number(incident.endedAt().orElseThrow())
              + ": "
              + incident.rule()
              + " "
              + incident.resolution().orElseThrow();
      case UPDATED -> "unexpected " + event;
    };
  }

  /** As the uptime guard shows them. */
  static String details(Incident incident) {
    return incident.details().entrySet().stream()
        .map(detail -> detail.getKey() + "=" + detail.getValue())
        .collect(Collectors.joining(" "));
  }

  private static long number(Instant at) {
    return Duration.between(START, at).toSeconds() / INTERVAL;
  }
}
