package dev.pulse.github;

import static dev.pulse.github.GitHubServer.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.core.internal.net.Deadline;
import java.nio.charset.StandardCharsets;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeptAnswersTest {
  private static final HttpUrl SHOP = HttpUrl.get("https://api.github.com/repos/acme/shop");

  private GitHubServer server;

  @BeforeEach
  void start() throws Exception {
    server = new GitHubServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @DisplayName("4.7.3: the key is a digest of method, URL and the digest of the token")
  void theKeyIsAsThePageHasIt() {
    // printf 'GET %s\n%s' https://api.github.com/repos/acme/shop \
    //   "$(printf ghp_token | sha256sum | cut -c-64)" | sha256sum
    assertThat(KeptAnswers.key(Question.get(SHOP, "").kept(), SHOP, "ghp_token"))
        .isEqualTo("pulse:0c990e52c6eb82a5bf0b30863d2d94f7a67784fa36654f2078417fdc7e27f7c0");
    assertThat(KeptAnswers.key(Question.get(SHOP, "").kept(), SHOP, ""))
        .isEqualTo("pulse:dad8c594153fd551dcb13eff6f4f3c522e0ae9253d2aa4afd97c61d520ba460b");
  }

  @Test
  void ofSecretsThatWereFoundOnlyTheirNumberIsKept() throws Exception {
    server.answers(
        200,
        "[{\"number\":1,\"secret\":\"xoxb-literal\"},{\"number\":2,\"secret\":\"AKIALITERAL\"}]",
        answer -> answer.setHeader("ETag", "\"1\""));
    server.answers(304, "");
    var cache = new MapCache();
    var connection = server.connection().cache(cache).build();

    assertThat(secrets(connection).value()).contains(2);
    assertThat(secrets(server.connection().cache(cache).build()).value()).contains(2);

    assertThat(server.observed.get(1).status()).contains(304);
    assertThat(cache.answers.values())
        .singleElement()
        .satisfies(
            kept ->
                assertThat(new String(kept.body(), StandardCharsets.UTF_8)).isEqualTo("[{},{}]"));
  }

  @Test
  void whatIsNoListOfSecretsIsNotKeptAtAll() throws Exception {
    server.answers(
        200, "{\"secret\":\"xoxb-literal\"}", answer -> answer.setHeader("ETag", "\"1\""));
    var cache = new MapCache();

    assertThat(secrets(server.connection().cache(cache).build()).value()).isEmpty();

    assertThat(cache.answers).isEmpty();
  }

  private static Fact<Integer> secrets(GitHubConnection connection) throws Exception {
    var json =
        Json.read(
            ByteString.encodeUtf8("{\"full_name\":\"acme/shop\",\"default_branch\":\"main\"}"));
    return new GitHubFacts(connection, Repository.of(json), Deadline.in(TIME)).secretScanning();
  }
}
