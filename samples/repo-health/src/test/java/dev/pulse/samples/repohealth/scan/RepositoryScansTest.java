package dev.pulse.samples.repohealth.scan;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Status;
import dev.pulse.api.score.ScorerCheck;
import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.fakes.HttpAnswer;
import dev.pulse.samples.server.environment.DatabaseUrl;
import dev.pulse.testkit.ManualScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** 4.1.2, 4.6.2, 4.10.4: how a Pulse scans. Runs happen on the thread that moves the time. */
class RepositoryScansTest {
  private static final String SCORE = "repo-health.score.";

  @TempDir private Path folder;
  private ScanRig rig;
  private ManualScheduler scheduler;
  private Pulse pulse;

  @BeforeEach
  void start() {
    rig = new ScanRig(new DatabaseUrl.Sqlite(folder.resolve("pulse.db")));
    scheduler = new ManualScheduler(rig.clock);
    pulse =
        Pulse.builder()
            .store(Stores.memory())
            .clock(rig.clock)
            .scheduler(scheduler)
            .executor(Runnable::run)
            .start();
  }

  @AfterEach
  void close() {
    pulse.close();
    rig.close();
  }

  private void begin() {
    RepositoryScans.start(pulse, rig.scanner, rig.tables, rig.settings);
    pass(Duration.ofSeconds(1));
  }

  private void pass(Duration time) {
    scheduler.advance(time);
    scheduler.runDue();
  }

  private Outcome last(String name) {
    return pulse.check(name).flatMap(CheckView::latest).orElseThrow();
  }

  private long scans() {
    return rig.news.stream().filter(text -> text.startsWith("ended")).count();
  }

  // row 27
  @Test
  @DisplayName("Row 27, 4.1.2: scans begin at once, and then on the grid of the interval")
  void scansBeginAtOnceAndThenOnTheGrid() {
    rig.example("alpha");

    begin();
    assertThat(scans()).isEqualTo(1);
    pass(Duration.ofMinutes(59));
    assertThat(scans()).isEqualTo(1);
    pass(Duration.ofMinutes(1));
    assertThat(scans()).isEqualTo(2);
    pass(Duration.ofHours(1));
    assertThat(scans()).isEqualTo(3);
    assertThat(last(RepositoryScans.SCAN).result().status()).isEqualTo(Status.PASS);
  }

  @Test
  void eachScoreIsAResultOfPulse() {
    rig.example("alpha");
    rig.repository("beta").withoutReadme();

    begin();

    var alpha = last(SCORE + "alpha").result();
    assertThat(alpha.status()).isEqualTo(Status.PASS);
    assertThat(ScorerCheck.scoreIn(alpha).orElseThrow().rounded()).hasValue(92);
    assertThat(last(SCORE + "beta").result().status()).isEqualTo(Status.WARN);

    rig.github.removeRepository(ScanRig.ORG, "beta");
    pass(Duration.ofHours(1));
    assertThat(pulse.check(SCORE + "beta")).isEmpty();
  }

  @Test
  void aScanThatGoesOnWhenPulseEndsIsNoError() throws Exception {
    var said = new ListAppender<ILoggingEvent>();
    var audience = (Logger) LoggerFactory.getLogger(Audience.class);
    rig.example("alpha");
    begin();
    rig.example("beta");
    said.start();
    audience.addAppender(said);
    var level = audience.getLevel();
    audience.setLevel(Level.WARN);
    try {
      pulse.close();
      var unused = rig.scanner.scan();

      assertThat(rig.news).contains("scanned beta");
      assertThat(said.list).isEmpty();
    } finally {
      audience.setLevel(level);
      audience.detachAppender(said);
    }
  }

  // row 28
  @Test
  @DisplayName(
      "Row 28, 4.6.2: the service goes on one second after the reset, and drops ticks before")
  void theServiceGoesOnOneSecondAfterTheReset() {
    List.of("alpha", "beta").forEach(rig::example);
    rig.github.exhaustAt("/repos/acme/beta/readme", "core");
    begin();
    assertThat(last(RepositoryScans.SCAN).result().reason()).contains(ScanCheck.LIMITED);
    var until = rig.tables.scans().resumable().orElseThrow().progressAt();
    var left = Duration.between(rig.clock.instant(), until);
    rig.github.recover();
    rig.github.forget();

    pass(left.minusMillis(1));
    assertThat(rig.github.requests()).isZero();
    assertThat(scans()).isEqualTo(1);
    pass(Duration.ofMillis(1));

    assertThat(rig.news).endsWith("scanned beta", "ended ok");
    assertThat(last(RepositoryScans.SCAN).result().status()).isEqualTo(Status.PASS);
    assertThat(rig.news.stream().filter("scanned alpha"::equals)).hasSize(1);
  }

