package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Status;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DetailTextsTest {
  private static final CheckResult OK = CheckResult.pass("ok");
  private static final CheckResult AB = OK.withDetail("a", "1").withDetail("b", "2");

  static Stream<Arguments> others() {
    return Stream.of(
        argumentSet("the same", outcome("x", AB)),
        argumentSet("another value", outcome("x", OK.withDetail("a", "1").withDetail("b", "3"))),
        argumentSet("another order", outcome("x", OK.withDetail("b", "2").withDetail("a", "1"))),
        argumentSet("one more", outcome("x", AB.withDetail("c", "3"))),
        argumentSet("one less", outcome("x", OK.withDetail("a", "1"))),
        argumentSet("none", outcome("x", OK)),
        argumentSet("another check", outcome("y", OK.withDetail("a", "9"))),
        argumentSet(
            "a finding besides",
            outcome("x", AB.withFindings(List.of(Finding.of("k", Status.WARN, "text"))))),
        argumentSet(
            "a note besides",
            Outcome.builder("x", 2, Instant.EPOCH, AB).log(List.of("asked")).build()));
  }

  private static Outcome outcome(String check, CheckResult result) {
    return Outcome.builder(check, 1, Instant.EPOCH, result).build();
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatWasRememberedIsTheTextThatWouldBeMade(Outcome next) {
    var texts = new DetailTexts();
    texts.textOf(outcome("x", AB));

    assertThat(texts.textOf(next)).isEqualTo(OutcomeExtra.textOf(next));
    assertThat(texts.textOf(outcome("x", AB))).isEqualTo(OutcomeExtra.textOf(outcome("x", AB)));
  }
}
