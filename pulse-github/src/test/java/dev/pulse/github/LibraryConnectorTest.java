package dev.pulse.github;

import static dev.pulse.github.GitHubServer.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.config.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kohsuke.github.GHFileNotFoundException;

class LibraryConnectorTest {
  private GitHubServer github;

  @BeforeEach
  void start() throws Exception {
    github = new GitHubServer();
  }

  @AfterEach
  void stop() {
    github.close();
  }

  private GitHubConnection connection() {
    return github.connection().token(Secret.of("ghp_0123456789")).build();
  }

  private static String branch(GitHubConnection connection) throws Exception {
    return connection.library(it -> it.getRepository("acme/x").getDefaultBranch(), TIME);
  }

  @Test
  void theLibraryAsksWithOurTokenAndCache() throws Exception {
    github.answers(
        200,
        "{\"id\":1,\"name\":\"x\",\"full_name\":\"acme/x\",\"default_branch\":\"trunk\"}",
        answer -> answer.setHeader("ETag", "\"1\""));
    github.answers(304, "");
    var connection = connection();
    assertThat(branch(connection)).isEqualTo("trunk");
    assertThat(branch(connection)).isEqualTo("trunk");
    var requests = github.requests();
    assertThat(requests).hasSize(2);
    assertThat(requests.get(0).getTarget()).isEqualTo("/repos/acme/x");
    assertThat(requests.get(0).getHeaders().get("Authorization"))
        .isEqualTo("Bearer ghp_0123456789");
    assertThat(requests.get(1).getHeaders().get("If-None-Match")).isEqualTo("\"1\"");
  }

  @Test
  @DisplayName("4.6.6: the library's own sleeping limit handlers are switched off")
  void aLimitIsOursAndNothingSleeps() {
    github.answers(403, "{}", github.limit("core", 0, 5000));
    var connection = connection();
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(GitHubException.class)
          .isThrownBy(() -> branch(connection))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(GitHubException.Kind.RATE_LIMITED));
    }
    assertThat(github.server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aNoIsTheLibrarysOwn() {
    github.answers(404, "{\"message\":\"Not Found\"}");
    assertThatExceptionOfType(GHFileNotFoundException.class).isThrownBy(() -> branch(connection()));
  }

  @Test
  void anInterruptEndsIt() {
    var connection = connection();
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> branch(connection));
    assertThat(Thread.interrupted()).isFalse();
  }
}
