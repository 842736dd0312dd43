package dev.pulse.api.model;

/** What Prometheus allows as a name. A loop, because several names are judged in each run. */
final class Names {
  private Names() {}

  /**
   * Whether a text is a name: letters, digits and underscores of ASCII, and no digit first.
   *
   * @param colons whether colons count as letters, as in names of metrics
   */
  static boolean isName(String text, boolean colons) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && !(digit && i > 0) && !(colons && c == ':')) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
