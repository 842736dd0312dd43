package dev.pulse.samples.server.environment;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a store that may not be there yet, as when everything starts at once. */
public final class StoreStart {
  /** How long it is tried. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(StoreStart.class);

  private final LongSupplier nanoTime;
  private final Sleeper sleeper;

  /** Lets time pass. */
  @FunctionalInterface
  interface Sleeper {
    /** Returns when the time is over. */
    void sleep(Duration time) throws InterruptedException;
  }

  StoreStart(LongSupplier nanoTime, Sleeper sleeper) {
    this.nanoTime = requireNonNull(nanoTime, "nanoTime");
    this.sleeper = requireNonNull(sleeper, "sleeper");
  }

  /** In real time. */
  public static StoreStart real() {
    return new StoreStart(System::nanoTime, time -> Thread.sleep(time.toMillis()));
  }

  /**
   * What the opener opens.
   *
   * @throws ConfigurationException that names {@code DATABASE_URL} when it could not be opened in
   *     time
   */
  public <T> T open(Supplier<T> opener) {
    try {
      return await(opener);
    } catch (StoreException e) {
      throw failed(e);
    }
  }

  /**
   * What the opener opens.
   *
   * @throws StoreException the last one, when it could not be opened in time
   */
  public <T> T await(Supplier<T> opener) {
    long began = nanoTime.getAsLong();
    boolean said = false;
    while (true) {
      try {
        return opener.get();
      } catch (StoreException e) {
        if (nanoTime.getAsLong() - began >= PATIENCE.toNanos()) {
          throw e;
        }
        if (!said) {
          log.warn("The store cannot be opened; tried for {} s", PATIENCE.toSeconds(), e);
          said = true;
        }
        pause(e);
      }
    }
  }

  private void pause(StoreException last) {
    try {
      sleeper.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw last;
    }
  }

  /** What the person who set the variable is told. */
  public static ConfigurationException failed(StoreException cause) {
    return new ConfigurationException(
        List.of(
            new Problem("", "DATABASE_URL", "the store cannot be used: " + cause.getMessage())));
  }
}
