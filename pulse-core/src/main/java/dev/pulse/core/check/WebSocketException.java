package dev.pulse.core.check;

import dev.pulse.api.check.Reason;
import java.io.IOException;

/** What a server did that a WebSocket does not allow, or more of it than Pulse takes. */
final class WebSocketException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Close codes of RFC 6455, section 7.4.1. */
  static final int NORMAL = 1000;

  static final int PROTOCOL_ERROR = 1002;
  static final int TOO_BIG = 1009;

  private final transient Reason reason;
  private final int code;

  private WebSocketException(Reason reason, int code, String message) {
    super(message);
    this.reason = reason;
    this.code = code;
  }

  static WebSocketException protocol(String message) {
    return new WebSocketException(Reason.PROTOCOL, PROTOCOL_ERROR, message);
  }

  static WebSocketException tooMuch(String message) {
    return new WebSocketException(Reason.TOO_LARGE, TOO_BIG, message);
  }

  static WebSocketException closed(String message) {
    return new WebSocketException(Reason.RESET, NORMAL, message);
  }

  Reason reason() {
    return reason;
  }

  /** How the server is told. */
  int code() {
    return code;
  }
}
