package dev.pulse.core.internal.notify;

import dev.pulse.api.notify.NotifyException;
import dev.pulse.core.internal.text.ForeignText;

/**
 * What a receiver answered that need not be asked again: a success, or a refusal that stays.
 * Immutable.
 */
public final class HttpAnswer {
  private static final int MOST_SHOWN = 200;

  private final HttpMessage message;
  private final int status;
  private final String body;
  private final boolean whole;

  HttpAnswer(HttpMessage message, int status, String body, boolean whole) {
    this.message = message;
    this.status = status;
    this.body = body;
    this.whole = whole;
  }

  /** The status. */
  public int status() {
    return status;
  }

  /** The body; empty where nobody wanted it. It may repeat a secret: show nothing of it. */
  public String body() {
    return body;
  }

  /** Whether the body is all there: not longer than what is read, and not broken off. */
  public boolean isWhole() {
    return whole;
  }

  /** Whether the status says that the message was taken. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** The failure that it is for who expected a success: one that stays. */
  public NotifyException refusal() {
    return NotifyException.lasting(words(), null);
  }

  /** What happened, for people. */
  String words() {
    var said = message.place() + " answered " + status;
    if (status >= 300 && status < 400) {
      return said + ", a redirect, which is not followed: configure where it leads";
    }
    var excerpt = excerpt();
    return excerpt.isEmpty() ? said : said + ": " + excerpt;
  }

  /** The begin of the body in one line, fit to be shown. */
  public String excerpt() {
    var speakable = message.unspeakable().removedFrom(body).strip().replaceAll("\\s+", " ");
    return ForeignText.oneLine(speakable, MOST_SHOWN);
  }

  @Override
  public String toString() {
    return message + ": " + status;
  }
}
