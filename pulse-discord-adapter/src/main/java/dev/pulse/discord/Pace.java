package dev.pulse.discord;

import dev.pulse.api.notify.NotifyException;
import java.time.Duration;

/**
 * The pace at which Discord takes several messages that belong together: it lets a handful pass and
 * then asks for a second or so. To give up there and begin anew would never come to the end of a
 * long thread, so that short waits are kept here. Long ones are for whoever keeps the message.
 */
final class Pace {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /**
   * How often one call is asked to wait; with more than that somebody else uses up what is free.
   */
  private static final int MOST = 5;

  private final Sleep sleep;

  /** How to let time pass; ends with an interrupt. */
  @FunctionalInterface
  interface Sleep {
    void sleep(Duration time) throws InterruptedException;
  }

  /** A call to Discord. */
  @FunctionalInterface
  interface Call {
    DiscordAnswer call() throws InterruptedException;
  }

  Pace(Sleep sleep) {
    this.sleep = sleep;
  }

  static Pace real() {
    return new Pace(time -> Thread.sleep(time.toMillis()));
  }

  /** What Discord answers once it does not ask to wait any more. */
  DiscordAnswer keep(Call call) throws InterruptedException {
    for (int waits = 0; ; waits++) {
      try {
        return call.call();
      } catch (NotifyException e) {
        var wait = e.retryAfter();
        if (waits == MOST || wait.isEmpty() || wait.get().compareTo(LONGEST) > 0) {
          throw e;
        }
        sleep.sleep(wait.get());
      }
    }
  }
}
