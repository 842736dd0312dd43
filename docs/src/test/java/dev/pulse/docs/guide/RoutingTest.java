package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Destination;
import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Route;
import dev.pulse.api.route.TimeInterval;
import dev.pulse.api.schedule.Recurrence;
import dev.pulse.core.Pulse;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import dev.pulse.testkit.RecordingNotifier;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutingTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualScheduler scheduler = new ManualScheduler(clock);

  private static Channel channel(String name) {
    return Channel.of(name, new RecordingNotifier());
  }

  private static Route tree() {
    var ops = channel("ops");
    var pager = channel("pager");
    var boss = channel("boss");
    TimeInterval nights =
        TimeInterval.always()
            .times(LocalTime.of(22, 0), LocalTime.MAX)
            .times(LocalTime.MIDNIGHT, LocalTime.of(7, 0))
            .in(BERLIN);
    Route root =
        Route.to(ops)
            .groupBy("team")
            .child(
                Route.to(pager)
                    .matching("severity=\"critical\"")
                    .groupBy(Route.ALL_LABELS)
                    .groupWait(Duration.ZERO)
                    .repeatInterval(Duration.ofHours(1))
                    .escalateAfter(Duration.ofMinutes(15), boss)
                    .continuing())
            .child(
                Route.to()
                    .matching("team=~\"shop|web\"", "severity!=\"critical\"")
                    .muteDuring("nights", nights));
    return root;
  }

  @Test
  void whereLabelsLeadAndWhatASilenceNeeds() {
    Pulse pulse =
        Pulse.builder()
            .clock(clock)
            .scheduler(scheduler)
            .executor(Runnable::run)
            .route(tree())
            .start();
    try (pulse) {
      List<Destination> destinations =
          pulse.alerting().destinations(Labels.of("severity", "critical", "team", "shop"));
      assertThat(destinations).flatExtracting(Destination::channels).containsExactly("pager");
      assertThat(destinations.get(0).group()).isEqualTo(Labels.of("team", "shop"));

      var now = clock.instant();
      var nightly = new Recurrence("0 3 * * *", Duration.ofHours(1), BERLIN);
      pulse
          .alerting()
          .silence(
              List.of(Matcher.equal("check", "shop-backup")),
              now,
              now.plus(Duration.ofDays(30)),
              nightly,
              "Ada",
              "slow while it runs");
      assertThat(pulse.alerting().silences()).hasSize(1);
    }
  }
}
