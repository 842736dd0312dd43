package dev.pulse.github;

import static dev.pulse.github.GitHubServer.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuildSourcesTest {
  private static final String GETH = "ethereum/go-ethereum";

  private GitHubServer github;
  private BuildSources sources;

  @BeforeEach
  void start() throws Exception {
    github = new GitHubServer();
    sources = BuildSources.of(github.connection().retryAfter(List.of()).build());
  }

  @AfterEach
  void stop() {
    github.close();
  }

  private static PullReference pull(String text) {
    return PullReference.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {GETH, " Ethereum/Go-Ethereum.git "})
  @DisplayName("G6: the default itself, however it is written, is not even looked up")
  void theExpectedRepositoryIsTaken(String repository) throws Exception {
    assertThat(sources.repositoryProblem(repository, GETH, TIME)).isEmpty();
    assertThat(github.server.getRequestCount()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"source", "parent"})
  @DisplayName("G6: a fork, also of a fork")
  void aForkIsTaken(String member) throws Exception {
    github.answers(200, "{\"%s\":{\"full_name\":\"Ethereum/go-ethereum\"}}".formatted(member));
    assertThat(sources.repositoryProblem("me/geth", GETH, TIME)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"200", "404", "403"})
  void anotherRepositoryIsRefusedAndTheExpectedOneNamed(int status) throws Exception {
    github.answers(status, "{\"source\":{\"full_name\":\"someone/else\"}}");
    assertThat(sources.repositoryProblem("me/geth", GETH, TIME))
        .contains("must be ethereum/go-ethereum or a fork of it");
  }

  @Test
  void whatCannotBeLookedUpIsToBeTriedAgain() throws Exception {
    github.answers(500, "");
    assertThat(sources.repositoryProblem("me/geth", GETH, TIME))
        .hasValueSatisfying(problem -> assertThat(problem).endsWith("try again"));
  }

  @Test
  void withoutADefaultEveryRepositoryThatExistsWillDo() throws Exception {
    github.answers(200, "{}").answers(404, "{}");
    assertThat(sources.repositoryProblem("me/geth", null, TIME)).isEmpty();
    assertThat(sources.repositoryProblem("me/geth", null, TIME)).contains("does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "geth", "a/b/c", "a/..", "a b/c"})
  void whatIsNoRepositoryIsNotLookedUp(String repository) throws Exception {
    assertThat(sources.repositoryProblem(repository, GETH, TIME)).contains("must be owner/name");
    assertThat(github.server.getRequestCount()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"200,", "404,does not exist in me/geth", "422,does not exist in me/geth"})
  @DisplayName("G7: 200 is a commit, 404 and 422 are none")
  void aRefExistsOrNot(int status, String problem) throws Exception {
    github.answers(status, "{}");
    assertThat(sources.refProblem("me/geth", "feature/x", TIME).orElse(null)).isEqualTo(problem);
    assertThat(github.request().getTarget()).isEqualTo("/repos/me/geth/commits/feature%2Fx");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 409, 500, 418})
  void otherAnswersSayNothingAboutARef(int status) throws Exception {
    github.answers(status, "{}");
    assertThat(sources.refProblem("me/geth", "main", TIME))
        .hasValueSatisfying(problem -> assertThat(problem).endsWith("try again"));
  }

  @Test
  @DisplayName("G5: a pull request stands for the branch of its fork")
  void aPullRequestHasAHead() throws Exception {
    github.answers(200, "{\"head\":{\"ref\":\"fix\",\"repo\":{\"full_name\":\"me/geth\"}}}");
    assertThat(sources.head(pull("#12"), GETH, TIME))
        .map(PullHead::toString)
        .contains("me/geth fix");
    assertThat(github.request().getTarget()).isEqualTo("/repos/ethereum/go-ethereum/pulls/12");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|{}",
        "200|{\"head\":{\"ref\":\"fix\",\"repo\":null}}",
        "200|{\"head\":{\"ref\":\"-x\",\"repo\":{\"full_name\":\"me/geth\"}}}",
        "200|{\"head\":{\"ref\":\"fix\",\"repo\":{\"full_name\":\"../..\"}}}"
      })
  void aPullRequestWithoutAForkHasNone(int status, String body) throws Exception {
    github.answers(status, body);
    assertThat(sources.head(pull("a/b#12"), GETH, TIME)).isEmpty();
  }

  @Test
  void aPullRequestThatCannotBeReadIsAFailure() {
    github.answers(403, "{}");
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> sources.head(pull("a/b#12"), GETH, TIME));
  }
}