  @Test
  @DisplayName("The score of a repository that another process saw leave is not asked for any more")
  void theScoreGoesWithARepositoryThatAnotherProcessSawLeave() throws Exception {
    List.of("alpha", "beta").forEach(rig::example);
    begin();
    assertThat(pulse.check(SCORE + "beta")).isPresent();
    rig.repository("beta").archived();
    Scanner.of(rig.services, rig.tables, rig.settings, rig.clock).scanUnlessUnderWay();

    pass(rig.settings.interval());

    assertThat(pulse.check(SCORE + "alpha")).isPresent();
    assertThat(pulse.check(SCORE + "beta")).isEmpty();
  }

  @Test
  @DisplayName("4.1.2: while nothing is known a scan is tried each minute; the grid stays")
  void aFirstScanThatCannotBeMadeIsTriedAgainSoon() {
    rig.example("alpha");
    rig.github.answer("/orgs/acme/repos", HttpAnswer.text(502, ""));

    begin();
    assertThat(rig.news).containsExactly("ended failed");
    pass(Duration.ofSeconds(58));
    assertThat(scans()).isEqualTo(1);
    pass(Duration.ofSeconds(2));
    assertThat(rig.news).containsExactly("ended failed", "ended failed");
    rig.github.recover();
    pass(Duration.ofMinutes(1));
    assertThat(rig.news).contains("scanned alpha").endsWith("ended ok");
    assertThat(scans()).isEqualTo(3);

    pass(Duration.ofMinutes(57));
    assertThat(scans()).isEqualTo(3);
    pass(Duration.ofMinutes(1));
    assertThat(scans()).isEqualTo(4);
  }

  @Test
  void aScanThatFailsWhenSomethingIsKnownWaitsForTheGrid() {
    rig.example("alpha");
    begin();
    rig.github.answer("/orgs/acme/repos", HttpAnswer.text(502, ""));
    pass(Duration.ofHours(1));
    assertThat(scans()).isEqualTo(2);

    pass(Duration.ofMinutes(58));

    assertThat(scans()).isEqualTo(2);
    assertThat(pulse.check(RepositoryScans.RETRY)).isEmpty();
  }

  @Test
  void anOrganisationThatIsNotThereIsNotAskedForEachMinute() {
    rig.github.answer("/orgs/acme/repos", HttpAnswer.text(404, ""));
    rig.github.answer("/users/acme/repos", HttpAnswer.text(404, ""));
    begin();

    pass(Duration.ofMinutes(58));

    assertThat(scans()).isEqualTo(1);
  }

  // row 30
  @Test
  @DisplayName("Row 30, 4.10.4: data that become stale are told once each time")
  void staleDataAreToldOnceEachTime() {
    rig.example("alpha");
    begin();
    rig.github.answer("/orgs/acme/repos", HttpAnswer.text(502, ""));
    var scannedAt = rig.overview().lastScan().orElseThrow();

    pass(Duration.between(rig.clock.instant(), scannedAt.plus(Duration.ofDays(1))));
    assertThat(rig.overview().isStale()).isFalse();
    assertThat(rig.news).doesNotContain("Data older than 24 hours");
    pass(Duration.ofMinutes(2));

    assertThat(rig.overview().isStale()).isTrue();
    assertThat(rig.news).containsOnlyOnce("Data older than 24 hours");
    assertThat(last(RepositoryScans.FRESHNESS).result().status()).isEqualTo(Status.WARN);
    assertThat(last(SCORE + "alpha").result().status()).isNotEqualTo(Status.FAIL);

    rig.github.recover();
    pass(Duration.ofHours(1));
    assertThat(rig.overview().isStale()).isFalse();
    rig.github.answer("/orgs/acme/repos", HttpAnswer.text(502, ""));
    pass(Duration.ofHours(25));
    assertThat(rig.news.stream().filter("Data older than 24 hours"::equals)).hasSize(2);
  }

  @Test
  @DisplayName("Row 30: at exactly 24 hours data are not stale, a second later they are")
  void atExactlyADayDataAreNotStale() throws Exception {
    rig.example("alpha");
    rig.scanner.scan();

    rig.clock.move(Duration.ofDays(1));
    var overview = rig.overview();
    assertThat(overview.isStale()).isFalse();
    assertThat(overview.isStale(overview.repository("alpha").orElseThrow())).isFalse();
    rig.clock.move(Duration.ofSeconds(1));

    assertThat(rig.overview().isStale()).isTrue();
    assertThat(overview.repositories()).hasSize(1);
    assertThat(rig.overview().isStale(overview.repositories().get(0))).isTrue();
  }

  @Test
  void whatIsOldIsDeletedDaily() throws Exception {
    rig.example("alpha");
    var old = rig.scanner.scan().id();
    rig.clock.move(Duration.ofDays(366));

    begin();

    assertThat(rig.tables.scans().find(old)).isEqualTo(Optional.empty());
    assertThat(last(RepositoryScans.RETENTION).result().status()).isEqualTo(Status.PASS);
  }
}
