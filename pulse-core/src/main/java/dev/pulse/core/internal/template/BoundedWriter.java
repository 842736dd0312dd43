package dev.pulse.core.internal.template;

import java.io.Writer;

/** Keeps what is written, up to a bound. Confine to one thread. */
final class BoundedWriter extends Writer {
  private final int most;
  private final StringBuilder text = new StringBuilder();

  /** The bound is reached. Has no stack trace, because it is an answer and no fault. */
  static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FullException() {
      super("full", null, false, false);
    }
  }

  BoundedWriter(int most) {
    this.most = most;
  }

  @Override
  public void write(char[] chars, int offset, int length) {
    text.append(chars, offset, Math.min(length, most - text.length()));
    if (text.length() == most) {
      throw new FullException();
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  /** What was written; half a character at the end is left out. */
  @Override
  public String toString() {
    int end = text.length();
    boolean half = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, half ? end - 1 : end);
  }
}
