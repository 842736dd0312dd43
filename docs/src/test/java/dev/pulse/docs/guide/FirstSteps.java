package dev.pulse.docs.guide;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Sample;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.core.Pulse;
import dev.pulse.core.check.HttpCheck;
import dev.pulse.core.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

public final class FirstSteps implements PulseListener {
  public static void main(String[] arguments) {
    Pulse pulse = start(arguments[0], Path.of("first-steps.db"));
    Runtime.getRuntime().addShutdownHook(new Thread(pulse::close));
    System.out.println(history(pulse));
  }

  static Pulse start(String url, Path file) {
    return Pulse.builder()
        .store(Stores.sqlite(file))
        .check("page", HttpCheck.get(url).build(), Schedules.every(Duration.ofSeconds(5)))
        .check("disk", FirstSteps::freeSpace, Schedules.every(Duration.ofMinutes(1)))
        .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
        .listener(new FirstSteps())
        .start();
  }

  static CheckResult freeSpace(CheckContext context) throws IOException {
    var disk = Files.getFileStore(Path.of(""));
    double free = (double) disk.getUsableSpace() / disk.getTotalSpace();
    var text = Math.round(100 * free) + " % free";
    var result =
        free < 0.05 ? CheckResult.fail(Reason.of("acme.disk_full"), text) : CheckResult.pass(text);
    return result.withSample(Sample.gauge("disk_free_ratio", free));
  }

  static String history(Pulse pulse) {
    var now = pulse.clock().instant();
    var hourAgo = now.minus(Duration.ofHours(1));
    var uptime = pulse.journal().uptime("page", hourAgo, now);
    var open = pulse.incidents().list(IncidentQuery.of("page").open(true)).items();
    return "last hour: " + uptime + ", open incidents: " + open;
  }

  @Override
  public void onStored(List<Outcome> outcomes) {
    outcomes.forEach(outcome -> System.out.println(outcome.check() + " " + outcome.result()));
  }

  @Override
  public void onIncident(IncidentEvent event) {
    System.out.println(event.kind() + " " + event.incident().title());
  }
}
