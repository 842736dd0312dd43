package dev.pulse.core.internal.net;

import java.security.SecureRandom;
import java.util.List;
import okhttp3.Request;
import okhttp3.Response;
import okio.ByteString;

/**
 * The client's side of RFC 6455, section 4, without extensions: what is asked, and whether the
 * server has understood it. One for each handshake. Immutable.
 */
public final class WebSocketHandshake {
  /** The status with which a server agrees. */
  public static final int SWITCHING = 101;

  /** What section 1.3 adds to the key that the server has to prove it has read. */
  private static final String PROOF = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol";
  private static final SecureRandom KEYS = new SecureRandom();

  private final String key;

  /** A handshake with a key of its own. */
  public WebSocketHandshake() {
    byte[] random = new byte[16];
    KEYS.nextBytes(random);
    this.key = ByteString.of(random).base64();
  }

  /**
   * Asks for a WebSocket.
   *
   * @param subprotocols those asked for, best first; may be none
   */
  public Request.Builder ask(Request.Builder request, List<String> subprotocols) {
    request
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", key);
    if (!subprotocols.isEmpty()) {
      request.header(SUBPROTOCOL, String.join(", ", subprotocols));
    }
    return request;
  }

  /**
   * Judges the answer of a server that agrees, but for the subprotocol.
   *
   * @throws WebSocketException when it does not agree to what was asked
   */
  public void judge(Response response) throws WebSocketException {
    var upgrade = response.header("Upgrade");
    if (upgrade == null || !upgrade.equalsIgnoreCase("websocket")) {
      throw WebSocketException.protocol("the server switches to something that is no WebSocket");
    }
    var proof = ByteString.encodeUtf8(key + PROOF).sha1().base64();
    if (!proof.equals(response.header("Sec-WebSocket-Accept"))) {
      throw WebSocketException.protocol("the server does not prove that it has read the handshake");
    }
    if (response.header("Sec-WebSocket-Extensions") != null) {
      throw WebSocketException.protocol("the server agrees to an extension that nobody asked for");
    }
  }
}
