package dev.pulse.samples.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionBookTest {
  private static final Principal ADA = new Principal("ada", Role.ADMIN);

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final AtomicInteger made = new AtomicInteger();
  private final SessionBook book =
      new SessionBook(clock, () -> "secret-" + made.incrementAndGet(), 3);

  @Test
  void knowsWhoHasBegun() {
    var id = book.begin(ADA);

    assertThat(book.use(id).principal()).isEqualTo(ADA);
    assertThat(book.use(id).proof().reveal()).isNotEqualTo(id);
    assertThat(book.use(id + "x")).isNull();
    assertThat(book.use("")).isNull();
  }

  @Test
  void oneThatIsNotUsedEndsAfterTwelveHours() {
    var id = book.begin(ADA);
    clock.move(Duration.ofHours(12).minusSeconds(1));
    assertThat(book.use(id)).isNotNull();
    clock.move(Duration.ofHours(12).minusSeconds(1));
    assertThat(book.use(id)).isNotNull();
    clock.move(Duration.ofHours(12));

    assertThat(book.size()).isZero();
    assertThat(book.use(id)).isNull();
  }

  @Test
  void oneThatIsUsedAllTheTimeEndsAfterSevenDays() {
    var id = book.begin(ADA);
    for (int hour = 1; hour < 7 * 24; hour++) {
      clock.move(Duration.ofHours(1));
      assertThat(book.use(id)).isNotNull();
    }
    clock.move(Duration.ofHours(1));

    assertThat(book.use(id)).isNull();
  }

  @Test
  void theOneThatWasUnusedForLongestMakesRoom() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(book.begin(ADA));
    }
    book.use(ids.get(0));
    ids.add(book.begin(ADA));

    assertThat(book.size()).isEqualTo(3);
    assertThat(book.use(ids.get(0))).isNotNull();
    assertThat(book.use(ids.get(1))).isNull();
    assertThat(book.use(ids.get(3))).isNotNull();
  }

  @Test
  void oneThatWasEndedIsOver() {
    var id = book.begin(ADA);
    book.end(id);

    assertThat(book.use(id)).isNull();
  }

  @Test
  void aSessionPrintsWithoutItsSecret() {
    var id = book.begin(ADA);

    assertThat(book.use(id).toString()).contains("ada").doesNotContain("secret-");
  }
}
