package dev.pulse.core.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.core.condition.Judgement.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
  private static final String BODY =
      """
      {"state": "ok", "age": 12, "version": "7", "ready": true, "error": null,
       "nodes": [{"id": 1}, {"id": 2}], "names": ["a", "b"], "with blank": {"x": 0.5}}""";

  private static final Map<String, Object> NAMES =
      Map.of(
          "status",
          200.0,
          "latency",
          31.5,
          "zero",
          0.0,
          "text",
          "Hello World",
          "count",
          "42",
          "dns.rcode",
          "NOERROR",
          "body",
          BODY);

  /** Names in a map. */
  record Names(Map<String, Object> values, @Nullable Body body) implements Source {
    static Names of(Map<String, Object> values) {
      return new Names(values, values.get("body") instanceof String text ? new Body(text) : null);
    }

    @Override
    public @Nullable Object value(String name) {
      return values.get(name);
    }
  }

  private static Judgement judge(String expression) {
    return Condition.of(expression).judge(Names.of(NAMES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status == 200",
        "status != 404 and latency < 500",
        "status==200&&latency<500",
        "status == 404 or latency <= 31.5",
        "status == 404 || not (latency > 31.5)",
        "!(status == 404)",
        "not (status == 404) and not (status == 500)",
        "status >= 200 and status < 300",
        "latency * 2 + 1 - 4 / 2 == 62",
        "status % 100 == zero",
        "-latency < +0",
        "1 + 2 * 3 == 7 and (1 + 2) * 3 == 9",
        "0.25 == 25e-2",
        "text == 'Hello World'",
        "text == \"Hello World\"",
        "text contains 'lo W'",
        "text contains ' ' and body contains 'state'",
        "lower(text) contains 'world'",
        "not (text contains 'mars')",
        "length(text) == 11",
        "starts_with(text, 'Hello') and ends_with(text, 'World')",
        "matches(text, '^Hello\\s\\w+$')",
        "matches(text, '\\bWorld\\b')",
        "matches(body, 'ok')",
        "not (matches(text, 'x'))",
        "count > 41 and count == 42 and count == '42'",
        "count + 1 == 43",
        "dns.rcode == 'NOERROR'",
        "true or status == 1",
        "false == (status == 1)",
        "json('$.state') == 'ok'",
        "json('$.age') < 13",
        "json('$.version') == 7",
        "json('$.ready')",
        "json('$.ready') == true",
        "json(\"$['with blank'].x\") == 0.5",
        "json('$[\\'with blank\\'].x') == 0.5",
        "json('$.nodes[0].id') == 1 and json('$.nodes[-1].id') == 2",
        "length(json('$.nodes')) == 2 and length(json('$')) == 8",
        "json('$.names') contains 'a'",
        "not (json('$.names') contains 'c')",
        "json('$.error') == null and json('$.nothing') == null",
        "null == json('$.nodes[7]')",
        "json('$.state') != null",
        "status ==\n  200 and\tlatency < 500",
        "text == 'it\\'s' or text != 'a\\\\b'",
      })
  void holds(String expression) {
    assertThat(judge(expression)).isEqualTo(Judgement.HOLDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "status == 404 ; status is 200",
        "latency < 10 and status == 200 ; latency is 31.5",
        "status == 200 and text contains 'x' ; status is 200, text is 'Hello World'",
        "json('$.state') == 'down' ; json('$.state') is 'ok'",
        "body contains 'zzz' ; body has 153 characters",
        "status == 'ok' ; status is 200",
        "json('$.nodes') == 'x' ; json('$.nodes') is a list of 2",
        "lower(text) == 'x' ; text is 'Hello World'",
        "text < 5 ; text is 'Hello World'",
        "false ; ``",
        "1 / 0 > 1 ; it has no answer",
      })
  void brokenTellsWhatItSaw(String expression, String seen) {
    assertThat(judge(expression)).isEqualTo(Judgement.broken(seen));
  }

  /** Neither a question about something that is not there nor its opposite is true. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "json('$.gone') == 'ok'",
        "json('$.gone') != 'down'",
        "not (json('$.gone') == 'down')",
        "json('$.gone') < 5",
        "not (json('$.gone') >= 5)",
        "json('$.gone') + 1 != 5",
        "-json('$.gone') != 5",
        "json('$.gone')",
        "not json('$.gone')",
        "not (json('$.gone') contains 'bad')",
        "not (text contains json('$.gone'))",
        "not matches(json('$.gone'), 'bad')",
        "not starts_with(json('$.gone'), 'bad')",
        "lower(json('$.gone')) != 'bad'",
        "length(json('$.gone')) != 1",
        "json('$.gone') == json('$.gone')",
        "json('$.error') != 'bad'",
        "not (json('$.gone') == 'down' or status == 500)",
        "not (status == 500 or json('$.gone') == 'down')",
        "not (status == 200 and json('$.gone') == 'down')",
        "json('$.nodes') == json('$.nodes')",
        "json('$.nodes') != 1",
        "json('$.state') > 1 or json('$.state') <= 1",
        "1 / zero != 5",
        "zero / zero != 5",
        "zero % 0 != 5",
        "status * 1e300 * 1e300 > 1",
        "status and true",
        "not text",
      })
  void whatHasNoAnswerMakesNothingTrue(String expression) {
    assertThat(judge(expression).kind()).isEqualTo(Kind.BROKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "json('$.gone') == 'ok' or status == 200",
        "status == 200 or json('$.gone') == 'ok'",
        "not (json('$.gone') == 'down' and status == 500)",
      })
  void anotherSideMayDecide(String expression) {
    assertThat(judge(expression)).isEqualTo(Judgement.HOLDS);
  }

  @Test
  void aNameThatIsNotHereIsNoData() {
    assertThat(judge("latncy < 500")).isEqualTo(Judgement.noData("latncy"));
    assertThat(judge("not (latncy > 500)")).isEqualTo(Judgement.noData("latncy"));
    assertThat(judge("latncy < 500 or status == 200").kind()).isEqualTo(Kind.NO_DATA);
    assertThat(judge("dns.other == 'x'")).isEqualTo(Judgement.noData("dns.other"));
    assertThat(judge("status == 200 or latncy < 500")).isEqualTo(Judgement.HOLDS);
    assertThat(judge("status == 404 and latncy < 500").kind()).isEqualTo(Kind.BROKEN);
  }

  @Test
  void withoutABodyThereIsNoJson() {
    assertThat(Condition.of("json('$.error') == null").judge(Names.of(Map.of())))
        .isEqualTo(Judgement.noData("body"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<html>502 Bad Gateway</html>", "{\"a\":1} x", "{'a':1}", "{\"a\":NaN}", "{"})
  void whatIsNotJsonHasNothingInIt(String body) {
    var source = Names.of(Map.of("body", body));

    assertThat(Condition.of("json('$.error') == null").judge(source))
        .isEqualTo(Judgement.broken("the body is not JSON"));
    assertThat(Condition.of("not (json('$.state') == 'down')").judge(source).kind())
        .isEqualTo(Kind.BROKEN);
  }

  @Test
  void theValuesAreCutAndCleaned() {
    var source = Names.of(Map.of("a", "x".repeat(1000), "b", "line\nbreak\u001b[2J\u202e"));

    assertThat(Condition.of("a == ''").judge(source).because()).hasSizeLessThan(60).endsWith("…'");
    assertThat(Condition.of("b == ''").judge(source).because())
        .isEqualTo("b is 'line\ufffdbreak\ufffd[2J\ufffd'");
  }

  @Test
  void isEqualByItsExpression() {
    assertThat(Condition.of("a == 1"))
        .isEqualTo(Condition.of("a == 1"))
        .hasSameHashCodeAs(Condition.of("a == 1"))
        .isNotEqualTo(Condition.of("a == 2"))
        .hasToString("a == 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "`` ; line 1, column 1: there is nothing; allowed: names",
        "status = 200 ; line 1, column 8: `=` is not an operator; `==` compares",
        "status == 200 & a == 1 ; line 1, column 15: `&` is not an operator; allowed: `&&` or `and`",
        "(status == 200 ; line 1, column 1: this parenthesis is not closed",
        "status == 200) ; line 1, column 14: `)` closes nothing",
        "text == 'abc ; line 1, column 9: the text that begins here does not end",
        "size(x) == 1 ; line 1, column 1: `size` is not a function; allowed: ends_with, json,",
        "a == 1 and\\n  b = 2 ; line 2, column 5: `=` is not",
        "a contains 'x' and\\tb # 2 ; line 1, column 22: `#` is not allowed; allowed: names",
        "a == ; line 1, column 3: ends with `==`, or something is missing before it",
        "a b ; line 1, column 3: ends with `b`",
        "a b c ; line 1, column 3: cannot be read from `b` on; allowed: names",
        "a contains ; line 1, column 3: ends with `contains`",
        "not status == 200 ; line 1, column 5: `not` needs parentheses here: not (…)",
        "not body contains 'x' ; line 1, column 5: `not` needs parentheses",
        "status ; ok",
        "latency + 1 ; line 1, column 11: a condition must be true or false, but is a number",
        "latency < 5 and 'x' ; line 1, column 17: each side of `and` must be true or false",
        "latency < 'x' ; line 1, column 11: only numbers have an order, but this is a text",
        "1 == 'x' ; line 1, column 6: a number is compared with a text",
        "(a == 1) == null ; line 1, column 13: only json(…) can be compared with null",
        "a == null ; line 1, column 6: only json(…) can be compared with null",
        "json(a) == 1 ; line 1, column 1: json(…) needs a path, such as '$.state', written out",
        "a == 1 and json('x') == 1 ; line 1, column 12: json(…) is not a path that is allowed",
        "lower(1) == 'x' ; line 1, column 1: lower(…) takes a text, but got a number",
        "lower() == 'x' ; line 1, column 1: lower(…) takes 1 value, but got 0",
        "matches(a) ; line 1, column 1: matches(…) takes 2 values, but got 1",
        "matches(a, '[') ; line 1, column 1: matches(…) cannot read the regular expression",
        "matches(a, '(?=x)') ; line 1, column 1: matches(…) cannot read the regular expression",
        "a == 12abc ; line 1, column 6: not a number",
        "a == 010 ; line 1, column 6: not a number",
        "a == 1..2 ; line 1, column 6: not a number",
        "a == 9007199254740993 ; line 1, column 6: whole numbers have at most 15 digits",
        "a == 1e999 ; line 1, column 6: this number is too large",
        "a -- 1 == 2 ; line 1, column 3: `--` is not an operator",
      })
  void aSyntaxErrorSaysWhereAndWhatIsAllowed(String expression, String message) {
    if (message.equals("ok")) {
      assertThat(Condition.of(expression)).isNotNull();
      return;
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Condition.of(expression.replace("\\n", "\n").replace("\\t", "\t")))
        .withMessageStartingWith(message.replace('`', '"'));
  }
}
