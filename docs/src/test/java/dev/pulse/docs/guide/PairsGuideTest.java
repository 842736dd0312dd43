package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.core.analysis.Pair;
import dev.pulse.core.analysis.PairAnalysis;
import dev.pulse.core.analysis.PairObservation;
import dev.pulse.core.analysis.PairVerdict;
import dev.pulse.core.analysis.Side;
import dev.pulse.testkit.FakeCheckContext;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PairsGuideTest {
  private static PairVerdict verdict() {
    var analysis = PairAnalysis.builder().build();
    var verdict =
        analysis.analyze(
            List.of(
                PairObservation.unhealthy("web-1", new Pair("eu-west", "2.4")),
                PairObservation.unhealthy("web-2", new Pair("us-east", "2.4")),
                PairObservation.unhealthy("web-3", new Pair("ap-south", "2.2")),
                PairObservation.healthy("web-4", new Pair("us-east", "2.3"))));
    return verdict;
  }

  @Test
  void theCommonPartIsBlamed() {
    var verdict = verdict();
    assertThat(verdict.rootCauses())
        .singleElement()
        .hasToString("2.4 (SECOND, 2 peers)")
        .satisfies(it -> assertThat(it.nodes()).containsExactly("web-1", "web-2"));
    assertThat(verdict.unexplained(Side.FIRST, "eu-west")).isEmpty();
    assertThat(verdict.unexplained(Side.FIRST, "ap-south")).containsExactly("web-3");
    assertThat(verdict.unexplained(Side.SECOND, "2.2")).containsExactly("web-3");
  }

  @Test
  void everyOptionHasAnEffect() {
    var analysis =
        PairAnalysis.builder()
            .candidateFrom(2)
            .majorFrom(5)
            .exempt(Set.of("3.0-rc1"))
            .widespread(new BigDecimal("0.80"), 3)
            .build();
    var verdict =
        analysis.analyze(
            List.of(PairObservation.unhealthy("web-1", new Pair("eu-west", "3.0-rc1"))));
    assertThat(verdict.unexplained(Side.FIRST, "eu-west")).isEmpty();
    assertThat(verdict.widespread()).isFalse();
  }

  @Test
  void aFindingForEachRootCause() throws Exception {
    Check fleet =
        context -> {
          var verdict = verdict();
          var findings =
              verdict.rootCauses().stream()
                  .map(
                      it ->
                          Finding.of(
                              it.name(),
                              Status.FAIL,
                              "fails with " + String.join(", ", it.peers())))
                  .toList();
          return findings.isEmpty()
              ? CheckResult.pass("nobody is at fault")
              : CheckResult.fail(Reason.of("root_cause"), "at fault: " + findings.size())
                  .withFindings(findings);
        };
    var result = fleet.run(FakeCheckContext.create());
    assertThat(result.findings())
        .singleElement()
        .satisfies(it -> assertThat(it.key()).isEqualTo("2.4"));
  }
}
