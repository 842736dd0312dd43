package dev.pulse.core.store;

import dev.pulse.api.model.Status;
import dev.pulse.api.store.Uptime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Adds up how long a target was seen up and down. Takes the outcomes ordered by start, and by run
 * id where two began together: the later run then speaks. Confine to one thread.
 */
final class UptimeMeter {
  private final Window window;
  private final Duration validity;
  private Duration up = Duration.ZERO;
  private Duration down = Duration.ZERO;
  private @Nullable Status speaking;
  private Instant since = Instant.EPOCH;

  UptimeMeter(Window window, Duration validity) {
    if (validity.isNegative() || validity.isZero()) {
      throw new IllegalArgumentException("validity must be positive, but is " + validity);
    }
    this.window = window;
    this.validity = validity;
  }

  /** The earliest start, in milliseconds, that can still matter inside the window. */
  long firstMillis() {
    try {
      return Window.millisFrom(window.from().minus(validity));
    } catch (ArithmeticException | java.time.DateTimeException e) {
      return Long.MIN_VALUE;
    }
  }

  void add(long startedMillis, Status status) {
    var started = Instant.ofEpochMilli(startedMillis);
    settle(started);
    speaking = status;
    since = started;
  }

  Uptime result() {
    settle(window.to());
    speaking = null;
    return new Uptime(up, down, window.length().minus(up).minus(down));
  }

  /** Gives the time until now to the outcome that speaks. */
  private void settle(Instant now) {
    if (speaking == null || speaking == Status.UNKNOWN) {
      return;
    }
    var spoken = Duration.between(since, now);
    if (spoken.compareTo(validity) > 0) {
      spoken = validity;
    }
    if (since.isBefore(window.from())) {
      spoken = spoken.minus(Duration.between(since, window.from()));
    }
    if (spoken.isNegative()) {
      return;
    }
    if (speaking.isUp()) {
      up = up.plus(spoken);
    } else {
      down = down.plus(spoken);
    }
  }
}
