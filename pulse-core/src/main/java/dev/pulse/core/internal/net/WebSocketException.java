package dev.pulse.core.internal.net;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import java.io.IOException;

/** What ends a WebSocket: what a server may not do, or more than Pulse takes or is able to. */
public final class WebSocketException extends IOException {
  private static final long serialVersionUID = 1L;

  /** All is well; like the others a code of RFC 6455, section 7.4.1. */
  public static final int NORMAL = 1000;

  /** The other side broke a rule. */
  public static final int PROTOCOL_ERROR = 1002;

  /** The other side sent too much. */
  public static final int TOO_BIG = 1009;

  private final transient Reason reason;
  private final int code;
  private final boolean known;

  private WebSocketException(Reason reason, int code, boolean known, String message) {
    super(message);
    this.known = known;
    this.reason = reason;
    this.code = code;
  }

  /** The server does what it may not. */
  public static WebSocketException protocol(String message) {
    return new WebSocketException(Reason.PROTOCOL, PROTOCOL_ERROR, true, message);
  }

  /** The server sends more than somebody takes. */
  public static WebSocketException tooMuch(String message) {
    return new WebSocketException(Reason.TOO_LARGE, TOO_BIG, true, message);
  }

  /** The server has closed too early. */
  public static WebSocketException closed(String message) {
    return new WebSocketException(Reason.RESET, NORMAL, true, message);
  }

  /** Pulse cannot go on, and the server is not to blame. */
  public static WebSocketException unknown(String message) {
    return new WebSocketException(Reason.ERROR, NORMAL, false, message);
  }

  /** A failure, unless it is Pulse that cannot go on; {@code where} ends the summary. */
  public CheckResult result(String where) {
    var words = getMessage() + where;
    return known ? CheckResult.fail(reason, words) : CheckResult.unknown(reason, words);
  }

  /** How the server is told. */
  public int code() {
    return code;
  }
}
