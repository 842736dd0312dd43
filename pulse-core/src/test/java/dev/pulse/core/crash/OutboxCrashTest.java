package dev.pulse.core.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.Store;
import dev.pulse.core.store.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Pulse that is killed again and again while it tells receivers that fail. How often, and with
 * which random numbers, is set by {@code -Ddev.pulse.crash.kills} and {@code
 * -Ddev.pulse.crash.seed}; {@code benchmarks/crash-outbox} does it two hundred times.
 */
class OutboxCrashTest {
  private static final int KILLS = Integer.getInteger("dev.pulse.crash.kills", 10);
  private static final long SEED = Long.getLong("dev.pulse.crash.seed", 20260301);

  @TempDir Path folder;

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void aProcessThatIsKilledLosesNoMessageAndRepeatsNone() throws Exception {
    var file = folder.resolve("pulse.db");
    var random = new Random(SEED);
    var output = new ArrayList<String>();
    try (var town = new Town(SEED)) {
      for (int life = 1; life <= KILLS; life++) {
        output.add(liveAndDie(file, town.url(life), random));
      }
      town.calmDown();
      output.add(liveInPeace(file, town));

      var incidents = incidents(file);
      var judge = Judge.of(town.arrivals(), incidents);
      report(town, incidents, judge);
      assertThat(judge.faults()).isEmpty();
      assertThat(incidents).hasSizeGreaterThanOrEqualTo(KILLS / 2);
      assertThat(output).anyMatch(lines -> lines.contains("Incident OPENED"));
      assertThat(output).noneMatch(lines -> lines.contains(Town.TOKEN));
    }
  }

  /** One in eight dies while it is still starting. */
  private static String liveAndDie(Path file, String town, Random random) throws Exception {
    try (var pulse = CrashingPulse.start(file, town)) {
      if (random.nextInt(8) == 0) {
        pulse.live(200 + random.nextInt(800));
      } else {
        pulse.awaitReady();
        pulse.live(random.nextInt(2_500));
      }
      pulse.kill();
      return pulse.output();
    }
  }

  private static String liveInPeace(Path file, Town town) throws Exception {
    try (var pulse = CrashingPulse.start(file, town.url(KILLS + 1))) {
      pulse.awaitReady();
      awaitPeace(town, pulse);
      assertThat(pulse.stop()).isZero();
      return pulse.output();
    }
  }

  /** The town cannot know of what no receiver has heard yet; the process does. */
  private static void awaitPeace(Town town, CrashingPulse pulse) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    boolean peace = false;
    while (!peace) {
      assertThat(town.awaitPeace(90)).isEmpty();
      peace = pulse.isQuiet() && town.awaitPeace(0).isEmpty();
      assertThat(peace || System.nanoTime() < end).as("peace in time").isTrue();
    }
  }

  private static List<Incident> incidents(Path file) {
    try (Store store = Stores.sqlite(file)) {
      assertThat(store.documents("pulse.outbox").list()).as("messages that wait").isEmpty();
      return store.incidents().list(IncidentQuery.all().limit(10_000)).items();
    }
  }

  /** The script shows it. */
  private static void report(Town town, List<Incident> incidents, Judge judge) throws Exception {
    var report = System.getProperty("dev.pulse.crash.report");
    if (report != null) {
      var arrivals = town.arrivals();
      Files.writeString(
          Path.of(report),
          String.format(
              "%d kills, seed %d: %d incidents, %d messages, %d of them not answered; %d came again"
                  + " because the kill fell between the answer and its note; %d faults%n",
              KILLS,
              SEED,
              incidents.size(),
              arrivals.stream().map(arrival -> arrival.channel() + arrival.id()).distinct().count(),
              arrivals.stream().filter(arrival -> !arrival.answered()).count(),
              judge.repeated(),
              judge.faults().size()));
    }
  }
}
