package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.testkit.FakeCheckContext;
import dev.pulse.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupCheckTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final FakeCheckContext.Builder context = FakeCheckContext.builder().clock(clock);

  private void ended(String check, Status status) {
    var result =
        switch (status) {
          case PASS -> CheckResult.pass("fine");
          case WARN -> CheckResult.warn(Reason.LATENCY, "slow");
          case UNKNOWN -> CheckResult.unknown(Reason.ERROR, "threw");
          case FAIL -> CheckResult.fail(Reason.REFUSED, "refused");
        };
    context.latest(Outcome.builder(check, 1, clock.instant(), result).build());
  }

  @ParameterizedTest
  @CsvSource({
    "PASS,    PASS,    PASS,    2, PASS,    3 of 3 up",
    "PASS,    WARN,    PASS,    3, PASS,    3 of 3 up",
    "PASS,    PASS,    FAIL,    2, WARN,    '2 of 3 up, 1 down'",
    "PASS,    FAIL,    FAIL,    2, FAIL,    '1 of 3 up, 2 down; at least 2 needed'",
    "PASS,    FAIL,    UNKNOWN, 2, UNKNOWN, '1 of 3 up, 1 down, 1 unknown; at least 2 needed'",
    "PASS,    PASS,    UNKNOWN, 2, PASS,    '2 of 3 up, 1 unknown'",
    "UNKNOWN, UNKNOWN, UNKNOWN, 1, UNKNOWN, '0 of 3 up, 3 unknown; at least 1 needed'",
    "FAIL,    UNKNOWN, UNKNOWN, 3, FAIL,    '0 of 3 up, 1 down, 2 unknown; at least 3 needed'"
  })
  void kOfN(Status a, Status b, Status c, int atLeast, Status expected, String summary) {
    ended("a", a);
    ended("b", b);
    ended("c", c);

    var result = GroupCheck.of("a", "b", "c").atLeast(atLeast).build().run(context.build());

    assertThat(result.status()).isEqualTo(expected);
    assertThat(result.summary()).isEqualTo(summary);
  }

  @Test
  void aGroupDoesNotFailForMembersThatAreWorkedOn() {
    ended("a", Status.PASS);
    var refused = CheckResult.fail(Reason.REFUSED, "refused");
    context.latest(
        Outcome.builder("b", 1, clock.instant(), refused).maintenance("the move").build());

    var result = GroupCheck.of("a", "b").build().run(context.build());

    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.findings().get(1).text()).isEqualTo("announced: the move; refused");
  }

  @Test
  void aMemberThatNeverRanIsUnknown() {
    ended("a", Status.PASS);

    var result = GroupCheck.of("a", "b").build().run(context.build());

    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.NO_DATA);
    assertThat(result.findings())
        .containsExactly(
            Finding.of("a", Status.PASS, "fine"),
            Finding.of("b", Status.UNKNOWN, "there is no result of it"));
    assertThat(result.samples())
        .containsExactly(
            Sample.gauge("group_members", 2),
            Sample.gauge("group_members_up", 1),
            Sample.gauge("group_members_unknown", 1));
  }

  @Test
  void anOldPassIsNoPass() {
    ended("a", Status.PASS);
    var check = GroupCheck.of("a").maxAge(Duration.ofMinutes(5)).build();
    clock.move(Duration.ofMinutes(5));
    assertThat(check.run(context.build()).status()).isEqualTo(Status.PASS);

    clock.move(Duration.ofSeconds(1));

    var result = check.run(context.build());
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.findings().get(0).text())
        .isEqualTo("its last result is 5 min old, older than 5m");
  }

  @Test
  void allThatIsNotAllowedIsSaidAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupCheck.of("a", "b").atLeast(3).maxAge(Duration.ZERO).build())
        .withMessage("at-least: must be 1 to 2, but is 3; max-age: must be positive, but is 0s");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupCheck.of().build())
        .withMessage("members: must name at least one check");
  }
}
