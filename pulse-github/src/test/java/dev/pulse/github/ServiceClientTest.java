package dev.pulse.github;

import static dev.pulse.github.GitHubServer.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceClientTest {
  private static final RepositoryName SHOP = RepositoryName.of("acme", "shop");
  private static final String TOKEN = "codecov.0123456789";

  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private GitHubServer server;

  @BeforeEach
  void start() throws Exception {
    server = new GitHubServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Environment environment() {
    return new Environment(Lookups.system(), FreshTls.platform(), server.clock, waits::add);
  }

  private CodecovClient.Builder codecov() {
    return CodecovClient.builder()
        .baseUrl(server.url())
        .token(Secret.of(TOKEN))
        .environment(environment())
        .observer(server.observed::add);
  }

  private OsvClient osv() {
    return OsvClient.builder().baseUrl(server.url()).environment(environment()).build();
  }

  private Fact<BigDecimal> coverage(CodecovClient.Builder client) throws InterruptedException {
    return client.build().coverage(SHOP, "main", TIME);
  }

  private static List<Dependency> packages(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> FactsFixture.dependency("pkg:npm/p" + i + "@1"))
        .toList();
  }

  @Test
  void asksForTheTotalsOfABranchWithItsOwnToken() throws Exception {
    server.answers(200, "{\"totals\":{\"files\":1,\"coverage\":87.50},\"files\":[]}");

    var coverage = codecov().build().coverage(SHOP, "feature/a b", TIME);

    assertThat(coverage.value()).contains(new BigDecimal("87.50"));
    var request = server.request();
    assertThat(request.getTarget())
        .isEqualTo("/api/v2/github/acme/repos/shop/totals/?branch=feature%2Fa%20b");
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
    assertThat(server.observed)
        .extracting(ObservedRequest::toString)
        .containsExactly("codecov GET /api/v2/github/{owner}/repos/{repo}/totals/ 200");
    assertThat(server.observed.get(0).path()).contains("/api/v2/github/acme/repos/shop/totals/");
  }

  @Test
  void triesAgainAsItWasTold() throws Exception {
    server
        .answers(503, "")
        .answers(429, "", answer -> answer.setHeader("Retry-After", "3"))
        .answers(200, "{\"totals\":{\"coverage\":\"12.5\"}}");

    assertThat(coverage(codecov()).value()).contains(new BigDecimal("12.5"));
    assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(3));
  }

  @Test
  void aNoIsNotAskedAgain() throws Exception {
    server.answers(401, "{\"detail\":\"" + TOKEN + "\"}");

    assertThat(coverage(codecov()))
        .hasToString("unavailable, because Codecov answered 401 (codecov, 2026-11-21T12:00:00Z)");
    assertThat(waits).isEmpty();
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    server.answers(302, "", answer -> answer.setHeader("Location", "/elsewhere"));

    assertThat(coverage(codecov()).because()).contains("Codecov answered 302");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void anAnswerThatIsTooLargeIsNone() throws Exception {
    server.answers(200, "{\"totals\":{\"coverage\":1}," + " ".repeat(2_000) + "}");

    assertThat(coverage(codecov().maxBody(1_000)).because())
        .contains("Codecov has no answer: the answer is larger than 1000 bytes");
  }

  @Test
  void aConnectionThatBreaksIsUnavailable() throws Exception {
    server.answers(200, "x".repeat(500), a -> a.onResponseBody(new SocketEffect.CloseSocket()));

    var because = coverage(codecov().retryAfter(List.of())).because().orElseThrow();

    assertThat(because).startsWith("Codecov has no answer: ");
  }

  @Test
  void anInterruptedThreadEndsAtOnce() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> coverage(codecov())).isInstanceOf(InterruptedException.class);
  }

  @Test
  void aThousandQuestionsAreOneRequest() throws Exception {
    server.answers(200, results(1_000)).answers(200, results(1));

    assertThat(osv().reports(packages(1_001), TIME).value()).contains(List.of());
    assertThat(server.requests()).hasSize(2);
  }

  private static String results(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{}")
        .collect(Collectors.joining(",", "{\"results\":[", "]}"));
  }

  @Test
  void fewerAnswersThanQuestionsAreNone() throws Exception {
    server.answers(200, results(2));

    assertThat(osv().reports(packages(3), TIME).because())
        .contains("OSV answered 2 of 3 questions");
  }

  @Test
  void anIdIsNoPath() throws Exception {
    server.answers(200, "{\"results\":[{\"vulns\":[{\"id\":\"../../admin\"}]}]}");

    assertThat(osv().reports(packages(1), TIME).because())
        .contains(
            "the answer of OSV cannot be understood: expected the id of an entry at"
                + " $.results[0].vulns[1]");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void pagesThatNeverEndAreCutOff() throws Exception {
    for (int i = 0; i < 50; i++) {
      server.answers(200, "{\"results\":[{\"next_page_token\":\"again\"}]}");
    }

    assertThat(osv().reports(packages(1), TIME).because())
        .contains("OSV has more than 50 pages for one package");
  }

  @Test
  void theQuestionCarriesThePackageUrlAndNoVersionBesides() throws Exception {
    server.answers(200, results(1));

    osv().reports(List.of(FactsFixture.dependency("pkg:npm/%40babel/core@7.24.0")), TIME);

    assertThat(body())
        .isEqualTo("{\"queries\":[{\"package\":{\"purl\":\"pkg:npm/%40babel/core@7.24.0\"}}]}");
  }

  private String body() throws InterruptedException {
    var bodies = new ArrayList<String>();
    server.requests().forEach(request -> bodies.add(request.getBody().utf8()));
    return String.join("\n", bodies);
  }

  @Test
  void aTokenThatIsNoHeaderIsRefusedWithoutBeingShown() {
    assertThatThrownBy(() -> codecov().token(Secret.of("a\nb")).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("codecov: token must be printable ASCII");
  }
}
