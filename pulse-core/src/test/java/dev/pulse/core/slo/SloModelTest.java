package dev.pulse.core.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Status;
import dev.pulse.api.slo.Objective;
import dev.pulse.api.slo.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Budgets, held against sums of a simpler kind: one second after the other, one run after one. */
class SloModelTest {
  private static final Instant START = Instant.parse("2026-03-28T21:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final List<CheckResult> RESULTS =
      List.of(Past.UP, Past.UP, Past.UP, Past.SLOW, Past.DOWN, Past.UNKNOWN);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void agreesWithCountingByHand(long seed) {
    var random = new Random(seed);
    var past = past(random);
    var journal = past.journal();
    for (int i = 0; i < 5; i++) {
      var from = START.plusSeconds(random.nextInt(20_000));
      var to = from.plusSeconds(1 + random.nextInt(20_000));

      var availability = Objective.availability(0.99).budget(journal, "shop", from, to);
      var time = secondBySecond(past.outcomes(), from, to);
      var label = "%s from %s to %s".formatted(seed, from, to);
      assertThat(availability.time().up()).as(label).isEqualTo(Duration.ofSeconds(time[0]));
      assertThat(availability.time().down()).as(label).isEqualTo(Duration.ofSeconds(time[1]));
      if (time[0] + time[1] == 0) {
        assertThat(availability.ratio()).as(label).isEmpty();
        assertThat(availability.burnRate()).as(label).isEmpty();
      } else {
        double bad = (double) time[1] / (time[0] + time[1]);
        assertThat(availability.burnRate().orElseThrow())
            .as(label)
            .isCloseTo(bad / 0.01, within(1e-9));
        assertThat(availability.remainingTime().orElseThrow().toMillis())
            .as(label)
            .isEqualTo((time[0] + time[1]) * 10 - time[1] * 1000);
      }

      assertThat(Objective.availability(0.99).runs(journal, "shop", from, to))
          .as(label)
          .isEqualTo(runByRun(past.outcomes(), from, to, Long.MAX_VALUE));
      assertThat(Objective.latency(Duration.ofMillis(300), 0.99).runs(journal, "shop", from, to))
          .as(label)
          .isEqualTo(runByRun(past.outcomes(), from, to, 300));
    }
  }

  /**
   * Runs at whole seconds, with gaps, and with maintenance that begins and ends at whole minutes.
   */
  private static Past past(Random random) {
    var past = new Past(START);
    for (int i = 0; i < 60; i++) {
      var interval = Duration.ofSeconds(List.of(10, 30, 60).get(random.nextInt(3)));
      var length = Duration.ofMinutes(1 + random.nextInt(10));
      var result = RESULTS.get(random.nextInt(RESULTS.size()));
      switch (random.nextInt(8)) {
        case 0 -> past.nothing(length);
        case 1 -> past.inMaintenance(length, interval, result).then(MINUTE, interval, Past.UP);
        default -> past.then(length, interval, result);
      }
    }
    return past;
  }

  /** Seconds up and down. */
  private static long[] secondBySecond(List<Outcome> outcomes, Instant from, Instant to) {
    long[] time = new long[2];
    for (var second = from; second.isBefore(to); second = second.plusSeconds(1)) {
      Outcome last = null;
      for (Outcome outcome : outcomes) {
        if (!outcome.started().isAfter(second)) {
          last = outcome;
        }
      }
      if (last != null
          && last.started().plus(last.validFor()).isAfter(second)
          && last.maintenance().isEmpty()
          && last.status() != Status.UNKNOWN) {
        time[last.status().isUp() ? 0 : 1]++;
      }
    }
    return time;
  }

  private static Runs runByRun(List<Outcome> outcomes, Instant from, Instant to, long bound) {
    var runs = Runs.NONE;
    for (Outcome outcome : outcomes) {
      if (outcome.started().isBefore(from)
          || !outcome.started().isBefore(to)
          || outcome.maintenance().isPresent()
          || outcome.status() == Status.UNKNOWN) {
        continue;
      }
      boolean good =
          outcome.status().isUp()
              && outcome.result().latency().orElse(Duration.ZERO).toMillis() <= bound;
      runs = runs.plus(good ? new Runs(1, 0) : new Runs(0, 1));
    }
    return runs;
  }
}
