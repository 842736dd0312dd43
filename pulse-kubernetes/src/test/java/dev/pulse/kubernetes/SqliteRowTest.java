package dev.pulse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.kubernetes.KubernetesException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values, as section 4.6.1 of the validator executions has them. */
class SqliteRowTest {
  private static SqliteRow json(String value) {
    return SqliteOutput.JSON.rows("[{\"x\":" + value + "}]").get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "100, 100",
    "100.0, 100",
    "-7.000, -7",
    "1.0e+16, 10000000000000000",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "9007199254740993, 9007199254740993",
    "'\"42\"', 42",
    "'\"-42\"', -42",
    "'\"007\"', 7"
  })
  void wholeNumbersKeepAllOfTheirDigits(String value, long expected) {
    assertThat(json(value).integer("x")).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "9223372036854775808",
        "1e19",
        "1e999999999",
        "1e-999999999",
        "\"\"",
        "\" 1\"",
        "\"1.0\"",
        "\"1e3\"",
        "\"+1\"",
        "\"one\"",
        "\"٣\"",
        "\"9223372036854775808\""
      })
  void anythingElseIsNoInteger(String value) {
    assertThatThrownBy(() -> json(value).integer("x"))
        .isInstanceOf(KubernetesException.class)
        .hasMessage("column x is not an integer")
        .extracting(e -> ((KubernetesException) e).kind())
        .isEqualTo(Kind.NOT_A_NUMBER);
  }

  @Test
  void nullAndAbsentAreMissing() {
    var row = json("null");
    assertThat(row.integer("x")).isEmpty();
    assertThat(row.integer("y")).isEmpty();
    assertThat(row.number("x")).isEmpty();
    assertThat(row.text("x")).isEmpty();
    assertThat(row.columns()).containsExactly("x");
  }

  @Test
  void aNumberBecomesItsText() {
    assertThat(json("17").text("x")).contains("17");
    assertThat(json("9007199254740993").text("x")).contains("9007199254740993");
  }

  @ParameterizedTest
  @CsvSource({"1.5, 1.5", "'\"2.5e3\"', 2500", "-3, -3"})
  void numbersAreReadAsDoubles(String value, double expected) {
    assertThat(json(value).number("x")).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "\"NaN\"", "\"Infinity\"", "\"0x10\"", "\"1f\"", "\"\""})
  void whatIsNoFiniteNumberIsNone(String value) {
    assertThatThrownBy(() -> json(value).number("x")).hasMessage("column x is not a number");
  }

  @Test
  void columnsAreFoundWhateverTheirCaseAndTheFirstCounts() {
    var row = SqliteOutput.JSON.rows("[{\"Block\":1,\"BLOCK\":2}]").get(0);
    assertThat(row.integer("block")).hasValue(1);
  }

  @Test
  void inSeparatedOutputTypesAreNotKnown() {
    var row = SqliteOutput.SEPARATED.rows("a\u001fb\u001fc\u001e100.0\u001f\\N\u001f\u001e").get(0);
    assertThat(row.integer("a")).hasValue(100);
    assertThat(row.text("b")).isEmpty();
    assertThat(row.text("c")).contains("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u001e1", "a\u001fb\u001e1\u001e", "a\u001e1\u001f2\u001e", "a"})
  void separatedOutputThatEndsEarlyIsUnexpected(String output) {
    assertThatThrownBy(() -> SqliteOutput.SEPARATED.rows(output))
        .hasMessageStartingWith("unexpected output: a");
  }

  @Test
  void valuesStayOutOfLogs() {
    assertThat(json("\"hunter2\"").toString()).doesNotContain("hunter2");
  }
}
