package dev.pulse.docs.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.store.ConflictException;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.core.Pulse;
import dev.pulse.docs.sketch.UptimeGuardSketch.WatchedSite;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UptimeGuardSketchTest {
  private static final WatchedSite SHOP = new WatchedSite("Shop", "http://shop.test/", "http", 30);

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final Pulse pulse =
      Pulse.builder().clock(clock).scheduler(scheduler).executor(Runnable::run).start();
  private final AtomicBoolean up = new AtomicBoolean(true);
  private final List<String> published = new ArrayList<>();
  private UptimeGuardSketch guard;

  @BeforeEach
  void start() {
    guard =
        new UptimeGuardSketch(
            pulse,
            site -> context -> answer(),
            (subject, message) -> published.add(subject + " " + message.get("target_id")));
    guard.start();
  }

  @AfterEach
  void close() {
    pulse.close();
  }

  @Test
  void publishesEachProbeAndBothEndsOfADowntime() {
    guard.add("1", SHOP);
    pass(Duration.ofSeconds(1));
    up.set(false);
    pass(Duration.ofSeconds(90));
    up.set(true);
    pass(Duration.ofSeconds(60));
    assertThat(published).filteredOn("probe.results 1"::equals).hasSize(6);
    assertThat(published)
        .filteredOn(line -> line.startsWith("incidents."))
        .containsExactly("incidents.started 1", "incidents.resolved 1");
  }

  @Test
  void deletingClosesTheIncidentAndForgets() {
    up.set(false);
    guard.add("1", SHOP);
    pass(Duration.ofSeconds(61));
    assertThat(pulse.incidents().list(IncidentQuery.all().open(true)).items()).hasSize(1);
    guard.delete("1");
    assertThat(published).contains("incidents.resolved 1");
    assertThat(pulse.checks()).isEmpty();
    assertThat(pulse.journal().latest("1")).isEmpty();
    assertThat(pulse.incidents().list(IncidentQuery.all()).items()).isEmpty();
  }

  @Test
  void secondTargetWithTheSameIdIsRefused() {
    guard.add("1", SHOP);
    assertThatThrownBy(() -> guard.add("1", SHOP)).isInstanceOf(ConflictException.class);
    assertThat(pulse.checks()).hasSize(1);
  }

  private CheckResult answer() {
    return (up.get() ? CheckResult.pass("200 OK") : CheckResult.fail(Reason.REFUSED, "refused"))
        .withLatency(Duration.ofMillis(50));
  }

  private void pass(Duration time) {
    scheduler.advance(time);
    pulse.flush();
  }
}
