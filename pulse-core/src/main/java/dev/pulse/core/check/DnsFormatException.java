package dev.pulse.core.check;

import java.io.IOException;

/** An answer that is not what DNS prescribes. */
final class DnsFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  DnsFormatException(String message) {
    super(message);
  }

  DnsFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
