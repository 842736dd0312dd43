package dev.pulse.core.check;

import java.io.IOException;

/** An answer of a token endpoint that is no token. Its message repeats nothing of the answer. */
final class TokenException extends IOException {
  private static final long serialVersionUID = 1L;

  TokenException(String message) {
    super(message);
  }
}
