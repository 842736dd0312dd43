package dev.pulse.core.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.core.condition.RuleCondition.Truth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactConditionTest {
  private static final Facts FACTS =
      Facts.none()
          .with("build.status", "failure")
          .with("build.branch", "trunk")
          .with("build.default_branch", "trunk")
          .with("coverage.value", 3.13)
          .with("coverage.delta", -5)
          .with("count", "42")
          .with("flag", true)
          .with("off", false)
          .with("astral", "\ud83d\ude00")
          .unread("score.value");

  private static Truth judge(String expression) {
    return FactCondition.of(expression).judge(FACTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "build.status == 'failure' and build.branch == build.default_branch",
        "coverage.delta <= -5 && coverage.delta >= -5.0",
        "coverage.value < +4",
        "a.b == null",
        "null == a.b",
        "null == null",
        "build.status != null",
        "not (a.b == 'x')",
        "not a.b == 'x'",
        "not a.b < 5 and flag",
        "!a.b == 'x' or off",
        "not not build.status == 'failure'",
        "not (a.b != null)",
        "not a.b",
        "not build.status",
        "not 5",
        "flag",
        "flag == true and off == false",
        "count != 42",
        "build.status != 5",
        "'x' != 5",
        "'abc' < 'abd' and 'a' <= 'a' and 'b' > 'a' and 'b' >= 'a'",
        "astral > '\uff5e'",
        "lower('ABC') == 'abc' and starts_with(build.status, 'fail')",
        "matches(build.status, '^fail') and length(build.status) == 7",
        "build.status contains 'ail' and not build.status contains 'x'",
        "lower(a.b) == null",
      })
  void holds(String expression) {
    assertThat(judge(expression)).isEqualTo(Truth.HOLDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "coverage.delta < -5",
        "a.b == 'x'",
        "a.b != 'x'",
        "a.b < 5",
        "a.b >= 5",
        "a.b == a.b",
        "a.b != null",
        "build.status == null",
        "count == 42",
        "count > 41",
        "build.status > 5",
        "build.status == 5",
        "'x' == 5",
        "flag < true",
        "a.b",
        "build.status",
        "coverage.value",
        "'x'",
        "5",
        "a.b contains 'x'",
        "starts_with(a.b, 'x')",
        "lower(count) == 'x'",
        "length(a.b) == 0",
        "build.status and flag",
        "'Failure' == build.status",
      })
  void doesNotHold(String expression) {
    assertThat(judge(expression)).isEqualTo(Truth.DOES_NOT_HOLD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score.value < 50",
        "not score.value < 50",
        "score.value == null",
        "score.value != null",
        "score.value",
        "score.value < 50 and flag",
        "flag and score.value < 50",
        "off or score.value < 50",
        "lower(score.value) == 'x'",
      })
  void whatCouldNotBeReadDecidesNothing(String expression) {
    assertThat(judge(expression)).isEqualTo(Truth.UNDECIDED);
  }

  @ParameterizedTest
  @CsvSource({
    "score.value < 50 and off, DOES_NOT_HOLD",
    "off and score.value < 50, DOES_NOT_HOLD",
    "score.value < 50 or flag, HOLDS",
    "flag or score.value < 50, HOLDS",
    "not (score.value < 50 and off), HOLDS",
    "(score.value < 50 or flag) and flag, HOLDS",
  })
  void anotherSideMayDecide(String expression, Truth expected) {
    assertThat(judge(expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "build.status = 'x' ; line 1, column 14: \"=\" is not an operator; \"==\" compares",
        "a == 1 and\\n  b = 2 ; line 2, column 5: \"=\" is not",
        "a + 1 == 2 ; line 1, column 5: nothing can be calculated here; allowed: names, numbers",
        "a * 2 == 4 ; line 1, column 5: nothing can be calculated here",
        "-a == 4 ; line 1, column 2: a sign stands before a number that is written out",
        "json('$.a') == 1 ; line 1, column 1: there is no body here",
        "size(a) == 1 ; line 1, column 1: \"size\" is not a function",
        "a == not b ; line 1, column 10: \"not\" needs parentheses",
        "`` ; line 1, column 1: there is nothing; allowed: names",
      })
  void anErrorSaysWhereAndWhatIsAllowed(String expression, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FactCondition.of(expression.replace("\\n", "\n")))
        .withMessageStartingWith(message)
        .withMessageNotContaining("/ %");
  }

  @Test
  void hasAtMostAThousandCharacters() {
    var longest = "a == 'x' or b == '" + "x".repeat(981) + "'";

    assertThat(longest).hasSize(1000);
    assertThat(FactCondition.of(longest).judge(FACTS)).isEqualTo(Truth.DOES_NOT_HOLD);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FactCondition.of(longest + " "))
        .withMessage("a condition has at most 1000 characters, but this one has 1001");
  }

  @Test
  void itsNamesAreKnown() {
    assertThat(FactCondition.of("b.c == 1 or a == 2 or b.c == null").names())
        .containsExactly("a", "b.c");
  }

  @Test
  void itIsToldWhatDecided() {
    assertThat(FactCondition.of("coverage.delta <= -5 and a.b == null").told(FACTS))
        .isEqualTo("coverage.delta is -5, a.b is null");
    assertThat(FactCondition.of("score.value < 5").told(FACTS))
        .isEqualTo("score.value could not be read");
  }

  @Test
  void factsAreValues() {
    var facts = Facts.none().with("a", "1").and(Facts.none().with("b", 2).with("a", "3"));

    assertThat(facts).isEqualTo(Facts.none().with("b", 2).with("a", "3"));
    assertThat(facts).hasSameHashCodeAs(Facts.none().with("b", 2).with("a", "3"));
    assertThat(facts.unread("c")).hasToString("{a='3', b=2, c=unread}");
    assertThat(facts.isWithoutValue("c")).isTrue();
    assertThat(facts.unread("c").isWithoutValue("c")).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Facts.none().with("a", Double.NaN))
        .withMessage("a must be finite, but is NaN");
  }
}
