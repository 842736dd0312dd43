package dev.pulse.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.route.Matcher.Operator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherTest {
  @Test
  void isReadAsAlertmanagerWritesIt() {
    assertThat(Matcher.parse("severity=\"critical\""))
        .isEqualTo(Matcher.equal("severity", "critical"));
    assertThat(Matcher.parse(" team != shop "))
        .isEqualTo(new Matcher("team", Operator.NOT_EQUAL, "shop"));
    assertThat(Matcher.parse("check=~\"db-.*\""))
        .isEqualTo(new Matcher("check", Operator.MATCHES, "db-.*"));
    assertThat(Matcher.parse("check!~test-\\d+"))
        .isEqualTo(new Matcher("check", Operator.NOT_MATCHES, "test-\\d+"));
    assertThat(Matcher.parse("team=")).isEqualTo(Matcher.equal("team", ""));
  }

  @Test
  void quotesHideWhatIsInThem() {
    assertThat(Matcher.parse("a=\"x\\\"y\\\\z\\nb\\d\"").value()).isEqualTo("x\"y\\z\nb\\d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=\"b\"", "a!=\"\"", "a=~\"x\\\\.y\"", "a!~\"q\\\"\\n\""})
  void whatItWritesItReads(String text) {
    assertThat(Matcher.parse(text).toString()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "severity", "=x", "1a=b", "a=\"b", "a=b\"c", "a=\"b\"c\"", "a=\"b\\\""})
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Matcher.parse(text));
  }
}
