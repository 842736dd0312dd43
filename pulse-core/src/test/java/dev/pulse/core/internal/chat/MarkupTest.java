package dev.pulse.core.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MarkupTest {
  static Stream<Arguments> lines() {
    return Stream.of(
        argumentSet("what fits stays", "abcde", 5, "abcde"),
        argumentSet("what does not is cut", "abcdef", 5, "abcd…"),
        argumentSet("signs are escaped", "a<b", 6, "a&lt;b"),
        argumentSet("no cut inside of an escape", "a<b", 5, "a…"),
        argumentSet("an escape at the very end fits", "a<", 5, "a&lt;"),
        argumentSet("no cut inside of a character", "a\ud83d\udd25b", 3, "a…"),
        argumentSet("a whole character fits", "a\ud83d\udd25", 3, "a\ud83d\udd25"),
        argumentSet("a line is one line", "a\r\nb\tc\u2028d", 20, "a  b c d"),
        argumentSet(
            "what is not seen is shown", "a\u0000\u001b\u202eb", 20, "a\ufffd\ufffd\ufffdb"),
        argumentSet("half a character is none", "a\ud83d", 20, "a\ufffd"),
        argumentSet("nothing stays nothing", "", 1, ""),
        argumentSet("the mark alone", "ab", 1, "…"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void line(String text, int most, String line) {
    assertThat(PlainMarkup.PLAIN.line(text, most)).isEqualTo(line);
  }

  @Test
  void linesAreKeptWhereTheyAreWanted() {
    assertThat(PlainMarkup.PLAIN.lines("a\r\nb<\nc", 20)).isEqualTo("a \nb&lt;\nc");
    assertThat(PlainMarkup.PLAIN.lines("a\nb\nc", 4)).isEqualTo("a\nb…");
  }

  @Test
  void aMarkOfOnesOwnHasItsRoom() {
    assertThat(Dotted.DOTTED.line("abcdef", 5)).isEqualTo("ab...");
    assertThat(Dotted.DOTTED.line("abcde", 5)).isEqualTo("abcde");
    assertThat(Dotted.DOTTED.lines("a\nbcdef", 4)).isEqualTo("a...");
  }

  @Test
  void aSignMayMeanSomethingAtSomePlacesOnly() {
    assertThat(Dotted.DOTTED.line("-a-b", 20)).isEqualTo("\\-a-b");
    assertThat(Dotted.DOTTED.line("a-", 20)).isEqualTo("a\\-");
  }

  /** Hyphens mean something but between letters. */
  private enum Dotted implements Markup {
    DOTTED;

    @Override
    public String escaped(int character) {
      return PlainMarkup.PLAIN.escaped(character);
    }

    @Override
    public String escaped(int before, int character, int after) {
      boolean inside = before >= 0 && after >= 0;
      return character == '-' && !inside ? "\\-" : escaped(character);
    }

    @Override
    public String mark() {
      return "...";
    }

    @Override
    public String bold(String escaped) {
      return escaped;
    }

    @Override
    public String time(Instant at) {
      return at.toString();
    }
  }

  @Test
  void noLineIsLongerThanItMayBe() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append((char) (random.nextBoolean() ? '<' : random.nextInt(0x10000)));
      }
      int most = 1 + random.nextInt(20);
      assertThat(PlainMarkup.PLAIN.line(text.toString(), most).length())
          .as("%s at most %s", text, most)
          .isLessThanOrEqualTo(most);
    }
  }
}
