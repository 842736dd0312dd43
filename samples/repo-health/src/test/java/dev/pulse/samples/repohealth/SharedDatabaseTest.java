package dev.pulse.samples.repohealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.PostgresServer;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.repohealth.terminal.Notices;
import dev.pulse.samples.server.Door;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** 4.1.2: several instances on one PostgreSQL, with the connections and threads that they have. */
@Timeout(120)
class SharedDatabaseTest {
  private static final String REPORTING = "report-token-0123456789";

  /** What was told, but is not known yet to have been. */
  private static final String UNSETTLED =
      "SELECT count(*) FROM pulse.document WHERE collection = 'pulse.outbox'";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private final FakeGitHub github = FakeGitHub.builder().start();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private String database;

  @BeforeAll
  static void requirePostgres() {
    assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
  }

  @BeforeEach
  void create() {
    database = PostgresServer.shared().newDatabase();
  }

  @AfterEach
  void close() {
    github.close();
  }

  private RunningHealth start() throws IOException {
    return start(PostgresServer.shared().databaseUrl(database));
  }

  private RunningHealth start(String url) throws IOException {
    var rules = folder.resolve("rules.yaml");
    Files.writeString(
        rules,
        """
        ALERTS:
          build_failure: [console]
        ALERT_RULES:
          - name: build_failure
            condition: build.status == 'failure'
        """);
    var variables = new HashMap<String, String>();
    variables.put("PULSE_ORG", "acme");
    variables.put("GITHUB_TOKEN", FakeGitHub.TOKEN);
    variables.put("GITHUB_API_URL", github.api().toString());
    variables.put("CODECOV_API_URL", github.codecov().uri().toString());
    variables.put("OSV_API_URL", github.osv().uri().toString());
    variables.put("DEPSDEV_API_URL", github.depsDev().uri().toString());
    variables.put("DATABASE_URL", url);
    variables.put("PULSE_CONFIG", rules.toString());
    variables.put("PULSE_TOKEN", REPORTING);
    var silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var running =
        new RunningHealth(
            RepoHealthSettings.from(variables),
            new PrintStream(said, true, StandardCharsets.UTF_8),
            new Notices(silence),
            () -> {},
            Duration.ofMillis(50));
    running.start(Door.open("127.0.0.1", 0));
    return running;
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(
          request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> get(URI uri) {
    return send(HttpRequest.newBuilder(uri));
  }

  private static String repositories(RunningHealth health) {
    var uri = health.uri().resolve("/api/v1/repos");
    await(() -> get(uri).statusCode() == 200);
    return get(uri).body();
  }

  private static void await(BooleanSupplier truth) {
    while (!truth.getAsBoolean()) {
      Thread.onSpinWait();
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("waited in vain");
      }
    }
  }

  private String psql(String sql) {
    return PostgresServer.shared().psql(database, sql);
  }

  /** How often the lines about a repository were printed. */
  private long told(String repository) {
    return said.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains("build_failure") && line.contains(repository))
        .count();
  }

  // row 25
  @Test
  @DisplayName("4.1.2: one instance scans, all serve, and another takes over when it is closed")
  void oneScansAndTheOtherTakesOver() throws Exception {
    github.repository("acme", "shop").builds("failure");
    try (var first = start();
        var second = start()) {
      assertThat(first.isStandingBy()).isFalse();
      assertThat(second.isStandingBy()).isTrue();
      assertThat(repositories(first)).contains("\"shop\"").isEqualTo(repositories(second));
      assertThat(get(second.uri().resolve("/health")).statusCode()).isEqualTo(200);
      await(() -> told("shop") > 0);
      assertThat(github.count("GET /orgs/{owner}/repos")).isEqualTo(1);
      github.repository("acme", "late").builds("failure");
      var address = second.uri();

      first.close();
      await(() -> !second.isStandingBy());
      await(() -> told("late") > 0);

      assertThat(second.uri()).isEqualTo(address);
      assertThat(repositories(second)).contains("\"shop\"", "\"late\"");
      assertThat(github.count("GET /orgs/{owner}/repos")).isEqualTo(2);
      assertThat(told("shop")).isEqualTo(1);
      assertThat(told("late")).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("4.1.2: whoever loses its connection scans no more when another one does")
  void whoeverLosesItsConnectionStandsBy() throws Exception {
    github.repository("acme", "shop").builds("failure");
    psql("CREATE ROLE first SUPERUSER LOGIN PASSWORD 'first'");
    var address = "postgres://first:first@127.0.0.1:" + PostgresServer.shared().port();
    try (var first = start(address + "/" + database);
        var second = start()) {
      await(() -> told("shop") > 0);
      // It is told once more by the other instance if the connection is lost before that is stored.
      await(() -> psql(UNSETTLED).equals("0\n"));
      github.repository("acme", "late").builds("failure");

      psql("ALTER ROLE first NOLOGIN");
      psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'first'");
      await(() -> !second.isStandingBy());
      assertThat(first.isStandingBy()).as("that nobody answers is no loss").isFalse();
      psql("ALTER ROLE first LOGIN");
      await(first::isStandingBy);
      await(() -> told("late") > 0);

      assertThat(repositories(first)).contains("\"shop\"", "\"late\"");
      assertThat(repositories(second)).isEqualTo(repositories(first));
      assertThat(told("shop")).isEqualTo(1);
      assertThat(told("late")).isEqualTo(1);
    }
  }

  // row 12
  @Test
  @DisplayName("4.8.4: a build that is reported to an instance that stands by is told in seconds")
  void aReportToWhoeverStandsByIsToldOnce() throws Exception {
    github.repository("acme", "shop");
    try (var first = start();
        var second = start()) {
      assertThat(repositories(first)).contains("\"shop\"");
      assertThat(second.isStandingBy()).isTrue();

      var answer =
          send(
              HttpRequest.newBuilder(second.uri().resolve("/api/v1/builds"))
                  .header("Authorization", "Bearer " + REPORTING)
                  .POST(
                      BodyPublishers.ofString(
                          "{\"repo\":\"shop\",\"status\":\"failure\",\"run_id\":7}")));

      assertThat(answer.statusCode()).isEqualTo(202);
      await(() -> told("shop") > 0);
      assertThat(told("shop")).isEqualTo(1);
    }
  }
}
