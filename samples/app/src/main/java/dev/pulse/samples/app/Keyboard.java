package dev.pulse.samples.app;

import dev.pulse.api.config.Secret;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people type, or another program sends in their place. */
interface Keyboard {
  /** Nobody sends more than this for one line. */
  int LONGEST = 16 * 1024;

  /**
   * Asks for something that must not be seen while it is typed.
   *
   * @return empty when nothing was typed
   * @throws StartException when nobody sits at a terminal
   */
  Optional<Secret> ask(String prompt) throws StartException;

  /**
   * The one line of standard input, without its end.
   *
   * @return empty when there is none
   * @throws StartException when there is more than one, or it is no text
   */
  Optional<Secret> line() throws StartException;

  /** That of this process. */
  static Keyboard ofProcess(InputStream in) {
    return new Keyboard() {
      @Override
      public Optional<Secret> ask(String prompt) throws StartException {
        var console = terminal();
        if (console == null) {
          throw new StartException("there is no terminal to type at; use --stdin");
        }
        char @Nullable [] typed = console.readPassword("%s", prompt);
        if (typed == null) {
          return Optional.empty();
        }
        try {
          return secret(new String(typed));
        } finally {
          Arrays.fill(typed, '\0');
        }
      }

      @Override
      public Optional<Secret> line() throws StartException {
        try {
          var bytes = in.readNBytes(LONGEST + 1);
          var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
          var line = text.replaceFirst("\\r?\\n\\z", "");
          if (bytes.length > LONGEST || line.lines().count() > 1) {
            throw new StartException("standard input must be one line");
          }
          return secret(line);
        } catch (CharacterCodingException e) {
          throw new StartException("standard input must be UTF-8", e);
        } catch (IOException e) {
          throw new StartException("standard input cannot be read: " + e.getMessage(), e);
        }
      }
    };
  }

  /** Null where nobody sits at one. Since Java 22 there is a console without a terminal, too. */
  @SuppressWarnings("SystemConsoleNull")
  private static @Nullable Console terminal() {
    @Nullable Console console = System.console();
    if (console == null) {
      return null;
    }
    try {
      boolean terminal = (boolean) Console.class.getMethod("isTerminal").invoke(console);
      return terminal ? console : null;
    } catch (ReflectiveOperationException e) {
      return console; // Of Java 21 or before.
    }
  }

  private static Optional<Secret> secret(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(Secret.of(text));
  }
}
