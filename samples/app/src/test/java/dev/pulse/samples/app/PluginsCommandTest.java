package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.squareup.moshi.Moshi;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A third party's jar, built by a module of its own, in a directory of plug-ins. */
class PluginsCommandTest {
  private static final Path ACME = Path.of(System.getProperty("pulse.test.plugin"));

  @TempDir private Path folder;
  private Path plugins;
  private final Cli cli = new Cli();

  @BeforeEach
  void dropTheJar() throws IOException {
    assumeThat(ACME).as("the jar, which mvn verify builds and mvn test does not").exists();
    plugins = Files.createDirectory(folder.resolve("plugins"));
    Files.copy(ACME, plugins.resolve("acme.jar"));
  }

  @Test
  void thePluginIsNotOnTheClassPathOfThisTest() throws Exception {
    assertThat(getClass().getResource("/com/acme/pulse/LockerCheck.class")).isNull();
    assertThat(cli.run("plugins")).isZero();
    assertThat(cli.out()).contains("http: check").doesNotContain("acme.");
  }

  @Test
  void listsTypeKindJarVersionAndOptions() {
    assertThat(cli.run("plugins", "--plugins", plugins.toString())).isZero();

    assertThat(cli.out())
        .containsPattern(
            "acme\\.lockers: check, version \\d\\S+, from \\Q" + plugins.resolve("acme.jar"))
        .contains("  least-free: a whole number, default 1; must be 1 to 100000")
        .contains("      how many compartments must be free")
        .contains("acme.locker-usage: collector,", "acme.stuck: detector,", "zscore: detector,")
        .contains("  url: a URL like https://example.com/health, required")
        .contains("  basic.user: a text, required where its section is");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void listsForMachines() throws Exception {
    assertThat(cli.run("plugins", "--json", "--plugins", plugins.toString())).isZero();

    var list = (Map<?, ?>) new Moshi.Builder().build().adapter(Object.class).fromJson(cli.out());
    var stuck =
        ((List<?>) list.get("plugins"))
            .stream()
                .map(plugin -> (Map<?, ?>) plugin)
                .filter(plugin -> "acme.stuck".equals(plugin.get("type")))
                .findFirst()
                .orElseThrow();
    assertThat(stuck.get("kind")).isEqualTo("detector");
    assertThat(stuck.get("jar")).isEqualTo(plugins.resolve("acme.jar").toString());
    assertThat(stuck.get("version")).isNotNull();
    assertThat(stuck.get("options").toString())
        .contains("name=most-equal", "default=20", "required=false", "must be 2 to 10000");
  }

  @Test
  void aJarThatCannotBeLoadedIsAProblemAndTheRestIsListed() throws IOException {
    var broken = Files.writeString(plugins.resolve("broken.jar"), "not a jar");

    assertThat(cli.run("plugins", "--plugins", plugins.toString())).isEqualTo(1);

    assertThat(cli.out()).contains("acme.lockers: check");
    assertThat(cli.err()).startsWith(broken + ": is not a jar that can be read").hasLineCount(1);
  }

  @Test
  void oneTypeInTwoJarsEndsWithBothNames() throws IOException {
    Files.copy(ACME, plugins.resolve("acme-2.jar"));

    assertThat(cli.run("plugins", "--plugins", plugins.toString())).isEqualTo(2);

    assertThat(cli.err()).contains("acme.jar", "acme-2.jar", "acme.lockers");
  }

  @Test
  void aDirectoryThatDoesNotExistIsAProblem() {
    var nowhere = folder.resolve("nowhere").toString();
    assertThat(cli.run("plugins", "--plugins", nowhere)).isEqualTo(2);

    assertThat(cli.err()).contains(nowhere + ": the directory of plug-ins does not exist");
  }

  @Test
  void aConfigurationCanNameCheckCollectorAndDetector() throws IOException {
    var file =
        configuration(
            """
            rules:
              - when: anomalous
                signal: acme_used_ratio
                detector: acme.stuck
                most-equal: 5
            checks:
              - name: lockers
                type: acme.lockers
                station: https://lockers-7.acme.example
                least-free: 3
              - name: usage
                type: acme.locker-usage
                station: https://lockers-7.acme.example
                site: harbour
            """);

    assertThat(validate(file)).as("%s", cli.err()).isZero();

    assertThat(cli.out())
        .contains("lockers: every 30s, lockers at https://lockers-7.acme.example")
        .contains("    usage: every 30s");
  }

  @Test
  void aMisspeltOptionOfThePluginIsReportedWithTheKnownOnes() throws IOException {
    var file =
        configuration(
            """
            checks:
              - name: lockers
                type: acme.lockers
                station: https://lockers-7.acme.example
                leest-free: 3
                colour: green
              - name: usage
                type: acme.locker-usage
            """);

    assertThat(validate(file)).isEqualTo(2);

    assertThat(cli.err())
        .contains(file + ":5: checks[0].leest-free: is not an option here; did you mean")
        .contains("\"least-free\"")
        .containsPattern("checks\\[0\\]\\.colour: .*allowed: .*least-free.*station")
        .contains("checks[1].station: is required: the address of a station");
  }

  @Test
  void aTypeThatIsMissedIsToldTogetherWithWhatCouldNotBeLoaded() throws IOException {
    var broken = Files.writeString(plugins.resolve("broken.jar"), "not a jar");
    var file =
        configuration(
            """
            checks:
              - name: a
                type: acme.gone
              - name: b
                url: https://example.com/
                rules: [{when: anomalous, detector: acme.gone}]
            """);

    assertThat(validate(file)).isEqualTo(2);

    assertThat(cli.err().lines().filter(line -> line.startsWith(file.toString())))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("known: acme.", broken.toString()));
  }

  @Test
  void theCheckOfAPluginRunsInTheService() throws Exception {
    var station = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    station.createContext(
        "/compartments",
        exchange -> {
          var bytes = "free=12 total=40".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    station.start();
    try {
      var file =
          configuration(
              """
              server: {port: 0}
              store: {memory: true}
              checks:
                - {name: lockers, type: acme.lockers, station: "http://127.0.0.1:%d"}
              """
                  .formatted(station.getAddress().getPort()));
      var arguments = new String[] {"serve", "-c", file.toString(), "--plugins", "" + plugins};
      try (var serving = cli.serve(arguments)) {
        var run = serving.post("/api/v1/checks/lockers/run");
        assertThat(run.body()).contains("12 of 40 compartments are free");
        assertThat(serving.stop()).isZero();
      }
    } finally {
      station.stop(0);
    }
  }

  private int validate(Path file) {
    return cli.run("validate", "-c", file.toString(), "--plugins", plugins.toString());
  }

  private Path configuration(String text) throws IOException {
    return Files.writeString(folder.resolve("pulse.yaml"), text);
  }
}
