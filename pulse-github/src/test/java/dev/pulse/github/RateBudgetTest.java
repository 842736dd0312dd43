package dev.pulse.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.testkit.ManualClock;
import java.time.Duration;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateBudgetTest {
  private final ManualClock clock = ManualClock.at("2026-11-21T12:00:00Z");
  private final RateBudget budget = new RateBudget(clock, 100);

  private void says(String operation, String resource, String limit, String left, long reset) {
    var unused =
        budget.note(
            operation,
            Headers.of(
                "x-ratelimit-resource", resource,
                "x-ratelimit-limit", limit,
                "x-ratelimit-remaining", left,
                "x-ratelimit-reset", Long.toString(clock.instant().getEpochSecond() + reset)));
  }

  private long left() {
    return budget.limits().get("core").remaining();
  }

  @Test
  void ofAnswersThatOvertakeEachOtherTheLowestCounts() {
    says("a", "core", "5000", "200", 600);
    says("a", "core", "5000", "201", 600);
    assertThat(left()).isEqualTo(200);
  }

  @Test
  void aNewSpanBeginsAnew() {
    says("a", "core", "5000", "3", 600);
    clock.move(Duration.ofMinutes(10));
    says("a", "core", "5000", "4999", 3600);
    assertThat(left()).isEqualTo(4999);
  }

  @Test
  void anAnswerOfTheSpanBeforeIsTooLate() {
    says("a", "core", "5000", "200", 600);
    says("a", "core", "5000", "4000", 60);
    assertThat(left()).isEqualTo(200);
  }

  @Test
  void afterTheResetRequestsPassThoughNothingWasHeard() {
    says("a", "core", "5000", "0", 600);
    assertThatExceptionOfType(GitHubException.class).isThrownBy(() -> budget.check("b"));
    clock.move(Duration.ofSeconds(601));
    assertThatCode(() -> budget.check("b")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"x,1", "5000,-1", "5000,1e9", "'',''", "99999999999999,1"})
  void nonsenseTeachesNothing(String limit, String left) {
    says("a", "core", limit, left, 600);
    assertThat(budget.limits()).isEmpty();
  }

  @Test
  void aNameThatIsNoneIsCore() {
    says("a", "<b>", "5000", "10", 600);
    assertThat(budget.limits()).containsOnlyKeys("core");
  }

  @Test
  void inventedNamesDoNotFillTheMemory() {
    for (int i = 0; i < 1_000; i++) {
      says("a" + i, "r" + i, "5000", "4000", 600);
    }
    assertThat(budget.limits()).hasSize(50);
  }

  @Test
  void neverMoreAreUnderWayThanAreLeft() {
    var greedy = new RateBudget(clock, 0);
    var unused =
        greedy.note(
            "a",
            Headers.of(
                "x-ratelimit-limit", "60",
                "x-ratelimit-remaining", "3",
                "x-ratelimit-reset", Long.toString(clock.instant().getEpochSecond() + 600)));
    var first = greedy.enter("a");
    greedy.enter("b");
    greedy.enter("c");

    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> greedy.enter("d"))
        .withMessageContaining("rate limit exceeded (core)");
    first.run();
    assertThatCode(() -> greedy.check("d")).doesNotThrowAnyException();
  }

  @Test
  void whatIsUnderWayDoesNotTakeFromWhatIsLeftToOthers() {
    says("a", "core", "5000", "101", 600);
    for (int i = 0; i < 32; i++) {
      assertThatCode(() -> budget.enter("a")).doesNotThrowAnyException();
    }
  }

  @Test
  void oneKindUnderWayDoesNotHoldUpAnother() {
    says("sbom", "dependency_sbom", "100", "11", 600);
    says("a", "core", "5000", "4000", 600);
    for (int i = 0; i < 11; i++) {
      budget.enter("sbom");
    }

    assertThatExceptionOfType(GitHubException.class).isThrownBy(() -> budget.enter("sbom"));
    assertThatCode(() -> budget.check("a")).doesNotThrowAnyException();
  }
}
