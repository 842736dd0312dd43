package dev.pulse.api.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A notifier under a name, and how it is treated: what Alertmanager calls a receiver. Messages of
 * one channel are delivered one after the other, in order; channels do not wait for each other.
 *
 * <p>Defaults: told when alerts are over, 10 seconds for a delivery, messages are tried for 3 days,
 * no limit to their number. Immutable; each method returns a changed copy.
 */
public final class Channel {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final String name;
  private final Notifier notifier;
  private final boolean told;
  private final Duration timeout;
  private final Duration maxAge;
  private final @Nullable StormCap stormCap;

  /**
   * How many messages a channel takes before they are summed up.
   *
   * @param messages how many at most; 1 to 10,000
   * @param per in which time; 1 second to 1 day
   */
  public record StormCap(int messages, Duration per) {
    /** A cap within these bounds. */
    public StormCap {
      if (messages < 1 || messages > 10_000) {
        throw new IllegalArgumentException(
            "storm cap must be 1 to 10000 messages, but is " + messages);
      }
      if (per.compareTo(Duration.ofSeconds(1)) < 0 || per.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException(
            "storm cap must be per 1 second to 1 day, but is per " + per);
      }
    }
  }

  private Channel(
      String name,
      Notifier notifier,
      boolean told,
      Duration timeout,
      Duration maxAge,
      @Nullable StormCap stormCap) {
    this.name = name;
    this.notifier = notifier;
    this.told = told;
    this.timeout = timeout;
    this.maxAge = maxAge;
    this.stormCap = stormCap;
  }

  /**
   * A channel.
   *
   * @param name unique within one Pulse; 1 to 100 letters, digits, dots, underscores and hyphens.
   *     What the channel was told is remembered under it
   * @throws IllegalArgumentException when the name has another form
   */
  public static Channel of(String name, Notifier notifier) {
    if (!NAME.matcher(requireNonNull(name, "name")).matches()) {
      throw new IllegalArgumentException(
          "channel name \""
              + name
              + "\" must be 1 to 100 letters, digits, dots, underscores and"
              + " hyphens");
    }
    return new Channel(
        name,
        requireNonNull(notifier, "notifier"),
        true,
        Duration.ofSeconds(10),
        Duration.ofDays(3),
        null);
  }

  /** This channel, told or not told when alerts are over. */
  public Channel sendResolved(boolean told) {
    return new Channel(name, notifier, told, timeout, maxAge, stormCap);
  }

  /**
   * This channel with another time for one delivery. Afterwards the delivery is interrupted and
   * counts as failed.
   *
   * @throws IllegalArgumentException unless 1 ms to 5 minutes
   */
  public Channel timeout(Duration timeout) {
    require("timeout", timeout, Duration.ofMillis(1), Duration.ofMinutes(5));
    return new Channel(name, notifier, told, timeout, maxAge, stormCap);
  }

  /**
   * This channel with another age at which messages that could not be delivered are set aside.
   *
   * @throws IllegalArgumentException unless 1 minute to 30 days
   */
  public Channel maxAge(Duration age) {
    require("maxAge", age, Duration.ofMinutes(1), Duration.ofDays(30));
    return new Channel(name, notifier, told, timeout, age, stormCap);
  }

  /**
   * This channel with a limit: when more groups want a message within the time, the others get one
   * summary together at its end.
   */
  public Channel stormCap(int messages, Duration per) {
    return new Channel(name, notifier, told, timeout, maxAge, new StormCap(messages, per));
  }

  private static void require(String what, Duration found, Duration least, Duration most) {
    if (found.compareTo(least) < 0 || found.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          what + " must be " + least + " to " + most + ", but is " + found);
    }
  }

  /** What identifies it. */
  public String name() {
    return name;
  }

  /** Who delivers. */
  public Notifier notifier() {
    return notifier;
  }

  /** Whether it is told when alerts are over. */
  public boolean sendsResolved() {
    return told;
  }

  /** How long a delivery may take. */
  public Duration timeout() {
    return timeout;
  }

  /** At which age a message that could not be delivered is set aside. */
  public Duration maxAge() {
    return maxAge;
  }

  /** How many messages it takes; empty for any number. */
  public Optional<StormCap> stormCap() {
    return Optional.ofNullable(stormCap);
  }

  @Override
  public String toString() {
    return name;
  }
}
