package dev.pulse.kubernetes;

import io.kubernetes.client.util.credentials.RefreshAuthentication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** A token in a file that somebody replaces from time to time. */
final class TokenFile {
  /** Less than the minute after which a new token must be in use: it is read when it is needed. */
  private static final Duration GOOD_FOR = Duration.ofSeconds(50);

  private TokenFile() {}

  /** Credentials from a file, read again as time goes by. */
  static RefreshAuthentication at(Path file, InstantSource clock) {
    return new RefreshAuthentication(() -> read(file), GOOD_FOR, clock.withZone(ZoneOffset.UTC));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
