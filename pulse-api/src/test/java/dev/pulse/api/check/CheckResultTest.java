package dev.pulse.api.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckResultTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

  @Test
  void theSummaryIsOneLineAndBounded() {
    assertThat(CheckResult.pass("a\r\nb\tc ").summary()).isEqualTo("a b c");
    var cut = CheckResult.pass("😀".repeat(600)).summary();
    assertThat(cut.codePointCount(0, cut.length())).isEqualTo(500);
    assertThat(cut).endsWith("😀…");
  }

  @Test
  void everythingButAPassHasAReason() {
    assertThat(CheckResult.pass("ok").reason()).isEmpty();
    assertThat(CheckResult.fail(Reason.DNS, "no").reason()).contains(Reason.DNS);
    assertThat(CheckResult.fail(Reason.DNS, "no such host"))
        .hasToString("FAIL (dns): no such host");
  }

  @Test
  void theWorstFindingDecides() {
    var findings =
        List.of(
            Finding.of("pod-0", Status.PASS, "completed"),
            Finding.of("pod-1", Status.UNKNOWN, "no answer"));
    var result = CheckResult.worstOf(Reason.NO_DATA, "1 of 2 pods", findings);
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.findings()).isEqualTo(findings);
  }

  @Test
  void noFindingsAreNoHealth() {
    assertThat(CheckResult.worstOf(Reason.NO_DATA, "no pods", List.of()).status())
        .isEqualTo(Status.UNKNOWN);
  }

  @Test
  void findingsHaveDistinctKeys() {
    var finding = Finding.of("pod-0", Status.PASS, "completed");
    assertThatThrownBy(() -> CheckResult.pass("x").withFindings(List.of(finding, finding)))
        .hasMessageContaining("\"pod-0\"");
  }

  @Test
  void copiesDoNotShareChanges() {
    var plain = CheckResult.pass("ok");
    var detailed = plain.withDetail("status_code", "200").withSample(Sample.gauge("x", 1));
    assertThat(plain.details()).isEmpty();
    assertThat(plain.samples()).isEmpty();
    assertThat(detailed.withDetail("more", "1").details())
        .containsExactly(entry("status_code", "200"), entry("more", "1"));
  }

  @Test
  void negativeLatencyIsRefused() {
    assertThatThrownBy(() -> CheckResult.pass("ok").withLatency(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void signalsReadWhatTheResultSays() {
    var result =
        CheckResult.pass("ok")
            .withLatency(Duration.ofNanos(12_999_999))
            .withSample(Sample.gauge("depth", 7));
    var outcome = Outcome.builder("a", 1, NOON, result).build();
    assertThat(outcome.value(Signal.latency())).hasValue(12);
    assertThat(outcome.value(Signal.failures())).hasValue(0);
    assertThat(outcome.value(Signal.sample("depth"))).hasValue(7);
    assertThat(outcome.value(Signal.sample("width"))).isEmpty();
  }

  @Test
  void anUnknownOutcomeIsNeitherASuccessNorAFailure() {
    var outcome =
        Outcome.builder("a", 1, NOON, CheckResult.unknown(Reason.NO_DATA, "nothing")).build();
    assertThat(outcome.value(Signal.failures())).isEmpty();
    assertThat(outcome.value(Signal.latency())).isEmpty();
  }

  @Test
  void timesAreCutToWhatIsStored() {
    var outcome =
        Outcome.builder(
                "a", 1, NOON, CheckResult.pass("ok").withLatency(Duration.ofNanos(1_234_567)))
            .took(Duration.ofNanos(1_234_567))
            .late(Duration.ofNanos(1_299_999))
            .build();
    assertThat(outcome.started()).isEqualTo("2026-03-01T12:00:00.123Z");
    assertThat(outcome.result().latency()).hasValue(Duration.ofNanos(1_234_000));
    assertThat(outcome.took()).isEqualTo(Duration.ofNanos(1_234_000));
    assertThat(outcome.late()).isEqualTo(Duration.ofNanos(1_200_000));
  }

  @Test
  void aRunThatBeganTooEarlyIsNotLate() {
    var outcome =
        Outcome.builder("a", 1, NOON, CheckResult.pass("ok")).late(Duration.ofNanos(-5)).build();
    assertThat(outcome.late()).isZero();
  }

  @Test
  void reasonsAreCodes() {
    assertThat(Reason.of("acme.quota_used").code()).isEqualTo("acme.quota_used");
    assertThat(Reason.of("dns")).isEqualTo(Reason.DNS);
    assertThatThrownBy(() -> Reason.of("Acme Quota")).hasMessageContaining("\"Acme Quota\"");
  }

  @Test
  void keepsTheBodyThroughOtherChanges() {
    var result =
        CheckResult.pass("ok").withBody("hello").withDetail("a", "b").withLatency(Duration.ZERO);

    assertThat(result.body()).contains("hello");
    assertThat(result.toString()).doesNotContain("hello");
  }
}
