package dev.pulse.core.internal.chat;

import dev.pulse.api.notify.Notification;

/** The colours of messages: what matters is seen before it is read, and never by colour alone. */
public final class Colour {
  private static final int RED = 0xdc3545;
  private static final int YELLOW = 0xffc107;
  private static final int BLUE = 0x17a2b8;
  private static final int GREEN = 0x28a745;

  private Colour() {}

  /** The colour of a message, as red, green and blue of 8 bits each. */
  public static int of(Notification notification) {
    return switch (notification.kind()) {
      case RESOLVED -> GREEN;
      case TEST -> BLUE;
      default -> notification.firing().isEmpty() ? GREEN : firing(notification);
    };
  }

  private static int firing(Notification notification) {
    return switch (notification.severity()) {
      case CRITICAL -> RED;
      case WARNING -> YELLOW;
      case INFO -> BLUE;
    };
  }
}
