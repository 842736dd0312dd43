package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.core.condition.FactCondition;
import dev.pulse.core.condition.Facts;
import dev.pulse.core.condition.RuleCondition.Truth;
import org.junit.jupiter.api.Test;

class FactConditionGuideTest {
  @Test
  void factsMayHaveNoValue() {
    var condition =
        FactCondition.of("coverage.delta < -5 or not branch == 'main' and coverage.value == null");
    var facts = Facts.none().with("branch", "dev").with("coverage.value", 71.5);

    assertThat(condition.judge(facts)).isEqualTo(Truth.DOES_NOT_HOLD);
    assertThat(condition.judge(facts.with("coverage.delta", -5.01))).isEqualTo(Truth.HOLDS);
    assertThat(condition.judge(facts.unread("coverage.delta"))).isEqualTo(Truth.UNDECIDED);
  }
}
