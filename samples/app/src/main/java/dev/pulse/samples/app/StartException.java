package dev.pulse.samples.app;

/** A command could not begin what it was asked to do; the message is all a person needs. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message);
  }

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
