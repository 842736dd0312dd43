package dev.pulse.samples.server.api;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static dev.pulse.samples.server.Watched.down;
import static dev.pulse.samples.server.Watched.up;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.report.SlaReport;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.Watched;
import dev.pulse.samples.server.web.Caller;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlaRoutesTest {
  private final Watched watched = new Watched().withShop();
  private final PulseServer server = PulseServer.builder(watched.pulse()).port(0).start();
  private final Caller caller = new Caller(server.port());

  @BeforeEach
  void makeHistory() {
    // From 12:00:00: 30 s up, 20 s down, 10 s up.
    watched.pass(Duration.ofSeconds(25));
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(20));
    watched.shopIs(up(10));
    watched.pass(Duration.ofSeconds(15));
  }

  @AfterEach
  void close() {
    server.close();
    watched.close();
  }

  @Test
  void aReportTellsTimesOutagesAndItsRules() {
    var report =
        object(
            caller
                .get(
                    "/api/v1/reports/sla?from=2026-03-01T12:00:00Z&objective=99.9%25&group-by=team")
                .body());
    var shop = objects(report.get("checks")).get(0);

    assertThat(report).containsEntry("group_by", "team").containsEntry("objective", 0.999);
    assertThat(shop)
        .containsEntry("up_seconds", 40.0)
        .containsEntry("down_seconds", 20.0)
        .containsEntry("standing", "missed");
    assertThat(object(shop.get("outages")))
        .containsEntry("count", 1.0)
        .containsEntry("mean_time_to_recovery_seconds", 20.0);
    assertThat(objects(report.get("groups")).get(0)).containsEntry("name", "web");
    assertThat(report.get("policy").toString()).contains("PASS or WARN");
  }

  @Test
  void theLastMonthOfTheZoneIsTheDefault() {
    var report = object(caller.get("/api/v1/reports/sla?zone=Europe/Berlin").body());

    assertThat(report)
        .containsEntry("from", "2026-01-31T23:00:00.000Z")
        .containsEntry("to", "2026-02-28T23:00:00.000Z");
    assertThat(objects(objects(report.get("checks")).get(0).get("windows"))).hasSize(28);
  }

  @Test
  void thePageComesWithThePolicyThatAllowsItsStyle() {
    var answer = caller.get("/api/v1/reports/sla?from=-1m&format=html");

    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(answer.headers().allValues("Content-Security-Policy"))
        .isEqualTo(List.of(SlaReport.contentSecurityPolicy()));
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
    assertThat(answer.body()).startsWith("<!doctype html>").endsWith("</html>\n");
  }

  @Test
  void csvIsAFile() {
    var answer = caller.get("/api/v1/reports/sla?from=-1m&format=csv");

    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"pulse-sla-2026-03-01.csv\"");
    assertThat(answer.body()).startsWith("row,name,");
  }

  @Test
  void whatIsExcludedIsMaintenance() {
    var report =
        object(
            caller
                .get(
                    "/api/v1/reports/sla?from=2026-03-01T12:00:00Z&exclude=2026-03-01T12:00:30Z/"
                        + "2026-03-01T12:00:50Z/deploy")
                .body());

    assertThat(objects(report.get("checks")).get(0))
        .containsEntry("down_seconds", 0.0)
        .containsEntry("maintenance_seconds", 20.0)
        .containsEntry("uptime_ratio", 1.0);
    assertThat(objects(report.get("excluded")).get(0)).containsEntry("reason", "deploy");
  }

  @Test
  void aRemovedCheckIsReportedByItsName() {
    watched.pulse().remove("shop");

    var named = object(caller.get("/api/v1/reports/sla?from=-1m&check=shop").body());
    var all = caller.get("/api/v1/reports/sla?from=-1m");

    assertThat(objects(named.get("checks")).get(0)).containsEntry("down_seconds", 20.0);
    assertThat(all.statusCode()).isEqualTo(400);
    assertThat(all.body()).contains("there must be at least one check");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          format=pdf              | format    | json, csv or html
          windows=hour            | windows   | day, week or month
          group-by=a-b            | group-by  | the name of a label, or tags
          objective=99.9          | objective | 0.999 or 99.9%
          objective=1             | objective | above 0 and below 1
          objective=0             | objective | above 0 and below 1
          objective=100%25        | objective | above 0 and below 1
          objective=1e-3          | objective | above 0 and below 1
          check=none              | check     | names that have a history
          check=shop&prefix=s     | prefix    | left out beside check
          exclude=now             | exclude   | FROM/TO/REASON
          exclude=now/then        | exclude   | such as 2026-01-31
          zone=Mars               | zone      | such as Europe/Berlin
          from=-4000d             | from      | at most 3660 days
          group=team              | group     | group-by
          """)
  void parametersThatAreNotAllowedAreNamedWithWhatIs(String query, String name, String allowed) {
    var answer = caller.get("/api/v1/reports/sla?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(object(answer.body())).containsEntry("parameter", name);
    assertThat(String.valueOf(object(answer.body()).get("detail"))).contains(allowed);
  }

  private void addIdle(int from, int end) {
    for (int i = from; i < end; i++) {
      watched
          .pulse()
          .add(
              Registration.check("idle-" + i, context -> CheckResult.pass("ok"))
                  .schedule(Schedules.daily(LocalTime.MIDNIGHT, ZoneOffset.UTC))
                  .build());
    }
  }

  private int windows(String query) {
    var report = object(caller.get("/api/v1/reports/sla?prefix=idle&" + query).body());
    return objects(objects(report.get("checks")).get(0).get("windows")).size();
  }

  @Test
  void windowsAreAsFineAsPeopleCanRead() {
    addIdle(0, 20);

    assertThat(windows("from=-1000d")).as("20,020 days would be too many").isBetween(143, 145);
    assertThat(windows("from=-999d")).as("20,000 days").isEqualTo(1_000);
    assertThat(windows("from=-3653d")).as("10,440 weeks").isBetween(522, 524);
    assertThat(windows("from=-1000d&windows=day")).as("asked for").isEqualTo(1_001);
    addIdle(20, 70);
    assertThat(windows("from=-3653d")).as("36,540 weeks would be too many").isBetween(120, 122);
  }

  @Test
  void aReportThatWouldTakeLongIsRefusedWithWhatToAskFor() {
    addIdle(0, 20);

    var days = caller.get("/api/v1/reports/sla?prefix=idle&from=-3000d&windows=day");
    var fewer = caller.get("/api/v1/reports/sla?prefix=idle-1&from=-3000d&windows=day");
    var future = caller.get("/api/v1/reports/sla?from=-100d&to=2035-01-01&windows=day&prefix=idle");

    assertThat(days.statusCode()).isEqualTo(400);
    assertThat(object(days.body()))
        .containsEntry(
            "detail",
            "20 checks and 3001 windows of a day are 60020 rows, and a report may have 50000: ask"
                + " for fewer checks (prefix, check), a shorter stretch (from, to) or longer"
                + " windows (windows=week or month)");
    assertThat(fewer.statusCode()).isEqualTo(200);
    assertThat(future.statusCode()).as("what has not happened has no rows").isEqualTo(200);
  }

  @Test
  void whatAReportCannotBeMadeOfIsToldToo() {
    var future = caller.get("/api/v1/reports/sla?from=2026-04-01&to=2026-04-02");
    var backwards = caller.get("/api/v1/reports/sla?from=-1m&exclude=now/-1m");

    assertThat(future.statusCode()).isEqualTo(400);
    assertThat(future.body()).contains("must begin before the present");
    assertThat(backwards.statusCode()).isEqualTo(400);
    assertThat(backwards.body()).contains("the exclusion from");
  }
}
