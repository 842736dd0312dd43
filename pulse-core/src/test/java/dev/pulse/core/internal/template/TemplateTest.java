package dev.pulse.core.internal.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class TemplateTest {
  private static final Map<String, Object> FACTS =
      Map.of(
          "check",
          "shop <b>",
          "value",
          12.5,
          "count",
          3,
          "whole",
          200.0,
          "down",
          true,
          "empty",
          "",
          "labels",
          Map.of("team", "web"),
          "alerts",
          List.of(Map.of("title", "one"), Map.of("title", "two")),
          "names",
          List.of("a", "b"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{{check}} of {{labels.team}}|shop <b> of web",
        "{{ value }} and {{whole}} and {{count}}|12.5 and 200 and 3",
        "{{#down}}down{{/down}}{{^down}}up{{/down}}|down",
        "{{#empty}}there{{/empty}}{{^empty}}nothing{{/empty}}|nothing",
        "{{^labels.zone}}no zone{{/labels.zone}}|no zone",
        "{{#alerts}}{{title}} of {{check}}{{^-last}}, {{/-last}}{{/alerts}}"
            + "|one of shop <b>, two of shop <b>",
        "{{#names}}{{-index}}{{.}}{{/names}}|1a2b",
        "{{#labels}}{{team}}{{/labels}}|web",
        "a {{! nobody sees this }}b|a b",
        "{\"n\":{\"m\":{{count}}}}|{\"n\":{\"m\":3}}",
        "{ {check} }|{ {check} }",
      })
  void isFilledIn(String template, String filled) {
    assertThat(Template.text(template).render(FACTS)).isEqualTo(filled);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{{check|1|1|not closed",
        "a {{}}|1|3|\"{{}}\" is not allowed",
        "a {{two words}}|1|3|is not allowed; allowed: {{name}}",
        "{{{check}}}|1|1|is not allowed",
        "{{&check}}|1|1|is not allowed",
        "{{>other}}|1|1|is not allowed",
        "{{=<% %>=}}|1|1|is not allowed",
        "{{<parent}}{{/parent}}|1|1|is not allowed",
        "{{$block}}{{/block}}|1|1|is not allowed",
        "{{check.}}|1|1|is not allowed",
        "{{#a}}x|1|1|the section \"a\" is not closed",
        "{{#a}}{{#b}}{{/a}}{{/b}}|1|13|{{/a}} stands where b is open",
        "x{{/a}}|1|2|{{/a}} closes nothing",
        "{{! {{check}}|1|1|is not allowed",
      })
  void whatIsMistypedIsRefusedWithItsPlace(String source, int line, int column, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Template.text(source))
        .withMessageStartingWith("line " + line + ", column " + column + ": ")
        .withMessageContaining(message);
  }

  @Test
  void placesAreCountedInLines() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Template.text("one\ntwo\n three {{ four !}}"))
        .withMessageStartingWith("line 3, column 8: ");
  }

  @Test
  void aTemplateHasBounds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Template.text("x".repeat(20_001)))
        .withMessage("a template has at most 20000 characters, but this one has 20001");
    var deep = "{{#a}}".repeat(11) + "{{/a}}".repeat(11);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Template.text(deep))
        .withMessageContaining("more than 10 sections");
  }

  @Test
  void nothingOfAnObjectIsReachedButMapsAndLists() {
    var facts = Map.of("check", "shop", "entry", Map.of("key", "k"));

    assertThat(
            Template.text("[{{check.bytes}}{{check.class}}{{check.length}}{{entry.size}}]")
                .render(facts))
        .isEqualTo("[]");
  }

  @Test
  void aMissingNameIsEmptyAndLoggedOncePerTemplate() {
    var logger = (Logger) LoggerFactory.getLogger(Template.class);
    var log = new ListAppender<ILoggingEvent>();
    log.start();
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    logger.addAppender(log);
    try {
      var template = Template.text("a{{nobody}}{{labels.zone}}b{{#never}}c{{/never}}");

      assertThat(template.render(FACTS)).isEqualTo("ab");
      assertThat(template.render(FACTS)).isEqualTo("ab");

      assertThat(log.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .hasSize(2)
          .first()
          .asString()
          .startsWith("There is no nobody to fill into the template \"a{{nobody}}");
    } finally {
      logger.detachAppender(log);
      logger.setAdditive(true);
      logger.setLevel(null);
    }
  }

  @Test
  void jsonStaysJsonWhateverIsFilledIn() throws IOException {
    var hostile =
        "\"}, \\ \n\r\t\u0000\u001f\u007f\u2028\u2029 </script> "
            + IntStream.range(0x20, 0x180)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    var json = Template.json("{\"text\": \"{{text}}\"}", "a body").render(Map.of("text", hostile));

    assertThat(json).doesNotContain("\n", "\u2028");
    try (var reader = JsonReader.of(new Buffer().writeUtf8(json))) {
      assertThat(reader.readJsonValue()).isEqualTo(Map.of("text", hostile));
    }
  }

  @Test
  void aTextThatGrowsTooLargeIsRefusedOrCut() {
    var facts = Map.of("text", "😀".repeat(100_000), "list", List.of(1, 2, 3, 4, 5, 6));
    var template = Template.text("{{#list}}{{text}}{{/list}}");

    assertThatIllegalStateException()
        .isThrownBy(() -> template.render(facts))
        .withMessageStartingWith("a filled template has at most 1000000 characters");
    assertThat(template.renderWithin(5, facts)).isEqualTo("😀😀😀😀…");
    assertThat(Template.text("{{list}}12345").renderWithin(5, Map.of("list", "")))
        .isEqualTo("12345");
  }

  @Test
  void sectionsThatMultiplyEachOtherEnd() {
    var list = IntStream.range(0, 100).boxed().toList();
    var template = Template.text("{{#a}}".repeat(10) + "{{/a}}".repeat(10));

    assertThatIllegalStateException().isThrownBy(() -> template.render(Map.of("a", list)));
  }
}
