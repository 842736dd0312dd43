package dev.pulse.samples.ethereum.monitor;

import static dev.pulse.samples.ethereum.ScriptedEvaluation.nodes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.model.Status;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.ethereum.ScriptedEvaluation;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkWatchTest {
  private static final String NAME = "ethereum-network.evaluation.hoodi";

  private final ManualClock clock = ManualClock.at("2026-11-21T07:00:00Z");
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final Pulse pulse =
      Pulse.builder()
          .store(Stores.memory())
          .clock(clock)
          .scheduler(scheduler)
          .executor(Runnable::run)
          .startSpread(Duration.ZERO)
          .start();
  private final AtomicInteger evaluations = new AtomicInteger();
  private ScriptedEvaluation next = ScriptedEvaluation.of("hoodi").well(nodes("teku", "geth"));

  @AfterEach
  void close() {
    pulse.close();
  }

  private NetworkWatch watch(Optional<Duration> every) {
    return new NetworkWatch(
        pulse,
        network -> {
          evaluations.incrementAndGet();
          return next.at(clock.instant());
        },
        every);
  }

  @Test
  void aNetworkIsEvaluatedAgainAndAgainUntilNobodyNeedsIt() {
    var watch = watch(Optional.of(Duration.ofMinutes(5)));
    watch.watch("hoodi");
    watch.watch("hoodi");
    scheduler.advance(Duration.ofMinutes(14));
    assertThat(evaluations).hasValue(3);
    assertThat(watch.isWatched("hoodi")).isTrue();

    watch.release("hoodi");
    scheduler.advance(Duration.ofMinutes(5));
    assertThat(evaluations).hasValue(4);

    watch.release("hoodi");
    scheduler.advance(Duration.ofMinutes(50));
    assertThat(evaluations).hasValue(4);
    assertThat(watch.isWatched("hoodi")).isFalse();
    assertThat(pulse.check(NAME)).isEmpty();
  }

  @Test
  void switchedOffNothingIsEvaluated() {
    var watch = watch(Optional.empty());
    watch.watch("hoodi");
    scheduler.advance(Duration.ofHours(1));
    watch.release("hoodi");

    assertThat(evaluations).hasValue(0);
    assertThat(watch.isWatched("hoodi")).isFalse();
  }

  static Stream<Arguments> outcomes() {
    return Stream.of(
        argumentSet(
            "well",
            ScriptedEvaluation.of("hoodi").well(nodes("teku", "geth")),
            Status.PASS,
            "No failing client pairs among 1"),
        argumentSet(
            "a root cause",
            ScriptedEvaluation.of("hoodi")
                .failing(nodes("teku,prysm", "reth"))
                .well(nodes("teku", "geth")),
            Status.FAIL,
            "2 of 3 client pairs fail, root cause reth"),
        argumentSet(
            "a lone pair",
            ScriptedEvaluation.of("hoodi")
                .failing(nodes("teku", "reth"))
                .well(nodes("teku", "geth")),
            Status.FAIL,
            "1 of 2 client pairs fail, without a root cause"),
        argumentSet(
            "everything",
            ScriptedEvaluation.of("hoodi").failing(nodes("teku,prysm,nimbus", "reth,geth,besu")),
            Status.FAIL,
            "Network-wide: 9 of 9 client pairs fail"),
        argumentSet(
            "a silent node",
            ScriptedEvaluation.of("hoodi")
                .well(nodes("teku", "geth"))
                .silent(List.of("teku-geth-2")),
            Status.WARN,
            "No failing client pairs, as far as is known"),
        argumentSet(
            "a check without an answer",
            ScriptedEvaluation.of("hoodi").well(nodes("teku", "geth")).error("HTTP 503"),
            Status.UNKNOWN,
            "Some of the checks could not be judged"),
        argumentSet(
            "nothing",
            ScriptedEvaluation.of("hoodi"),
            Status.UNKNOWN,
            "No data: none of the checks could be judged"));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void theOutcomeSaysHowTheNetworkStands(
      ScriptedEvaluation evaluation, Status status, String summary) {
    next = evaluation;
    watch(Optional.of(Duration.ofMinutes(5))).watch("hoodi");
    scheduler.advance(Duration.ofSeconds(1));
    pulse.flush();

    var outcome = pulse.check(NAME).orElseThrow().latest().orElseThrow();
    assertThat(outcome.status()).isEqualTo(status);
    assertThat(outcome.result().summary()).isEqualTo(summary);
  }
}
