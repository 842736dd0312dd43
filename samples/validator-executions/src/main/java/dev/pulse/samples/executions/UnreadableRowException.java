package dev.pulse.samples.executions;

/** A row that a pod answered cannot be an execution. */
final class UnreadableRowException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableRowException(String message) {
    super(message);
  }
}
