package dev.pulse.core.check;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a TLS library says of a failure, in the JDK's words whichever library it is. Conscrypt's own
 * hold addresses of memory, which differ each time.
 */
final class TlsWords {
  /** Such as {@code error:100000f0:SSL routines:OPENSSL_internal:UNSUPPORTED_PROTOCOL (…}. */
  private static final Pattern CODE = Pattern.compile("OPENSSL_internal:([A-Z0-9_]{1,80})");

  private static final Pattern ALERT = Pattern.compile("(?:SSLV3|TLSV1)_(?:ALERT_)?([A-Z_]+)");
  private static final int DEEPEST = 20;

  private TlsWords() {}

  /** The words of a failure, or of the first of its causes that has the code of an error. */
  static String of(Throwable failure) {
    Throwable current = failure;
    for (int depth = 0; current != null && depth < DEEPEST; depth++) {
      var code = CODE.matcher(String.valueOf(current.getMessage()));
      if (code.find()) {
        return translated(code.group(1));
      }
      current = current.getCause();
    }
    return translatedText(String.valueOf(failure.getMessage()));
  }

  private static String translated(String code) {
    var alert = ALERT.matcher(code);
    if (alert.matches()) {
      return "Received fatal alert: " + alert.group(1).toLowerCase(Locale.ROOT);
    }
    return switch (code) {
      case "UNSUPPORTED_PROTOCOL" -> "The server selected an unsupported protocol version";
      case "WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST" ->
          "Unrecognized SSL message, plaintext connection?";
      default -> code.toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  private static String translatedText(String text) {
    if (text.startsWith("Unable to parse TLS packet header")) {
      return "Unrecognized SSL message, plaintext connection?";
    }
    // A pointer, in a message without a code.
    return text.contains("ssl=0x") ? "the libraries disagree" : text;
  }
}
