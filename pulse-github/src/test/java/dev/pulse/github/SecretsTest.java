package dev.pulse.github;

import static dev.pulse.github.GitHubServer.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.HttpAnswer;
import dev.pulse.testkit.ManualClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Everything that is logged, by us and by the libraries below, is read here for secrets. */
@DisplayName("no secret is in any output at any log level")
class SecretsTest {
  private static final String CODECOV = "codecov-secret-0123456789";
  private static final String WEBHOOK = "webhook-secret-0123456789";
  private static final String FOUND = "xoxb-found-0123456789";

  private final ManualClock clock = ManualClock.at("2026-11-21T12:00:00Z");
  private final Environment environment =
      new Environment(Lookups.system(), FreshTls.platform(), clock, time -> {});
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final MapCache cache = new MapCache();

  private final Logger root = context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = context().getLogger("dev.pulse");
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final java.util.logging.Logger platform = java.util.logging.Logger.getLogger("");
  private final Handler records = new Records();
  private final java.util.logging.Level before = platform.getLevel();

  private FakeGitHub github;

  /** What may go wrong amid a scan. */
  private enum Trouble {
    NONE,
    REDIRECT_ELSEWHERE,
    REDIRECT_IN_CIRCLES,
    REFUSAL_THAT_REPEATS_THE_TOKEN,
    ODD_STATUS_THAT_REPEATS_THE_TOKEN,
    GARBAGE_THAT_REPEATS_THE_TOKEN,
    CODECOV_REPEATS_ITS_TOKEN,
    SECRETS_IN_THE_LIST,
    SERVER_ERRORS,
    BROKEN_CONNECTIONS,
    RATE_LIMIT,
    SECONDARY_LIMIT,
    REVOKED;

    void begin(FakeGitHub github) {
      switch (this) {
        case NONE -> {}
        case REDIRECT_ELSEWHERE ->
            github.answer("/repos/acme/shop", HttpAnswer.redirect(302, "https://evil.example/"));
        case REDIRECT_IN_CIRCLES ->
            github.answer("/repos/acme/shop", HttpAnswer.redirect(301, "/repos/acme/shop"));
        case REFUSAL_THAT_REPEATS_THE_TOKEN ->
            github.answer(
                "/repos/acme/shop/readme",
                HttpAnswer.json(403, "{\"message\":\"Bearer " + FakeGitHub.TOKEN + " may not\"}"));
        case ODD_STATUS_THAT_REPEATS_THE_TOKEN ->
            github.answer(
                "/repos/acme/shop/commits",
                HttpAnswer.json(418, "{\"message\":\"" + FakeGitHub.TOKEN + "\"}"));
        case GARBAGE_THAT_REPEATS_THE_TOKEN ->
            github.answer(
                "/repos/acme/shop/actions/runs",
                HttpAnswer.json(200, "[\"" + FakeGitHub.TOKEN + "\"]"));
        case CODECOV_REPEATS_ITS_TOKEN ->
            github.answer("/codecov", HttpAnswer.json(401, "{\"detail\":\"" + CODECOV + "\"}"));
        case SECRETS_IN_THE_LIST ->
            github.answer(
                "/repos/acme/shop/secret-scanning",
                HttpAnswer.json(200, "[{\"secret\":\"" + FOUND + "\"}]").header("ETag", "\"s\""));
        case SERVER_ERRORS -> github.answer("/repos/acme/shop", HttpAnswer.json(502, "{}"));
        case BROKEN_CONNECTIONS -> github.answer("/repos/acme/shop/issues", HttpAnswer.cut());
        case RATE_LIMIT -> github.remaining("core", 4);
        case SECONDARY_LIMIT -> github.secondaryLimit(1, Duration.ofSeconds(30));
        case REVOKED -> github.revokeTokens();
      }
    }
  }

