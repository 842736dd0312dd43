package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Status;
import dev.pulse.core.Pulse;
import dev.pulse.core.check.HeartbeatCheck;
import dev.pulse.core.check.HeartbeatReport;
import dev.pulse.core.check.Heartbeats;
import dev.pulse.core.schedule.Cron;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
  private final Secret token = Secret.of("not a real one at all");

  @Test
  void jobsReportIn() {
    Check backup =
        HeartbeatCheck.on(Cron.of("0 2 * * *", ZoneId.of("Europe/Berlin")))
            .grace(Duration.ofMinutes(30))
            .longest(Duration.ofHours(2))
            .token(token)
            .build();
    Check export = HeartbeatCheck.every(Duration.ofMinutes(15)).build();
    try (var pulse =
        Pulse.builder()
            .register(Registration.check("backup", backup).build())
            .register(Registration.check("export", export).build())
            .start()) {
      report(pulse);
      assertThat(pulse.runNow("export").join().status()).isEqualTo(Status.PASS);
      assertThat(pulse.runNow("backup").join().status()).isEqualTo(Status.UNKNOWN);
    }
  }

  private static void report(Pulse pulse) {
    try (var heartbeats = Heartbeats.of(pulse)) {
      heartbeats.report("export", HeartbeatReport.started()).join();
      int exitCode = export();
      var report = HeartbeatReport.ended(exitCode).withOutput("42 rows");
      var judged = heartbeats.report("export", report).join();
      System.out.println(judged);
    }
  }

  private static int export() {
    return 0;
  }
}
