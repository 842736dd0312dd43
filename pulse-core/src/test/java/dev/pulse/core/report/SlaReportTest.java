package dev.pulse.core.report;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.PulseException;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Status;
import dev.pulse.api.model.Target;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.Uptime;
import dev.pulse.core.report.SlaEntry.Standing;
import dev.pulse.core.store.Stores;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlaReportTest {
  private static final Instant DAY_1 = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant DAY_2 = Instant.parse("2026-06-02T00:00:00Z");
  private static final Instant DAY_3 = Instant.parse("2026-06-03T00:00:00Z");
  private static final Instant LATER = Instant.parse("2026-11-21T00:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final String DAY = "p".repeat(24);

  @TempDir private Path folder;

  private final Store store = Stores.memory();
  private final History history = new History(store);

  @AfterEach
  void close() {
    store.close();
  }

  private SlaReport.Builder report(Instant from, Instant to) {
    return SlaReport.builder(store.journal(), () -> LATER, from, to);
  }

  private SlaReport.Builder twoDays() {
    return report(DAY_1, DAY_3);
  }

  private static SlaEntry only(SlaReport report) {
    assertThat(report.checks()).hasSize(1);
    return report.checks().get(0);
  }

  private static Registration registration(String name, Labels labels, String... tags) {
    return Registration.check(name, context -> CheckResult.pass("ok"))
        .title("The " + name)
        .target(Target.of(name, labels))
        .tags(List.of(tags))
        .build();
  }

  @Test
  void timesRunsOutagesAndLatenciesAddUp() {
    history.hours("shop", DAY_1, DAY + "pppppppppwffpppppppppppp");

    var shop = only(twoDays().check("shop").build());

    assertThat(shop.uptime())
        .isEqualTo(Uptime.of(ofHours(46), ofHours(2), Duration.ZERO, Duration.ZERO));
    assertThat(shop.ratio().orElseThrow()).isEqualTo(46.0 / 48);
    assertThat(shop.runs()).isEqualTo(Map.of(Status.PASS, 45L, Status.WARN, 1L, Status.FAIL, 2L));
    assertThat(shop.outages().count()).isEqualTo(1);
    assertThat(shop.outages().total()).isEqualTo(ofHours(2));
    assertThat(shop.outages().longest()).contains(ofHours(2));
    assertThat(shop.outages().meanTimeToRecovery()).contains(ofHours(2));
    assertThat(shop.outages().isComplete()).isTrue();
    assertThat(shop.latency().count()).isEqualTo(48);
    assertThat(shop.latency().p50()).hasValue(24.5);
    assertThat(shop.uptimes())
        .containsExactly(
            Uptime.of(ofHours(24), Duration.ZERO, Duration.ZERO, Duration.ZERO),
            Uptime.of(ofHours(22), ofHours(2), Duration.ZERO, Duration.ZERO));
  }

  @Test
  void whatNobodyKnowsIsNoDataAndNeverAHundredPerCent() {
    history.hours("blind", DAY_1, "u".repeat(48));

    var report = twoDays().check("blind").check("never").objective(0.99).build();

    assertThat(report.checks())
        .allSatisfy(
            entry -> {
              assertThat(entry.ratio()).isEmpty();
              assertThat(entry.uptime().unknown()).isEqualTo(ofDays(2));
              assertThat(entry.standing()).contains(Standing.UNDECIDED);
            });
    assertThat(report.toHtml()).contains("no data").doesNotContain("100.000 %<");
    assertThat(report.toJson()).doesNotContain("uptime_ratio");
    assertThat(String.join("\n", report.policy()))
        .contains("uptime no data", "Without any result that is there: never");
  }

  @Test
  void theTimeBeforeTheFirstResultIsUnknownAndSaid() {
    history.hours("late", DAY_2.plus(ofHours(12)), "p".repeat(12));

    var report = twoDays().check("late").build();

    assertThat(only(report).uptime().unknown()).isEqualTo(ofHours(36));
    assertThat(only(report).noResultsBefore()).contains(DAY_2);
    assertThat(String.join("\n", report.policy()))
        .contains("The oldest result comes after the first window for 1 check: late (2026-06-02).")
        .contains("nobody had looked yet, or older results were removed");
  }

  @Test
  void resultsThatKnowNothingAreResultsAllTheSame() {
    history.hours("blind", DAY_2.plus(ofHours(12)), "u".repeat(12));
    history.hours("found", DAY_2.plus(ofHours(12)), "u".repeat(12) + "p".repeat(12));

    var report = twoDays().check("blind").check("found").build();

    assertThat(report.checks())
        .allSatisfy(entry -> assertThat(entry.noResultsBefore()).contains(DAY_2));
  }

  @Test
  void anObjectiveIsMetOrMissedOnlyWhenTheUnknownTimeCannotTurnIt() {
    history.hours("shop", DAY_1, "p".repeat(36) + " ".repeat(6) + "f".repeat(6));

    assertThat(standing(0.75)).isEqualTo(Standing.MET);
    assertThat(standing(0.76)).isEqualTo(Standing.UNDECIDED);
    assertThat(standing(0.875)).isEqualTo(Standing.UNDECIDED);
    assertThat(standing(0.876)).isEqualTo(Standing.MISSED);
  }

  private Standing standing(double objective) {
    return only(twoDays().check("shop").objective(objective).build()).standing().orElseThrow();
  }

  @Test
  void percentagesAreRoundedDown() {
    // A second down in two days is 0.9999942: six digits that would round to 100.
    history.hours("shop", DAY_1, DAY + DAY);
    history.write(
        List.of(
            history.outcome("shop", DAY_1.plusSeconds(10), 'f', ofHours(1)),
            history.outcome("shop", DAY_1.plusSeconds(11), 'p', ofHours(1))));

    var report = twoDays().check("shop").build();

    assertThat(only(report).outages().total()).isEqualTo(Duration.ofSeconds(1));
    assertThat(report.toHtml()).contains("<span>99.999 %").doesNotContain("<span>100.000 %");
    assertThat(report.toJson()).contains("\"uptime_ratio\":0.999994212");
  }

  @Test
  void announcedMaintenanceCountsNeitherWay() {
    history.hours("shop", DAY_1, DAY + "ffmmpppppppppppppppppppp");

    var shop = only(twoDays().check("shop").build());

    assertThat(shop.uptime())
        .isEqualTo(Uptime.of(ofHours(44), ofHours(2), Duration.ZERO, ofHours(2)));
    assertThat(shop.outages().count()).isEqualTo(1);
    // It ended in maintenance, so nobody knows how long it would have lasted.
    assertThat(shop.outages().meanTimeToRecovery()).isEmpty();
  }

  @Test
  void whatIsExcludedAfterwardsIsMaintenanceAndListedByName() {
    history.hours("shop", DAY_1, DAY + "ppffffpppppppppppppppppp");

    var report =
        twoDays()
            .check("shop")
            .excluding(DAY_2.plus(ofHours(3)), DAY_2.plus(ofHours(4)), "moved <rooms>")
            .excluding(DAY_2.plus(ofMinutes(210)), DAY_2.plus(ofMinutes(270)), "and cables")
            .build();
    var shop = only(report);

    assertThat(shop.uptime())
        .isEqualTo(Uptime.of(ofHours(44), ofMinutes(150), Duration.ZERO, ofMinutes(90)));
    assertThat(shop.outages().count()).isEqualTo(2);
    assertThat(shop.outages().total()).isEqualTo(shop.uptime().down());
    assertThat(shop.outages().recovered()).isZero();
    assertThat(String.join("\n", report.policy()))
        .contains("2026-06-02 03:00 +00:00 to 2026-06-02 04:00 +00:00 (moved <rooms>)")
        .contains("(and cables)");
    assertThat(report.toHtml()).contains("moved &lt;rooms&gt;").doesNotContain("<rooms>");
    assertThat(report.toJson()).contains("\"reason\":\"and cables\"");
  }

  @Test
  void anOutageThatUnknownTimeInterruptsCountsAsTwo() {
    history.hours("shop", DAY_1, DAY + "pffuffppffpppppppppppp  ");

    var outages = only(twoDays().check("shop").build()).outages();

    assertThat(outages.count()).isEqualTo(3);
    assertThat(outages.longest()).contains(ofHours(2));
    // The first one ends in the unknown: the mean is that of the other two.
    assertThat(outages.recovered()).isEqualTo(2);
    assertThat(outages.meanTimeToRecovery()).contains(ofHours(2));
  }

  @Test
  void outagesAreCutOffAtTheEndsAndLeftOutOfTheMean() {
    history.hours("shop", DAY_1.minus(ofHours(3)), "fffff" + "p".repeat(40) + "f".repeat(24));

    var outages = only(twoDays().check("shop").build()).outages();

    assertThat(outages.count()).isEqualTo(2);
    assertThat(outages.total()).isEqualTo(ofHours(2 + 6));
    assertThat(outages.longest()).contains(ofHours(6));
    assertThat(outages.meanTimeToRecovery()).isEmpty();
  }

  @Test
  void anOutageReachesOverWholeDaysAndMonths() {
    var from = Instant.parse("2026-05-20T00:00:00Z");
    history.hours("shop", from, DAY + "p".repeat(23) + "f".repeat(24 * 20) + DAY);

    for (var builder :
        List.of(
            report(from, LATER).daily(),
            report(from, LATER).weekly(),
            report(from, LATER).monthly())) {
      var outages = only(builder.check("shop").build()).outages();
      assertThat(outages.count()).isEqualTo(1);
      assertThat(outages.meanTimeToRecovery()).contains(Duration.ofDays(20));
      assertThat(outages.isComplete()).isTrue();
    }
  }

  @Test
  void whereSingleResultsAreGoneOutagesAreNotMadeUp() throws SQLException {
    SlaReport report;
    try (Store file = Stores.sqlite(folder.resolve("pulse.db"))) {
      new History(file).hours("shop", DAY_1, DAY + "ppppppppppffpppppppppppp");
      var minute = ofMinutes(1);
      file.prune(Retention.builder().results(minute).minutes(minute).hours(minute).build(), LATER);
      var known =
          SlaReport.builder(file.journal(), () -> LATER, DAY_1, DAY_3).check("shop").build();
      assertThat(only(known).outages().longest()).contains(ofHours(2));
      assertThat(only(known).outages().isComplete()).isTrue();
      withoutMonths();

      report = SlaReport.builder(file.journal(), () -> LATER, DAY_1, DAY_3).check("shop").build();
    }

    assertThat(only(report).uptime().down()).isEqualTo(ofHours(2));
    assertThat(only(report).outages().isComplete()).isFalse();
    assertThat(String.join("\n", report.policy()))
        .contains("Of 1 check single results are no longer there")
        .contains("be told apart: shop");
    assertThat(report.toHtml()).contains("at least 0");
  }

  /** As if the target had changed its mind thousands of times. */
  private void withoutMonths() throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pulse.db"));
        var statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM rollup WHERE tier = 3");
    }
  }

  @Test
  void groupsAddUpTheirChecksAndThoseWithoutAreListedToo() {
    history.hours("a", DAY_1, "p".repeat(48));
    history.hours("b", DAY_1, "p".repeat(12) + "f".repeat(36));
    history.hours("c", DAY_1, "p".repeat(48));

    var report =
        twoDays()
            .checks(
                List.of(
                    registration("a", Labels.of("team", "web"), "x", "y"),
                    registration("b", Labels.of("team", "web"), "x"),
                    registration("c", Labels.empty())))
            .groupByLabel("team")
            .objective(0.6)
            .build();

    assertThat(report.groups()).extracting(SlaEntry::name).containsExactly("web", "");
    var web = report.groups().get(0);
    assertThat(web.checks()).isEqualTo(2);
    assertThat(web.uptime())
        .isEqualTo(Uptime.of(ofHours(60), ofHours(36), Duration.ZERO, Duration.ZERO));
    assertThat(web.standing()).contains(Standing.MET);
    assertThat(web.latency().p50()).isEmpty();
    assertThat(report.total().uptime().up()).isEqualTo(ofHours(108));
    assertThat(report.toHtml()).contains("Groups by team", "(none)", "The b");
  }

  @Test
  void aCheckWithTwoTagsIsInTwoGroups() {
    history.hours("a", DAY_1, "p".repeat(48));

    var report =
        twoDays()
            .checks(
                List.of(
                    registration("a", Labels.empty(), "x", "y"), registration("b", Labels.empty())))
            .groupByTags()
            .build();

    assertThat(report.groups()).extracting(SlaEntry::name).containsExactly("", "x", "y");
  }

  @Test
  void theWorstComesFirst() {
    history.hours("well", DAY_1, "p".repeat(48));
    history.hours("gaps", DAY_1, "p".repeat(40));
    history.hours("bad", DAY_1, "f" + "p".repeat(47));
    history.hours("worse", DAY_1, "ffff" + "p".repeat(44));

    var report =
        twoDays().check("well").check("gaps").check("bad").check("worse").check("never").build();

    assertThat(report.checks())
        .extracting(SlaEntry::name)
        .containsExactly("worse", "bad", "never", "gaps", "well");
  }

  @Test
  void daysInSpringAndAutumnHaveTheirOwnLength() {
    var spring =
        report(Instant.parse("2026-03-28T23:00:00Z"), Instant.parse("2026-03-30T22:00:00Z"))
            .zone(BERLIN)
            .check("shop")
            .build();
    var autumn =
        report(Instant.parse("2026-10-24T22:00:00Z"), Instant.parse("2026-10-26T23:00:00Z"))
            .zone(BERLIN)
            .check("shop")
            .build();

    assertThat(only(spring).uptimes())
        .extracting(Uptime::total)
        .containsExactly(ofHours(23), ofHours(24));
    assertThat(only(autumn).uptimes())
        .extracting(Uptime::total)
        .containsExactly(ofHours(25), ofHours(24));
    assertThat(String.join("\n", spring.policy()))
        .contains("on 2026-03-29 from +01:00 to +02:00 (that day has 23 hours)");
    assertThat(String.join("\n", autumn.policy()))
        .contains("on 2026-10-25 from +02:00 to +01:00 (that day has 25 hours)");
  }

  @Test
  void whatHasNotHappenedYetIsLeftOut() {
    history.hours("shop", LATER.minus(ofHours(12)), "p".repeat(12));

    var report = report(LATER.minus(ofHours(12)), LATER.plus(ofHours(12))).check("shop").build();

    assertThat(report.windows().to()).isEqualTo(LATER);
    assertThat(only(report).uptime().unknown()).isZero();
    assertThat(report.policy().get(0)).contains("what had not happened yet is left out");
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> report(DAY_2, DAY_1).objective(1.5).excluding(DAY_3, DAY_1, "x").build())
        .withMessageContaining("must end after it begins")
        .withMessageContaining("at least one check")
        .withMessageContaining("above 0 and below 1, but is 1.5")
        .withMessageContaining("the exclusion from");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> report(LATER.plusSeconds(1), LATER.plusSeconds(2)).check("a").build())
        .withMessageContaining("must begin before the present");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> twoDays().check("a").objective(Double.NaN).build())
        .withMessageContaining("NaN");
  }

  @Test
  void tooManyRowsAreRefusedWithWhatToDo() {
    var builder = report(Instant.parse("2016-01-01T00:00:00Z"), LATER);
    for (int i = 0; i < 400; i++) {
      builder.check("c" + i);
    }

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("400 checks and 3977 windows are more than 1000000 rows")
        .withMessageContaining("longer windows");
    assertThat(builder.monthly().build().checks()).hasSize(400);
  }

  @Test
  void anInterruptedThreadMakesNoReport() {
    var builder = twoDays().check("shop");
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(builder::build)
          .isInstanceOf(PulseException.class)
          .hasMessageContaining("interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void tenThousandChecksAreAReportToo() {
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < 50_000; i++) {
      char letter = i < 10_000 && i % 10 == 0 ? 'f' : 'p';
      outcomes.add(
          history.outcome(
              "check-" + i % 10_000, DAY_1.plus(ofHours(1 + i / 10_000)), letter, ofHours(1)));
    }
    history.write(outcomes);
    var builder = report(DAY_1, DAY_1.plus(Duration.ofDays(31))).objective(0.5);
    for (int i = 0; i < 10_000; i++) {
      builder.check("check-" + i);
    }

    var report = builder.build();

    assertThat(report.total().checks()).isEqualTo(10_000);
    assertThat(report.total().outages().count()).isEqualTo(1_000);
    assertThat(report.total().uptime().unknown())
        .isEqualTo(ofHours(31 * 24 - 5).multipliedBy(10_000));
    assertThat(report.toHtml()).contains("310000 lines").hasSizeLessThan(20_000_000);
    assertThat(report.toCsv().lines()).hasSizeGreaterThan(320_000);
  }
}
