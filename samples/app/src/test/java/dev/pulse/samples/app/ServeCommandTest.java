package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.samples.fakes.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
  @TempDir private Path folder;
  private final Cli cli = new Cli(Map.of("TOKEN", "hunter2-hunter2-hunter2"));
  private Path config;
  private Path store;

  @BeforeEach
  void nameFiles() {
    config = folder.resolve("pulse.yaml");
    store = folder.resolve("pulse.db");
  }

  @Test
  void startsEmptyAndSaysHowToAddATarget() throws Exception {
    try (var serving = cli.serve("serve", "--port", "0", "--store", store.toString())) {
      assertThat(serving.get("/health").statusCode()).isEqualTo(200);
      assertThat(serving.get("/api/v1/checks").body()).contains("\"items\":[]");
      assertThat(serving.stop()).isZero();
    }

    assertThat(cli.out())
        .contains("Watching 0 checks")
        .contains("There is nothing to watch yet. Put this into pulse.yaml")
        .contains("  checks:\n    - name: example")
        .contains("Stopped.");
    assertThat(store).exists();
  }

  @Test
  void whatItSuggestsIsAConfiguration() throws IOException {
    Files.writeString(config, Example.FIRST_CHECK);

    assertThat(cli.run("validate", "--config", config.toString())).isZero();
  }

  @Test
  void servesWhatTheConfigurationNames() throws Exception {
    Files.writeString(
        config,
        """
        server: {port: 0}
        store: {memory: true}
        checks:
          - {name: closed, type: tcp, address: "127.0.0.1:1", every: 1h}
        """);

    try (var serving = cli.serve("serve", "--config", config.toString())) {
      assertThat(serving.get("/api/v1/checks").body()).contains("\"name\":\"closed\"");
      assertThat(serving.get("/metrics").body()).contains("closed");
    }

    assertThat(cli.out()).contains("Watching 1 check, remembering in memory");
  }

  @Test
  void theUptimeGuardIsMountedWhereItIsConfigured() throws Exception {
    Files.writeString(config, "server: {port: 0}\nstore: {memory: true}\nuptime-guard: {}\n");

    try (var serving = cli.serve("serve", "--config", config.toString())) {
      assertThat(serving.get("/uptime-guard/targets").body()).isEqualTo("[]");
      assertThat(serving.get("/api/v1/checks").statusCode()).isEqualTo(200);
      assertThat(serving.get("/metrics").body()).contains("pulseguard_incidents_open");
      assertThat(cli.out()).contains("The uptime guard is at " + serving.uri() + "uptime-guard/");
    }
  }

  @Test
  void theCommandLineWinsOverTheConfiguration() throws Exception {
    Files.writeString(config, "server: {port: 1}\nstore: {sqlite: /nowhere/at/all.db}\n");

    try (var serving =
        cli.serve("serve", "-c", config.toString(), "--port", "0", "--store", "memory")) {
      assertThat(serving.uri().getPort()).isGreaterThan(1);
    }
  }

  @Test
  void aServerRemembersWhereTheConfigurationSaysSo() throws Exception {
    assumeThat(PostgresServer.isInstalled()).isTrue();
    var postgres = PostgresServer.shared();
    var database = postgres.newDatabase();
    var cli = new Cli(Map.of("DATABASE_URL", postgres.databaseUrl(database)));
    Files.writeString(
        config,
        """
        server: {port: 0}
        store: {postgresql: "${DATABASE_URL}"}
        checks:
          - {name: closed, type: tcp, address: "127.0.0.1:1", every: 1h}
        """);

    try (var serving = cli.serve("serve", "--config", config.toString())) {
      assertThat(serving.get("/api/v1/checks").body()).contains("\"name\":\"closed\"");
      assertThat(serving.get("/health").statusCode()).isEqualTo(200);
      assertThat(serving.stop()).isZero();
    }

    assertThat(cli.out()).contains("Watching 1 check, remembering in PostgreSQL");
    assertThat(cli.out() + cli.err()).doesNotContain(postgres.password());
    assertThat(postgres.psql(database, "SELECT name FROM pulse.registration"))
        .isEqualTo("closed\n");
  }

  @Test
  void aTokenOfTheConfigurationIsAskedFor() throws Exception {
    Files.writeString(config, "server: {port: 0, token: \"${TOKEN}\"}\nstore: {memory: true}\n");

    try (var serving = cli.serve("serve", "-c", config.toString())) {
      assertThat(serving.get("/api/v1/checks").statusCode()).isEqualTo(401);
    }

    assertThat(cli.out() + cli.err()).doesNotContain("hunter2");
  }

  @Test
  void aPortThatIsTakenIsNamedInOneLine() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThat(cli.run("serve", "--port", "" + port, "--store", "memory")).isEqualTo(1);

      assertThat(cli.err().lines().filter(line -> line.startsWith("pulse:")))
          .singleElement()
          .asString()
          .contains("cannot listen on 127.0.0.1:" + port);
      assertThat(cli.err()).doesNotContain("\tat ");
    }
  }

  @Test
  void aStoreInUseIsNamedInOneLine() throws Exception {
    try (var serving = new Cli().serve("serve", "--port", "0", "--store", store.toString())) {
      assertThat(cli.run("serve", "--port", "0", "--store", store.toString())).isEqualTo(1);

      assertThat(serving.get("/health").statusCode()).isEqualTo(200);
      assertThat(cli.err()).startsWith("pulse: ").contains(store.toString()).hasLineCount(1);
    }
  }

  @Test
  void aStoreThatCannotBeIsNamedInOneLine() {
    assertThat(cli.run("serve", "--port", "0", "--store", "/nowhere/at/all.db")).isEqualTo(1);

    assertThat(cli.err()).startsWith("pulse: ").contains("/nowhere/at/all.db").hasLineCount(1);
  }

  @Test
  void debugAddsTheStackTrace() {
    cli.run("serve", "--port", "0", "--store", "/nowhere/at/all.db", "--debug");

    assertThat(cli.err()).contains("\tat ").contains("pulse: ");
  }

  @Test
  void aBadConfigurationStartsNothing() throws IOException {
    Files.writeString(config, "store: {sqlite: " + store + "}\nchecks: [{name: a, url: x}]\n");

    assertThat(cli.run("serve", "--config", config.toString())).isEqualTo(2);

    assertThat(cli.err()).startsWith(config + ":2: checks[0].url: ").hasLineCount(1);
    assertThat(store).doesNotExist();
  }

  @Test
  void aConfigurationThatIsNotThereIsAProblem() {
    assertThat(cli.run("serve", "--config", config.toString())).isEqualTo(2);

    assertThat(cli.err()).isEqualToIgnoringNewLines(config + ": does not exist");
  }
}
