package dev.pulse.github;

import static dev.pulse.github.GitHubServer.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.config.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTokenTest {
  @TempDir Path folder;
  private GitHubServer github;
  private Path file;

  @BeforeEach
  void start() throws Exception {
    github = new GitHubServer();
    file = folder.resolve("token");
  }

  @AfterEach
  void stop() {
    github.close();
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private GitHubConnection connection() {
    return github.connection().tokenFile(file).build();
  }

  private static int ask(GitHubConnection connection) throws InterruptedException {
    return connection.get("/x", Map.of(), TIME).status();
  }

  private String bearer() throws InterruptedException {
    return String.valueOf(github.request().getHeaders().get("Authorization"));
  }

  @Test
  void aTokenThatIsReplacedInItsFileIsReplaced() throws Exception {
    github.answers(200, "{}").answers(200, "{}");
    var connection = connection();
    write("ghp_one\n");
    ask(connection);
    write("ghp_two\n");
    ask(connection);

    assertThat(bearer()).isEqualTo("Bearer ghp_one");
    assertThat(bearer()).isEqualTo("Bearer ghp_two");
  }

  @Test
  void answersAreReusedAfterATokenWasReplaced() throws Exception {
    github.answers(200, "{}", answer -> answer.setHeader("ETag", "\"1\"")).answers(304, "");
    var connection = connection();
    write("ghp_one");
    ask(connection);
    write("ghp_two");

    assertThat(connection.get("/x", Map.of(), TIME).reused()).isTrue();
  }

  @Test
  void aTokenThatIsRefusedAndStillTheSameIsNotTriedAgain() throws Exception {
    github.answers(401, "{}");
    write("ghp_one");

    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> ask(connection()))
        .withMessageStartingWith("GitHub token is not valid");
    assertThat(github.server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n ", "two words", "gh\u00e4", "a\nb"})
  void whatIsNoTokenIsSaidAndNotShown(String text) throws Exception {
    write(text);

    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> ask(connection()))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(GitHubException.Kind.UNAUTHORISED))
        .withMessage(
            "there is no token in the file %s: expected one line of printable ASCII without blanks",
            file);
    assertThat(github.server.getRequestCount()).isZero();
  }

  @Test
  void aFileThatIsTooLongIsNone() throws Exception {
    write("x".repeat(9_000));

    assertThatExceptionOfType(GitHubException.class).isThrownBy(() -> ask(connection()));
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> ask(connection()))
        .withMessageEndingWith("it cannot be read (NoSuchFileException)");
  }

  @Test
  void aFileAndATokenAreOneTooMany() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> github.connection().tokenFile(file).token(Secret.of("x")).build())
        .withMessageContaining("token can be given once");
  }
}
