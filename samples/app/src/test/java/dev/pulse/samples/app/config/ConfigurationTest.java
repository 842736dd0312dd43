package dev.pulse.samples.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Frequency;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.alert.Trigger;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Signal;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.Retention;
import dev.pulse.core.plugin.Plugins;
import dev.pulse.core.schedule.Cron;
import dev.pulse.testkit.FakeCheckContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  private static final Path EXAMPLE = Path.of("src/main/dist/pulse.yaml");
  private static final Map<String, String> ENVIRONMENT =
      Map.of("TOKEN", "hunter2-hunter2-hunter2", "PORT", "9000", "BAD", "hunter2");

  private final Plugins plugins = Plugins.load(getClass().getClassLoader());

  @Nested
  class Reading {
    @Test
    void anEmptyFileIsTheDefault() {
      // The history is lent to each by itself, when Pulse is there.
      assertThat(read(""))
          .usingRecursiveComparison()
          .ignoringFields("routing.history", "targets")
          .isEqualTo(Configuration.empty());
      assertThat(read("").targets()).isPresent();
    }

    @Test
    void theExampleIsFineWithoutAnyVariable() {
      var configuration = Configuration.load(EXAMPLE, Map.of(), plugins);

      assertThat(configuration.checks())
          .extracting(Registration::name)
          .containsExactly("shop", "shop-orders", "database", "nightly-report", "certificate");
      assertThat(configuration.retention()).contains(results(90));
      assertThat(configuration.tokens()).isEmpty();
    }

    @Test
    void theExampleTakesItsVariables() throws IOException {
      var variables =
          Map.of("PULSE_PORT", "9000", "PULSE_TOKEN", "sixteen-characters", "SHOP_TOKEN", "t");

      var withToken = Files.readString(EXAMPLE).replace("# token:", "token:");
      var configuration = new ConfigurationReader("pulse.yaml", variables, plugins).read(withToken);

      assertThat(configuration.port()).isEqualTo(9000);
      assertThat(configuration.tokens())
          .singleElement()
          .satisfies(token -> assertThat(token.secret().matches("sixteen-characters")).isTrue());
    }

    @Test
    void heartbeatsAreExpectedInTheTimeZoneOfTheDefaults() {
      var configuration =
          read(
              """
              defaults: {zone: Europe/Berlin}
              checks:
                - {name: a, type: heartbeat, expect-cron: '0 2 * * *', token: '${TOKEN}'}
                - {name: b, type: heartbeat, expect-every: 1d, token: '${TOKEN}'}
                - {name: c, type: heartbeat, expect-daily: '2:00', expect-zone: Asia/Tokyo,
                   token: '${TOKEN}'}
              """);

      assertThat(configuration.checks())
          .extracting(registration -> registration.check().toString())
          .containsExactly(
              "heartbeat cron 0 2 * * * Europe/Berlin, grace 5m",
              "heartbeat every 1d, grace 5m",
              "heartbeat daily at 02:00 Asia/Tokyo, grace 5m");
    }

    @Test
    void whatChecksSayOfEachOtherIsRead() {
      var configuration =
          read(
              """
              connectivity: {references: [gateway]}
              checks:
                - {name: gateway, type: tcp, address: "192.0.2.1:53"}
                - {name: shop-1, url: http://shop-1.example/, depends-on: database}
                - {name: shop-2, url: http://shop-2.example/, depends-on: [database, gateway],
                   skip-with-dependency: true, while-failing: 5s}
                - {name: database, type: tcp, address: "db.example:5432"}
                - {name: shop, type: group, members: [shop-1, shop-2], at-least: 1, max-age: 5m}
              """);

      assertThat(configuration.references()).containsExactly("gateway");
      var checks = configuration.checks();
      assertThat(checks.get(1).dependencies()).containsExactly("database");
      assertThat(checks.get(1).isSkippedWithDependency()).isFalse();
      assertThat(checks.get(2).dependencies()).containsExactly("database", "gateway");
      assertThat(checks.get(2).isSkippedWithDependency()).isTrue();
      assertThat(checks.get(2).whileFailing()).contains(Duration.ofSeconds(5));
      assertThat(checks.get(4).check()).hasToString("at least 1 of shop-1, shop-2");
    }

    @Test
    void referencesKeepTheirOrder() {
      var configuration =
          read(
              """
              connectivity: {references: [d, b, a, c, b]}
              checks:
                - {name: a, type: tcp, address: "192.0.2.1:53"}
                - {name: b, type: tcp, address: "192.0.2.2:53"}
                - {name: c, type: tcp, address: "192.0.2.3:53"}
                - {name: d, type: tcp, address: "192.0.2.4:53"}
              """);

      assertThat(configuration.references()).containsExactly("d", "b", "a", "c");
    }

    @Test
    void announcedMaintenanceIsRead() {
      var configuration =
          read(
              """
              maintenance:
                - {name: backup, cron: 0 2 * * *, for: 90m, zone: Europe/Berlin, tags: [db]}
                - {name: move, from: "2026-12-01T22:00", to: "2026-12-02T05:00:00Z",
                   zone: America/New_York, checks: [a]}
              checks:
                - {name: a, url: http://a.example/, tags: [db]}
              """);

      var backup = configuration.maintenances().get(0);
      var move = configuration.maintenances().get(1);
      assertThat(backup.name()).isEqualTo("backup");
      assertThat(backup.tags()).containsExactly("db");
      assertThat(backup.isAt(Instant.parse("2026-07-01T01:29:59Z"))).isTrue();
      assertThat(backup.isAt(Instant.parse("2026-07-01T01:30:00Z"))).isFalse();
      assertThat(move.checks()).containsExactly("a");
      // Ten at night in New York.
      assertThat(move.isAt(Instant.parse("2026-12-02T02:59:59Z"))).isFalse();
      assertThat(move.isAt(Instant.parse("2026-12-02T03:00:00Z"))).isTrue();
      assertThat(move.isAt(Instant.parse("2026-12-02T05:00:00Z"))).isFalse();
    }

    @Test
    void whatIsWrongWithMaintenanceIsSaidAtOnce() {
      var yaml =
          """
          maintenance:
            - name: backup
              cron: 0 2 * *
              for: 10s
              tags: [nobody]
            - name: move
              from: tomorrow
              to: "2026-12-02T01:00:00Z"
              checks: [b]
            - name: late
              from: "2026-12-02T01:00:00Z"
              to: "2026-12-01T01:00:00Z"
              for: 1h
          checks:
            - {name: a, url: http://a.example/}
          """;

      assertThat(problems(yaml))
          .containsExactly(
              "pulse.yaml:3: maintenance[0].cron: cron expression \"0 2 * *\" is not five fields like"
                  + " \"*/5 * * * *\" or \"0 7 * * 1-5\": Cron expression contains 4 parts but we"
                  + " expect one of [5]",
              "pulse.yaml:4: maintenance[0].for: must be 1m to 366d, but is \"10s\"",
              "pulse.yaml:5: maintenance[0].tags: names \"nobody\", which no check here has; there"
                  + " are none",
              "pulse.yaml:7: maintenance[1].from: must be a time such as 2026-12-01T22:00 or"
                  + " 2026-12-01T22:00:00Z",
              "pulse.yaml:9: maintenance[1].checks: names \"b\", which is not a check here; there are"
                  + " a",
              "pulse.yaml:12: maintenance[2].to: must be after from",
              "pulse.yaml:13: maintenance[2].for: belongs to cron; work on one occasion has from and"
                  + " to");
    }

    @Test
    void maintenanceOfNothingIsNotOneOfEverything() {
      var yaml =
          """
          maintenance:
            - {name: backup, cron: 0 2 * * *, for: 1h, checks: [], tags: []}
          checks:
            - {name: a, url: http://a.example/}
          """;

      assertThat(problems(yaml)).hasSize(2);
      assertThat(problems(yaml)).allMatch(problem -> problem.contains("must not be empty"));
    }

    @Test
    void aGroupIsNoMemberOfItself() {
      var yaml =
          """
          checks:
            - {name: a, url: http://a.example/}
            - name: shop
              type: group
              members: [a, shop]
          """;

      assertThat(problems(yaml))
          .containsExactly(
              "pulse.yaml:5: checks[1].members: must not lead back here, but shop depends on itself:"
                  + " shop -> shop");
    }

    @Test
    void whatFailsMayBeAskedAsRarelyAsOnceADay() {
      var yaml =
          """
          checks:
            - {name: a, url: http://a.example/, cron: 0 2 * * 0, while-failing: 1d}
          """;

      assertThat(read(yaml).checks().get(0).whileFailing()).contains(Duration.ofDays(1));
    }

    @Test
    void whatChecksSayOfEachOtherMustBeTrue() {
      var yaml =
          """
          connectivity: {references: [b, nobody]}
          checks:
            - name: a
              url: http://a.example/
              depends-on: [b]
            - name: b
              url: http://b.example/
              depends-on: [a, c]
            - name: c
              type: group
              members: [e, d]
            - name: e
              url: http://e.example/
              every: 5s
              while-failing: 5s
          """;

      assertThat(problems(yaml))
          .containsExactly(
              "pulse.yaml:1: connectivity.references: names \"nobody\", which is not a check here;"
                  + " there are a, b, c, e",
              "pulse.yaml:1: connectivity.references: names \"b\", which must not have depends-on"
                  + " then",
              "pulse.yaml:5: checks[0].depends-on: must not lead back here, but a depends on"
                  + " itself: a -> b -> a",
              "pulse.yaml:11: checks[2].members: names \"d\", which is not a check here; there are"
                  + " a, b, c, e",
              "pulse.yaml:15: checks[3].while-failing: must be below the interval of 5s");
    }

    @Test
    void groupsMustNotLeadBackAndNothingHidesTheRest() {
      var yaml =
          """
          checks:
            - name: a
              type: group
              members: [b, nobody]
            - name: b
              type: group
              members: [a]
            - name: c
              url: http://c.example/
              depends-on: [c, zzz]
          """;

      assertThat(problems(yaml))
          .containsExactlyInAnyOrder(
              "pulse.yaml:4: checks[0].members: must not lead back here, but a depends on itself:"
                  + " a -> b -> a",
              "pulse.yaml:4: checks[0].members: names \"nobody\", which is not a check here; there"
                  + " are a, b, c",
              "pulse.yaml:10: checks[2].depends-on: must not name the check itself",
              "pulse.yaml:10: checks[2].depends-on: names \"zzz\", which is not a check here; there"
                  + " are a, b, c");
    }

    @Test
    void anUnknownNameHidesNoCircle() {
      var yaml =
          """
          checks:
            - {name: a, url: http://a.example/, depends-on: [nobody, b]}
            - {name: b, url: http://b.example/, depends-on: a}
          """;

      assertThat(problems(yaml))
          .containsExactlyInAnyOrder(
              "pulse.yaml:2: checks[0].depends-on: names \"nobody\", which is not a check here;"
                  + " there are a, b",
              "pulse.yaml:2: checks[0].depends-on: must not lead back here, but a depends on"
                  + " itself: a -> b -> a");
    }

    @Test
    void theServerAndTheStoreAreRead() {
      var configuration =
          read("server: {host: 0.0.0.0, port: \"${PORT}\"}\nstore: {sqlite: data/pulse.db}\n");

      assertThat(configuration.host()).isEqualTo("0.0.0.0");
      assertThat(configuration.port()).isEqualTo(9000);
      assertThat(configuration.store().file()).contains(Path.of("data/pulse.db"));
      assertThat(read("store: {memory: true}").store().file()).isEmpty();
      assertThat(read("store: {postgresql: 'postgres://u:hunter2@h/db'}").store())
          .isEqualTo(StoreChoice.parse("postgres://u:hunter2@h/db"))
          .hasToString("PostgreSQL");
    }

    @Test
    void theUptimeGuardIsOffUntilItIsNamed() {
      assertThat(read("").systems().any()).isFalse();
      assertThat(read("uptime-guard: {interval: 5s}").systems().uptimeGuard())
          .hasValueSatisfying(
              guard ->
                  assertThat(guard.settings().probes().interval())
                      .isEqualTo(Duration.ofSeconds(5)));
    }

    @Test
    void executionsAreWatchedWithTheOptionsOfTheirVariables() {
      var options =
          read("validator-executions: {pod-prefix: v-, pod-range-end: 3, stuck-after: 60}")
              .systems()
              .validatorExecutions();

      assertThat(options)
          .hasValueSatisfying(
              found -> assertThat(found.settings()).hasToString("v-0-3 (pods: v-0-0 to v-3-0)"));
      assertThat(read("validator-executions:").systems().validatorExecutions()).isPresent();
    }

    @Test
    void optionsOfExecutionsAreJudgedAsTheirVariablesAre() {
      assertThat(
              problems(
                  """
                  validator-executions:
                    pod-range-start: 5
                    pod-range-end: 4
                    query: .shell id
                    pod-prefex: v-
                  """))
          .satisfiesExactly(
              end ->
                  assertThat(end)
                      .startsWith("pulse.yaml:3: validator-executions.pod-range-end: must be"),
              query ->
                  assertThat(query)
                      .startsWith("pulse.yaml:4: validator-executions.query: must not"),
              misspelt -> assertThat(misspelt).contains("pod-prefex"));
    }

    @Test
    void theEgressPolicyOfTheFileHoldsForChecksWithoutOneOfTheirOwn() throws Exception {
      var checks =
          read("""
              egress: {allow-private: false}
              checks:
                - {name: a, url: 'http://127.0.0.1:1/'}
                - {name: b, url: 'http://127.0.0.1:1/', allow-private: true}
              """)
              .checks();

      assertThat(checks.get(0).check().run(FakeCheckContext.create()).reason())
          .contains(Reason.DENIED);
      assertThat(checks.get(1).check().run(FakeCheckContext.create()).reason())
          .contains(Reason.REFUSED);
    }

    @Test
    void aCheckHasTheDefaultsOfRegistrationsWithoutOthers() {
      var check = only("checks: [{name: a, url: 'http://x.example/'}]");

      assertThat(check.check()).hasToString("GET http://x.example/");
      assertThat(check.schedule()).isEqualTo(Schedules.every(Duration.ofSeconds(30)));
      assertThat(check.timeout()).isEqualTo(Duration.ofSeconds(10));
      assertThat(check.retries()).isZero();
      assertThat(check.rules())
          .extracting(AlertRule::name)
          .containsExactly("downtime", "latency_anomaly");
    }

    @Test
    void aCheckTakesTheDefaultsOfTheFile() {
      var check =
          only(
              """
              defaults: {every: 5s, jitter: 1s, timeout: 2s, retries: 3, retry-interval: 4s}
              checks: [{name: a, url: 'http://x/'}]
              """);

      assertThat(check.schedule())
          .isEqualTo(Schedules.every(Duration.ofSeconds(5)).withJitter(Duration.ofSeconds(1)));
      assertThat(check.timeout()).isEqualTo(Duration.ofSeconds(2));
      assertThat(check.retries()).isEqualTo(3);
      assertThat(check.retryInterval()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void aCheckHasTheLastWord() {
      var check =
          only(
              """
              defaults: {every: 5s, jitter: 1s, timeout: 2s, retries: 3}
              checks:
                - name: a
                  title: The A
                  url: http://x/
                  every: 1s
                  timeout: 7s
                  retries: 0
                  tags: [one, two]
                  labels: {team: shop}
              """);

      assertThat(check.schedule()).isEqualTo(Schedules.every(Duration.ofSeconds(1)));
      assertThat(check.timeout()).isEqualTo(Duration.ofSeconds(7));
      assertThat(check.retries()).isZero();
      assertThat(check.title()).isEqualTo("The A");
      assertThat(check.tags()).containsExactly("one", "two");
      assertThat(check.target().labels()).isEqualTo(Labels.of("team", "shop"));
    }

    @Test
    void cronAndDailyFollowAZone() {
      var checks =
          read("""
              defaults: {zone: Europe/Berlin}
              checks:
                - {name: a, url: 'http://x/', cron: '*/5 * * * *'}
                - {name: b, url: 'http://x/', cron: '0 7 * * *', zone: Asia/Tokyo}
                - {name: c, url: 'http://x/', daily: '7:00'}
              """)
              .checks();

      assertThat(checks)
          .extracting(Registration::schedule)
          .extracting(Object::toString)
          .containsExactly(
              Cron.of("*/5 * * * *", ZoneId.of("Europe/Berlin")).toString(),
              Cron.of("0 7 * * *", ZoneId.of("Asia/Tokyo")).toString(),
              "daily at 07:00 Europe/Berlin");
    }

    @Test
    void rulesOfTheFileReplaceTheUsualOnes() {
      var rules =
          only("""
                  rules:
                    - {when: failing, after: 5, recover-after: 4, severity: info, name: broken}
                    - {when: anomalous, signal: failures, recover-after: 7}
                    - when: anomalous
                      signal: phase_seconds
                      signal-labels: {phase: dns}
                      detector: zscore
                      threshold: 4
                  checks: [{name: a, url: 'http://x/'}]
                  """)
              .rules();

      assertThat(rules)
          .extracting(AlertRule::name)
          .containsExactly("broken", "failures_anomaly", "phase_seconds_anomaly");
      var broken = rules.get(0);
      assertThat(broken.after()).isEqualTo(5);
      assertThat(broken.recoverAfter()).isEqualTo(4);
      assertThat(broken.severity()).isEqualTo(Severity.INFO);
      assertThat(anomalous(rules.get(1)).signal()).isEqualTo(Signal.failures());
      assertThat(rules.get(1).recoverAfter()).isEqualTo(7);
      assertThat(anomalous(rules.get(2)).signal())
          .isEqualTo(Signal.sample("phase_seconds", Labels.of("phase", "dns")));
    }

    @Test
    void eachDetectorOfPulseCanBeNamedWithItsOptions() {
      var rules =
          only("""
                  rules:
                    - {when: anomalous, name: a, detector: rarity, threshold: 5, hold: 60, learn-in-incidents: true}
                    - {when: anomalous, name: b, detector: robust, window: 120, direction: above}
                    - {when: anomalous, name: c, detector: ewma, weight: 0.1}
                    - when: anomalous
                      name: d
                      signal: orders
                      detector: seasonal
                      zone: Europe/Berlin
                      direction: below
                      rebaseline-after: 36h
                  checks: [{name: a, url: 'http://x/'}]
                  """)
              .rules();

      assertThat(rules)
          .extracting(rule -> anomalous(rule).detector().get().getClass().getSimpleName())
          .containsExactly("RarityScore", "RobustZScore", "EwmaChart", "SeasonalZScore");
      assertThat(rules)
          .extracting(rule -> anomalous(rule).learnsInIncidents())
          .containsExactly(true, false, false, false);
    }

    @Test
    void everyKindOfRuleCanBeWrittenWithAllThatBelongsToIt() {
      var rules =
          only("""
                  rules:
                    - {when: warning}
                    - {when: unknown, after: 5}
                    - {when: finding, include-warnings: true, frequency: daily-digest}
                    - when: condition
                      name: backlog
                      condition: samples.queue_depth > 1000 and labels.team == 'web'
                      for: 10m
                      keep-firing-for: 90s
                      flapping: {times: 4, within: 1h}
                      labels: {team: web}
                      annotations:
                        runbook: https://wiki.example/{{labels.team}}
                        summary: "{{check}} has {{details.times}}"
                  checks: [{name: a, url: 'http://x/'}]
                  """)
              .rules();

      assertThat(rules)
          .extracting(AlertRule::toString)
          .containsExactly(
              "degraded: when warning, after 3 in a row, until good 2 in a row",
              "no_data: when unknown, after 5 in a row, until good 1 in a row",
              "finding: when finding or warning, after 1 in a row, until good 1 in a row",
              "backlog: when samples.queue_depth > 1000 and labels.team == 'web', after 1 in a row"
                  + " and for 10m, until good 1 in a row and for 90s");
      assertThat(rules.get(2).frequency()).isEqualTo(Frequency.DAILY_DIGEST);
      var backlog = rules.get(3);
      assertThat(backlog.flapping()).contains(new AlertRule.Flapping(4, Duration.ofHours(1)));
      assertThat(backlog.labels()).isEqualTo(Labels.of("team", "web"));
      assertThat(backlog.annotations())
          .containsExactly(
              entry("runbook", "https://wiki.example/{{labels.team}}"),
              entry("summary", "{{check}} has {{details.times}}"));
    }

    private static Trigger.Anomalous anomalous(AlertRule rule) {
      return (Trigger.Anomalous) rule.trigger();
    }

    @Test
    void rulesOfACheckReplaceThoseOfTheFile() {
      var checks =
          read("""
              rules: [{when: failing, name: all}]
              checks:
                - {name: a, url: 'http://x/'}
                - {name: b, url: 'http://x/', rules: [{when: failing, name: mine}]}
                - {name: c, url: 'http://x/', rules: []}
              """)
              .checks();

      assertThat(checks)
          .extracting(check -> check.rules().stream().map(AlertRule::name).toList())
          .containsExactly(List.of("all"), List.of("mine"), List.of());
    }
  }

  @Nested
  class Problems {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "server: {token: '${EMPTY}'} | server.token",
          "server: {token: '${NONE:-}'} | server.token",
          "server: {token: } | server.token",
          "egress: {allow-private: } | egress.allow-private",
          "egress: {deny: '${NONE:-}'} | egress.deny",
          "checks: [{name: a, url: 'http://x/', bearer: '${EMPTY}'}] | checks[0].bearer",
          "checks: [{name: a, url: 'http://x/', basic: {user: u, password: '${EMPTY}'}}] |"
              + " checks[0].basic.password",
          "checks: [{name: a, url: 'http://x/', headers: }] | checks[0].headers",
          "checks: [{name: a, url: 'http://x/', fail-unless: '${NONE:-}'}] |"
              + " checks[0].fail-unless",
          "checks: [{name: a, url: 'http://x/', fail-unless: []}] | checks[0].fail-unless",
          "checks: [{name: a, url: 'http://x/', warn-unless: }] | checks[0].warn-unless",
          "checks: [{name: a, url: 'http://x/', status: []}] | checks[0].status",
          "checks: [{name: a, url: 'http://x/', fail-above: '${EMPTY}'}] | checks[0].fail-above",
          "checks: [{name: a, url: 'https://x/', certificate-fail-before: }] |"
              + " checks[0].certificate-fail-before",
          "checks: [{name: a, url: 'https://x/', trust: '${EMPTY}'}] | checks[0].trust",
          "checks: [{name: a, type: tcp, address: 'x:1', expect: '${EMPTY}'}] |"
              + " checks[0].expect",
          "checks: [{name: a, type: dns, query: x.example, expect-exactly: []}] |"
              + " checks[0].expect-exactly",
          "checks: [{name: a, type: dns, query: x.example, expect-contains: []}] |"
              + " checks[0].expect-contains",
        })
    void whatIsThereAndEmptyIsNotTakenForNone(String yaml, String key) {
      var reader = new ConfigurationReader("pulse.yaml", Map.of("EMPTY", ""), plugins);

      var problems =
          catchThrowableOfType(ConfigurationException.class, () -> reader.read(yaml)).problems();

      assertThat(problems)
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.key()).isEqualTo(key);
                assertThat(problem.message()).startsWith("must not be empty");
              });
    }

    @Test
    void sectionsAreAmongWhatIsAllowed() {
      var problems =
          problems(
              """
              checks:
                - {name: a, url: 'https://x/', oauth: {}, prxy: {}, quux: 1}
                - {name: b, type: tls, address: 'x:443', client-certificates: {}}
              """);

      assertThat(problems)
          .anySatisfy(message -> assertThat(message).endsWith("did you mean \"oauth2\"?"))
          .anySatisfy(message -> assertThat(message).endsWith("did you mean \"proxy\"?"))
          .anySatisfy(
              message ->
                  assertThat(message)
                      .contains(
                          "allowed:", " basic,", " client-certificate,", " oauth2,", " proxy,"))
          .anySatisfy(
              message -> assertThat(message).endsWith("did you mean \"client-certificate\"?"))
          .hasSize(4);
    }

    @Test
    void anEmptyListThatSaysNoneIsFine() {
      var configuration =
          read(
              """
              egress: {allow: [], deny: []}
              rules: []
              checks:
                - {name: a, url: 'http://x/', tags: [], depends-on: [], rules: []}
                - {name: b, type: tls, address: 'x:443', ciphers: []}
              """);

      assertThat(configuration.checks()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "server: {port: 70000} | server.port: must be 0 to 65535, but is \"70000\"",
          "server: {port: http} | server.port: must be a whole number, but is \"http\"",
          "server: [] | server: must be a section with options, but is a list",
          "server: {token: short} | server.token: must have at least 16 characters",
          "srever: {port: 1} | srever: is not an option here; did you mean \"server\"?",
          "store: {sqlite: a, memory: true} | store.memory: contradicts sqlite; keep one of them",
          "store: {sqlite: a, postgresql: 'postgres://h/db'} | store.postgresql: contradicts sqlite;"
              + " keep one of them",
          "store: {postgresql: 'postgres://h/db', memory: true} | store.postgresql: contradicts"
              + " memory; keep one of them",
          "store: {postgresql: 'postgres://u:hunter2@h'} | store.postgresql: must name a database"
              + " after the host: …host/database",
          "store: {postgresql: 'jdbc:sqlite:x'} | store.postgresql: must begin with postgres://,"
              + " postgresql:// or jdbc:postgresql:",
          "retention: -5d | retention: must be 1m to 36500d, but is \"-5d\"",
          "retention: {results: 1} | retention.results: expected a duration like 250ms, 30s, 5m, 12h"
              + " or 7d, but found \"1\"",
          "retention: {hours: 0d} | retention.hours: must be 1m to 36500d or forever, but is \"0d\"",
          "retention: {days: 1d} | retention: days must be kept for as long as hours at least, which"
              + " is 1095d, but for 1d",
          "retention: {weeks: 1d} | retention.weeks: is not an option here; allowed: days, hours, minutes,"
              + " results",
          "checks: {} | checks: must be a list, but is a section",
          "checks: [a] | checks[0]: must be a section with options, but is \"a\"",
          "checks: [{url: 'http://x/'}] | checks[0].name: is required: a text",
          "checks: [{name: a b, url: 'http://x/'}] | checks[0].name: must be 1 to 200 letters,"
              + " digits, dots, underscores and hyphens, but is \"a b\"",
          "checks: [{name: a, url: 'http://x/', every: -5s}] | checks[0].every: must be 10ms to"
              + " 366d, but is \"-5s\"",
          "checks: [{name: a, url: 'http://x/', every: 1s, jitter: 1s}] | checks[0].jitter: must"
              + " be below the interval of 1s",
          "checks: [{name: a, url: 'http://x/', every: 1s, daily: '7:00'}] | checks[0].daily:"
              + " contradicts every; keep one of them",
          "checks: [{name: a, url: 'http://x/', zone: UTC}] | checks[0].zone: belongs to cron or"
              + " daily; an interval has no time zone",
          "checks: [{name: a, url: 'http://x/', cron: '0 7 * * *', zone: Mars}] |"
              + " checks[0].zone: must be a time zone like Europe/Berlin or UTC, but is \"Mars\"",
          "checks: [{name: a, url: 'http://x/', cron: '0 0 30 2 *'}] | checks[0].cron: cron"
              + " expression \"0 0 30 2 *\" never fires",
          "checks: [{name: a, url: 'http://x/', daily: '25:00'}] | checks[0].daily: must be a time"
              + " of day like 07:00",
          "checks: [{name: a, url: 'http://x/', timeout: 30}] | checks[0].timeout: must be a"
              + " duration like 250ms, 30s, 5m, 12h or 7d, but is \"30\"",
          "checks: [{name: a, url: 'http://x/', retries: 11}] | checks[0].retries: must be 0 to"
              + " 10, but is \"11\"",
          "checks: [{name: a, url: 'http://x/', labels: {1x: a}}] | checks[0].labels: label name"
              + " \"1x\" is not allowed: it must match [a-zA-Z_][a-zA-Z0-9_]*",
          "checks: [{name: a, ulr: 'http://x/', url: 'http://x/'}] | checks[0].ulr: is not an"
              + " option here; did you mean \"url\"?",
          "rules: [{after: 3}] | rules[0].when: is required: a text",
          "rules: [{when: faling}] | rules[0].when: must be one of failing, warning,"
              + " unknown, anomalous, finding, condition, but is"
              + " \"faling\"",
          "rules: [{when: failing, after: 0}] | rules[0].after: must be 1 to 1000, but is \"0\"",
          "rules: [{when: failing, severity: bad}] | rules[0].severity: must be one of info,"
              + " warning, critical, but is \"bad\"",
          "rules: [{when: condition, condition: 'latency >> 5'}] | rules[0].condition: line 1,"
              + " column 9: \">>\" is not an operator; if two are meant, put a blank between",
          "rules: [{when: condition, condition: 'latncy > 5'}] | rules[0].condition: line 1,"
              + " column 1: there is no \"latncy\"; known: status, reason, summary, latency,"
              + " samples.name, details.name, labels.name, name.value, name.previous and name.delta"
              + " of a sample, finding.key, finding.status, finding.text, finding.labels.name, and"
              + " kind.name for the labels of findings of a kind",
          "rules: [{when: failing, annotations: {a: 'x {{y'}}] | rules[0].annotations.a: line 1,"
              + " column 3: the tag that begins here is not closed",
          "rules: [{when: failing, labels: {severity: page}}] | rules[0].labels: the label"
              + " \"severity\" is given by Pulse; choose another name",
          "rules: [{when: failing, frequency: weekly}] | rules[0].frequency: must be one of"
              + " immediate, daily-digest, but is \"weekly\"",
          "rules: [{when: failing, for: -1s}] | rules[0].for: must be 0s to 366d, but is \"-1s\"",
          "rules: [{when: failing}, {when: failing}] | rules[1]: is the second rule called"
              + " \"downtime\"; give it another name",
          "rules: [{when: anomalous, detector: magic, power: 9}] | rules[0].detector: is not a"
              + " type of detector; known: ewma, proportion, rarity, robust, seasonal, zscore",
          "rules: [{when: anomalous, signal-labels: {a: b}}] | rules[0].signal-labels: select a sample; latency"
              + " and failures have none",
        })
    void nameLineAndKeyAndWhatIsAllowed(String yaml, String problem) {
      assertThat(problems(yaml)).containsExactly("pulse.yaml:1: " + problem);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "checks: [{name: a}] | checks[0].url",
          "checks: [{name: a, url: shop.example}] | checks[0].url",
          "checks: [{name: a, url: 'ftp://x/'}] | checks[0].url",
          "checks: [{name: a, type: telnet, port: 1}] | checks[0].type",
          "checks: [{name: a, type: tcp}] | checks[0].address",
          "checks: [{name: a, type: tcp, address: db}] | checks[0].address",
          "rules: [{when: anomalous, window: many}] | rules[0].window",
          "rules: [{when: anomalous, widnow: 20}] | rules[0].widnow",
          "rules: [{when: anomalous, clear-after: 3}] | rules[0].clear-after",
          "rules: [{when: condition}] | rules[0].condition",
          "rules: [{when: failing, condition: 'latency > 5'}] | rules[0].condition",
          "rules: [{when: failing, flapping: {times: 3}}] | rules[0].flapping.within",
          "rules: [{when: failing, flapping: {times: 1, within: 1h}}] | rules[0].flapping.times",
          "egress: {allow: [169.254.0.0/16]} | egress.allow",
          "egress: {deny: [nonsense]} | egress.deny",
        })
    void ofPluginsAreReportedWhereTheyStand(String yaml, String key) {
      assertThat(problemsOf(yaml, Map.of())).extracting(Problem::key).containsExactly(key);
    }

    @Test
    void areReportedAllAtOnceInTheOrderOfTheFile() {
      assertThat(
              problems(
                  """
                  server:
                    port: many
                  checks:
                    - name: shop
                      url: http://x/
                      every: -1s
                      timeout: soon
                      metod: GET
                    - name: shop
                      url: nonsense
                    - name: third
                      url: ${MISSING}
                  retention: ever
                  """))
          .extracting(problem -> problem.replaceAll("^(\\S+ \\S+:) .*", "$1"))
          .containsExactly(
              "pulse.yaml:2: server.port:",
              "pulse.yaml:6: checks[0].every:",
              "pulse.yaml:7: checks[0].timeout:",
              "pulse.yaml:8: checks[0].metod:",
              "pulse.yaml:9: checks[1].name:",
              "pulse.yaml:10: checks[1].url:",
              "pulse.yaml:12: checks[2].url:",
              "pulse.yaml:13: retention:");
    }

    @Test
    void nameTheOtherCheckOfTheSameName() {
      assertThat(
              problems(
                  "checks:\n  - {name: a, url: 'http://x/'}\n  - {name: a, url: 'http://y/'}\n"))
          .containsExactly(
              "pulse.yaml:3: checks[1].name: is the name of checks[0] already; names must be"
                  + " unique");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "server: {port: \"${BAD}\"}",
          "server: {token: \"${BAD}\"}",
          "checks: [{name: \"a ${BAD}\", url: 'http://x/'}]",
          "checks: [{name: a, url: \"${BAD}\"}]",
          "checks: [{name: a, url: \"ftp://${BAD}/\"}]",
          "checks: [{name: a, url: 'http://x/', headers: {\"X y\": \"${BAD}\"}}]",
          "checks: [{name: a, url: 'http://x/', headers: {X: [\"${BAD}\"]}}]",
          "checks: [{name: a, url: 'http://x/', every: \"${BAD}\"}]",
          "checks: [{name: a, url: 'http://x/', cron: \"${BAD}\"}]",
          "checks: [{name: a, url: 'http://x/', status: [\"${BAD}\"]}]",
          "checks: [{name: a, type: \"${BAD}\"}]",
          "checks: [{name: a, type: tcp, address: \"${BAD}\"}]",
          "rules: [{when: \"${BAD}\"}]",
          "rules: [{when: anomalous, detector: \"${BAD}\"}]",
          "egress: {allow: [\"${BAD}\"]}",
        })
    void neverRepeatTheValueOfAVariable(String yaml) {
      assertThat(problemsOf(yaml, ENVIRONMENT))
          .isNotEmpty()
          .extracting(Problem::toString)
          .noneMatch(problem -> problem.contains("hunter2"));
    }
  }

  @Nested
  class OnDisk {
    @TempDir private Path folder;

    @Test
    void mustExist() {
      assertThat(problemsOfFile(folder.resolve("none.yaml"))).endsWith("none.yaml: does not exist");
    }

    @Test
    void mustNotBeDirectories() {
      assertThat(problemsOfFile(folder)).endsWith("is a directory; expected a YAML file");
    }

    @Test
    void mustBeSmall() throws IOException {
      var file = Files.writeString(folder.resolve("big.yaml"), "#".repeat((1 << 20) + 1));

      assertThat(problemsOfFile(file)).endsWith("is larger than 1 MiB");
    }

    @Test
    void mustBeUtf8() throws IOException {
      var file =
          Files.write(folder.resolve("l1.yaml"), "a: ü".getBytes(StandardCharsets.ISO_8859_1));

      assertThat(problemsOfFile(file)).endsWith("is not UTF-8");
    }

    @Test
    void retentionMayBeSaidOfEachKindOfHistory() throws IOException {
      var text = "retention: {results: 30d, minutes: 60d, hours: forever}\n";
      var file = Files.writeString(folder.resolve("kept.yaml"), text);

      assertThat(Configuration.load(file, Map.of(), plugins).retention())
          .contains(
              Retention.builder()
                  .results(Duration.ofDays(30))
                  .minutes(Duration.ofDays(60))
                  .hours(Retention.FOREVER)
                  .build());
    }

    @Test
    void mayBeginWithAByteOrderMark() throws IOException {
      var file = Files.writeString(folder.resolve("bom.yaml"), "\uFEFFretention: 1d\n");

      assertThat(Configuration.load(file, Map.of(), plugins).retention()).contains(results(1));
    }

    private String problemsOfFile(Path file) {
      return catchThrowableOfType(
              ConfigurationException.class, () -> Configuration.load(file, Map.of(), plugins))
          .getMessage();
    }
  }

  private Registration only(String yaml) {
    var checks = read(yaml).checks();
    assertThat(checks).hasSize(1);
    return checks.get(0);
  }

  private List<String> problems(String yaml) {
    return problemsOf(yaml, Map.of()).stream().map(Problem::toString).toList();
  }

  private List<Problem> problemsOf(String yaml, Map<String, String> environment) {
    return catchThrowableOfType(
            ConfigurationException.class,
            () -> new ConfigurationReader("pulse.yaml", environment, plugins).read(yaml))
        .problems();
  }

  private Configuration read(String yaml) {
    return new ConfigurationReader("pulse.yaml", ENVIRONMENT, plugins).read(yaml);
  }

  private static Retention results(int days) {
    return Retention.builder().results(Duration.ofDays(days)).build();
  }
}
