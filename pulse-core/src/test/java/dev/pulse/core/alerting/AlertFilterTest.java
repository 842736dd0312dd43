package dev.pulse.core.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.model.Labels;
import dev.pulse.api.route.Matcher;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertFilterTest {
  private static final Labels SHOP = Labels.of("team", "shop", "severity", "critical");

  private static boolean matches(String... matchers) {
    return AlertFilter.of(List.of(matchers).stream().map(Matcher::parse).toList()).matches(SHOP);
  }

  @Test
  void allMustHold() {
    assertThat(matches("team=\"shop\"", "severity=~\"crit.*\"")).isTrue();
    assertThat(matches("team=\"shop\"", "severity!~\"crit.*\"")).isFalse();
    assertThat(matches("team=~\"sh\"")).as("a part is not the whole").isFalse();
  }

  @Test
  void whatIsNotThereIsEmpty() {
    assertThat(matches("zone=\"\"", "zone!=\"a\"", "zone=~\"a?\"")).isTrue();
    assertThat(matches("zone!=\"\"")).isFalse();
  }

  @Test
  void noneLetsEverythingThrough() {
    assertThat(matches()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=~\"(\"", "a!~\"(?=b)\"", "a=~\"(x{1000}){1000}\""})
  void expressionsThatCannotBeReadAreNamed(String matcher) {
    assertThatThrownBy(() -> matches("b=c", matcher))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(matcher);
  }
}