  /** What libraries log that know nothing of SLF4J: OkHttp and github-api. */
  private final class Records extends Handler {
    @Override
    public void publish(LogRecord record) {
      said.add(record.getLoggerName() + " " + record.getMessage());
      if (record.getParameters() != null) {
        List.of(record.getParameters()).forEach(value -> said.add(String.valueOf(value)));
      }
      if (record.getThrown() != null) {
        said.add(trace(record.getThrown()));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  @BeforeEach
  void start() {
    github = FakeGitHub.builder().clock(clock).start();
    github
        .repository("acme", "shop")
        .docs()
        .builds("success", "failure")
        .packages("pkg:npm/a@1.0.0")
        .coverage(80)
        .secretAlert("slack_token")
        .release("v1", clock.instant());
    logged.start();
    for (Logger logger : List.of(root, ours)) {
      logger.setLevel(Level.TRACE);
      logger.addAppender(logged);
    }
    records.setLevel(java.util.logging.Level.ALL);
    platform.setLevel(java.util.logging.Level.ALL);
    platform.addHandler(records);
  }

  @AfterEach
  void stop() {
    platform.removeHandler(records);
    platform.setLevel(before);
    for (Logger logger : List.of(root, ours)) {
      logger.detachAppender(logged);
    }
    root.setLevel(Level.WARN);
    ours.setLevel(Level.INFO);
    github.close();
  }

  private GitHubConnection.Builder connection() {
    return GitHubConnection.builder()
        .baseUrl(github.api())
        .environment(environment)
        .cache(cache)
        .observer(request -> said.add(request + " " + request.operation()));
  }

  private RepositoryReader reader(GitHubConnection connection) {
    return RepositoryReader.builder(connection)
        .withReleases()
        .codecov(
            CodecovClient.builder()
                .baseUrl(github.codecov().uri())
                .token(Secret.of(CODECOV))
                .environment(environment)
                .observer(request -> said.add(request.toString()))
                .build())
        .osv(OsvClient.builder().baseUrl(github.osv().uri()).environment(environment).build())
        .depsDev(
            DepsDevClient.builder()
                .baseUrl(github.depsDev().uri())
                .environment(environment)
                .build())
        .build();
  }

  private void scan(GitHubConnection connection) throws InterruptedException {
    var reader = reader(connection);
    said.add(connection + " " + reader + " " + RepositoryHealthScorer.of(reader, "acme/shop"));
    attempt(() -> said.add(reader.repositories("acme").toString()));
    attempt(
        () -> {
          var facts =
              reader.read(reader.repository(RepositoryName.of("acme", "shop")).value().get());
          var health = HealthModel.standard().grade(facts);
          said.add(health + " " + health.score() + " " + health.advice() + " " + facts);
          health.score().factors().forEach(factor -> said.add(factor.toString()));
        });
    attempt(
        () -> {
          var workflows = Workflows.of(connection, "acme/shop");
          said.add(workflows.discover(file -> true, TIME).toString());
          said.add(workflows.run(1, TIME).toString());
        });
    said.add(connection.limits().toString());
  }

  private interface Step {
    void run() throws Exception;
  }

  private void attempt(Step step) throws InterruptedException {
    try {
      step.run();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      said.add(trace(e));
    }
  }

  private static String trace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** All that anybody could have read. */
  private List<String> output() {
    var all = new ArrayList<>(said);
    for (ILoggingEvent event : List.copyOf(logged.list)) {
      all.add(event.getLoggerName() + " " + event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        all.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
    cache.answers.forEach(
        (key, kept) -> all.add(key + kept + new String(kept.body(), StandardCharsets.UTF_8)));
    return all;
  }

  private void assertNobodyReads(String... secrets) {
    var output = output();
    assertThat(output).hasSizeGreaterThan(5);
    // What is read here is what is logged, of our code and of the libraries below.
    assertThat(output).anyMatch(line -> line.contains("GET /orgs/acme/repos"));
    assertThat(output).anyMatch(line -> line.startsWith("okhttp3."));
    for (String secret : secrets) {
      assertThat(output).noneMatch(line -> line.contains(secret));
    }
  }

  @ParameterizedTest
  @EnumSource
  void tokensAreInNoOutputOfAScan(Trouble trouble) throws Exception {
    var connection = connection().token(Secret.of(FakeGitHub.TOKEN)).build();
    trouble.begin(github);

    scan(connection);

    assertNobodyReads(FakeGitHub.TOKEN, CODECOV, FOUND);
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "SERVER_ERRORS", "REVOKED", "RATE_LIMIT"})
  void keysAndTokensOfAnAppAreInNoOutputOfAScan(Trouble trouble) throws Exception {
    var pem = github.app().privateKey();
    long installation = github.app().install("acme");
    var app = GitHubApp.of(Long.toString(github.app().id()), Secret.of(pem), installation);
    var connection = connection().app(app).build();
    scan(connection);
    github.app().uninstall(installation);
    trouble.begin(github);

    scan(connection);
    said.add(app.toString());

    assertThat(github.app().tokens()).isPositive();
    // Proofs are JWTs, which all begin so; tokens of installations as the fake names them.
    assertNobodyReads(
        pem.lines().skip(1).findFirst().orElseThrow(), "eyJ", "fake.installation.", CODECOV);
  }

  @Test
  void secretsThatAreNoHeadersAreRefusedUnseen() throws Exception {
    attempt(() -> connection().token(Secret.of("bad\ntoken-0123456789")).build());
    attempt(() -> GitHubApp.of("1", Secret.of("bad-key-0123456789"), 1));
    attempt(
        () ->
            GitHubApp.of(
                "1",
                Secret.of(
                    "-----BEGIN PRIVATE KEY-----\nbadkey0123456789\n-----END PRIVATE KEY-----"),
                1));
    attempt(() -> CodecovClient.builder().token(Secret.of("bad\n" + CODECOV)).build());
    // The server of the test starts beside it, and its library says so at this level.
    assertThat(said).filteredOn(line -> line.contains("IllegalArgumentException")).hasSize(4);

    assertThat(output())
        .noneMatch(
            line ->
                line.contains("token-0123456789")
                    || line.contains("key0123456789")
                    || line.contains("key-0123456789")
                    || line.contains(CODECOV));
  }

  @Test
  void theSecretOfAWebhookIsInNoOutput() {
    var receiver = WebhookReceiver.of(Secret.of(WEBHOOK));
    said.add(receiver.toString());
    var body = ("{\"secret\":\"" + WEBHOOK + "\"}").getBytes(StandardCharsets.UTF_8);
    for (Map<String, String> headers :
        List.of(
            Map.<String, String>of(),
            Map.of("X-Hub-Signature-256", "sha256=" + "0".repeat(64)),
            Map.of("X-Hub-Signature-256", WEBHOOK))) {
      var delivery = receiver.receive(headers::get, body);
      said.add(delivery + " " + delivery.message());
    }

    assertThat(output()).noneMatch(line -> line.contains(WEBHOOK));
  }
}
