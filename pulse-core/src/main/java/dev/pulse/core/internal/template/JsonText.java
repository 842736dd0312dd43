package dev.pulse.core.internal.template;

/** Texts as they stand within the quotes of JSON. */
final class JsonText {
  private JsonText() {}

  /** The text with everything escaped that JSON, and JavaScript around it, does not let stand. */
  static String escaped(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> escaped.append("\\\"");
        case '\\' -> escaped.append("\\\\");
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        default -> {
          if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
            escaped.append("\\u").append(Character.forDigit(c >> 12, 16));
            escaped.append(Character.forDigit((c >> 8) & 0xf, 16));
            escaped.append(Character.forDigit((c >> 4) & 0xf, 16));
            escaped.append(Character.forDigit(c & 0xf, 16));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }
}
