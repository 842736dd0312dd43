package dev.pulse.prometheus;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a series is called among those of its answer, the same from run to run. */
final class SeriesKey {
  private static final int LONGEST = 400;
  private static final int DIGEST_BYTES = 8;

  private SeriesKey() {}

  /** As Prometheus writes it; the end of a long one is replaced by a digest of it all. */
  static String of(Series series) {
    var text = series.toString();
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = LONGEST - 2 * DIGEST_BYTES - 1;
    int cut = Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    return text.substring(0, cut) + "…" + digest(text);
  }

  private static String digest(String text) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
