package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A token that somebody else keeps in a file, and may replace at any time. Thread-safe. */
final class FileToken implements TokenSource {
  private static final int LONGEST = 8 << 10;

  private final Path file;

  FileToken(Path file) {
    this.file = requireNonNull(file, "file").toAbsolutePath();
  }

  @Override
  public Optional<Secret> token(Deadline deadline) {
    return Optional.of(read());
  }

  private Secret read() {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST + 1);
    } catch (IOException e) {
      throw unusable("it cannot be read (" + e.getClass().getSimpleName() + ")");
    }
    // What is not ASCII becomes something that is no token either.
    var text = new String(bytes, StandardCharsets.ISO_8859_1).strip();
    if (bytes.length > LONGEST
        || text.isEmpty()
        || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw unusable("expected one line of printable ASCII without blanks");
    }
    return Secret.of(text);
  }

  private GitHubException unusable(String why) {
    return GitHubException.of(
        GitHubException.Kind.UNAUTHORISED, "there is no token in the file " + file + ": " + why);
  }

  /** The file stands for whom the tokens are, one after the other. */
  @Override
  public String identity() {
    return "file " + file;
  }

  /** It may have been replaced between the reading and the answer. */
  @Override
  public boolean refused(Secret token) {
    return !read().equals(token);
  }
}
