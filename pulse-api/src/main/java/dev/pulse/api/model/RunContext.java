package dev.pulse.api.model;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What every plug-in receives when it runs. Implemented by Pulse only, so that it can grow; to call
 * a plug-in in a test take the contexts of the test kit.
 */
public interface RunContext {
  /** What the run is about. */
  Target target();

  /** The wall clock. Take the time from here, so that a test can move it. */
  InstantSource clock();

  /**
   * How much time is left until the deadline; zero when it has passed. At the deadline the thread
   * of the run is interrupted, and soon after that its result is no longer waited for. Hand this to
   * the time-outs of whatever is called.
   */
  Duration remaining();

  /** The notes of this run. */
  RunLog log();

  /**
   * Something of Pulse's that only some plug-ins need. There is one: the history of results, {@link
   * dev.pulse.api.store.Journal}, for whoever judges or grades how others did over time. It may lag
   * behind by the results of the last moment, which are about to be stored; the {@code latest} of a
   * check's context does not.
   *
   * <pre>{@code
   * Journal journal = context.service(Journal.class).orElseThrow();
   * Uptime hour = journal.uptime("shop", now.minus(Duration.ofHours(1)), now);
   * }</pre>
   *
   * @return empty when Pulse has nothing of this type
   */
  <T> Optional<T> service(Class<T> type);
}
