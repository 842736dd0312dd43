package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Uptime;
import dev.pulse.api.store.Windows;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** History in equal parts. */
abstract non-sealed class HistoryContract extends StoreContractPart {
  HistoryContract(StoreContract contract) {
    super(contract);
  }

  private List<Slice> latency(long from, long to, int points) {
    return store.journal().history("a", Signal.latency(), Windows.equal(at(from), at(to), points));
  }

  @Test
  void aWindowIsCutIntoEqualParts() {
    commit(
        pass(1, "a", 0, 10),
        pass(2, "a", 5, 20),
        fail(3, "a", 9),
        unknown(4, "a", 10),
        warn(5, "a", 29),
        pass(6, "b", 0, 999));

    var slices = latency(0, 40, 4);

    assertThat(slices).extracting(Slice::start).containsExactly(at(0), at(10), at(20), at(30));
    assertThat(slices).extracting(Slice::end).containsExactly(at(10), at(20), at(30), at(40));
    assertThat(slices)
        .extracting(Slice::runs)
        .containsExactly(
            Map.of(Status.PASS, 2L, Status.FAIL, 1L),
            Map.of(Status.UNKNOWN, 1L),
            Map.of(Status.WARN, 1L),
            Map.of());
    var values = slices.get(0).values();
    assertThat(values.count()).isEqualTo(2);
    assertThat(values.min()).hasValue(10);
    assertThat(values.mean().getAsDouble()).isEqualTo(15, within(1e-9));
    assertThat(values.max()).hasValue(20);
    assertThat(values.quantile(0.5)).hasValue(15);
  }

  @Test
  void anAbsurdLatencyIsKeptAndDoesNotStopHistory() {
    var longest = Duration.ofNanos(Long.MAX_VALUE / 1_000 * 1_000);
    var result = CheckResult.pass("ok").withLatency(Duration.ofSeconds(Long.MAX_VALUE));
    commit(outcome(1, "a", 0, result), pass(2, "b", 0, 10));

    var slices = latency(0, 10, 1);

    assertThat(slices.get(0).values().max()).hasValue((double) longest.toMillis());
    assertThat(store.journal().latest("a").orElseThrow().result().latency()).hasValue(longest);
  }

  @Test
  void aPartWithoutValuesIsThereAndEmpty() {
    commit(fail(1, "a", 0));

    var slices = latency(0, 20, 2);

    assertThat(slices).allMatch(slice -> slice.values().isEmpty());
    assertThat(slices.get(1).runs()).isEmpty();
  }

  @Test
  void anUnknownCheckHasEmptyParts() {
    assertThat(
            store.journal().history("nobody", Signal.failures(), Windows.equal(at(0), at(10), 5)))
        .hasSize(5)
        .allSatisfy(slice -> assertThat(slice.runs()).isEmpty());
  }

  @Test
  void theStartIsInsideAndTheEndIsNot() {
    commit(pass(1, "a", 0, 1), pass(2, "a", 10, 2), pass(3, "a", 20, 3));

    var slices = latency(0, 20, 2);

    assertThat(slices.get(0).values().max()).hasValue(1);
    assertThat(slices.get(1).values().max()).hasValue(2);
    assertThat(slices.get(1).runs()).isEqualTo(Map.of(Status.PASS, 1L));
  }

  @Test
  void boundariesBetweenMillisecondsCount() {
    commit(pass(1, "a", 0, 1));

    var after =
        store.journal().history("a", Signal.latency(), Windows.equal(T0.plusNanos(1), at(1), 1));
    var until =
        store.journal().history("a", Signal.latency(), Windows.equal(at(-1), T0.plusNanos(1), 1));

    assertThat(after.get(0).runs()).isEmpty();
    assertThat(until.get(0).runs()).isEqualTo(Map.of(Status.PASS, 1L));
  }

  @Test
  void partsThatDoNotComeOutEvenLeaveNothingOut() {
    for (int i = 0; i < 10; i++) {
      commit(pass(i + 1, "a", i, i));
    }

    var slices = latency(0, 10, 7);

    assertThat(slices).hasSize(7);
    assertThat(slices.get(0).start()).isEqualTo(at(0));
    assertThat(slices.get(6).end()).isEqualTo(at(10));
    for (int i = 1; i < 7; i++) {
      assertThat(slices.get(i).start()).isEqualTo(slices.get(i - 1).end());
    }
    assertThat(slices.stream().mapToLong(slice -> slice.runs().get(Status.PASS)).sum())
        .isEqualTo(10);
    for (Slice slice : slices) {
      for (double value :
          List.of(slice.values().min().getAsDouble(), slice.values().max().getAsDouble())) {
        assertThat(at((long) value)).isAfterOrEqualTo(slice.start()).isBefore(slice.end());
      }
    }
  }

  @Test
  void thereMayBeMoreParts5000ThanMilliseconds() {
    commit(pass(1, "a", 0, 1));

    var slices =
        store.journal().history("a", Signal.latency(), Windows.equal(T0, T0.plusMillis(2), 5_000));

    assertThat(slices).hasSize(5_000);
    assertThat(slices.get(0).runs()).isEqualTo(Map.of(Status.PASS, 1L));
  }

  @Test
  void allOfTimeIsAWindow() {
    commit(pass(1, "a", 0, 1));

    var slices =
        store.journal().history("a", Signal.latency(), Windows.equal(Instant.MIN, Instant.MAX, 3));

    assertThat(slices.stream().filter(slice -> !slice.runs().isEmpty())).hasSize(1);
  }

  @Test
  void failuresAreOnesAndZerosAndUnknownIsNeither() {
    commit(pass(1, "a", 0), warn(2, "a", 1), fail(3, "a", 2), unknown(4, "a", 3));

    var slice =
        store.journal().history("a", Signal.failures(), Windows.equal(at(0), at(10), 1)).get(0);

    assertThat(slice.values().count()).isEqualTo(3);
    assertThat(slice.values().mean().getAsDouble()).isEqualTo(1 / 3.0, within(1e-9));
  }

  @Test
  void aSampleIsFoundByItsNameAndExactLabels() {
    var eu = Labels.of("region", "eu");
    commit(
        outcome(
            1,
            "a",
            0,
            CheckResult.pass("")
                .withSample(Sample.gauge("load", 1))
                .withSample(Sample.gauge("load", eu, 2))
                .withSample(Sample.gauge("load", eu.with("x", "y"), 3))),
        outcome(2, "a", 1, CheckResult.pass("").withSample(Sample.counter("load", eu, 6).at(T0))),
        outcome(3, "a", 2, CheckResult.pass("").withSample(Sample.gauge("other", eu, 9))),
        pass(4, "a", 3));
    var journal = store.journal();

    var plain = journal.history("a", Signal.sample("load"), Windows.equal(at(0), at(10), 1)).get(0);
    var inEurope =
        journal.history("a", Signal.sample("load", eu), Windows.equal(at(0), at(10), 1)).get(0);
    var missing =
        journal.history("a", Signal.sample("absent"), Windows.equal(at(0), at(10), 1)).get(0);

    assertThat(plain.values().count()).isEqualTo(1);
    assertThat(plain.values().mean()).hasValue(1);
    assertThat(inEurope.values().mean().getAsDouble()).isEqualTo(4, within(1e-9));
    assertThat(inEurope.runs()).isEqualTo(Map.of(Status.PASS, 4L));
    assertThat(missing.values().isEmpty()).isTrue();
  }

  @Test
  void latencyIsInWholeMillisecondsRoundedDown() {
    var result = CheckResult.pass("").withLatency(Duration.ofNanos(1_999_999));
    commit(outcome(1, "a", 0, result));

    assertThat(latency(0, 1, 1).get(0).values().max()).hasValue(1);
  }

  @Test
  void eachWindowTellsHowItsTimeWasSpent() {
    commit(pass(1, "a", -10), fail(2, "a", 25), unknown(3, "a", 45), pass(4, "a", 55));

    var slices = latency(0, 120, 4);

    assertThat(slices)
        .extracting(Slice::uptime)
        .containsExactly(spent(25, 5, 0), spent(5, 15, 10), spent(30, 0, 0), spent(25, 0, 5));
    assertThat(slices.stream().map(Slice::uptime).reduce(Uptime.NONE, Uptime::plus))
        .isEqualTo(store.journal().uptime("a", at(0), at(120)));
  }

  private static Uptime spent(long up, long down, long unknown) {
    return Uptime.of(
        Duration.ofSeconds(up),
        Duration.ofSeconds(down),
        Duration.ofSeconds(unknown),
        Duration.ZERO);
  }

  @Test
  void daysOfATimeZoneAreWindows() {
    // In New York clocks go forward on 2026-03-08: that day has 23 hours.
    var newYork = ZoneId.of("America/New_York");
    for (int hour = 0; hour < 24 * 20; hour++) {
      commit(pass(hour + 1, "a", hour * 3_600L, hour));
    }

    var windows =
        Windows.days(
            Instant.parse("2026-03-07T05:00:00Z"), Instant.parse("2026-03-10T04:00:00Z"), newYork);
    var slices = store.journal().history("a", Signal.latency(), windows);

    assertThat(slices).extracting(Slice::count).containsExactly(24L, 23L, 24L);
  }
}
