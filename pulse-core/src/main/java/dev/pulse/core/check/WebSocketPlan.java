package dev.pulse.core.check;

import dev.pulse.core.internal.net.WebSocketFrames;
import java.time.Duration;
import java.util.List;

/**
 * What a {@link WebSocketCheck} says and what it waits for; valid when it exists. Immutable.
 *
 * @param http how the connection is opened
 * @param subprotocols those asked for, best first
 * @param messages what is sent, in this order
 * @param expected the message that is waited for
 * @param goodBye how long the server has to close, too
 */
record WebSocketPlan(
    HttpPlan http,
    List<String> subprotocols,
    List<String> messages,
    Expected expected,
    Duration goodBye) {

  /** How a message is recognised. */
  enum Kind {
    NONE(""),
    ANY("expect-message"),
    EQUAL("expect-text"),
    CONTAINING("expect-containing");

    /** The option that asks for it. */
    final String option;

    Kind(String option) {
      this.option = option;
    }
  }

  /**
   * A message that is waited for.
   *
   * @param text empty for the kinds that need none
   */
  record Expected(Kind kind, String text) {
    static final Expected NOTHING = new Expected(Kind.NONE, "");

    boolean isNothing() {
      return kind == Kind.NONE;
    }

    boolean matches(WebSocketFrames.Incoming message) {
      var came = message.text();
      return switch (kind) {
        case NONE -> false;
        case ANY -> true;
        case EQUAL -> text.equals(came);
        case CONTAINING -> came != null && came.contains(text);
      };
    }
  }

  /** The URL without query and fragment: tokens hide there. */
  @Override
  public String toString() {
    var url = http.url.newBuilder().query(null).fragment(null).build().toString();
    return "ws" + url.substring("http".length());
  }
}
