package dev.pulse.samples.app.targets;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.server.web.HttpError;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Runs a check once without keeping anything of it, as {@code pulse check} does: in a Pulse of its
 * own that forgets, so that no page, rule or listener sees it. Thread-safe.
 */
final class Trial implements AutoCloseable {
  private static final int MOST = 4;
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final Duration NEVER = Duration.ofDays(366);

  private final Semaphore places = new Semaphore(MOST);
  private final AtomicLong number = new AtomicLong();
  private final Object lock = new Object();
  private @Nullable Pulse own;
  private boolean closed;

  /**
   * Asks once, without retries, and for 20 seconds at most.
   *
   * @throws HttpError 409 when the check judges others, 429 when too much is being tried out
   */
  CompletableFuture<Outcome> run(Registration registration) {
    if (!registration.check().unwrapped().judges().isEmpty()) {
      throw HttpError.of(409, "Cannot be tried out")
          .withDetail(
              "It judges what other checks found, which it only sees when it runs beside them: save"
                  + " it to see.");
    }
    if (!places.tryAcquire()) {
      throw HttpError.of(429, "Too much is being tried out")
          .withDetail("At most " + MOST + " at a time.")
          .withHeader("Retry-After", "5");
    }
    try {
      var pulse = pulse();
      var name = "trial-" + number.incrementAndGet();
      pulse.add(once(name, registration));
      return pulse.runNow(name).whenCompleteAsync((outcome, failure) -> end(pulse, name));
    } catch (RuntimeException e) {
      places.release();
      throw e;
    }
  }

  private static Registration once(String name, Registration registration) {
    var timeout = registration.timeout();
    return Registration.check(name, registration.check())
        .title(registration.title())
        .target(registration.target())
        .schedule(Schedules.every(NEVER))
        .timeout(timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST)
        .beginPaused()
        .build();
  }

  private void end(Pulse pulse, String name) {
    places.release();
    pulse.remove(name);
    pulse.forget(name);
  }

  private Pulse pulse() {
    synchronized (lock) {
      if (closed) {
        throw HttpError.of(503, "Server is stopping");
      }
      if (own == null) {
        own = Pulse.builder().store(Stores.memory()).closeTimeout(Duration.ofSeconds(2)).start();
      }
      return own;
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      if (own != null) {
        own.close();
      }
    }
  }
}
