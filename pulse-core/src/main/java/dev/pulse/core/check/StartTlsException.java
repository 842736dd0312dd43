package dev.pulse.core.check;

import java.io.IOException;

/** A server that does not let TLS begin; the message is for people and repeats nothing of it. */
final class StartTlsException extends IOException {
  private static final long serialVersionUID = 1L;

  StartTlsException(String message) {
    super(message);
  }
}
