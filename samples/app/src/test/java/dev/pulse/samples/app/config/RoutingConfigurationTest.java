package dev.pulse.samples.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.route.Inhibition;
import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Route;
import dev.pulse.api.spi.NotifierProvider;
import dev.pulse.core.plugin.Plugins;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.PasswordHash;
import dev.pulse.samples.server.web.Role;
import dev.pulse.samples.server.web.User;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingConfigurationTest {
  private static final String SECRET = "https://hooks.example/T0/hunter2";
  private static final String HASH =
      "$pbkdf2-sha512$i=220000$c2FsdHNhbHRzYWx0c2FsdA"
          + "$/ePMle9vCP1fpWp2Z6IqsCWBB2I0alDn2va5SA7qcfQ";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOOK", SECRET, "TOKEN", "hunter2-hunter2-hunter2");

  private final Plugins plugins = Plugins.builder().add(new HornProvider()).build();

  /** A notifier with an option that is secret, one that has bounds, and a rule of its own. */
  private static final class HornProvider implements NotifierProvider {
    @Override
    public String type() {
      return "horn";
    }

    @Override
    public Notifier create(Settings settings) {
      var url = settings.secret("webhook-url").required();
      int volume = settings.integer("volume").between(1, 11).orElse(5);
      if (volume == 11 && url.reveal().contains("hooks")) {
        throw new IllegalArgumentException("11 is too loud for " + url.reveal());
      }
      return notification -> Receipt.none();
    }
  }

  @Nested
  class Reading {
    @Test
    void aFileThatSaysNothingOfItTellsNobody() {
      assertThat(read("").routing())
          .usingRecursiveComparison()
          .ignoringFields("history")
          .isEqualTo(Routing.none());
    }

    @Test
    void channelsTakeWhatTheyAreTold() {
      var channels =
          read("""
                  channels:
                    - {name: ops, type: horn, webhook-url: "${HOOK}"}
                    - {name: pager, type: horn, webhook-url: x, send-resolved: false, timeout: 3s,
                       max-age: 1d, storm-cap: {messages: 20, per: 1m}}
                  route: {channels: [ops, pager]}
                  """)
              .routing()
              .channels();

      assertThat(channels).extracting(Channel::name).containsExactly("ops", "pager");
      assertThat(channels.get(0).sendsResolved()).isTrue();
      assertThat(channels.get(0).stormCap()).isEmpty();
      var pager = channels.get(1);
      assertThat(pager.sendsResolved()).isFalse();
      assertThat(pager.timeout()).isEqualTo(Duration.ofSeconds(3));
      assertThat(pager.maxAge()).isEqualTo(Duration.ofDays(1));
      assertThat(pager.stormCap()).contains(new Channel.StormCap(20, Duration.ofMinutes(1)));
    }

    @Test
    void routesHaveAlertmanagersWords() {
      var routing =
          routing(
              """
              route:
                channels: [ops]
                group-by: [team, check]
                group-wait: 10s
                group-interval: 2m
                repeat-interval: 1h
                routes:
                  - matchers: ['severity="critical"', 'check=~"db-.*"']
                    channels: [pager]
                    continue: true
                    mute-times: [nights]
                    active-times: [weekends]
                    escalate: {after: 15m, channels: [boss]}
                    routes:
                      - {matchers: 'team!="shop"', group-by: ['...']}
                  - matchers: [team=shop]
                    group-by: []
              times:
                - {name: nights, zone: Europe/Berlin,
                   ranges: [{times: ["22:00-24:00", "00:00-06:00"]}]}
                - {name: weekends, ranges: [{weekdays: ["saturday:sunday"]}]}
              """);

      var root = routing.route().orElseThrow();
      assertThat(root.channels()).extracting(Channel::name).containsExactly("ops");
      assertThat(root.groupBy()).contains(Set.of("team", "check"));
      assertThat(root.groupWait()).contains(Duration.ofSeconds(10));
      assertThat(root.groupInterval()).contains(Duration.ofMinutes(2));
      assertThat(root.repeatInterval()).contains(Duration.ofHours(1));
      assertThat(root.continues()).isFalse();
      var critical = root.children().get(0);
      assertThat(critical.matchers())
          .containsExactly(
              Matcher.equal("severity", "critical"), Matcher.parse("check=~\"db-.*\""));
      assertThat(critical.continues()).isTrue();
      assertThat(critical.muteTimes()).containsOnlyKeys("nights");
      assertThat(critical.activeTimes()).containsOnlyKeys("weekends");
      var escalation = critical.escalation().orElseThrow();
      assertThat(escalation.after()).isEqualTo(Duration.ofMinutes(15));
      assertThat(escalation.channels()).extracting(Channel::name).containsExactly("boss");
      assertThat(escalation.channels().get(0)).isSameAs(routing.channel("boss").orElseThrow());
      var other = critical.children().get(0);
      assertThat(other.matchers()).containsExactly(Matcher.parse("team!=\"shop\""));
      assertThat(other.groupBy()).contains(Set.of(Route.ALL_LABELS));
      assertThat(other.channels()).isEmpty();
      assertThat(root.children().get(1).groupBy()).contains(Set.of());
    }

    @ParameterizedTest(name = "{0} contains {1}: {2}")
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            {times: ["22:00-24:00", "0:00-06:00"]}  | 2026-01-15T21:30:00Z | true
            {times: ["22:00-24:00", "0:00-06:00"]}  | 2026-01-15T22:59:59Z | true
            {times: ["22:00-24:00", "0:00-06:00"]}  | 2026-01-15T05:00:00Z | false
            {weekdays: ["monday:friday"]}           | 2026-01-16T12:00:00Z | true
            {weekdays: ["monday:friday"]}           | 2026-01-17T12:00:00Z | false
            {weekdays: [Saturday]}                  | 2026-01-17T12:00:00Z | true
            {days-of-month: ["-3:-1"]}              | 2026-02-26T12:00:00Z | true
            {days-of-month: ["-3:-1"]}              | 2026-02-25T12:00:00Z | false
            {days-of-month: ["1:7", 20]}            | 2026-02-20T12:00:00Z | true
            {months: ["march", "6:8"]}              | 2026-07-01T12:00:00Z | true
            {months: ["march", "6:8"]}              | 2026-04-01T12:00:00Z | false
            {months: ["june:august"]}               | 2026-08-31T12:00:00Z | true
            {years: ["2026:2030"]}                  | 2030-06-01T12:00:00Z | true
            {years: ["2026"]}                       | 2027-06-01T12:00:00Z | false
            {weekdays: [friday], times: ["9:00-10:00"]} | 2026-01-16T08:30:00Z | true
            {weekdays: [friday], times: ["9:00-10:00"]} | 2026-01-15T08:30:00Z | false
            """)
    void timesAreThoseOfTheirZone(String range, Instant moment, boolean inside) {
      var route =
          routing(
                  "times: [{name: t, zone: Europe/Berlin, ranges: ["
                      + range
                      + "]}]\n"
                      + "route: {channels: [ops], routes: [{mute-times: [t]}]}\n")
              .route()
              .orElseThrow();

      var intervals = route.children().get(0).muteTimes().get("t");
      assertThat(intervals).hasSize(1);
      assertThat(intervals.get(0).contains(moment)).isEqualTo(inside);
    }

    @Test
    void oneOfSeveralRangesSuffices() {
      var route =
          routing(
                  """
                  times: [{name: t, ranges: [{months: [1]}, {weekdays: [monday]}]}]
                  route: {channels: [ops], routes: [{active-times: t}]}
                  """)
              .route()
              .orElseThrow();

      assertThat(route.children().get(0).activeTimes().get("t")).hasSize(2);
    }

    @Test
    void inhibitionsAndTheDigestAreRead() {
      var routing =
          routing(
              """
              route: {channels: [ops]}
              inhibit:
                - {sources: ['severity="critical"'], targets: severity=warning, equal: [check]}
              digest: {at: "7:30", zone: Europe/Berlin}
              """);

      assertThat(routing.inhibitions())
          .containsExactly(
              new Inhibition(
                  List.of(Matcher.equal("severity", "critical")),
                  List.of(Matcher.equal("severity", "warning")),
                  Set.of("check")));
      assertThat(routing.digestAt()).isEqualTo(LocalTime.of(7, 30));
      assertThat(routing.digestZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
      assertThat(Routing.none().digestAt()).isEqualTo(LocalTime.of(9, 0));
    }

    @Test
    void callersHaveNamesAndRoles() {
      var tokens =
          read("""
                  server:
                    token: ${TOKEN}
                    tokens:
                      - {name: ada, role: operator, token: sixteen-letters-1}
                      - {name: vera, role: viewer, token: sixteen-letters-2}
                  """)
              .tokens();

      assertThat(tokens).extracting(AccessToken::name).containsExactly("token", "ada", "vera");
      assertThat(tokens)
          .extracting(AccessToken::role)
          .containsExactly(Role.ADMIN, Role.OPERATOR, Role.VIEWER);
      assertThat(tokens.get(0).secret().matches("hunter2-hunter2-hunter2")).isTrue();
      assertThat(tokens.toString()).doesNotContain("hunter2");
    }

    @Test
    void peopleHaveNamesRolesAndHashesOfPasswords() {
      var configuration =
          read(
              """
              server:
                users:
                  - {name: ada, role: admin, password-hash: %s}
                  - {name: vera, role: viewer, password-hash: "%s"}
              """
                  .formatted(HASH, HASH));

      assertThat(configuration.users())
          .containsExactly(
              new User("ada", Role.ADMIN, PasswordHash.parse(HASH)),
              new User("vera", Role.VIEWER, PasswordHash.parse(HASH)));
      assertThat(configuration.toString()).doesNotContain("pbkdf2");
    }
  }

  @Nested
  class Problems {
    @Test
    void everythingWrongWithUsersIsToldAtOnceAndNoPassword() {
      assertThat(
              problems(
                  """
                  server:
                    tokens:
                      - {name: ada, role: viewer, token: sixteen-letters-1}
                    users:
                      - {name: ada, role: admin, password-hash: %s}
                      - {name: bob, role: root, password-hash: my-real-password}
                      - {name: eve, role: viewer, password: my-real-password}
                      - {role: viewer, password-hash: %s}
                  """
                      .formatted(HASH, HASH.replace("220000", "1000"))))
          .satisfies(all -> assertThat(all.toString()).doesNotContain("my-real", "c2FsdHNh"))
          .anySatisfy(
              one -> assertThat(one).contains("users[0].name", "is that of server.tokens[0]"))
          .anySatisfy(one -> assertThat(one).contains("users[1].role", "viewer, operator, admin"))
          .anySatisfy(
              one -> assertThat(one).contains("users[1].password-hash", "pulse password", "prints"))
          .anySatisfy(one -> assertThat(one).contains("users[2].password", "password-hash"))
          .anySatisfy(one -> assertThat(one).contains("users[2].password-hash", "required"))
          .anySatisfy(one -> assertThat(one).contains("users[3].name", "required"))
          .anySatisfy(one -> assertThat(one).contains("users[3].password-hash", "iterations"));
    }

    @Test
    void everyMistakeIsToldAtOnceWithItsPlace() {
      assertThat(
              problems(
                  """
                  channels:
                    - {name: ops, type: horn, webhook-url: x}
                    - {name: ops, type: horn, webhook-url: y, volume: 12}
                    - {name: "a b", type: horn, webhook-url: z}
                    - {name: pager, type: whistle, tone: high}
                    - {type: horn, webhook-url: z, storm-cap: {messages: 0}}
                  times:
                    - {name: t, ranges: [{times: ["22:00-06:00"], weekdays: [mon]}]}
                    - {name: t, ranges: []}
                  route:
                    channels: [opps]
                    matchers: ['a="b"']
                    mute-times: [t]
                    group-by: [a-b]
                    group-wait: 2d
                    grup-interval: 1m
                    routes:
                      - matchers: ['a=~"("']
                        mute-times: [night]
                        escalate: {after: 0s}
                      - matchers: ['a=~"(?=x)"']
                        channels: [pager]
                  inhibit:
                    - {sources: ['x="1"'], equal: ["a b"]}
                  digest: {at: "25:00"}
                  """))
          .containsExactly(
              "pulse.yaml:3: channels[1].volume: must be 1 to 11, but is \"12\"",
              "pulse.yaml:3: channels[1].name: is the name of channels[0] already; names must be"
                  + " unique",
              "pulse.yaml:4: channels[2].name: channel name \"a b\" must be 1 to 100 letters,"
                  + " digits, dots, underscores and hyphens",
              "pulse.yaml:5: channels[3].type: \"whistle\" is not a type of notifier; known: horn",
              "pulse.yaml:6: channels[4].name: is required: a text",
              "pulse.yaml:6: channels[4].storm-cap.messages: must be 1 to 10000, but is \"0\"",
              "pulse.yaml:6: channels[4].storm-cap.per: is required: a duration like 250ms, 30s,"
                  + " 5m, 12h or 7d",
              "pulse.yaml:8: times[0].ranges[0].times: must end after they begin, unlike"
                  + " \"22:00-06:00\"; over midnight give two: \"22:00-24:00\" and \"00:00-06:00\"",
              "pulse.yaml:8: times[0].ranges[0].weekdays: must be days like monday or"
                  + " \"monday:friday\", the first not after the last, but one is \"mon\"",
              "pulse.yaml:9: times[1].ranges: is required: a list such as [{weekdays:"
                  + " [\"monday:friday\"]}]",
              "pulse.yaml:9: times[1].name: is \"t\" a second time; names must be unique",
              "pulse.yaml:11: route.channels: names \"opps\", which is not a channel here; there"
                  + " are ops, a b, pager",
              "pulse.yaml:12: route.matchers: belongs to one of its routes; the root takes every"
                  + " alert at all times",
              "pulse.yaml:13: route.mute-times: belongs to one of its routes; the root takes every"
                  + " alert at all times",
              "pulse.yaml:14: route.group-by: must be names of labels, or \"...\" for all of them,"
                  + " but is a list",
              "pulse.yaml:15: route.group-wait: must be 0s to 1d, but is \"2d\"",
              "pulse.yaml:16: route.grup-interval: is not an option here; did you mean"
                  + " \"group-interval\"?",
              "pulse.yaml:18: route.routes[0].matchers: matcher a=~\"(\" cannot read the regular"
                  + " expression: missing closing ) (RE2: no look-around, no back references)",
              "pulse.yaml:19: route.routes[0].mute-times: names \"night\", which is not a name in"
                  + " times here; there are t",
              "pulse.yaml:20: route.routes[0].escalate.after: must be 1s to 7d, but is \"0s\"",
              "pulse.yaml:20: route.routes[0].escalate.channels: is required: a list of texts",
              "pulse.yaml:21: route.routes[1].matchers: matcher a=~\"(?=x)\" cannot read the"
                  + " regular expression: invalid or unsupported Perl syntax (RE2: no look-around,"
                  + " no back references)",
              "pulse.yaml:24: inhibit[0].targets: is required: a list of matchers like"
                  + " severity=\"critical\" or check=~\"db-.*\"",
              "pulse.yaml:24: inhibit[0].equal: must be names of labels, but is a list",
              "pulse.yaml:25: digest.at: must be a time of day like 07:00");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{times: [\"9-10\"]}",
          "{times: [\"09:60-10:00\"]}",
          "{times: [\"24:00-24:00\"]}",
          "{times: [\"23:00-24:01\"]}",
          "{times: []}",
          "{times: }",
          "{weekdays: [\"friday:monday\"]}",
          "{weekdays: [\"monday:tuesday:friday\"]}",
          "{days-of-month: [0]}",
          "{days-of-month: [32]}",
          "{days-of-month: [\"-1:5\"]}",
          "{days-of-month: [\"5:1\"]}",
          "{months: [13]}",
          "{months: [0]}",
          "{months: [\"may:march\"]}",
          "{years: [\"2030:2026\"]}",
          "{years: [soon]}",
          "{hours: [1]}",
          "{}",
        })
    void timesThatAreNoneAreRefused(String range) {
      assertThat(problems("times: [{name: t, ranges: [" + range + "]}]\n"))
          .isNotEmpty()
          .allMatch(problem -> problem.startsWith("pulse.yaml:1: times[0].ranges[0]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"severity==critical", "a", "a=\"b", "0a=b", "=b", "a=\"b\"c"})
    void matchersThatAreNoneAreRefused(String matcher) {
      assertThat(
              problems(
                  "route: {channels: [ops], routes: [{matchers: ['"
                      + matcher
                      + "']}]}\n"
                      + "channels: [{name: ops, type: horn, webhook-url: x}]\n"))
          .singleElement()
          .asString()
          .startsWith("pulse.yaml:1: route.routes[0].matchers: ");
    }

    @Test
    void channelsWithoutARouteAreAnError() {
      assertThat(problems("channels: [{name: ops, type: horn, webhook-url: x}]\n"))
          .containsExactly(
              "pulse.yaml: route: is required where there are channels; {channels: [name]} sends"
                  + " everything to one");
    }

    @Test
    void aRouteWithoutChannelsIsAnError() {
      assertThat(problems("route: {channels: [ops]}\n"))
          .containsExactly(
              "pulse.yaml:1: route.channels: names \"ops\", which is not a channel here; there are"
                  + " none");
      assertThat(problems("route:\n"))
          .containsExactly("pulse.yaml:1: route.channels: is required: a list of texts");
    }

    @Test
    void noSecretOfANotifierIsShown() {
      assertThat(
              problems(
                  """
                  channels:
                    - {name: a, type: horn, webhook-url: "${HOOK}", volume: 11}
                    - {name: b, type: horn, webhook-url: "${NONE}"}
                    - {name: c, type: horn, webhook-url: "${HOOK}", url: "${HOOK}"}
                    - {name: d, type: horn, webhook-url: [hunter2]}
                  route: {channels: [a, b, c, d]}
                  """))
          .containsExactly(
              "pulse.yaml:2: channels[0]: 11 is too loud for ***",
              "pulse.yaml:3: channels[1].webhook-url: the variable NONE is not set; set it, or"
                  + " write ${NONE:-default}",
              "pulse.yaml:4: channels[2].url: is not an option here; allowed: max-age, name,"
                  + " send-resolved, storm-cap, timeout, type, volume, webhook-url",
              "pulse.yaml:5: channels[3].webhook-url: must be a text that is not blank")
          .noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    void tokensMustBeToldApart() {
      assertThat(
              problems(
                  """
                  server:
                    token: ${TOKEN}
                    tokens:
                      - {name: ada, role: boss, token: sixteen-letters-1}
                      - {name: ada, role: viewer, token: short}
                      - {name: eve, role: viewer, token: "${TOKEN}"}
                      - {name: " ", token: also-too-short}
                  """))
          .containsExactly(
              "pulse.yaml:4: server.tokens[0].role: must be one of viewer, operator, admin, but is"
                  + " \"boss\"",
              "pulse.yaml:5: server.tokens[1].name: is that of server.tokens[0] already; each"
                  + " caller needs one of its own",
              "pulse.yaml:5: server.tokens[1].token: must have at least 16 characters",
              "pulse.yaml:6: server.tokens[2].token: is that of server.token already; each caller"
                  + " needs one of its own",
              "pulse.yaml:7: server.tokens[3].name: must not be blank, but is \" \"",
              "pulse.yaml:7: server.tokens[3].role: is required: one of viewer, operator, admin",
              "pulse.yaml:7: server.tokens[3].token: must have at least 16 characters");
    }
  }

  @Nested
  class OfPulse {
    private final Plugins plugins = Plugins.load(getClass().getClassLoader());

    @Test
    void everyNotifierIsReadFromTheFile() {
      var channels =
          read(
                  """
                  channels:
                    - {name: log, type: console}
                    - {name: hook, type: webhook, url: "${HOOK}", signing-secret: "${TOKEN}",
                       headers: {X-Team: shop}, body: '{"text": "{{kind}}"}', timeout: 3s}
                    - {name: pager, type: pagerduty, routing-key: "${TOKEN}", per-alert: true}
                    - {name: mail, type: email, host: mail.example, from: pulse@shop.example,
                       to: [ops@shop.example], login: {user: pulse, password: "${TOKEN}"}}
                    - {name: slack, type: slack, url: "${HOOK}"}
                    - {name: discord, type: discord, url: "${HOOK}"}
                  route: {channels: [log, hook, pager, mail, slack, discord]}
                  """,
                  plugins)
              .routing()
              .channels();

      assertThat(channels)
          .extracting(Channel::name)
          .containsExactly("log", "hook", "pager", "mail", "slack", "discord");
      assertThat(channels).noneMatch(channel -> channel.notifier().toString().contains("hunter2"));
    }

    @Test
    void theirMistakesHaveAPlaceToo() {
      assertThat(
              problems(
                  """
                  channels:
                    - {name: hook, type: webhook, url: "ftp://x", body: "{{#open}}"}
                    - {name: pager, type: pagerduty, routing_key: "${TOKEN}"}
                  route: {channels: [hook, pager]}
                  """,
                  plugins))
          .anySatisfy(it -> assertThat(it).startsWith("pulse.yaml:2: channels[0].url: "))
          .anySatisfy(it -> assertThat(it).startsWith("pulse.yaml:2: channels[0].body: "))
          .anySatisfy(it -> assertThat(it).startsWith("pulse.yaml:3: channels[1].routing-key: "))
          .anySatisfy(it -> assertThat(it).startsWith("pulse.yaml:3: channels[1].routing_key: "))
          .noneMatch(it -> it.contains("hunter2"));
    }
  }

  @Nested
  class Warnings {
    @Test
    void whatIsNeverReachedIsMentioned() {
      var configuration =
          read(
              """
              channels:
                - {name: ops, type: horn, webhook-url: x}
                - {name: boss, type: horn, webhook-url: x}
                - {name: spare, type: horn, webhook-url: x}
              route:
                channels: [ops]
                routes:
                  - {escalate: {after: 1m, channels: [boss]}}
                  - {matchers: [a=b]}
              """);

      assertThat(configuration.warnings())
          .extracting(Problem::toString)
          .containsExactly(
              "pulse.yaml:4: channels[2].name: is \"spare\", which no route names: nothing is sent"
                  + " to it",
              "pulse.yaml:9: route.routes[1]: is never reached: route.routes[0] has no matchers and"
                  + " takes every alert; let it continue, or put it last");
    }

    @Test
    void whatIsAboutMessagesIsMentionedWhereThereAreNone() {
      var configuration =
          read(
              """
              times: [{name: nights, ranges: [{times: ["22:00-24:00"]}]}]
              digest: {at: "08:00"}
              inhibit: [{sources: [a=b], targets: [c=d]}]
              """);

      assertThat(configuration.warnings())
          .extracting(Problem::toString)
          .containsExactly(
              "pulse.yaml:1: times: is about messages, and without a route there are none",
              "pulse.yaml:2: digest: is about messages, and without a route there are none",
              "pulse.yaml:3: inhibit: is about messages, and without a route there are none");
    }

    @Test
    void whatIsInOrderIsNotMentioned() {
      assertThat(
              routingFile("route: {channels: [ops, pager, boss], routes: [{continue: true}, {}]}\n")
                  .warnings())
          .isEmpty();
    }
  }

  private Routing routing(String yaml) {
    return routingFile(yaml).routing();
  }

  private Configuration routingFile(String yaml) {
    return read(
        """
        channels:
          - {name: ops, type: horn, webhook-url: x}
          - {name: pager, type: horn, webhook-url: x}
          - {name: boss, type: horn, webhook-url: x}
        """
            + yaml);
  }

  private Configuration read(String yaml) {
    return read(yaml, plugins);
  }

  private static Configuration read(String yaml, Plugins plugins) {
    return new ConfigurationReader("pulse.yaml", ENVIRONMENT, plugins).read(yaml);
  }

  private List<String> problems(String yaml) {
    return problems(yaml, plugins);
  }

  private static List<String> problems(String yaml, Plugins plugins) {
    return catchThrowableOfType(ConfigurationException.class, () -> read(yaml, plugins))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }
}
