package dev.pulse.prometheus.export;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Sample;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A Pulse whose time is moved by hand. */
final class Watching implements AutoCloseable {
  static final String START = "2026-03-01T12:00:00Z";
  static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";

  private final ManualScheduler time;
  private final Pulse pulse;

  Watching() {
    this(builder -> {});
  }

  Watching(Consumer<Pulse.Builder> parts) {
    var clock = ManualClock.at(START);
    time = new ManualScheduler(clock);
    var builder = Pulse.builder().clock(clock).scheduler(time).executor(Runnable::run);
    parts.accept(builder);
    pulse = builder.start();
  }

  Pulse pulse() {
    return pulse;
  }

  /** Adds a check that runs at once and then every minute. */
  Watching with(String name, Check check) {
    pulse.add(
        Registration.check(name, check).schedule(Schedules.every(Duration.ofMinutes(1))).build());
    time.runDue();
    return this;
  }

  /** Adds a check that measures the same each time. */
  Watching with(String name, Sample... samples) {
    return with(name, context -> CheckResult.pass("ok").withSamples(List.of(samples)));
  }

  void pass(Duration duration) {
    time.advance(duration);
    pulse.flush();
  }

  static String text(PulseExporter exporter) {
    return body(exporter.scrape(null));
  }

  static String openMetrics(PulseExporter exporter) {
    return body(exporter.scrape(OPEN_METRICS));
  }

  static String body(Scrape scrape) {
    return new String(scrape.body(), StandardCharsets.UTF_8);
  }

  /** The lines of a metric in plain text, its type first. */
  static List<String> metric(PulseExporter exporter, String name) {
    return lines(text(exporter), name);
  }

  /** The lines of a metric, its type first. */
  static List<String> lines(String page, String name) {
    return page.lines()
        .filter(
            line ->
                line.startsWith(name + "{")
                    || line.startsWith(name + " ")
                    || line.startsWith("# TYPE " + name + " "))
        .toList();
  }

  @Override
  public void close() {
    pulse.close();
  }
}
