package dev.pulse.github;

import static dev.pulse.github.GitHubServer.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("4.7.2: answers of deps.dev and /v1/vulns are reused without asking while young")
class YoungAnswersTest {
  private static final List<Dependency> SHOP =
      List.of(FactsFixture.dependency("pkg:npm/shop@1.0.0"));
  private static final String VERSIONS =
      "{\"versions\":["
          + "{\"versionKey\":{\"version\":\"1.0.0\"},\"publishedAt\":\"2020-01-01T00:00:00Z\"},"
          + "{\"versionKey\":{\"version\":\"2.0.0\"},\"publishedAt\":\"2021-01-01T00:00:00Z\","
          + "\"isDefault\":true}]}";

  private final MapCache cache = new MapCache();
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
    return new Environment(Lookups.system(), FreshTls.platform(), server.clock, time -> {});
  }

  private DepsDevClient.Builder depsDev() {
    return DepsDevClient.builder()
        .baseUrl(server.url())
        .environment(environment())
        .cache(cache)
        .retryAfter(List.of())
        .keep(Duration.ofHours(1));
  }

  private OsvClient osv() {
    return OsvClient.builder()
        .baseUrl(server.url())
        .environment(environment())
        .cache(cache)
        .keep(Duration.ofHours(1))
        .build();
  }

  private static int outdated(DepsDevClient client) throws InterruptedException {
    return client.outdated(SHOP, TIME).value().orElseThrow().size();
  }

  @Test
  void anotherProcessAsksNothingWhileTheyAreYoung() throws Exception {
    server.answers(200, VERSIONS);
    assertThat(outdated(depsDev().build())).isEqualTo(1);

    server.clock.move(Duration.ofMinutes(59));

    assertThat(outdated(depsDev().build())).isEqualTo(1);
    assertThat(server.server.getRequestCount()).isEqualTo(1);
    assertThat(cache.answers)
        .containsOnlyKeys(KeptAnswers.key("GET", server.request().getUrl(), ""));
  }

  @Test
  void theAgeCountsFromTheServiceAndNotFromTheReading() throws Exception {
    server.answers(200, VERSIONS).answers(200, VERSIONS);
    outdated(depsDev().build());
    server.clock.move(Duration.ofMinutes(59));
    var second = depsDev().build();
    outdated(second);

    server.clock.move(Duration.ofMinutes(1));

    outdated(second);
    assertThat(server.server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void withNoTimeNothingIsKept() throws Exception {
    server.answers(200, VERSIONS).answers(200, VERSIONS);
    var client = depsDev().keep(Duration.ZERO).build();
    outdated(client);

    outdated(client);

    assertThat(server.server.getRequestCount()).isEqualTo(2);
    assertThat(cache.answers).isEmpty();
  }

  @Test
  void whatIsFromTheFutureIsAskedForAgain() throws Exception {
    server.answers(200, VERSIONS).answers(200, VERSIONS);
    outdated(depsDev().build());
    cache.answers.replaceAll(
        (key, kept) ->
            KeptAnswer.of("", kept.body(), null, server.clock.instant().plusSeconds(60)));

    outdated(depsDev().build());

    assertThat(server.server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void whatCannotBeUnderstoodAnyMoreIsAskedForAgain() throws Exception {
    server.answers(200, VERSIONS).answers(200, VERSIONS);
    outdated(depsDev().build());
    cache.answers.replaceAll(
        (key, kept) -> KeptAnswer.of("", "[".getBytes(StandardCharsets.UTF_8), null, kept.at()));

    assertThat(outdated(depsDev().build())).isEqualTo(1);
  }

  @Test
  void aNoIsNotKept() throws Exception {
    server.answers(404, "{}").answers(200, VERSIONS);
    assertThat(outdated(depsDev().build())).isZero();

    assertThat(outdated(depsDev().build())).isEqualTo(1);
  }

  @Test
  void aCacheThatFailsCostsAQuestion() throws Exception {
    server.answers(200, VERSIONS);
    var broken =
        new HttpCache() {
          @Override
          public Optional<KeptAnswer> find(String key) {
            throw new IllegalStateException("no database");
          }

          @Override
          public void keep(String key, KeptAnswer answer) {
            throw new IllegalStateException("no database");
          }
        };

    assertThat(outdated(depsDev().cache(broken).build())).isEqualTo(1);
  }

  private void found(String modified) {
    server.answers(
        200, "{\"results\":[{\"vulns\":[{\"id\":\"GHSA-1\",\"modified\":\"" + modified + "\"}]}]}");
  }

  private void entry(String modified, String summary) {
    server.answers(
        200,
        "{\"id\":\"GHSA-1\",\"modified\":\"%s\",\"summary\":\"%s\"}".formatted(modified, summary));
  }

  private String description() throws InterruptedException {
    return osv().reports(SHOP, TIME).value().orElseThrow().get(0).description();
  }

  @Test
  void detailsOutliveTheProcessAndWhatIsFoundIsAskedForEachTime() throws Exception {
    found("2026-01-01T00:00:00Z");
    entry("2026-01-01T00:00:00Z", "first");
    assertThat(description()).isEqualTo("first");
    found("2026-01-01T00:00:00Z");

    assertThat(description()).isEqualTo("first");
    assertThat(server.server.getRequestCount()).isEqualTo(3);
  }

  @Test
  void anEntryThatChangedIsAskedForThoughItsDetailsAreYoung() throws Exception {
    found("2026-01-01T00:00:00Z");
    entry("2026-01-01T00:00:00Z", "first");
    description();
    found("2026-11-21T00:00:00Z");
    entry("2026-11-21T00:00:00Z", "second");

    assertThat(description()).isEqualTo("second");
  }

  @Test
  @DisplayName("entries are kept in memory as far as there is room for what they say")
  void memoryHasRoomForSoMuchText() throws Exception {
    var large = "{\"id\":\"X-1\",\"modified\":\"%s\"}".formatted("1".repeat(17 << 20));
    var found = "{\"results\":[{\"vulns\":[{\"id\":\"X-1\"}]}]}";
    server.answers(200, found).answers(200, large).answers(200, found).answers(200, large);
    var client =
        OsvClient.builder()
            .baseUrl(server.url())
            .environment(environment())
            .keep(Duration.ofHours(1))
            .build();

    for (int i = 0; i < 2; i++) {
      assertThat(client.reports(SHOP, TIME).isKnown()).isTrue();
    }

    assertThat(server.server.getRequestCount()).isEqualTo(4);
  }
}
