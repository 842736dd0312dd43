package dev.pulse.api.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;

/** How a window of time was spent. The four parts add up to the window. Immutable. */
public final class Uptime {
  /** Of no time at all. */
  public static final Uptime NONE = of(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private final Duration up;
  private final Duration down;
  private final Duration unknown;
  private final Duration maintenance;

  private Uptime(Duration up, Duration down, Duration unknown, Duration maintenance) {
    this.up = requireNonNegative("up", up);
    this.down = requireNonNegative("down", down);
    this.unknown = requireNonNegative("unknown", unknown);
    this.maintenance = requireNonNegative("maintenance", maintenance);
  }

  /**
   * Time, by what was known of it.
   *
   * @param up the target was seen to work
   * @param down the target was seen to fail
   * @param unknown nobody looked, or could tell
   * @param maintenance the target was being worked on as announced, whatever was seen of it
   * @throws IllegalArgumentException when a part is negative
   */
  public static Uptime of(Duration up, Duration down, Duration unknown, Duration maintenance) {
    return new Uptime(up, down, unknown, maintenance);
  }

  private static Duration requireNonNegative(String name, Duration part) {
    if (requireNonNull(part, name).isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + part);
    }
    return part;
  }

  /** The time in which the target was seen to work. */
  public Duration up() {
    return up;
  }

  /** The time in which the target was seen to fail. */
  public Duration down() {
    return down;
  }

  /** The time in which nobody looked, or could tell; also while Pulse itself was not running. */
  public Duration unknown() {
    return unknown;
  }

  /** The time of announced maintenance, whatever was seen of the target. */
  public Duration maintenance() {
    return maintenance;
  }

  /** All of the time. */
  public Duration total() {
    return up.plus(down).plus(unknown).plus(maintenance);
  }

  /**
   * The share of the known time in which the target was up, 0 to 1; empty when nothing is known.
   * Maintenance is not part of the known time.
   */
  public OptionalDouble ratio() {
    var known = up.plus(down);
    return known.isZero()
        ? OptionalDouble.empty()
        : OptionalDouble.of(seconds(up) / seconds(known));
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }

  /** This time and some more. */
  public Uptime plus(Uptime other) {
    return of(
        sum(up, other.up),
        sum(down, other.down),
        sum(unknown, other.unknown),
        sum(maintenance, other.maintenance));
  }

  /** Most windows have only one kind of time, and reports add up tens of thousands. */
  private static Duration sum(Duration one, Duration other) {
    return other.isZero() ? one : one.isZero() ? other : one.plus(other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Uptime uptime
        && up.equals(uptime.up)
        && down.equals(uptime.down)
        && unknown.equals(uptime.unknown)
        && maintenance.equals(uptime.maintenance);
  }

  @Override
  public int hashCode() {
    return Objects.hash(up, down, unknown, maintenance);
  }

  @Override
  public String toString() {
    return "up " + up + ", down " + down + ", unknown " + unknown + ", maintenance " + maintenance;
  }
}
