package dev.pulse.samples.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PartTest {
  /** Not 1, which the API of the apps refuses now and then. */
  private static final long REQUEST = 2;

  private static Stream<Part> down(int second) {
    return Stream.of(Part.values())
        .filter(part -> part.answer(REQUEST, Duration.ofSeconds(second)).status() != 200);
  }

  @Test
  void somethingIsAlwaysInTroubleAndMostIsWell() {
    assertThat(IntStream.range(0, 3_600).mapToObj(second -> down(second).toList()))
        .allSatisfy(
            parts ->
                assertThat(parts).contains(Part.CURRENCY_RATES, Part.WAREHOUSE).hasSizeLessThan(9));
  }

  @Test
  void somethingElseFailsWithinTheFirstHalfMinute() {
    assertThat(IntStream.range(0, 24)).noneMatch(second -> down(second).count() > 2);
    assertThat(down(30)).contains(Part.CARD_PAYMENTS, Part.CHECKOUT);
    assertThat(down(70)).doesNotContain(Part.CARD_PAYMENTS, Part.CHECKOUT);
  }

  @Test
  void whatNeedsTheCacheFailsWithIt() {
    assertThat(down(140)).contains(Part.CATALOG, Part.SEARCH, Part.BASKET);
  }

  @Test
  void theSameRequestTakesAsLongAgain() {
    var once = Part.SEARCH.latency(7);

    assertThat(Part.SEARCH.latency(7)).isEqualTo(once);
    assertThat(Part.SEARCH.latency(8)).isNotEqualTo(once);
    assertThat(IntStream.rangeClosed(1, 500).mapToObj(Part.SEARCH::latency))
        .allSatisfy(
            latency -> assertThat(latency).isBetween(Duration.ofMillis(34), Duration.ofMillis(80)));
  }

  @Test
  void theQueueIsWorkedOff() {
    assertThat(Part.ORDERS_QUEUE.answer(REQUEST, Duration.ofSeconds(119)).body())
        .isEqualTo("{\"waiting\": 1111}");
    assertThat(Part.ORDERS_QUEUE.answer(REQUEST, Duration.ofSeconds(179)).body())
        .isEqualTo("{\"waiting\": 58}");
  }

  @Test
  void aTroubleThatNeverIsCannotBeMade() {
    assertThatThrownBy(() -> Trouble.down(60, 50, 70))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("50, 70, 60");
  }
}
