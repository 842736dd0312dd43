package dev.pulse.benchmarks.fleet;

/** What the results of a fleet carry. */
public enum Kind {
  /** A status and a latency; the text of passes is always the same. */
  PLAIN,

  /**
   * What {@code HttpCheck} makes of a new connection without TLS: seven samples, a detail, texts.
   */
  HTTP
}
