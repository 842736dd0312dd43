package dev.pulse.samples.server.status;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;

/**
 * What the public calls a thing by whose name is none of its business: the same on every instance
 * and after every restart, and another one on every page. There is no way back to the name but to
 * guess it: without a secret that all instances share, whoever has the right one can tell by the
 * id.
 */
final class PublicId {
  /** Twelve digits of 32: 60 bits, so that a page of ten thousand has no two alike. */
  private static final int LENGTH = 12;

  private static final int DIGIT_BITS = 5;
  private static final int DIGITS = 32;

  private PublicId() {}

  /**
   * The id of a thing of a page.
   *
   * @param kind what it is, so that a check and an incident of one name differ
   * @param key what Pulse knows it by
   */
  static String of(StatusPage page, String kind, String key) {
    var bits = bits(page, kind, key);
    var id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(Character.forDigit((int) (bits >>> (i * DIGIT_BITS)) & (DIGITS - 1), DIGITS));
    }
    return id.toString().toLowerCase(Locale.ROOT);
  }

  /** The same as feeds want it. */
  static String urn(StatusPage page, String id) {
    var name = page.name() + '\n' + id;
    return "urn:uuid:" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private static long bits(StatusPage page, String kind, String key) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var text = page.name() + '\n' + kind + '\n' + key;
      var hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
