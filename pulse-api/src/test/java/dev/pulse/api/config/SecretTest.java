package dev.pulse.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretTest {
  private final Secret secret = Secret.of("hunter2");

  @Test
  void isNeverPrinted() {
    assertThat(secret).hasToString("***");
    assertThat(List.of(secret).toString()).doesNotContain("hunter2");
  }

  @Test
  void isRevealedOnDemand() {
    assertThat(secret.reveal()).isEqualTo("hunter2");
  }

  @Test
  void matchesOnlyTheWholeText() {
    assertThat(secret.matches("hunter2")).isTrue();
    assertThat(secret.matches("hunter")).isFalse();
    assertThat(secret.matches("hunter22")).isFalse();
    assertThat(secret.matches("")).isFalse();
  }

  @Test
  void equalsAnotherOfTheSameText() {
    assertThat(secret).isEqualTo(Secret.of("hunter2")).hasSameHashCodeAs(Secret.of("hunter2"));
    assertThat(secret).isNotEqualTo(Secret.of("hunter3")).isNotEqualTo("hunter2");
  }

  @Test
  void refusesBlankText() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Secret.of("  "))
        .withMessage("a secret must not be blank");
  }
}
