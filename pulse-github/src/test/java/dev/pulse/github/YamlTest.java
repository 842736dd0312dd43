package dev.pulse.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class YamlTest {
  @Test
  void onIsAText() throws Exception {
    var yaml = Yaml.read("on: push\nyes: no\n");
    assertThat(yaml.text("on")).contains("push");
    assertThat(yaml.text("yes")).contains("no");
  }

  @Test
  void nothingIsNotAText() throws Exception {
    var yaml = Yaml.read("a:\nb: ~\nc: ''\nd: null\n");
    assertThat(yaml.has("a")).isTrue();
    assertThat(yaml.text("a")).isEmpty();
    assertThat(yaml.text("b")).isEmpty();
    assertThat(yaml.text("c")).contains("");
    assertThat(yaml.text("d")).isEmpty();
    assertThat(yaml.has("e")).isFalse();
  }

  @Test
  void numbersAndTruthsAreAsTheyAreWritten() throws Exception {
    var yaml = Yaml.read("a: 0x10\nb: 1.20\nc: true\nd: 'true'\n");
    assertThat(yaml.text("a")).contains("0x10");
    assertThat(yaml.text("b")).contains("1.20");
    assertThat(yaml.isTrue("c")).isTrue();
  }

  @Test
  void anAliasIsWhatItStandsFor() throws Exception {
    var yaml = Yaml.read("a: &x {b: [1, 2]}\nc: *x\n");
    assertThat(yaml.at("c", "b").items()).hasSize(2);
  }

  @Test
  void aBombOfAliasesIsOnlyAsLargeAsItsText() throws Exception {
    var bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 200; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }
    var yaml = Yaml.read(bomb.append("on: push\n").toString());
    assertThat(yaml.text("on")).contains("push");
    assertThat(yaml.at("a199").items()).hasSize(3);
  }

  static Stream<Arguments> hostile() {
    return Stream.of(
        Arguments.argumentSet("an alias of itself", "a: &a [*a]"),
        Arguments.argumentSet("an alias of nothing", "a: *b"),
        Arguments.argumentSet("a deep list", "[".repeat(100_000)),
        Arguments.argumentSet("a deep map", "{a: ".repeat(100_000)),
        Arguments.argumentSet("deep blocks", "- ".repeat(100_000) + "x"),
        Arguments.argumentSet("many values", "[" + "1,".repeat(60_000) + "1]"),
        Arguments.argumentSet("a long text", "a: " + "x".repeat(600_000)),
        Arguments.argumentSet("a key twice", "a: 1\na: 2\n"),
        Arguments.argumentSet("a key that is a list", "? [a]\n: b\n"),
        Arguments.argumentSet("two documents", "a: 1\n---\nb: 2\n"),
        Arguments.argumentSet("a version of another time", "%YAML 99999999999.1\n---\na: 1\n"),
        Arguments.argumentSet("nonsense", "a: 'secret"),
        Arguments.argumentSet("a tab", "a:\n\t- secret"),
        Arguments.argumentSet("a control character", "a: \u0001secret"));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void whatIsTooMuchIsRefusedAndNotQuoted(String text) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Yaml.read(text))
        .withMessageNotContaining("secret");
  }

  @Test
  void anEmptyFileHasNothing() throws Exception {
    assertThat(Yaml.read("# nothing\n").members()).isEmpty();
  }
}
