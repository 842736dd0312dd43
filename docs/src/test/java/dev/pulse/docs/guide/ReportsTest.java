package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Target;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Windows;
import dev.pulse.core.Pulse;
import dev.pulse.core.export.ExportFormat;
import dev.pulse.core.export.HistoryExport;
import dev.pulse.core.report.SlaEntry;
import dev.pulse.core.report.SlaReport;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  @TempDir private Path folder;
  private final ManualClock clock = ManualClock.at("2026-10-31T20:00:00Z");
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final Pulse pulse =
      Pulse.builder()
          .clock(clock)
          .scheduler(scheduler)
          .executor(Runnable::run)
          .register(
              Registration.check("shop", context -> CheckResult.pass("ok"))
                  .schedule(Schedules.every(Duration.ofMinutes(30)))
                  .target(Target.of("shop", Labels.of("team", "web")))
                  .build())
          .start();

  @BeforeEach
  void letTimePass() {
    scheduler.advance(Duration.ofHours(5));
    pulse.flush();
  }

  @AfterEach
  void close() {
    pulse.close();
  }

  @Test
  void serviceLevelsOfAMonth() throws IOException {
    var file = folder.resolve("october.html");
    ZoneId zone = ZoneId.of("Europe/Berlin");
    Instant from = LocalDate.of(2026, 10, 1).atStartOfDay(zone).toInstant();
    Instant to = LocalDate.of(2026, 11, 1).atStartOfDay(zone).toInstant();

    SlaReport october =
        SlaReport.builder(pulse, from, to)
            .zone(zone)
            .groupByLabel("team")
            .objective(0.999)
            .excluding(from, from.plus(Duration.ofHours(3)), "moved the database")
            .build();
    Files.writeString(file, october.toHtml());

    var missed = new ArrayList<String>();
    for (SlaEntry check : october.checks()) {
      if (check.standing().orElseThrow() == SlaEntry.Standing.MISSED) {
        missed.add(check.title() + ": " + check.uptime() + ", " + check.outages());
      }
    }

    assertThat(missed).isEmpty();
    assertThat(october.checks())
        .singleElement()
        .satisfies(
            shop -> {
              assertThat(shop.ratio()).hasValue(1);
              assertThat(shop.standing()).contains(SlaEntry.Standing.UNDECIDED);
              assertThat(shop.uptime().maintenance()).isEqualTo(Duration.ofHours(3));
            });
    assertThat(file).content().contains("moved the database");
  }

  @Test
  void historyAsAFile() throws IOException {
    var target = folder.resolve("shop.csv");
    Instant from = Instant.parse("2026-10-31T00:00:00Z");

    Path part = folder.resolve("shop.csv.part");
    try (OutputStream out = Files.newOutputStream(part)) {
      HistoryExport.of(pulse.journal(), ExportFormat.CSV)
          .outcomes(OutcomeQuery.of("shop").from(from), out);
    }
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);

    assertThat(Files.readAllLines(target)).hasSizeGreaterThan(5);
  }

  @Test
  void daysAsAFile() throws IOException {
    var file = folder.resolve("days.json");
    Instant from = Instant.parse("2026-10-30T23:00:00Z");
    Instant to = clock.instant();

    Windows days = Windows.days(from, to, ZoneId.of("Europe/Berlin"));
    try (OutputStream out = Files.newOutputStream(file)) {
      HistoryExport.of(pulse.journal(), ExportFormat.JSON)
          .windows(List.of("shop"), Signal.latency(), days, out);
    }

    assertThat(file).content().contains("\"up_seconds\"");
  }
}
