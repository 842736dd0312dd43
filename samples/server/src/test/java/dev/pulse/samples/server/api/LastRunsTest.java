package dev.pulse.samples.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastRunsTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void aRunInShortIsWhatItsOutcomeSays() {
    var runs = complete(2);

    runs.add(
        Outcome.builder(
                "shop",
                1,
                START,
                CheckResult.pass("200 OK").withLatency(Duration.ofNanos(12_345_000)))
            .build());
    runs.add(
        Outcome.builder("shop", 2, START.plusMillis(7), CheckResult.fail(Reason.REFUSED, "refused"))
            .build());

    assertThat(runs.newest(2))
        .hasValue(
            List.of(
                new Views.Recent(1, START, "pass", 12.345),
                new Views.Recent(2, START.plusMillis(7), "fail", null)));
  }

  @Test
  void aLatencyOfZeroIsOne() {
    var runs = complete(1);

    runs.add(
        Outcome.builder("shop", 1, START, CheckResult.pass("ok").withLatency(Duration.ZERO))
            .build());

    assertThat(runs.newest(1).orElseThrow().get(0).latencyMs()).isZero();
  }

  @Test
  void theOldestGiveWay() {
    var runs = complete(3);

    LongStream.rangeClosed(1, 10).forEach(id -> runs.add(outcome(id)));

    assertThat(ids(runs, 3)).containsExactly(8L, 9L, 10L);
    assertThat(ids(runs, 2)).containsExactly(9L, 10L);
  }

  @Test
  void aLateRunTakesItsPlaceUnlessItIsOlderThanAllThatAreRemembered() {
    var runs = complete(3);
    LongStream.of(10, 20, 30).forEach(id -> runs.add(outcome(id)));

    runs.add(outcome(25));
    assertThat(ids(runs, 3)).containsExactly(20L, 25L, 30L);

    runs.add(outcome(5));
    assertThat(ids(runs, 3)).containsExactly(20L, 25L, 30L);
  }

  @Test
  void aRunThatIsToldTwiceIsThereOnce() {
    var runs = complete(3);

    LongStream.of(1, 2, 1, 2).forEach(id -> runs.add(outcome(id)));

    assertThat(ids(runs, 3)).containsExactly(1L, 2L);
  }

  @Test
  void nothingIsSaidBeforeAllIsKnown() {
    var runs = new LastRuns(3, START);
    runs.add(outcome(4));

    assertThat(runs.newest(1)).isEmpty();

    runs.complete(List.of(outcome(4), outcome(3), outcome(2)));
    assertThat(ids(runs, 3)).containsExactly(2L, 3L, 4L);
    assertThat(runs.newest(4)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 100})
  void inWhateverOrderRunsComeTheNewestStay(int most) {
    var runs = complete(most);
    var all =
        new ArrayList<>(IntStream.rangeClosed(1, 300).mapToObj(LastRunsTest::outcome).toList());
    Collections.shuffle(all, new Random(most));

    all.forEach(runs::add);

    assertThat(ids(runs, most))
        .containsExactlyElementsOf(LongStream.rangeClosed(301 - most, 300).boxed().toList());
    assertThat(runs.newest(most).orElseThrow())
        .allSatisfy(
            run -> {
              assertThat(run.startedAt()).isEqualTo(START.plusSeconds(run.runId()));
              assertThat(run.latencyMs()).isEqualTo((double) run.runId());
            });
  }

  private static LastRuns complete(int most) {
    var runs = new LastRuns(most, START);
    runs.complete(List.of());
    return runs;
  }

  private static List<Long> ids(LastRuns runs, int count) {
    return runs.newest(count).orElseThrow().stream().map(Views.Recent::runId).toList();
  }

  private static Outcome outcome(long id) {
    return Outcome.builder(
            "shop",
            id,
            START.plusSeconds(id),
            CheckResult.pass("ok").withLatency(Duration.ofMillis(id)))
        .build();
  }
}
