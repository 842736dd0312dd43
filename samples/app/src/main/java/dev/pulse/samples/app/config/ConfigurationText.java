package dev.pulse.samples.app.config;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads the bytes of a configuration file: at most 1 MiB of UTF-8. */
final class ConfigurationText {
  private static final int MOST_BYTES = 1 << 20;

  private ConfigurationText() {}

  static String of(Path file) {
    if (Files.isDirectory(file)) {
      throw problem(file, "is a directory; expected a YAML file");
    }
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw problem(file, "does not exist");
    } catch (AccessDeniedException e) {
      throw problem(file, "may not be read");
    } catch (IOException e) {
      throw problem(file, "cannot be read: " + e.getMessage());
    }
    if (bytes.length > MOST_BYTES) {
      throw problem(file, "is larger than 1 MiB");
    }
    return decode(file, bytes);
  }

  private static String decode(Path file, byte[] bytes) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw problem(file, "is not UTF-8");
    }
  }

  private static ConfigurationException problem(Path file, String message) {
    return new ConfigurationException(List.of(new Problem(file.toString(), "", message)));
  }
}
