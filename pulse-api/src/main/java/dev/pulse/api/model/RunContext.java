package dev.pulse.api.model;

import java.time.Duration;
import java.time.InstantSource;

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
}
