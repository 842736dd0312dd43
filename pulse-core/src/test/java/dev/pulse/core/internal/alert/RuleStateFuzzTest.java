package dev.pulse.core.internal.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

class RuleStateFuzzTest {
  @FuzzTest
  void anyBytesAreSavedRulesOrRefused(byte[] input) {
    List<SavedRule> rules;
    try {
      rules = RuleState.decode(input);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    assertThat(RuleState.decode(RuleState.encode(rules))).isEqualTo(rules);
  }
}
