package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.squareup.moshi.Moshi;
import dev.pulse.api.config.Secret;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(90)
class EthereumCommandsTest {
  private static final String CHANNEL = "397038439483310086";
  private static final String TOKEN = "api-SECRET-0123456789";

  @TempDir private Path folder;

  @Test
  @DisplayName(
      "Rows 16 to 20, 36 to 39, 48: the commands ask a system whose log is JSON without secrets")
  void theCommandsAskARunningSystem() throws Exception {
    var before = System.err;
    var log = new Captured();
    System.setErr(new PrintStream(log.stream(), true, StandardCharsets.UTF_8));
    try {
      var system = new Cli(environment(Map.of("API_TOKEN", TOKEN)));
      try (var serving = system.serve("run", "ethereum-network")) {
        var url = "--url=" + serving.uri();
        awaitDirectory(url);
        assertThat(ask("checks", "register", "hoodi", CHANNEL, "teku", url))
            .isEqualTo("Registered teku on hoodi in " + CHANNEL + "\n");
        assertThat(ask("checks", "register", "hoodi", CHANNEL, "--schedule=30 6 * * *", url))
            .isEqualTo("Registered 2 clients on hoodi (0 already registered)\n");
        assertThat(ask("checks", "list", url))
            .startsWith("hoodi\nClient | Status | Next Run\ngeth   | ✅ | ");
        var ran = ask("checks", "run", "hoodi", "teku", url);
        assertThat(ran).startsWith("No data for hoodi: none of the checks could be judged\nRun ");
        var id = ran.replaceFirst("(?s).*\nRun (\\S+)\n", "$1");
        assertThat(ask("checks", "debug", id, url)).startsWith("Run " + id);
        assertThat(ask("mentions", "add", "hoodi", "teku", "<@12345678901234567>", url))
            .isEqualTo("Added <@12345678901234567> to teku on hoodi\n");
        assertThat(ask("mentions", "disable", "hoodi", "teku", url))
            .isEqualTo("Disabled mentions for teku on hoodi\n");
        assertThat(ask("mentions", "list", "--network=hoodi", url)).contains("teku   | ❌ | ");
        assertThat(ask("checks", "deregister", "hoodi", url))
            .isEqualTo("Removed 2 registrations on hoodi\n");

        var refused = new Cli(Map.of("PULSE_TOKEN", TOKEN));
        assertThat(refused.run("ethereum", "checks", "run", "nowhere", "teku", url)).isEqualTo(2);
        assertThat(refused.err()).contains("Unknown network: nowhere");
        assertThat(serving.stop()).isZero();
      }
    } finally {
      System.setErr(before);
    }
    assertThat(log.text().lines().toList())
        .isNotEmpty()
        .allSatisfy(
            line -> {
              assertThat(json(line)).containsKeys("time", "level", "component", "msg");
              assertThat(line).doesNotContain("SECRET");
            });
  }

  @Test
  @DisplayName("Row 50: all problems at once, exit code 2, values never repeated")
  void badVariablesAreReportedTogether() {
    var cli = new Cli(Map.of("RETENTION_DAYS", "SECRET", "LOG_LEVEL", "SECRET"));

    assertThat(cli.run("run", "ethereum-network")).isEqualTo(2);

    assertThat(cli.err().lines())
        .hasSize(6)
        .allMatch(line -> line.startsWith("Configuration error: "))
        .anyMatch(line -> line.startsWith("Configuration error: RETENTION_DAYS: must be "))
        .noneMatch(line -> line.contains("SECRET"));
  }

  @Test
  @DisplayName("Row 48: a line has its four members, a stack where there is one, and no secret")
  void aLineIsJson() throws IOException {
    var lines = new JsonLogLines(List.of(Secret.of("SECRET-TOKEN"), Secret.of("short")));
    lines.start();
    var event =
        new LoggingEvent(
            "",
            (Logger) LoggerFactory.getLogger("dev.pulse.samples.Some"),
            Level.WARN,
            "a \"quoted\" line\nof two with SECRET-TOKEN, in short",
            new IllegalStateException("SECRET-TOKEN"),
            null);
    event.setTimeStamp(1_780_000_000_123L);

    var line = new String(lines.encode(event), StandardCharsets.UTF_8);

    assertThat(line).endsWith("\n").doesNotContain("SECRET");
    assertThat(line.strip()).hasLineCount(1);
    assertThat(json(line))
        .containsEntry("time", "2026-05-28T20:26:40.123Z")
        .containsEntry("level", "warn")
        .containsEntry("component", "Some")
        .containsEntry("msg", "a \"quoted\" line\nof two with ***, in short");
    assertThat(json(line).get("error").toString())
        .startsWith("java.lang.IllegalStateException: ***");
  }

  /** The document is fetched in the background. */
  private static void awaitDirectory(String url) {
    var cli = new Cli(Map.of("PULSE_TOKEN", TOKEN));
    while (cli.run("ethereum", "checks", "list", "hoodi", url) != 0) {
      Thread.onSpinWait();
    }
  }

  private static String ask(String... arguments) {
    var cli = new Cli(Map.of("PULSE_TOKEN", TOKEN));
    var all = new String[arguments.length + 1];
    all[0] = "ethereum";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    assertThat(cli.run(all)).as(cli.err()).isZero();
    return cli.out();
  }

  @SuppressWarnings("unchecked") // the members of an object are texts
  private static Map<String, Object> json(String line) throws IOException {
    var value = new Moshi.Builder().build().adapter(Object.class).fromJson(line);
    assertThat(value).as(line).isInstanceOf(Map.class);
    return (Map<String, Object>) value;
  }

  private Map<String, String> environment(Map<String, String> more) throws IOException {
    var data = folder.resolve("clients.json");
    Files.writeString(
        data,
        """
        {"networks": {"hoodi": {"status": "active"}},
         "clients": {"teku": {"name": "teku", "type": "consensus"},
                     "geth": {"name": "geth", "type": "execution"}}}
        """);
    var variables = new HashMap<String, String>();
    // Nobody listens there.
    variables.put("PROMETHEUS_URL", "http://127.0.0.1:1");
    variables.put("DISCORD_BOT_TOKEN", "discord-SECRET");
    variables.put("DISCORD_GUILD_IDS", "197038439483310086");
    variables.put("GITHUB_TOKEN", "github-SECRET");
    variables.put("CLIENTS_DATA_URL", data.toUri().toString());
    variables.put("DATABASE_URL", "jdbc:sqlite:" + folder.resolve("ethereum.db"));
    variables.put("METRICS_ADDRESS", "127.0.0.1:0");
    variables.put("HEALTH_CHECK_ADDRESS", "127.0.0.1:0");
    variables.put("API_ADDRESS", "127.0.0.1:0");
    variables.put("NODE_PROBE", "false");
    variables.put("LOG_LEVEL", "debug");
    variables.putAll(more);
    return variables;
  }
}
