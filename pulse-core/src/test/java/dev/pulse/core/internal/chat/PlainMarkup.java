package dev.pulse.core.internal.chat;

import java.time.Instant;

/** Shows what is escaped and what is bold. */
enum PlainMarkup implements Markup {
  PLAIN;

  @Override
  public String escaped(int character) {
    return character == '<' ? "&lt;" : Character.toString(character);
  }

  @Override
  public String bold(String escaped) {
    return "[" + escaped + "]";
  }

  @Override
  public String time(Instant at) {
    return at.toString();
  }
}
