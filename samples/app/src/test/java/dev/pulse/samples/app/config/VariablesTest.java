package dev.pulse.samples.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {
  private final Variables variables =
      new Variables(Map.of("HOST", "shop.example", "PORT", "80", "EMPTY", ""));

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource({
    "plain, plain",
    "${HOST}, shop.example",
    "http://${HOST}:${PORT}/x, http://shop.example:80/x",
    "${MISSING:-fallback}, fallback",
    "${EMPTY:-fallback}, fallback",
    "${HOST:-fallback}, shop.example",
    "${MISSING:-}, ''",
    "${EMPTY}, ''",
    "$${HOST}, ${HOST}",
    "a$b$$c$, a$b$$c$",
    "${MISSING:-a:-b}, a:-b",
  })
  void fillsIn(String text, String filled) {
    assertThat(variables.fill(text).text()).isEqualTo(filled);
  }

  @Test
  void doesNotFillInWhatAVariableContains() {
    assertThat(new Variables(Map.of("A", "${B}", "B", "x")).fill("${A}").text()).isEqualTo("${B}");
  }

  @Test
  void namesTheVariableThatIsNotSet() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> variables.fill("Bearer ${SHOP_TOKEN}"))
        .withMessage("the variable SHOP_TOKEN is not set; set it, or write ${SHOP_TOKEN:-default}");
  }

  @ParameterizedTest
  @CsvSource({"${HOST", "${}", "${a b}", "${1A}", "${HOST:default}"})
  void refusesWhatIsNoVariable(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> variables.fill(text));
  }

  @Test
  void knowsWhatCameFromTheEnvironment() {
    assertThat(variables.fill("x${HOST}").fromEnvironment()).isTrue();
    assertThat(variables.fill("x${MISSING:-y}").fromEnvironment()).isFalse();
    assertThat(variables.fill("x$${HOST}").fromEnvironment()).isFalse();
  }
}
