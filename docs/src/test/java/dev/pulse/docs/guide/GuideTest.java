package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.config.Secret;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.model.Target;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.ConflictException;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Windows;
import dev.pulse.core.Pulse;
import dev.pulse.core.check.DnsCheck;
import dev.pulse.core.check.HttpCheck;
import dev.pulse.core.check.TcpCheck;
import dev.pulse.core.check.TlsCheck;
import dev.pulse.core.detect.ProportionZTest;
import dev.pulse.core.detect.RollingZScore;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.core.schedule.Cron;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import dev.pulse.testkit.RecordingListener;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuideTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final Pulse pulse =
      Pulse.builder().clock(clock).scheduler(scheduler).executor(Runnable::run).start();

  @AfterEach
  void close() {
    pulse.close();
  }

  @Test
  void builtInChecks() {
    var token = Secret.of("not a real one");
    Check health =
        HttpCheck.get("https://shop.example/health")
            .bearer(token)
            .acceptStatus(200, 204)
            .redirects(0)
            .warnAbove(Duration.ofMillis(500))
            .failAbove(Duration.ofSeconds(3))
            .egress(EgressPolicy.strict().allow("10.20.0.0/16"))
            .build();
    Check database = TcpCheck.to("db.example", 5432).warnAbove(Duration.ofMillis(50)).build();
    assertThat(health.toString()).doesNotContain(token.reveal());
    assertThat(database.toString()).contains("db.example");
  }

  @Test
  void certificates() {
    Check mail =
        TlsCheck.to("mail.example", 25)
            .startTlsSmtp()
            .certificateWarnBefore(Duration.ofDays(30))
            .certificateFailBefore(Duration.ofDays(10))
            .minimumProtocol("TLSv1.3")
            .build();
    Check shop =
        HttpCheck.get("https://shop.example/").certificateWarnBefore(Duration.ofDays(21)).build();
    assertThat(mail).hasToString("tls://mail.example:25");
    assertThat(shop.toString()).contains("shop.example");
  }

  @Test
  void nameServers() {
    Check records =
        DnsCheck.query(DnsCheck.Type.MX, "shop.example")
            .resolver("192.0.2.53")
            .expectExactly("10 mail.shop.example")
            .build();
    assertThat(records).hasToString("dns MX shop.example @192.0.2.53:53");
  }

  @Test
  void registration() {
    Check check = context -> CheckResult.pass("well");
    Registration checkout =
        Registration.check("checkout", check)
            .title("Checkout")
            .target(Target.of("checkout", Labels.of("team", "shop", "env", "prod")))
            .schedule(Schedules.every(Duration.ofSeconds(30)).withJitter(Duration.ofSeconds(5)))
            .timeout(Duration.ofSeconds(5))
            .retries(2, Duration.ofSeconds(1))
            .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
            .tags(List.of("shop"))
            .build();
    pulse.add(checkout);
    assertThat(pulse.check("checkout")).isPresent();
  }

  @Test
  void collector() {
    Collector repository =
        context ->
            Samples.builder()
                .gauge("repository_open_issues", Labels.of("repo", "pulse"), 3)
                .unavailable("code scanning", "403: the token may not read it")
                .build();
    pulse.add(Registration.collector("repository", repository).build());
    scheduler.runDue();
    var result = pulse.check("repository").orElseThrow().latest().orElseThrow().result();
    assertThat(result.status()).isEqualTo(Status.PASS);
    assertThat(result.findings()).hasSize(1);
  }

  @Test
  void rules() {
    AlertRule down = AlertRule.whenFailing().after(3).recoverAfter(2).severity(Severity.CRITICAL);
    AlertRule slow =
        AlertRule.whenAnomalous(Signal.latency(), RollingZScore.builder().minDelta(50)::build)
            .named("latency_spike")
            .recoverAfter(3);
    AlertRule errors = AlertRule.whenAnomalous(Signal.failures(), ProportionZTest::new);
    AlertRule stuck =
        AlertRule.whenAnomalous(Signal.sample("chain_height"), () -> new StuckDetector(5));
    assertThat(List.of(down, slow, errors, stuck))
        .extracting(AlertRule::name)
        .containsExactly("downtime", "latency_spike", "failures_anomaly", "chain_height_anomaly");
  }

  @Test
  void schedules() {
    Schedule often = Schedules.every(Duration.ofSeconds(30)).withJitter(Duration.ofSeconds(5));
    Schedule atSeven = Schedules.daily(LocalTime.of(7, 0), BERLIN);
    Schedule workdays = Cron.of("0 7 * * 1-5", BERLIN);
    var friday = Instant.parse("2026-03-27T12:00:00Z");
    assertThat(often.next(friday)).contains(Instant.parse("2026-03-27T12:00:30Z"));
    assertThat(atSeven.next(friday)).contains(Instant.parse("2026-03-28T06:00:00Z"));
    // The clocks went forward on Sunday: seven o'clock is an hour earlier in UTC.
    assertThat(workdays.next(friday)).contains(Instant.parse("2026-03-30T05:00:00Z"));
  }

  public record Team(String name, List<String> members, Instant since) {}

  @Test
  void documents() {
    Documents<Team> teams = pulse.documents("acme.teams", Team.class);
    teams.create("shop", new Team("Shop", List.of("ada"), clock.instant()));
    teams.change("shop", team -> joined(team.orElseThrow(), "grace"));
    assertThat(teams.find("shop").orElseThrow().value().members()).containsExactly("ada", "grace");
    assertThatThrownBy(() -> teams.update("shop", new Team("Late", List.of(), clock.instant()), 1))
        .isInstanceOf(ConflictException.class);
  }

  private static Team joined(Team team, String member) {
    var members = new ArrayList<>(team.members());
    members.add(member);
    return new Team(team.name(), members, team.since());
  }

  private static final class Pager implements PulseListener {
    private final Executor sender;
    private final List<String> sent = new ArrayList<>();

    Pager(Executor sender) {
      this.sender = sender;
    }

    @Override
    public void onIncident(IncidentEvent event) {
      sender.execute(() -> sent.add(event.kind() + " " + event.incident().title()));
    }
  }

  @Test
  void listener() {
    var pager = new Pager(Runnable::run);
    pulse.addListener(pager);
    pulse.add(
        Registration.check("broken", context -> CheckResult.fail(Reason.REFUSED, "refused"))
            .rule(AlertRule.whenFailing().after(1))
            .build());
    scheduler.runDue();
    pulse.flush();
    assertThat(pager.sent).singleElement().asString().startsWith("OPENED");
  }

  @Test
  void history() {
    pulse.add(Registration.check("page", context -> CheckResult.pass("well")).build());
    scheduler.advance(Duration.ofMinutes(10));
    pulse.flush();
    var to = clock.instant();
    var from = to.minus(Duration.ofMinutes(10));
    var zone = ZoneId.of("Europe/Berlin");
    var failures =
        pulse.journal().outcomes(OutcomeQuery.of("page").statuses(Set.of(Status.FAIL)).limit(20));
    var slices = pulse.journal().history("page", Signal.latency(), Windows.days(from, to, zone));
    var latency = pulse.journal().distribution("page", Signal.latency(), from, to);
    var uptime = pulse.journal().uptime("page", from, to);
    assertThat(failures.items()).isEmpty();
    assertThat(slices).hasSizeBetween(1, 2);
    assertThat(latency.quantile(0.95)).isEmpty();
    assertThat(uptime.ratio()).hasValue(1);
  }

  @Test
  void threeFailuresInARowOpenAnIncident() {
    var up = new AtomicBoolean(true);
    var seen = new RecordingListener();
    pulse.addListener(seen);
    pulse.add(
        Registration.check("shop", context -> answer(up.get()))
            .schedule(Schedules.every(Duration.ofSeconds(30)))
            .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
            .build());
    scheduler.advance(Duration.ofSeconds(30));
    up.set(false);
    scheduler.advance(Duration.ofSeconds(60));
    assertThat(pulse.check("shop").orElseThrow().openIncidents()).isEmpty();
    scheduler.advance(Duration.ofSeconds(30));
    pulse.flush();
    assertThat(seen.events()).contains("OPENED downtime shop");
    assertThat(seen.outcomes()).extracting(Outcome::status).endsWith(Status.FAIL);
  }

  private static CheckResult answer(boolean up) {
    return up ? CheckResult.pass("200 OK") : CheckResult.fail(Reason.STATUS, "503");
  }
}
