package dev.pulse.api.config;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A text that must not be seen: a token, a password, a URL with a token in it. It prints as {@code
 * ***}; whoever needs it must say so by calling {@link #reveal()}. Immutable.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * A secret.
   *
   * @throws IllegalArgumentException when blank
   */
  public static Secret of(String value) {
    if (requireNonNull(value, "value").isBlank()) {
      throw new IllegalArgumentException("a secret must not be blank");
    }
    return new Secret(value);
  }

  /** The text itself. Hand it to whoever must have it, and to nothing that keeps or prints it. */
  public String reveal() {
    return value;
  }

  /** Whether a guess is right, in a time that does not depend on how much of it is. */
  public boolean matches(String guess) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8), guess.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && matches(secret.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Three asterisks. */
  @Override
  public String toString() {
    return "***";
  }
}
