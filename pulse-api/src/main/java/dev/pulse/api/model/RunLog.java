package dev.pulse.api.model;

/**
 * Notes that a run takes about itself, for whoever asks later why it came out as it did. Kept with
 * the outcome, not written to the application's log. Safe for use by several threads of one run.
 * Implemented by Pulse.
 */
public interface RunLog {
  /**
   * Adds a line. Long lines and long logs are cut, and say so; line breaks become blanks.
   *
   * @param line what happened; never a secret
   */
  void add(String line);
}
