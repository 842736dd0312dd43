package dev.pulse.core.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RuleAnnotationTest {
  @Test
  void whatCanBeReadIsKeptAsItIs() {
    assertThat(RuleAnnotation.of("a {{check}}")).hasToString("a {{check}}");
  }

  @Test
  void whatCannotBeReadIsRefusedWithItsPlace() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RuleAnnotation.of("a\n {{check"))
        .withMessage("line 2, column 2: the tag that begins here is not closed");
  }
}
