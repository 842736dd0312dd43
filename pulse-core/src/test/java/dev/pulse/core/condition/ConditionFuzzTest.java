package dev.pulse.core.condition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.text.LinearPattern;
import dev.pulse.testkit.FakeCheckContext;
import dev.pulse.testkit.ManualClock;
import java.time.Duration;
import java.util.Optional;

/** Where an input has more than one part, the first line is the expression. */
class ConditionFuzzTest {
  @FuzzTest
  void anyTextIsAConditionOrRefused(byte[] input) {
    var text = new String(input, UTF_8);

    var condition = condition(text);

    if (condition.isPresent()) {
      assertThat(condition.get()).hasToString(text).isEqualTo(Condition.of(text));
      assertThat(condition.get().shown().length()).isLessThan(200);
    }
  }

  @FuzzTest
  void anyBodyIsJudged(byte[] input) throws Exception {
    var parts = new String(input, UTF_8).split("\n", 2);
    if (condition(parts[0]).isEmpty()) {
      return;
    }
    var body = parts.length == 1 ? "" : parts[1];
    var result =
        CheckResult.pass("200 OK")
            .withLatency(Duration.ofMillis(31))
            .withDetail("status_code", "200")
            .withDetail("region", body.length() > 40 ? body.substring(0, 40) : body)
            .withSample(Sample.gauge("queue_depth", body.length()))
            .withBody(body);

    var judged = judged(parts[0], result);

    if (judged.status() == Status.PASS) {
      assertThat(judged).isEqualTo(result);
      assertThat(opposite(parts[0], result))
          .as("a condition and its opposite do not hold both")
          .isNotEqualTo(Optional.of(Status.PASS));
    } else if (judged.status() == Status.FAIL) {
      assertThat(judged.reason()).contains(Reason.CONDITION);
    } else {
      assertThat(judged.status()).isEqualTo(Status.UNKNOWN);
      assertThat(judged.reason()).contains(Reason.NO_DATA);
    }
    assertThat(judged.summary().length()).isLessThanOrEqualTo(500);
  }

  @FuzzTest
  void anyPatternTakesTimeInProportionToTheText(byte[] input) {
    var parts = new String(input, UTF_8).split("\n", 2);
    LinearPattern pattern;
    try {
      pattern = LinearPattern.of(parts[0]);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    var text = (parts.length == 1 ? "" : parts[1]) + "aaaa";
    assertThat(pattern.isIn(text.repeat(4))).isEqualTo(pattern.isIn(text.repeat(4)));
  }

  private static Optional<Status> opposite(String expression, CheckResult result) throws Exception {
    var opposite = "not(" + expression + ")";
    // It may be one parenthesis too deep, or too long.
    return condition(opposite).isPresent()
        ? Optional.of(judged(opposite, result).status())
        : Optional.empty();
  }

  private static CheckResult judged(String expression, CheckResult result) throws Exception {
    var context = FakeCheckContext.builder().clock(ManualClock.at("2026-03-01T12:00:00Z")).build();
    return Conditions.failUnless(expression).on(ran -> result).run(context);
  }

  private static Optional<Condition> condition(String text) {
    try {
      return Optional.of(Condition.of(text));
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage())
          .matches("(?s)(line \\d+, column \\d+: .+|a condition has at most .+)");
      assertThat(e.getMessage().length()).isLessThan(1_000);
      return Optional.empty();
    }
  }
}
