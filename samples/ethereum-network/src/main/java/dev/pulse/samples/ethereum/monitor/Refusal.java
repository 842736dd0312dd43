package dev.pulse.samples.ethereum.monitor;

/** Somebody asked for what cannot be done; the message is for them. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 100;

  Refusal(String message) {
    // An answer to a person is no fault of this program: it needs no stack.
    super(message, null, false, false);
  }

  /** A refusal that repeats what was asked for, as far as that can be repeated. */
  static Refusal of(String message, String asked) {
    return new Refusal(message + ": " + echo(asked));
  }

  /** A text of somebody's as it may be repeated: short, on one line. */
  static String echo(String text) {
    var line = text.replaceAll("\\p{Cntrl}", " ");
    return line.codePointCount(0, line.length()) <= MOST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MOST));
  }
}
