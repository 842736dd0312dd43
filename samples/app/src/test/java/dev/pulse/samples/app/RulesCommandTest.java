package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.store.Commit;
import dev.pulse.core.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class RulesCommandTest {
  @TempDir private Path folder;
  private final Cli cli = new Cli();

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Nested
  class Tests {
    private static final String CONFIGURATION =
        """
        checks:
          - name: shop
            url: http://shop.example/
            rules:
              - {when: failing, annotations: {runbook: "https://wiki.example/{{check}}"}}
              - {when: condition, name: backlog, condition: samples.queue_depth > 10, for: 1m}
              - {when: finding, name: node}
        """;

    private static final String STORY =
        """
        config: pulse.yaml
        tests:
          - name: three failures in a row
            check: shop
            results:
              - {at: 0s, every: 30s, times: 3, status: fail, reason: status, summary: 503}
              - {at: 90s, status: pass, samples: {queue_depth: 11}, latency: 7ms}
              - at: 150s
                status: warn
                samples: {queue_depth: 11}
                details: {a: b}
                findings: [{key: node-1, text: it hangs, labels: {zone: a}}]
            expect:
              - {at: 30s, open: []}
              - at: 60s
                open:
                  - rule: downtime
                    severity: critical
                    annotations: {runbook: "https://wiki.example/shop"}
              - at: 5m
                open:
                  - {rule: backlog}
                  - {rule: node, subject: node-1, labels: {zone: a}}
        """;

    @Test
    void whatIsAsExpectedIsCounted() throws IOException {
      write("pulse.yaml", CONFIGURATION);
      var file = write("shop.test.yaml", STORY);

      assertThat(cli.run("rules", "test", "" + file)).as("%s %s", cli.err(), cli.out()).isZero();
      assertThat(cli.out()).isEqualTo("1 test, all as expected\n");
      assertThat(cli.err()).isEmpty();
    }

    @Test
    void everyDifferenceIsALineAndTheExitCodeIsOne() throws IOException {
      write(
          "pulse.yaml", CONFIGURATION.replace("{{check}}", "other").replace("for: 1m", "for: 2m"));
      var file = write("shop.test.yaml", STORY.replace("at: 30s, open", "at: 70s, open"));

      assertThat(cli.run("rules", "test", "" + file)).isEqualTo(1);
      assertThat(cli.out().lines())
          .containsExactly(
              file + ": three failures in a row:",
              "  at 70s: downtime is open, and is not expected: 3 failures in a row; the last one:"
                  + " status: 503",
              "  at 1m: downtime: annotation runbook is expected to be"
                  + " \"https://wiki.example/shop\", but is \"https://wiki.example/other\"",
              "  at 5m: backlog is expected to be open, and is not",
              "1 test, 1 not as expected");
    }

    @Test
    void rulesMayStandInTheFileItself() throws IOException {
      var file =
          write(
              "own.test.yaml",
              """
              rules: [{when: unknown, after: 2, labels: {team: web}}]
              start: 2026-03-29T00:00:00Z
              tests:
                - check: any
                  labels: {zone: a}
                  results: [{at: 1m, every: 1m, times: 2, status: unknown}]
                  expect:
                    - {at: 2m, open: [{rule: no_data, labels: {team: web, zone: a}}]}
                - check: work
                  results: [{at: 0s, times: 5, status: unknown, maintenance: upgrade}]
                  expect: [{at: 1h, open: []}]
              """);

      assertThat(cli.run("rules", "test", "-v", "" + file))
          .as("%s", cli.out() + cli.err())
          .isZero();
      assertThat(cli.out().lines())
          .containsExactly(
              file + ": any: as expected",
              file + ": work: as expected",
              "2 tests, all as expected");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "tests: [{check: a, expect: [{at: 0s, open: []}], reslts: []}]|1: tests[0].reslts",
          "tests: [{check: a}]|1: tests[0].expect: is required: a test that expects nothing cannot",
          "tests: [{check: a, expect: [{at: 0s}]}]|1: tests[0].expect[0].open: is required",
          "tests: [{check: a, expect: [{at: 0s, open: [{rule: x}]}]}]|1: tests[0].expect[0].open[0]"
              + ".rule: must be a rule of the check: downtime, latency_anomaly",
          "tests: [{check: a, results: [{at: 0s, status: bad}]}]|1: tests[0].results[0].status",
          "tests: [{check: a, results: [{at: 0s, status: fail, findings: [{key: a}, {key: a}]}],"
              + " expect: [{at: 0s, open: []}]}]|1: tests[0].results[0].findings[1].key: is there",
          "start: yesterday|1: start: must be a time like 2026-01-31T12:00:00Z",
          "rules: []|tests: is required: a list of tests",
          "{config: missing.yaml, tests: []}|missing.yaml: does not exist",
        })
    void aFileThatIsWrongIsReportedWithItsPlace(String text, String problem) throws IOException {
      var file = write("bad.test.yaml", text);

      assertThat(cli.run("rules", "test", "" + file)).isEqualTo(2);
      assertThat(cli.err()).contains(problem);
    }

    @Test
    void aCheckThatTheConfigurationHasNotIsReportedWithThoseItHas() throws IOException {
      write("pulse.yaml", CONFIGURATION);
      var file = write("a.yaml", STORY.replace("check: shop", "check: shp"));
      assertThat(cli.run("rules", "test", "" + file)).isEqualTo(2);
      assertThat(cli.err()).contains("tests[0].check: is not in the configuration; known: shop");
    }
  }

  @Nested
  class History {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private Path configuration() throws IOException {
      return write(
          "pulse.yaml",
          """
          store: {sqlite: %s}
          rules: [{when: failing, after: 2, recover-after: 1}]
          checks: [{name: shop, url: 'http://x/'}, {name: other, url: 'http://y/'}]
          """
              .formatted(folder.resolve("pulse.db")));
    }

    private void record() {
      var outcomes = new ArrayList<Outcome>();
      for (int i = 0; i < 10; i++) {
        var result =
            i == 3 || i == 4 ? CheckResult.fail(Reason.STATUS, "500") : CheckResult.pass("fine");
        outcomes.add(
            Outcome.builder("shop", i + 1, START.plus(Duration.ofMinutes(i)), result).build());
      }
      try (var store = Stores.sqlite(folder.resolve("pulse.db"))) {
        store.commit(Commit.builder().outcomes(outcomes).build());
      }
    }

    @Test
    void tellsWhatTheRulesWouldHaveDone() throws IOException {
      record();
      var exit =
          cli.run(
              "rules",
              "backtest",
              "-c",
              "" + configuration(),
              "--from",
              "2026-03-01",
              "--to",
              "2026-03-01T01:00:00Z",
              "--incidents");

      assertThat(exit).as("%s", cli.err()).isZero();
      assertThat(cli.out().lines())
          .containsExactly(
              "shop: 10 results from 2026-03-01T00:00:00Z to 2026-03-01T01:00:00Z",
              "  downtime: would have opened 1 incident, 1m in all",
              "    2026-03-01T00:04:00Z to 2026-03-01T00:05:00Z downtime: 2 failures in a row;"
                  + " the last one: status: 500",
              "other: no results from 2026-03-01T00:00:00Z to 2026-03-01T01:00:00Z, so nobody can"
                  + " tell");
    }

    @Test
    void aStoreThatIsInUseIsSaidToBe() throws IOException {
      var config = configuration();
      try (var store = Stores.sqlite(folder.resolve("pulse.db"))) {
        store.ping();
        assertThat(cli.run("rules", "backtest", "-c", "" + config)).isEqualTo(1);
        assertThat(cli.err()).contains("is in use by another Pulse: stop that one");
      }
    }

    @Test
    void whatCannotBeJudgedIsRefused() throws IOException {
      var config = "" + configuration();
      assertThat(cli.run("rules", "backtest", "-c", config)).isEqualTo(2);
      assertThat(cli.err()).contains("there is no store " + folder.resolve("pulse.db"));
      record();
      assertThat(cli.run("rules", "backtest", "-c", config, "--check", "shp")).isEqualTo(2);
      assertThat(cli.err()).contains("--check must be one of shop, other");
      assertThat(cli.run("rules", "backtest", "-c", config, "--store", "memory")).isEqualTo(2);
      assertThat(cli.err()).contains("a store in memory has no history");
      assertThat(
              cli.run(
                  "rules", "backtest", "-c", config, "--from", "2026-02-02", "--to", "2026-02-02"))
          .isEqualTo(2);
      assertThat(cli.err()).contains("--from must be before --to");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
    "2026-01-31, 2026-01-31T00:00:00Z",
    "-24h, 2026-02-28T00:00:00Z",
  })
  void momentsHaveThreeForms(String text, Instant moment) {
    var now = InstantSource.fixed(Instant.parse("2026-03-01T00:00:00Z"));
    assertThat(new MomentConverter(now).convert(text)).isEqualTo(moment);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-02-30", "-5", "24h", ""})
  void otherMomentsAreRefusedWithTheForms(String text) {
    assertThatThrownBy(() -> new MomentConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("2026-01-31T12:00:00Z, 2026-01-31, -24h");
  }

  @Test
  void withoutACommandItNamesThem() {
    assertThat(cli.run("rules")).isEqualTo(2);
    assertThat(cli.err()).contains("a command is missing; there are: test, backtest");
  }
}
