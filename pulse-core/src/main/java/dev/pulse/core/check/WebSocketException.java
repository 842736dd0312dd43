package dev.pulse.core.check;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import java.io.IOException;

/** What ends a WebSocket: what a server may not do, or more than Pulse takes or is able to. */
final class WebSocketException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Close codes of RFC 6455, section 7.4.1. */
  static final int NORMAL = 1000;

  static final int PROTOCOL_ERROR = 1002;
  static final int TOO_BIG = 1009;

  private final transient Reason reason;
  private final int code;
  private final boolean known;

  private WebSocketException(Reason reason, int code, boolean known, String message) {
    super(message);
    this.known = known;
    this.reason = reason;
    this.code = code;
  }

  static WebSocketException protocol(String message) {
    return new WebSocketException(Reason.PROTOCOL, PROTOCOL_ERROR, true, message);
  }

  static WebSocketException tooMuch(String message) {
    return new WebSocketException(Reason.TOO_LARGE, TOO_BIG, true, message);
  }

  static WebSocketException closed(String message) {
    return new WebSocketException(Reason.RESET, NORMAL, true, message);
  }

  static WebSocketException unknown(String message) {
    return new WebSocketException(Reason.ERROR, NORMAL, false, message);
  }

  /** A failure, unless it is Pulse that cannot go on; {@code where} ends the summary. */
  CheckResult result(String where) {
    var words = getMessage() + where;
    return known ? CheckResult.fail(reason, words) : CheckResult.unknown(reason, words);
  }

  /** How the server is told. */
  int code() {
    return code;
  }
}
