package dev.pulse.core.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.core.condition.ConditionTest.Names;
import dev.pulse.core.internal.text.LinearPattern;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an expression, a body or a path of an attacker may try. */
class HostileConditionTest {
  /** Some take a second on a slow machine; what does not come back would take years. */
  private static final Duration SOON = Duration.ofSeconds(60);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status.getClass() == 1",
        "status.class.forName('java.lang.Runtime') == 1",
        "''.class == 1",
        "''.getClass().forName('java.lang.Runtime').getRuntime().exec('id')",
        "('x').length() == 1",
        "'x'.length == 1",
        "3.class == 1",
        "(status).class == 1",
        "new('java.lang.ProcessBuilder', 'id') == 1",
        "new java.lang.ProcessBuilder('id') == 1",
        "java.lang.System.exit(0)",
        "java.lang.Runtime:getRuntime() == 1",
        "a:b(1) == 1",
        "status = 5",
        "status += 5",
        "status++ == 1",
        "--status == 1",
        "var x = 5",
        "var x",
        "let x",
        "x = y -> y",
        "(x) -> x == 1",
        "(x) => x",
        "function(x) { x }",
        "if (true) { true }",
        "if (a) b",
        "while (true) {}",
        "while (a) b",
        "for (x : y) { }",
        "do {} while(true)",
        "return true",
        "break",
        "continue",
        "throw 'x'",
        "try { a } catch (e) { b }",
        "switch (a) { case 1: b }",
        "a ? b : c",
        "a ?: b",
        "a ?? b",
        "a?.b == 1",
        "a; b",
        "a == 1; true",
        "a =~ 'x'",
        "a !~ 'x'",
        "a =^ 'x'",
        "a =$ 'x'",
        "a !^ 'x'",
        "a =~ [1, 2]",
        "a === 1",
        "a !== 1",
        "a <=> b",
        "a[0] == 1",
        "a['class'] == 1",
        "[1, 2] == 1",
        "{1, 2} == 1",
        "{'a': 1} == 1",
        "1 .. 5 == 1",
        "(1..1000000000) == 1",
        "size(a) == 1",
        "size a == 1",
        "empty(a)",
        "empty a",
        "not empty a",
        "a instanceof b",
        "a !instanceof b",
        "`x ${a}` == 1",
        "a == `x`",
        "\"${a}\".x == 1",
        "~/x/ == a",
        "#pragma jexl.import java.lang\ntrue",
        "#0 == 1",
        "@synchronized(a) { b }",
        "@a b",
        "$x == 1",
        "a & b",
        "a | b",
        "a ^ b",
        "~a == 1",
        "a << 2 == 1",
        "a >> 2 == 1",
        "a >>> 2 == 1",
        "a == 1 // comment",
        "a == 1 /* comment */",
        "a == 1 ## comment",
        "a == 0x10",
        "a == 10L",
        "a == 10H",
        "a == 10B",
        "a == 1.5f",
        "a eq 1",
        "a lt 1",
        "a div 1 == 1",
        "a mod 1 == 1",
        "a in b",
        "a == NaN()",
        "eval('a')",
        "a.b.c()",
        "json.parse('x') == 1",
        "json('$')('x') == 1",
        "json('$').class == 1",
        "(json)('$') == 1",
        "json == 1 json('$')",
        "null.class == 1",
        "null",
        "null == null",
        "a < null",
        "a + null == 1",
        "a contains null",
        "lower(null) == 'x'",
        "true < false",
        "'a' + 'b' == 'ab'",
        "-'a' == 1",
        "!'a'",
        "'a' and 'b'",
        "a.",
        ".a",
        "a..b",
        "a. b == 1",
        "a .b == 1",
        "a.1 == 1",
        "a.'b' == 1",
        "\u0000",
        "a == 'x\n'",
        "ä == 1",
        "a == 1\u2028and b == 1",
        "\ud800",
        "'",
        "\"",
        "'\\",
        "(",
        ")",
        "()",
        "a()",
        "json(",
        "json()",
        ",",
        "a, b",
        "json('$.a', 'b') == 1",
      })
  void isNotInTheLanguage(String expression) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Condition.of(expression))
        .withMessageMatching("(?s)line \\d+, column \\d+: .{10,500}");
  }

  static Stream<Arguments> tooMuch() {
    return Stream.of(
            Named.of("1 MB of one name", "a".repeat(1 << 20)),
            Named.of("1 MB of sums", "1" + "+1".repeat(1 << 19)),
            Named.of("2,001 characters", "a".repeat(2001)),
            Named.of("parentheses", "(".repeat(900) + "a" + ")".repeat(900)),
            Named.of("31 parentheses", "(".repeat(31) + "a" + ")".repeat(31)),
            Named.of("open parentheses", "(".repeat(2000)),
            Named.of("nested calls", "lower(".repeat(300) + "a" + ")".repeat(300)),
            Named.of("nots", "!".repeat(1999) + "a"),
            Named.of("worded nots", "not ".repeat(400) + "a"),
            Named.of("minus signs", "- ".repeat(900) + "1 == 1"),
            Named.of("a regular expression of regular size", "matches(a, '(a{1000}){1000}')"),
            Named.of("regular expressions in each other", "matches(a, '(((a{9}){9}){9}){9}')"),
            Named.of("a range of repetitions", "matches(a, '((a{0,1000}){0,1000}){0,1000}')"),
            Named.of("an absurd repetition", "matches(a, 'a{99999999999999999999}')"),
            Named.of("a large program", "matches(a, '" + "\\pL{900}".repeat(60) + "')"),
            Named.of("a long regular expression", "matches(a, '" + "a".repeat(1_001) + "')"),
            Named.of("back references", "matches(a, '(a)\\1')"),
            Named.of("recursive descent", "json('$..a') == 1"),
            Named.of("stars", "json('$[*][*]') == 1"),
            Named.of("a filter", "json('$[?(@.a =~ /(x+x+)+y/)]') == 1"),
            Named.of("a nested filter", "json('$[?(@[?(@[?(@)])])]') == 1"),
            Named.of("a function of the path", "json('$.a.length()') == 1"),
            Named.of("a path that concatenates", "json('$.concat($.a, $.a)') == 1"),
            Named.of("a union", "json('$[0,0,0][0,0,0]') == 1"),
            Named.of("names of a union", "json(\"$['a','a']\") == 1"),
            Named.of("a slice", "json('$[0:1000000000]') == 1"),
            Named.of("an absurd index", "json('$[99999999999]') == 1"),
            Named.of("a long path", "json('$" + ".a".repeat(300) + "') == 1"),
            Named.of("an absurd number", "a == " + "9".repeat(1900)),
            Named.of("an absurd exponent", "a == 1e999999999"),
            Named.of("a longer exponent", "a == 1e" + "9".repeat(1000)),
            Named.of("an absurd fraction", "a == 1e-999999999 and b"),
            Named.of("an unread rest", "a == 1 " + "b ".repeat(900)))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("tooMuch")
  void isRefusedQuickly(String expression) {
    Assertions.assertTimeoutPreemptively(
        SOON,
        () ->
            assertThatIllegalArgumentException()
                .isThrownBy(() -> Condition.of(expression))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500)));
  }

  @Test
  void asMuchAsIsAllowedWorks() {
    var source = Names.of(Map.of("a", 1.0));
    var sums = "1" + "+1".repeat(240) + " > a";
    var nested = "(".repeat(30) + "a == 1" + ")".repeat(30);
    var many = "a == 1" + " and a == 1".repeat(180);

    assertThat(Condition.of(sums).judge(source)).isEqualTo(Judgement.HOLDS);
    assertThat(Condition.of(nested).judge(source)).isEqualTo(Judgement.HOLDS);
    assertThat(Condition.of(many).judge(source)).isEqualTo(Judgement.HOLDS);
  }

  @Test
  void aRowOfOperatorsDoesNotTakeAllTheStack() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Condition.of("1" + "+1".repeat(990) + " > a"))
        .withMessageContaining("more than 250 operators follow each other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void aBodyOfManyLevelsIsNotJson(String level) {
    var source = Names.of(Map.of("body", level.repeat(100_000)));

    Assertions.assertTimeoutPreemptively(
        SOON,
        () ->
            assertThat(Condition.of("json('$.a') == null").judge(source))
                .isEqualTo(Judgement.broken("the body is not JSON")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "-1e999", "{\"a\":1,\"a\":2}", "{\"a\":1e99999999999}"})
  void aBodyThatReadersDisagreeAboutIsNotJson(String body) {
    assertThat(Condition.of("json('$.b') == null").judge(Names.of(Map.of("body", body))))
        .isEqualTo(Judgement.broken("the body is not JSON"));
  }

  @Test
  void anAbsurdNumberInATextIsNoNumber() {
    var source = Names.of(Map.of("a", "1e999", "b", "9".repeat(100_000), "c", "0x10"));

    assertThat(Condition.of("a > 5 or b > 5 or c > 5").judge(source).kind())
        .isEqualTo(Judgement.Kind.BROKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(a+)+$", "(a|aa)+$", "(.*a){20}$", "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$"})
  void aCatastrophicPatternIsLinear(String pattern) {
    var source = Names.of(Map.of("body", "a".repeat(100_000) + "!"));

    Assertions.assertTimeoutPreemptively(
        SOON,
        () ->
            assertThat(Condition.of("matches(body, '" + pattern + "')").judge(source).kind())
                .isEqualTo(Judgement.Kind.BROKEN));
  }

  @Test
  void aLongSearchEndsWhenItsThreadIsInterrupted() {
    var source = Names.of(Map.of("body", "a".repeat(4 << 20)));
    var condition = Condition.of("matches(body, '(a{0,30}){0,30}b')");

    Thread.currentThread().interrupt();
    try {
      Assertions.assertTimeout(
          SOON,
          () ->
              assertThatThrownBy(() -> condition.judge(source))
                  .isInstanceOf(LinearPattern.InterruptedMatchException.class));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** Texts of pieces of the language and of JEXL: nothing but a refusal ever comes out. */
  @Test
  void noTextThrowsAnythingElse() {
    var random = new Random(42);
    var pieces =
        Arrays.asList(
            ("status latency body a.b and or not contains true false null 1 2.5 1e3 'x' \"y\" '$.a'"
                    + " json( matches( lower( length( starts_with( ) ) ( == != < <= > >= + - * / %"
                    + " ! && || , . .. ; : = { } [ ] ? # $ @ ` ~ ^ & | \\ ' \" new var if for while"
                    + " return size empty function -> => instanceof \u0000 ä \ud800")
                .split(" "));
    var source = Names.of(Map.of("status", 200.0, "latency", 31.5, "body", "{\"a\": \"x\"}"));
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      var text =
          IntStream.range(0, 1 + random.nextInt(8))
              .mapToObj(j -> pieces.get(random.nextInt(pieces.size())))
              .reduce("", (left, right) -> left + (random.nextBoolean() ? " " : "") + right);
      try {
        var judgement = Condition.of(text).judge(source);
        assertThat(judgement.because()).as(text).hasSizeLessThan(400);
        read++;
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).as(text).startsWith("line ");
      }
    }
    assertThat(read).isGreaterThan(100);
  }
}
