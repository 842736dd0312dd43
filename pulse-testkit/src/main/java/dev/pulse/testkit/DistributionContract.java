package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Signal;
import org.junit.jupiter.api.Test;

/** How the values of a window are distributed. */
abstract non-sealed class DistributionContract extends StoreContractPart {
  DistributionContract(StoreContract contract) {
    super(contract);
  }

  @Test
  void everyValueInsideCountsOnce() {
    for (int i = 0; i <= 200; i++) {
      commit(pass(i + 1, "a", i, 200 - i));
    }
    commit(fail(500, "a", 50), pass(501, "b", 50, 9_999));

    var all = store.journal().distribution("a", Signal.latency(), at(0), at(200));

    assertThat(all.count()).isEqualTo(200);
    assertThat(all.min()).hasValue(1);
    assertThat(all.max()).hasValue(200);
    assertThat(all.quantile(0.5).getAsDouble()).isEqualTo(100.5, within(1e-9));
  }

  @Test
  void nothingHasNoMean() {
    commit(fail(1, "a", 0));
    var journal = store.journal();

    assertThat(journal.distribution("a", Signal.latency(), at(0), at(9)).mean()).isEmpty();
    assertThat(journal.distribution("x", Signal.latency(), at(0), at(9)).count()).isZero();
    assertThat(journal.distribution("a", Signal.failures(), at(5), at(5)).count()).isZero();
  }

  @Test
  void samplesAreKeptBitForBit() {
    double odd = 0.1 + 0.2;
    commit(outcome(1, "a", 0, CheckResult.pass("").withSample(Sample.gauge("s", odd))));

    var values = store.journal().distribution("a", Signal.sample("s"), at(0), at(1));

    assertThat(values.max().getAsDouble()).isEqualTo(odd);
  }

  @Test
  void aWindowThatEndsBeforeItBeginsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.journal().distribution("a", Signal.latency(), at(1), at(0)));
  }
}
