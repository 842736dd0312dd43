package dev.pulse.github;

import static dev.pulse.github.GitHubServer.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.config.Secret;
import java.util.List;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryReleasesTest {
  private static final String SHOP =
      "{\"id\":1,\"name\":\"shop\",\"full_name\":\"acme/shop\",\"owner\":{\"login\":\"acme\"}}";

  private GitHubServer github;

  @BeforeEach
  void start() throws Exception {
    github = new GitHubServer();
  }

  @AfterEach
  void stop() {
    github.close();
  }

  private Fact<List<Release>> releases() throws InterruptedException {
    var connection = github.connection().token(Secret.of("ghp_0123456789")).build();
    return LibraryReleases.read(connection, RepositoryName.of("acme", "shop"), "/releases", TIME);
  }

  @Test
  void draftsAreLeftOutAndOnePageIsAskedFor() throws Exception {
    UnaryOperator<MockResponse.Builder> more =
        answer -> answer.setHeader("Link", "<" + github.url() + "next>; rel=\"next\"");
    github.answers(200, SHOP);
    github.answers(
        200,
        "[{\"tag_name\":\"v2\",\"draft\":true,\"published_at\":null},"
            + "{\"tag_name\":\"v1\",\"prerelease\":true,\"published_at\":\"2026-11-01T00:00:00Z\"}]",
        more);

    assertThat(releases().value().orElseThrow())
        .singleElement()
        .satisfies(
            release -> {
              assertThat(release.tag()).isEqualTo("v1");
              assertThat(release.preRelease()).isTrue();
              assertThat(release.publishedAt()).isEqualTo("2026-11-01T00:00:00Z");
            });
    assertThat(github.requests())
        .extracting(RecordedRequest::getTarget)
        .containsExactly("/repos/acme/shop", "/repos/acme/shop/releases?per_page=10");
    assertThat(github.observed)
        .extracting(ObservedRequest::operation)
        .containsExactly("GET /repos/{owner}/{repo}", "GET /repos/{owner}/{repo}/releases");
  }

  @ParameterizedTest
  @CsvSource({"403", "404", "410"})
  void aNoIsUnavailable(int status) throws Exception {
    github.answers(200, SHOP).answers(status, "{\"message\":\"no\"}");

    assertThat(releases().because()).contains("GitHub answered " + status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{}", "[{\"tag_name\":[]}]", "[{\"published_at\":\"soon\"}]"})
  void whatCannotBeUnderstoodIsUnavailable(String body) throws Exception {
    github.answers(200, SHOP).answers(200, body);

    assertThat(releases().because()).contains("GitHub's answer cannot be understood");
  }

  @Test
  void whatEndsTheReadingIsThrown() {
    github.answers(200, SHOP).answers(401, "{}");

    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(this::releases)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(GitHubException.Kind.UNAUTHORISED));
  }
}
