package dev.pulse.benchmarks.alerting;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Status;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Route;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.core.notify.WebhookNotifier;
import dev.pulse.core.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pulse in a process of its own: checks whose findings all fail when it is told to go on, and one
 * webhook that hears of them. Everything is on, with SQLite.
 *
 * <p>Arguments: the URL of the receiver, a folder, the number of groups, of alerts in each, the
 * milliseconds that a group waits, and the number of storms, each of which has groups of its own.
 */
final class PulseStorm {
  private PulseStorm() {}

  /** Prints a line when it is ready, and begins a storm with each byte that it reads. */
  public static void main(String[] arguments) throws IOException {
    int groups = Integer.parseInt(arguments[2]);
    int alerts = Integer.parseInt(arguments[3]);
    var wait = Duration.ofMillis(Long.parseLong(arguments[4]));
    int storms = Integer.parseInt(arguments[5]);
    var storm = new AtomicInteger();
    var webhook = Channel.of("webhook", WebhookNotifier.builder(Secret.of(arguments[0])).build());
    var builder =
        Pulse.builder()
            .store(Stores.sqlite(Path.of(arguments[1], "pulse.db")))
            .rule(AlertRule.whenFinding().after(1))
            .route(
                Route.to(webhook)
                    .groupBy("group")
                    .groupWait(wait)
                    .groupInterval(wait)
                    .repeatInterval(Duration.ofHours(4)));
    for (int group = 0; group < groups * storms; group++) {
      var findings = findings(group, alerts);
      int own = 1 + group / groups;
      builder.register(
          Registration.check(
                  "storm-" + group,
                  context ->
                      storm.get() >= own
                          ? CheckResult.fail(Reason.STATUS, "all fail").withFindings(findings)
                          : CheckResult.pass("calm"))
              .schedule(Schedules.every(Duration.ofHours(1)))
              .build());
    }
    try (Pulse pulse = builder.start()) {
      for (int group = 0; group < groups * storms; group++) {
        pulse.runNow("storm-" + group).join();
      }
      System.out.println("ready");
      while (System.in.read() >= 0) {
        int first = groups * storm.getAndIncrement();
        for (int group = first; group < first + groups; group++) {
          var unused = pulse.runNow("storm-" + group);
        }
      }
    }
  }

  private static List<Finding> findings(int group, int alerts) {
    var findings = new ArrayList<Finding>(alerts);
    for (int alert = 0; alert < alerts; alert++) {
      findings.add(
          Finding.of(name(group, alert), Status.FAIL, "the instance does not answer")
              .withLabels(Labels.of("group", "g" + group, "instance", name(group, alert))));
    }
    return List.copyOf(findings);
  }

  private static String name(int group, int alert) {
    return "storm-" + group + "-" + alert;
  }
}
