package dev.pulse.samples.ethereum.message;

/** Names as titles have them. */
final class Capital {
  private Capital() {}

  /** The text with its first letter in upper case. */
  static String first(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.codePointAt(0);
    return Character.toString(Character.toUpperCase(first))
        + text.substring(Character.charCount(first));
  }
}
