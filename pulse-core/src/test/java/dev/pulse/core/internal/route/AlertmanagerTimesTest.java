package dev.pulse.core.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.Severity;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.route.Inhibition;
import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Route;
import dev.pulse.api.route.Silence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What a running Alertmanager 0.25 told a webhook, to the second, when it was given the same routes
 * and the same alerts at the same times.
 */
class AlertmanagerTimesTest {
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final Channel HOOK = RouterTest.channel("hook");

  private final Desk desk = new Desk(plan(), START.toString());

  private static Plan plan() {
    var route =
        Route.to(HOOK)
            .groupBy("team")
            .groupWait(Duration.ofSeconds(2))
            .groupInterval(Duration.ofSeconds(5))
            .repeatInterval(Duration.ofSeconds(11));
    var inhibition =
        new Inhibition(
            List.of(Matcher.parse("severity=\"critical\"")),
            List.of(Matcher.parse("severity=\"warning\"")),
            Set.of("team"));
    return new Plan(route, List.of(inhibition), LocalTime.of(9, 0), ZoneOffset.UTC);
  }

  private void at(double seconds) {
    desk.until(START.plusMillis(Math.round(1_000 * seconds)));
  }

  private void fire(double seconds, long incident, String team, Severity severity) {
    at(seconds);
    desk.fire(incident, severity, "team", team);
  }

  private void resolve(double seconds, long incident) {
    at(seconds);
    desk.resolve(incident);
  }

  @Test
  void aGroupIsToldAtTheSameTimes() {
    desk.silences(
        Silence.of(
            "1",
            List.of(Matcher.equal("team", "z")),
            START.plusSeconds(1),
            START.plusSeconds(20),
            "ada",
            ""));
    fire(0, 1, "x", Severity.INFO);
    fire(0.5, 3, "y", Severity.INFO);
    fire(1, 2, "x", Severity.INFO);
    fire(3, 5, "z", Severity.INFO);
    fire(4, 4, "x", Severity.INFO);
    fire(6, 6, "w", Severity.INFO);
    resolve(7, 6);
    resolve(9, 1);
    fire(10, 7, "v", Severity.CRITICAL);
    fire(10.3, 8, "v", Severity.WARNING);
    resolve(19, 7);
    resolve(29, 2);
    resolve(29.1, 4);
    fire(40, 9, "x", Severity.INFO);
    at(48);
    assertThat(told())
        .containsExactly(
            "v 12 [7] []",
            "v 22 [8] [7]",
            "v 37 [8] []",
            "x 2 [1, 2] []",
            "x 7 [1, 2, 4] []",
            "x 12 [2, 4] [1]",
            "x 27 [2, 4] []",
            "x 32 [] [2, 4]",
            "x 42 [9] []",
            "y 2 [3] []",
            "y 17 [3] []",
            "y 32 [3] []",
            "y 47 [3] []",
            "z 20 [5] []",
            "z 35 [5] []");
  }

  private List<String> told() {
    var messages = new ArrayList<>(desk.said());
    messages.sort(
        Comparator.comparing(AlertmanagerTimesTest::team).thenComparing(Notification::at));
    return messages.stream()
        .map(
            message ->
                team(message)
                    + " "
                    + Duration.between(START, message.at()).toSeconds()
                    + " "
                    + message.firing().stream().map(alert -> alert.incident()).sorted().toList()
                    + " "
                    + message.resolved().stream().map(alert -> alert.incident()).sorted().toList())
        .toList();
  }

  private static String team(Notification message) {
    return message.groupLabels().get("team").orElseThrow();
  }
}
