package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import okio.Buffer;

/**
 * A GitHub App that is installed somewhere: it proves with its key who it is, and gets tokens that
 * are good for an hour. Take it rather than a person's token for a service. Immutable.
 */
public final class GitHubApp {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final Pattern PEM =
      Pattern.compile("(?s)\\s*-----BEGIN ((?:RSA )?PRIVATE KEY)-----(.*?)-----END \\1-----\\s*");

  /** An AlgorithmIdentifier for RSA, which a key in PKCS#1 goes without. */
  private static final byte[] RSA = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  /** GitHub takes ten minutes at most, by its own clock. */
  private static final Duration PROOF = Duration.ofMinutes(9);

  private static final Duration SKEW = Duration.ofSeconds(60);

  private final String id;
  private final PrivateKey key;
  private final String installation;
  private final boolean found;

  private GitHubApp(String id, PrivateKey key, String installation, boolean found) {
    this.id = id;
    this.key = key;
    this.installation = installation;
    this.found = found;
  }

  /**
   * An App.
   *
   * @param id its client id, or its number
   * @param privateKey the file that GitHub gave for it, in PEM
   * @param installation the number of its installation on the organisation or the user
   * @throws IllegalArgumentException when one of them cannot be
   */
  public static GitHubApp of(String id, Secret privateKey, long installation) {
    if (installation < 1) {
      throw new IllegalArgumentException(
          "an installation must be a number of 1 and above, but is " + installation);
    }
    return new GitHubApp(checked(id), key(privateKey), Long.toString(installation), false);
  }

  /**
   * An App whose installation is looked up when it is needed first.
   *
   * @param login the organisation or the user on which it is installed
   * @param id its client id, or its number
   * @param privateKey the file that GitHub gave for it, in PEM
   * @throws IllegalArgumentException when one of them cannot be
   */
  public static GitHubApp installedOn(String login, String id, Secret privateKey) {
    if (!LOGIN.matcher(requireNonNull(login, "login")).matches()) {
      throw new IllegalArgumentException("a login must be letters, digits and dashes");
    }
    return new GitHubApp(checked(id), key(privateKey), login, true);
  }

  private static String checked(String id) {
    if (!ID.matcher(requireNonNull(id, "id")).matches()) {
      throw new IllegalArgumentException("an App's id must be letters, digits, dots and dashes");
    }
    return id;
  }

  private static PrivateKey key(Secret pem) {
    var match = PEM.matcher(pem.reveal());
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "an App's key must be in PEM: expected one \"RSA PRIVATE KEY\" or \"PRIVATE KEY\"");
    }
    try {
      var der = Base64.getMimeDecoder().decode(match.group(2));
      var spec = new PKCS8EncodedKeySpec(match.group(1).startsWith("RSA") ? wrapped(der) : der);
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Without its cause, which may quote the key.
      throw new IllegalArgumentException("an App's key cannot be read: expected one of RSA");
    }
  }

  /** PKCS#8 around a key in PKCS#1. */
  private static byte[] wrapped(byte[] pkcs1) {
    var inner = new Buffer().write(new byte[] {0x02, 0x01, 0x00}).write(RSA);
    return element(0x30, inner.write(element(0x04, pkcs1)).readByteArray());
  }

  private static byte[] element(int tag, byte[] content) {
    var element = new Buffer().writeByte(tag);
    int length = content.length;
    if (length < 0x80) {
      element.writeByte(length);
    } else {
      // In as few bytes as will do: that is what makes it DER.
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
      element.writeByte(0x80 + bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        element.writeByte(length >>> (8 * i));
      }
    }
    return element.write(content).readByteArray();
  }

  String identity() {
    return "app " + id + " " + installation;
  }

  /** The number of its installation, or the login on which it is. */
  String installation() {
    return installation;
  }

  /** Whether the number of its installation must be found by the login. */
  boolean isFoundByLogin() {
    return found;
  }

  /** A token (RFC 7519) by which GitHub knows the App itself. */
  Secret proof(Instant now) {
    var claims =
        "{\"iat\":%d,\"exp\":%d,\"iss\":\"%s\"}"
            .formatted(now.minus(SKEW).getEpochSecond(), now.plus(PROOF).getEpochSecond(), id);
    var signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(claims);
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return Secret.of(signed + "." + base64(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot sign with RSA and SHA-256", e);
    }
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return identity();
  }
}
