package dev.pulse.samples.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Status;
import dev.pulse.api.spi.CollectorProvider;
import dev.pulse.core.plugin.Plugins;
import dev.pulse.testkit.FakeCheckContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConditionReaderTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("STATE", "hunter2-hunter2");

  private final Plugins plugins = Plugins.load(getClass().getClassLoader());
  @TempDir private Path folder;
  private HttpServer target;

  @BeforeEach
  void startTarget() throws IOException {
    target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var body = "{\"state\": \"degraded\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    target.start();
  }

  @AfterEach
  void stopTarget() {
    target.stop(0);
  }

  @Test
  void oneConditionIsAText() throws Exception {
    var result = run("fail-unless: status == 200 and json('$.state') == 'ok'");

    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.reason()).contains(Reason.CONDITION);
    assertThat(result.summary()).contains("json('$.state') is 'degraded'");
  }

  @Test
  void severalConditionsAreAList() throws Exception {
    var result =
        run(
            """
            fail-unless:
                  - status == 200
                  - latency < 60000
                warn-unless: ["body contains 'x'", json('$.state') == 'ok']""");

    assertThat(result.status()).isEqualTo(Status.WARN);
    assertThat(result.summary()).contains("body contains 'x'").contains("and 1 more");
  }

  @Test
  void withoutAnyTheCheckIsAsItWas() throws Exception {
    assertThat(run("title: Shop").status()).isEqualTo(Status.PASS);
  }

  @Test
  void aCollectorsSamplesAreJudged() throws Exception {
    var withCollector = Plugins.builder().add(new Queue()).build();
    var file = write("checks: [{name: a, type: acme.queue, fail-unless: queue_depth < 5}]");
    var check = Configuration.load(file, Map.of(), withCollector).checks().get(0).check();

    assertThat(check.run(FakeCheckContext.create()).summary())
        .isEqualTo("does not hold: queue_depth < 5 (queue_depth is 7); 1 sample");
  }

  @Test
  void everyProblemHasItsPlaceAndItsColumn() throws IOException {
    var problems =
        problems(
            """
            checks:
              - name: a
                url: http://x.example/
                fail-unless: status = 200
                warn-unless:
                  - latency < 500
                  - size(body) > 1
                  - "'x' < 5"
              - name: b
                type: tcp
                address: x.example:1
                fail-unless: {status: 200}
                warn-unless: ''
            """);

    assertThat(problems).hasSize(4);
    assertThat(problems.get(0))
        .contains(
            "pulse.yaml:4: checks[0].fail-unless: line 1, column 8: \"=\" is not an operator");
    assertThat(problems.get(1))
        .contains("pulse.yaml:5: checks[0].warn-unless: condition 2, line 1, column 1: \"size\"")
        .contains("; condition 3, line 1, column 7: only numbers have an order");
    assertThat(problems.get(2)).contains("checks[1].fail-unless: must be a list of texts");
    assertThat(problems.get(3))
        .contains("checks[1].warn-unless: line 1, column 1: there is nothing");
  }

  @Test
  void aValueOfTheEnvironmentStaysOutOfTheProblem() throws IOException {
    var problems =
        problems(
            """
            checks:
              - name: a
                url: http://x.example/
                fail-unless: ${STATE}(x)
            """);

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0)).contains("fail-unless").doesNotContain("hunter2-hunter2");
  }

  @Test
  void aBodyThatIsIgnoredCannotBeJudged() throws IOException {
    var problems =
        problems(
            """
            checks:
              - name: a
                url: http://x.example/
                ignore-body: true
                fail-unless: body contains 'ok'
            """);

    assertThat(problems)
        .singleElement()
        .asString()
        .contains("pulse.yaml:2: checks[0]: the condition \"body contains 'ok'\" needs the body");
  }

  @Test
  void theMembersOfAGroupWithConditionsAreJudgedAllTheSame() throws IOException {
    var problems =
        problems(
            """
            checks:
              - name: a
                url: http://x.example/
              - name: g
                type: group
                members: [a, b]
                warn-unless: summary contains 'x'
            """);

    assertThat(problems)
        .singleElement()
        .asString()
        .contains("checks[1].members")
        .contains("names \"b\"");
  }

  private static final class Queue implements CollectorProvider {
    @Override
    public String type() {
      return "acme.queue";
    }

    @Override
    public Collector create(Settings settings) {
      return context -> Samples.builder().gauge("queue_depth", Labels.empty(), 7).build();
    }
  }

  private CheckResult run(String options) throws Exception {
    var yaml =
        "checks:\n  - name: a\n    url: http://127.0.0.1:"
            + target.getAddress().getPort()
            + "/\n    "
            + options
            + "\n";
    var configuration = Configuration.load(write(yaml), ENVIRONMENT, plugins);
    return configuration.checks().get(0).check().run(FakeCheckContext.create());
  }

  private List<String> problems(String yaml) throws IOException {
    var file = write(yaml);
    var refused =
        catchThrowableOfType(
            ConfigurationException.class, () -> Configuration.load(file, ENVIRONMENT, plugins));
    return refused.problems().stream().map(Problem::toString).toList();
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("pulse.yaml"), yaml);
  }
}
