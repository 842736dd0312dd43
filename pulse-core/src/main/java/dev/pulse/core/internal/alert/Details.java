package dev.pulse.core.internal.alert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The numbers behind an incident, as text within bounds. */
final class Details {
  /** How many an incident takes over from a result or a verdict. */
  static final int MOST = 20;

  private static final int MAX_LENGTH = 200;
  private static final int DECIMALS = 4;

  private Details() {}

  /** A count as it is, a measurement with four decimals, rounded half up. */
  static String number(Number number) {
    if (number instanceof Long) {
      return number.toString();
    }
    double value = number.doubleValue();
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP).toPlainString()
        : Double.toString(value);
  }

  /** The key of a finding as it identifies an incident: a long one is cut, and told apart. */
  static String subject(String key) {
    if (key.length() <= MAX_LENGTH) {
      return key;
    }
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return cut(key) + HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** At most 200 characters; where some are missing, the last one shows it. */
  static String cut(String text) {
    if (text.codePointCount(0, text.length()) <= MAX_LENGTH) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH - 1)) + "…";
  }
}
