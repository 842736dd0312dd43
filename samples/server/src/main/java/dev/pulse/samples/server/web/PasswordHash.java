package dev.pulse.samples.server.web;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: PBKDF2 with HMAC-SHA-512, {@value #ITERATIONS} iterations (the OWASP
 * Password Storage Cheat Sheet asks for 210,000 at least) and a salt of its own. As text it is one
 * word, {@code $pbkdf2-sha512$i=220000$SALT$HASH}, which {@code pulse password} prints. Prints
 * without its contents. Immutable.
 */
public final class PasswordHash {
  /** How short a password may be that is all there is (NIST SP 800-63B-4, 3.1.1.2). */
  public static final int SHORTEST = 15;

  /** How long a password may be. */
  public static final int LONGEST = 1_000;

  /** How a password is hashed that gets a hash now. */
  static final int ITERATIONS = 220_000;

  private static final int FEWEST = 200_000;
  private static final int MOST = 5_000_000;
  private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Pattern TEXT =
      Pattern.compile(
          "\\$pbkdf2-sha512\\$i=([1-9][0-9]{0,8})\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int iterations, byte[] salt, byte[] hash) {
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  /** The work: what becomes of a password. */
  @FunctionalInterface
  interface Derivation {
    byte[] derive(String password, byte[] salt, int iterations);
  }

  /**
   * A new hash, with a salt that nobody had before. Takes some tenths of a second.
   *
   * @throws IllegalArgumentException when the password is too short or too long; it is not in the
   *     message
   */
  public static PasswordHash of(Secret password) {
    var plain = plain(password.reveal());
    int length = plain.codePointCount(0, plain.length());
    if (length < SHORTEST || length > LONGEST) {
      throw new IllegalArgumentException(
          "a password must have " + SHORTEST + " to " + LONGEST + " characters, but has " + length);
    }
    var salt = random(SALT_BYTES);
    return new PasswordHash(ITERATIONS, salt, pbkdf2(plain, salt, ITERATIONS));
  }

  /**
   * A hash that was printed.
   *
   * @throws IllegalArgumentException that says what is expected, and not what was given
   */
  public static PasswordHash parse(String text) {
    var parts = TEXT.matcher(requireNonNull(text, "text").strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "must be what \"pulse password\" prints, $pbkdf2-sha512$i=…$…$…, and no password");
    }
    int iterations = Integer.parseInt(parts.group(1));
    if (iterations < FEWEST || iterations > MOST) {
      throw new IllegalArgumentException(
          "must have " + FEWEST + " to " + MOST + " iterations, but has " + iterations);
    }
    return new PasswordHash(iterations, decoded(parts.group(2)), decoded(parts.group(3)));
  }

  /** A hash that no password has, for whoever has none. */
  public static PasswordHash ofNothing() {
    return new PasswordHash(ITERATIONS, random(SALT_BYTES), random(HASH_BYTES));
  }

  private static byte[] decoded(String text) {
    return Base64.getDecoder().decode(text);
  }

  private static byte[] random(int length) {
    var bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** What it takes to judge a password. */
  int iterations() {
    return iterations;
  }

  /** Whether a password is the right one; the time does not tell how much of it is. */
  boolean matches(String given, Derivation derivation) {
    return MessageDigest.isEqual(hash, derivation.derive(plain(given), salt, iterations));
  }

  /** Works as long as a hash of so many iterations, for nothing. */
  void idle(String given, int iterations, Derivation derivation) {
    var unused = derivation.derive(plain(given), salt, iterations);
  }

  /** The same however a keyboard puts its letters together. */
  private static String plain(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }

  static byte[] pbkdf2(String password, byte[] salt, int iterations) {
    var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BYTES * 8);
    try {
      return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    } finally {
      spec.clearPassword();
    }
  }

  /** The text that {@link #parse} reads. It is no password, and still nobody's business. */
  public String text() {
    var encoder = Base64.getEncoder().withoutPadding();
    return "$pbkdf2-sha512$i="
        + iterations
        + "$"
        + encoder.encodeToString(salt)
        + "$"
        + encoder.encodeToString(hash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PasswordHash that
        && MessageDigest.isEqual(
            text().getBytes(StandardCharsets.UTF_8), that.text().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  /** Three asterisks. */
  @Override
  public String toString() {
    return "***";
  }
}
