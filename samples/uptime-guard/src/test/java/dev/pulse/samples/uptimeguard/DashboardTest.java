package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DashboardTest {
  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void anEmptyPageSaysWhatToDo() {
    assertThat(page()).contains("No targets yet", "No incidents so far");
  }

  @Test
  void targetsAreShownWithTheirLastStatus() {
    rig.create("good");
    rig.create("bad", "F");
    rig.create("inside", "R");
    rig.guard.setEnabled(rig.create("resting").id(), false);

    assertThat(row("good")).contains("state ok", ">ok<", "HTTP 200, 50 ms", "12:00:00Z");
    assertThat(row("bad")).contains("state fail", ">fail<", "HTTP 503, 50 ms");
    assertThat(row("inside")).contains("state refused", ">refused<");
    assertThat(row("resting")).contains("state disabled", ">disabled<", "Enable");
  }

  @Test
  void uptimeIsThatOfTheLast24Hours() {
    rig.create("a", "o o o F");
    rig.probes(4);
    assertThat(row("a")).contains("75.00 %");

    rig.create("inside", "R");
    assertThat(row("inside")).contains("no data").doesNotContain(" %");
  }

  @Test
  void almostAllOfTheDayIsNotAllOfTheDay() {
    rig.create("a", "F");
    rig.probes(2879);

    assertThat(row("a")).contains("99.96 %").doesNotContain("100");
  }

  @Test
  void incidentsAreShownAsATimeline() {
    rig.create("a", "F F F o o");
    rig.create("b", "F F F F F");
    rig.probes(4);

    var page = page();
    var timeline = page.substring(page.indexOf("Incident timeline"));
    assertThat(timeline)
        .contains(
            "class=\"open\"",
            "class=\"closed\"",
            "<strong><bdi>a</bdi></strong>",
            "closed=recovered");
    assertThat(timeline.indexOf("<strong><bdi>b</bdi></strong>"))
        .isLessThan(timeline.indexOf("<strong><bdi>a</bdi></strong>"));
    assertThat(row("a")).contains("<rect class=\"downtime\"");
  }

  @Test
  void namesAndAddressesCannotBecomeMarkup() {
    var evil = "<script>alert('x')</script>\" onclick=\"y&";
    rig.create(
        new TargetDocument(
            evil, "http://x.example/?<b>'\"", "http", true, Rig.START, null, null, null),
        "F F F");
    rig.probes(2);

    assertThat(page())
        .doesNotContain("<script>alert", "<b>", "onclick=\"y")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onclick=&quot;y&amp;");
  }

  @Test
  void namesCannotStandInForPartsOfThePage() {
    rig.create("<!--incidents-->");

    assertThat(page()).contains("&lt;!--incidents--&gt;");
  }

  @Test
  void aNameCannotTurnAroundTheTextNextToIt() {
    rig.create("a\u202Eb", "F F F");
    rig.probes(2);

    assertThat(page())
        .contains("<th scope=\"row\"><bdi>a\u202Eb</bdi>", "<strong><bdi>a\u202Eb</bdi></strong>");
  }

  @Test
  void addressesAreTextAndNotLinks() {
    rig.create("a");

    assertThat(page()).contains("http://a.example").doesNotContain("<a ", "href=\"http");
  }

  @Test
  void thePageRenewsItselfWithin15Seconds() throws IOException {
    var script = resource("guard.js");
    var period = Pattern.compile("PERIOD_MS = (\\d+);").matcher(script);

    assertThat(period.find()).isTrue();
    assertThat(Integer.parseInt(period.group(1))).isBetween(1_000, 15_000);
    assertThat(script).contains("setInterval(renew, PERIOD_MS)");
    assertThat(page()).contains("<meta http-equiv=\"refresh\" content=\"10\">");
  }

  @Test
  void onNarrowScreensEachRowSaysWhatItsValuesAre() throws IOException {
    rig.create("a");

    assertThat(row("a"))
        .contains("data-label=\"Last status\"", "data-label=\"Uptime 24 h\"", "class=\"manage\"");
    assertThat(resource("guard.css")).contains("@media (max-width:", "content: attr(data-label)");
  }

  private String page() {
    rig.pulse.flush();
    return rig.guard.dashboard().render(rig.guard.targets().list());
  }

  private String row(String name) {
    var page = page();
    int start = page.indexOf("<th scope=\"row\"><bdi>" + name);
    return page.substring(start, page.indexOf("</tr>", start));
  }

  private static String resource(String name) throws IOException {
    try (var in = Dashboard.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
