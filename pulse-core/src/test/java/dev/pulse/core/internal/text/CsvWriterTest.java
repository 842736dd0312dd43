package dev.pulse.core.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvWriterTest {
  @Test
  void cellsAreSeparatedByCommasAndLinesEndInTwoCharacters() throws IOException {
    assertThat(line("a", 1L, Instant.parse("2026-01-31T12:00:00Z"), null, "b c"))
        .isEqualTo("a,1,2026-01-31T12:00:00.000Z,,b c\r\n");
  }

  @Test
  void whatSeparatesIsQuoted() throws IOException {
    assertThat(line("a,b", "say \"no\"", "two\r\nlines", " blank "))
        .isEqualTo("\"a,b\",\"say \"\"no\"\"\",\"two\r\nlines\",\" blank \"\r\n");
  }

  @Test
  void numbersHaveNoExponent() throws IOException {
    assertThat(line(1e9, 1.5e-7, 0.0, -0.0, new BigDecimal("8.64E+4"), 12.0))
        .isEqualTo("1000000000,0.00000015,0,0,86400,12\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+cmd",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\u0001x",
        "  =1",
        "＝1",
        "-",
        "+1 234",
        "-1e",
        "=HYPERLINK(\"https://evil.example\")"
      })
  void whatASpreadsheetWouldReckonIsText(String text) throws IOException {
    assertThat(line(text).replaceFirst("^\"", "")).startsWith("'" + text.charAt(0));
  }

  private static Stream<Arguments> textsThatAreSplit() {
    return Stream.of(
        arguments("a semicolon", "x;=1+1", "x;'=1+1"),
        arguments("a semicolon and blanks", "x; \u00a0@SUM(A1);y", "x; \u00a0'@SUM(A1);y"),
        arguments("a semicolon and quotes", "x;\"\"=1", "\"x;\"\"\"\"'=1\""),
        arguments("a semicolon and a wide sign", "x;＝1", "x;'＝1"),
        arguments("two semicolons", "x;;-2+3;+4", "x;;'-2+3;'+4"),
        arguments("a tab", "x\t@SUM(A1)", "x\t'@SUM(A1)"),
        arguments("a tab in front", "\t=1", "'\t'=1"),
        arguments("the end of a line", "x\r\n=1", "\"x\r\n'=1\""),
        arguments("a command", "x;=cmd|'/C calc'!A0;", "x;'=cmd|'/C calc'!A0;"),
        arguments("nothing to reckon", "x; y=1; z-2", "x; y=1; z-2"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("textsThatAreSplit")
  void whatAnotherSeparatorMakesACellIsText(String what, String text, String line)
      throws IOException {
    assertThat(line(text)).isEqualTo(line + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5", "+3.25", "-1e9", "-1,5", "a=b", "1-2", "x@y"})
  void numbersAndWhatOnlyHoldsASignStayAsTheyAre(String text) throws IOException {
    assertThat(line(text)).doesNotContain("'");
  }

  @Test
  void anEmptyTextIsAnEmptyCell() throws IOException {
    assertThat(row(Collections.singletonList(""))).isEqualTo("\r\n");
  }

  private static String line(@Nullable Object... cells) throws IOException {
    return row(Arrays.asList(cells));
  }

  private static String row(List<? extends @Nullable Object> cells) throws IOException {
    try (var buffer = new Buffer()) {
      new CsvWriter(buffer).row(cells);
      return buffer.readUtf8();
    }
  }
}
