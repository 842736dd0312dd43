package dev.pulse.github;

import static dev.pulse.github.GitHubServer.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.core.internal.net.Deadline;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("lists of findings that are longer than they are read")
class GitHubFactsTest {
  private static final String STYLE = "[{\"rule\":{\"severity\":\"note\"}}]";
  private static final String CRITICAL = "[{\"rule\":{\"security_severity_level\":\"critical\"}}]";

  private GitHubServer github;

  @BeforeEach
  void start() throws Exception {
    github = new GitHubServer();
  }

  @AfterEach
  void stop() {
    github.close();
  }

  private GitHubFacts facts() throws Exception {
    var repository = "{\"full_name\":\"acme/shop\",\"default_branch\":\"main\"}";
    var json = Json.read(ByteString.encodeString(repository, StandardCharsets.UTF_8));
    return new GitHubFacts(github.connection().build(), Repository.of(json), Deadline.in(TIME));
  }

  /** After every page there is another one. */
  private void endless(String first, String others) {
    var page = new AtomicInteger();
    github.server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            int number = page.getAndIncrement();
            return new MockResponse.Builder()
                .setHeader("Link", "<" + github.url() + "p?page=" + number + ">; rel=\"next\"")
                .body(number == 0 ? first : others)
                .build();
          }
        });
  }

  @Test
  void aCriticalFindingThatWasReadCounts() throws Exception {
    endless(CRITICAL, STYLE);

    assertThat(facts().codeScanning().value()).contains(1);
    assertThat(github.server.getRequestCount()).isEqualTo(50);
  }

  @Test
  void withoutOneNothingIsKnown() throws Exception {
    endless(STYLE, STYLE);

    assertThat(facts().codeScanning().because()).contains("the list is longer than it is read");
  }

  @Test
  void secretsThatWereReadCount() throws Exception {
    endless("[{},{}]", "[{}]");

    assertThat(facts().secretScanning().value()).contains(51);
  }

  @Test
  void aFindingStaysWhenTheNextPageIsRefused() throws Exception {
    github
        .answers(
            200,
            CRITICAL,
            answer -> answer.setHeader("Link", "<" + github.url() + "p>; rel=\"next\""))
        .answers(403, "{}");

    assertThat(facts().codeScanning().value()).contains(1);
  }

  @Test
  void whatIsRefusedIsNotKnown() throws Exception {
    github.answers(403, "{\"message\":\"No.\"}");

    assertThat(facts().codeScanning().because()).contains("GitHub answered 403: No.");
  }
}
