package dev.pulse.samples.server;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Target;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A Pulse whose time is moved by hand, with a shop that does what a test says. */
public final class Watched implements AutoCloseable {
  /** When it all begins. */
  public static final String START = "2026-03-01T12:00:00Z";

  private static final Duration WORK = Duration.ofHours(1);

  private final ManualScheduler scheduler;
  private final AtomicReference<CheckResult> shop = new AtomicReference<>(up(12));
  private final Pulse pulse;

  /** A Pulse with a shop that is up and answers in 12 milliseconds. */
  public Watched() {
    this(builder -> {});
  }

  /** The same, with what a test adds. */
  public Watched(Consumer<Pulse.Builder> parts) {
    var clock = ManualClock.at(START);
    scheduler = new ManualScheduler(clock);
    var builder =
        Pulse.builder()
            .clock(clock)
            .scheduler(scheduler)
            .executor(Runnable::run)
            .maintenance(
                Maintenance.once("new disks", clock.instant(), clock.instant().plus(WORK))
                    .checks(List.of("rack")))
            .instance("test");
    parts.accept(builder);
    pulse = builder.start();
  }

  /** Adds the shop, every ten seconds, with an incident after two failures. */
  public Watched withShop() {
    pulse.add(
        Registration.check(
                "shop",
                context -> {
                  context.log().add("asked");
                  return shop.get();
                })
            .title("The shop")
            .target(
                Target.of("https://shop.example/", Labels.of("team", "web"))
                    .withAttribute("owner", "Ada"))
            .schedule(Schedules.every(Duration.ofSeconds(10)))
            .tags(List.of("front", "money"))
            .rule(AlertRule.whenFailing().after(2).recoverAfter(1))
            .build());
    return this;
  }

  /** Adds a check that has never run. */
  public Watched withIdle() {
    pulse.add(
        Registration.check("idle", context -> CheckResult.pass("ok"))
            .schedule(Schedules.daily(LocalTime.MIDNIGHT, ZoneOffset.UTC))
            .build());
    return this;
  }

  /** Adds a check that fails each minute, and is being worked on for the first hour. */
  public Watched withRack() {
    pulse.add(
        Registration.check("rack", context -> down())
            .schedule(Schedules.every(Duration.ofMinutes(1)))
            .build());
    return this;
  }

  /** What the shop answers from now on. */
  public void shopIs(CheckResult result) {
    shop.set(result);
  }

  /** The answer of a shop that is well. */
  public static CheckResult up(long millis) {
    return CheckResult.pass("200 OK")
        .withLatency(Duration.ofMillis(millis))
        .withSample(Sample.gauge("phase_seconds", Labels.of("phase", "dns"), 0.002))
        .withDetail("status_code", "200");
  }

  /** The answer of a shop that is closed. */
  public static CheckResult down() {
    return CheckResult.fail(Reason.REFUSED, "connection refused");
  }

  /** Lets time pass and everything be stored. */
  public void pass(Duration time) {
    scheduler.advance(time);
    pulse.flush();
  }

  /** The Pulse. */
  public Pulse pulse() {
    return pulse;
  }

  @Override
  public void close() {
    pulse.close();
  }
}
