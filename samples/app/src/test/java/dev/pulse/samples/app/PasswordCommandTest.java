package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.web.PasswordHash;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PasswordCommandTest {
  private static final String PASSWORD = "correct horse battery";

  /** Somebody who types one text after the other. */
  private static final class Typist implements Keyboard {
    private final Deque<String> texts;

    Typist(String... texts) {
      this.texts = new ArrayDeque<>(List.of(texts));
    }

    @Override
    public Optional<Secret> ask(String prompt) {
      return Optional.ofNullable(texts.poll()).filter(text -> !text.isEmpty()).map(Secret::of);
    }

    @Override
    public Optional<Secret> line() {
      return Optional.empty();
    }
  }

  @Test
  void aPasswordThatIsTypedTwiceBecomesAHash() {
    var cli = new Cli().typing(new Typist(PASSWORD, PASSWORD));

    assertThat(cli.run("password")).as(cli.err()).isZero();

    assertHash(cli);
  }

  @Test
  void aPasswordOnStandardInputBecomesAHash() {
    for (String input : List.of(PASSWORD, PASSWORD + "\n", PASSWORD + "\r\n")) {
      var cli = new Cli().typing(sent(input.getBytes(StandardCharsets.UTF_8)));

      assertThat(cli.run("password", "--stdin")).as(cli.err()).isZero();

      assertHash(cli);
    }
  }

  private static void assertHash(Cli cli) {
    assertThat(cli.out()).startsWith("$pbkdf2-sha512$i=220000$").doesNotContain(PASSWORD);
    assertThat(cli.out().lines()).hasSize(1);
    assertThat(PasswordHash.parse(cli.out()).text()).isEqualTo(cli.out().strip());
    assertThat(cli.err()).isEmpty();
  }

  static Stream<Arguments> nothingToHash() {
    return Stream.of(
        argumentSet("typed differently", new Typist(PASSWORD, PASSWORD + "x"), "differ", 1),
        argumentSet("typed once", new Typist(PASSWORD), "differ", 1),
        argumentSet("nothing typed", new Typist(""), "there is no password", 1),
        argumentSet("too short", new Typist("too-short", "too-short"), "15 to 1000", 2));
  }

  @ParameterizedTest
  @MethodSource
  void nothingToHash(Keyboard keyboard, String problem, int code) {
    var cli = new Cli().typing(keyboard);

    assertThat(cli.run("password")).isEqualTo(code);

    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).contains(problem).doesNotContain(PASSWORD, "too-short");
  }

  static Stream<Arguments> oddInput() {
    return Stream.of(
        argumentSet("nothing", "", "there is no password", 1),
        argumentSet("an empty line", "\n", "there is no password", 1),
        argumentSet("two lines", PASSWORD + "\n" + PASSWORD + "\n", "must be one line", 1),
        argumentSet("no end", "x".repeat(100_000), "must be one line", 1),
        argumentSet("another encoding", "zw\u00f6lf Zwerge schlafen", "must be UTF-8", 1),
        argumentSet("too short", "too-short\n", "15 to 1000", 2));
  }

  @ParameterizedTest
  @MethodSource
  void oddInput(String input, String problem, int code) {
    var cli = new Cli().typing(sent(input.getBytes(StandardCharsets.ISO_8859_1)));

    assertThat(cli.run("password", "--stdin")).isEqualTo(code);

    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).contains(problem).doesNotContain(PASSWORD, "too-short", "xxx");
  }

  @Test
  void withoutATerminalItSaysWhatToDo() {
    var cli = new Cli().typing(sent(new byte[0]));

    assertThat(cli.run("password")).isEqualTo(1);

    assertThat(cli.err()).contains("no terminal", "--stdin");
  }

  @Test
  void aPasswordOnTheCommandLineIsRefusedAndNotRepeated() {
    var cli = new Cli().typing(new Typist(PASSWORD, PASSWORD));

    assertThat(cli.run("password", PASSWORD)).isEqualTo(2);

    assertThat(cli.out() + cli.err()).contains("takes no argument").doesNotContain(PASSWORD);
  }

  private static Keyboard sent(byte[] bytes) {
    return Keyboard.ofProcess(new ByteArrayInputStream(bytes));
  }
}
