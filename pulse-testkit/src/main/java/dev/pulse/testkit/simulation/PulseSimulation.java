package dev.pulse.testkit.simulation;

import static java.util.Objects.requireNonNull;

import dev.pulse.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.function.Function;

/**
 * Runs a Pulse on a clock that is moved by hand, to see what its rules and routes would do: a day
 * of trouble, a night of silence, a year of both, in a moment and always the same way.
 *
 * <pre>{@code
 * try (var simulation = PulseSimulation.start("2026-03-01T00:00:00Z", world ->
 *     Pulse.builder()
 *         .clock(world.clock()).scheduler(world.scheduler()).executor(world.executor())
 *         .check("shop", world.check("shop"), Schedules.every(Duration.ofMinutes(1)))
 *         .rule(AlertRule.whenFailing().after(3))
 *         .route(Route.to(world.channel("ops")).groupBy("check"))
 *         .start())) {
 *   simulation.at("10:00").fails("shop");
 *   simulation.at("10:20").passes("shop");
 *   simulation.runUntil("11:00");
 *   simulation.expect("ops").at("10:02:30").first("shop").resolved("shop").nothingMore();
 * }
 * }</pre>
 *
 * <p>What is planned for a moment happens before what Pulse does at the same moment. Confine to one
 * thread.
 */
public final class PulseSimulation implements AutoCloseable {
  private final Instant start;
  private final World world;
  private final AutoCloseable pulse;

  private PulseSimulation(Instant start, World world, AutoCloseable pulse) {
    this.start = start;
    this.world = world;
    this.pulse = pulse;
  }

  /**
   * Starts a simulation.
   *
   * @param time when it begins, such as {@code 2026-03-01T00:00:00Z}
   * @param pulse builds and starts the Pulse out of the world's clock, scheduler and executor; it
   *     is closed with the simulation
   */
  public static PulseSimulation start(
      String time, Function<? super World, ? extends AutoCloseable> pulse) {
    var start = Instant.parse(time);
    var world = new World(ManualClock.at(start));
    return new PulseSimulation(start, world, requireNonNull(pulse.apply(world), "pulse"));
  }

  /**
   * A moment for which something can be planned.
   *
   * @param time an instant such as {@code 2026-03-02T10:00:00Z}, or a time of the first day in UTC
   *     such as {@code 10:00} or {@code 10:00:30}
   * @throws IllegalArgumentException when it has another form or has gone by
   */
  public Moment at(String time) {
    return moment(instant(time));
  }

  /** The moment so much later than now, for which something can be planned. */
  public Moment after(Duration time) {
    return moment(now().plus(time));
  }

  private Moment moment(Instant at) {
    if (at.isBefore(now())) {
      throw new IllegalArgumentException(at + " has gone by: it is " + now());
    }
    return new Moment(this, world, at);
  }

  void plan(Instant at, Runnable action) {
    var wait = Duration.between(now(), at);
    if (wait.isZero() || wait.isNegative()) {
      action.run();
    } else {
      // A nanosecond early, so that what is due at the very moment sees it.
      world.time().schedule(wait.minusNanos(1), action);
    }
  }

  /** Lets time pass. */
  public void runFor(Duration time) {
    world.time().advance(time);
  }

  /**
   * Lets time pass until a moment.
   *
   * @param time as for {@link #at}
   */
  public void runUntil(String time) {
    var end = instant(time);
    if (end.isBefore(now())) {
      throw new IllegalArgumentException(end + " has gone by: it is " + now());
    }
    runFor(Duration.between(now(), end));
  }

  /** The time of the simulation. */
  public Instant now() {
    return world.clock().instant();
  }

  /** What a channel must have received; begins with the first message that was not asked for. */
  public Expectation expect(String channel) {
    return new Expectation(this, channel, world.receiver(channel));
  }

  Instant instant(String time) {
    try {
      if (time.contains("T")) {
        return Instant.parse(time);
      }
      var day = start.atZone(ZoneOffset.UTC).toLocalDate();
      return day.atTime(LocalTime.parse(time)).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "expected a time like 10:00, 10:00:30 or 2026-03-01T10:00:00Z, but found \""
              + time
              + "\"",
          e);
    }
  }

  @Override
  public void close() throws Exception {
    pulse.close();
  }
}
