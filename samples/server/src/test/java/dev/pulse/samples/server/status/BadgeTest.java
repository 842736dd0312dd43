package dev.pulse.samples.server.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class BadgeTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "iiiiiiiiii, 31",
    "WWWWWWWWWW, 109",
    "日本語の監視, 66",
    "👩‍🚀👩‍🚀, 28",
    "e\u0301e\u0301, 14",
    "Привет, 40",
    "فحص المتجر, 63",
  })
  void aLabelIsAsWideAsItsLetters(String label, int pixels) throws Exception {
    var svg = parsed(Badge.svg(label, "Works", Standing.UP));

    var texts = svg.getElementsByTagName("text");
    assertThat(Integer.parseInt(((Element) texts.item(0)).getAttribute("textLength")))
        .isBetween(pixels, pixels + 1);
    int left = Integer.parseInt(((Element) texts.item(0)).getAttribute("textLength"));
    int right = Integer.parseInt(((Element) texts.item(1)).getAttribute("textLength"));
    assertThat(left + right + 24).isEqualTo(Integer.parseInt(svg.getAttribute("width")));
    // Several badges may be in one document.
    assertThat(svg.getElementsByTagName("*"))
        .satisfies(all -> assertThat(all.getLength()).isEqualTo(6))
        .satisfies(all -> assertThat(((Element) all.item(1)).getAttribute("id")).isEmpty());
  }

  @Test
  void aLongLabelIsCutBetweenCharactersAndNotWithinOne() throws Exception {
    var svg = parsed(Badge.svg("👩‍🚀".repeat(60), "Works", Standing.UP));

    var shown = svg.getElementsByTagName("text").item(0).getTextContent();

    assertThat(shown).isEqualTo("👩‍🚀".repeat(39) + "…");
  }

  @Test
  void aPileOfMarksIsOneLetter() throws Exception {
    var svg = parsed(Badge.svg("a" + "\u0301".repeat(5_000) + "b", "Works", Standing.UP));

    assertThat(svg.getElementsByTagName("text").item(0).getTextContent()).isEqualTo("ab");
  }

  private static Element parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)))
        .getDocumentElement();
  }
}
