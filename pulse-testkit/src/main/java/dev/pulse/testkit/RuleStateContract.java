package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.store.Commit;
import org.junit.jupiter.api.Test;

/** What rules have learnt. */
abstract non-sealed class RuleStateContract extends StoreContractPart {
  RuleStateContract(StoreContract contract) {
    super(contract);
  }

  @Test
  void theLastStateCounts() {
    store.commit(Commit.builder().ruleState("a", new byte[] {1}).build());
    store.commit(
        Commit.builder()
            .ruleState("a", new byte[] {-1, 0, 127})
            .ruleState("b", new byte[0])
            .build());

    assertThat(store.ruleState("a")).hasValue(new byte[] {-1, 0, 127});
    assertThat(store.ruleState("b")).hasValue(new byte[0]);
  }

  @Test
  void aStateIsNotSharedWithItsReaders() {
    store.commit(Commit.builder().ruleState("a", new byte[] {1}).build());

    store.ruleState("a").orElseThrow()[0] = 99;

    assertThat(store.ruleState("a")).hasValue(new byte[] {1});
  }
}
