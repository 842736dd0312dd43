package dev.pulse.samples.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScriptTest {
  @Test
  void steadyAndSlowAlwaysAnswer() {
    assertThat(failures(Script.STEADY)).isEmpty();
    assertThat(failures(Script.SLOW)).isEmpty();
    assertThat(Script.SLOW.answer(1, Duration.ZERO).delay()).isGreaterThan(Duration.ofMillis(300));
  }

  @Test
  void flakyFailsEverySeventhRequest() {
    assertThat(failures(Script.FLAKY)).startsWith(7, 14, 21).hasSize(14);
  }

  @Test
  void failingIsDownForTenSecondsOfForty() {
    assertThat(
            IntStream.range(0, 80)
                .filter(second -> Script.FAILING.answer(1, seconds(second)).status() != 200))
        .containsExactly(
            8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57);
  }

  @Test
  void spikyIsSlowerForAStretchOfRequests() {
    assertThat(
            LongStream.rangeClosed(1, 80)
                .filter(
                    request ->
                        Script.SPIKY.answer(request, Duration.ZERO).delay().toMillis() > 100))
        .containsExactly(31L, 32L, 33L, 34L, 35L, 36L, 71L, 72L, 73L, 74L, 75L, 76L);
  }

  private static java.util.List<Integer> failures(Script script) {
    return IntStream.rangeClosed(1, 100)
        .filter(request -> script.answer(request, Duration.ZERO).status() != 200)
        .boxed()
        .toList();
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
