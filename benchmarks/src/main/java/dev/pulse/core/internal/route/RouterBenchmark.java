package dev.pulse.core.internal.route;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Route;
import dev.pulse.api.route.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Routing among 10,000 routes and 10,000 silences, and 25,000 alerts from beginning to end. */
@State(Scope.Benchmark)
public class RouterBenchmark {
  private static final int MANY = 10_000;
  private static final int ALERTS = 25_000;
  private static final int GROUPS = 200;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Alert> alerts = new ArrayList<>();
  private final List<Alert> ended = new ArrayList<>();
  private final Gate gate = new Gate(Inhibitions.of(List.of(), new ArrayList<>()));
  private Tree tree = tree(0);
  private int next;

  private static Route routes(int number) {
    var channel = Channel.of("ops", notification -> Receipt.none());
    var root = Route.to(channel).groupBy("team");
    for (int i = 0; i < number; i++) {
      root =
          root.child(
              Route.to().matching("check=\"check-" + i + "\"", "severity=~\"warning|critical\""));
    }
    return root;
  }

  private static Tree tree(int number) {
    return Tree.of(routes(number), new ArrayList<>()).orElseThrow();
  }

  private static Silence silence(int number) {
    return Silence.of(
        Integer.toString(number),
        List.of(
            Matcher.equal("severity", "warning"),
            Matcher.equal("check", "check-" + (2 * MANY + number))),
        START,
        START.plus(Duration.ofDays(1)),
        "ada",
        "");
  }

  /** Alerts of 200 groups. */
  @Setup
  public void prepare() {
    for (int i = 0; i < ALERTS; i++) {
      var alert =
          Alert.builder(i + 1L, "check-" + i % MANY, "downtime", START)
              .severity(Severity.WARNING)
              .subject("subject-" + i)
              .labels(Labels.of("team", "team-" + i % GROUPS, "env", "prod"))
              .build();
      alerts.add(alert);
      ended.add(alert.ended(START.plusSeconds(60), "recovered"));
    }
    tree = tree(MANY);
    var silences = new ArrayList<Silence>();
    for (int i = 0; i < MANY; i++) {
      silences.add(silence(i));
    }
    gate.silences(Silences.of(silences));
  }

  /** Where an alert goes, and whether it is kept back, among 10,000 routes and 10,000 silences. */
  @Benchmark
  public boolean decide() {
    var alert = alerts.get(next++ % ALERTS);
    boolean told = false;
    for (Node node : tree.match(alert.labels())) {
      told |= gate.muted(node, START).isEmpty() && gate.closed(alert, START).isEmpty();
    }
    return told;
  }

  /** An alert from its beginning to the message about its end, with 25,000 in 200 groups. */
  @Benchmark
  @OperationsPerInvocation(ALERTS)
  public int alerts() {
    var router = Router.of(Plan.of(routes(0)));
    alerts.forEach(alert -> router.alert(alert, START));
    int messages = drain(router, START.plusSeconds(30));
    ended.forEach(alert -> router.alert(alert, START.plusSeconds(60)));
    messages += drain(router, START.plusSeconds(600));
    if (messages != 2 * GROUPS || router.next().isPresent()) {
      throw new IllegalStateException("messages: " + messages);
    }
    return messages;
  }

  private static int drain(Router router, Instant now) {
    int messages = 0;
    while (router.next().filter(next -> !next.isAfter(now)).isPresent()) {
      Step step = router.step(now);
      messages += step.notifications().size();
      router.done(step);
    }
    return messages;
  }
}
