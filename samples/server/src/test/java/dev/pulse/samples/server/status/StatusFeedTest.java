package dev.pulse.samples.server.status;

import static dev.pulse.samples.server.Watched.down;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.Watched;
import dev.pulse.samples.server.web.Caller;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class StatusFeedTest {
  private static final String EVIL = "<img src=x onerror=\"1\"> & ]]> \u202e \u0007";

  private final Watched watched = new Watched().withShop();

  @AfterEach
  void close() {
    watched.close();
  }

  @Test
  void incidentsAndWorkAreEntriesThatKeepTheirIds() throws Exception {
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(30));
    var now = watched.pulse().clock().instant();
    announce("cables", "Orders\nwait.", now.plus(Duration.ofHours(1)));

    var open = entries(feed(page().build()));
    watched.shopIs(Watched.up(3));
    watched.pass(Duration.ofHours(3));
    var over = entries(feed(page().build()));

    assertThat(open)
        .extracting(entry -> text(entry, "title"))
        .containsExactlyInAnyOrder("Serious trouble: The shop", "Planned: cables");
    assertThat(over)
        .extracting(entry -> text(entry, "title"))
        .containsExactlyInAnyOrder("Over: Serious trouble: The shop", "Done: cables");
    assertThat(over)
        .extracting(entry -> text(entry, "id"))
        .containsExactlyInAnyOrderElementsOf(open.stream().map(entry -> text(entry, "id")).toList())
        .allMatch(id -> id.startsWith("urn:uuid:"))
        .doesNotHaveDuplicates();
    assertThat(text(over.get(0), "updated")).isGreaterThan(text(open.get(0), "updated"));
    assertThat(over)
        .extracting(entry -> text(entry, "content"))
        .anyMatch(content -> content.contains("<p><bdi>wait.</bdi></p>"));
  }

  @Test
  void anUnchangedFeedIsTheSameLater() throws Exception {
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(30));
    announce("cables", "", watched.pulse().clock().instant().plus(Duration.ofDays(1)));
    try (var server = server(page().build())) {
      var caller = new Caller(server.port());
      var first = caller.get("/status/shop.atom");
      watched.pass(Duration.ofMinutes(10));

      var again =
          caller.send(
              caller
                  .to("/status/shop.atom")
                  .header("If-None-Match", first.headers().firstValue("ETag").orElseThrow()));

      assertThat(first.headers().firstValue("Content-Type"))
          .contains("application/atom+xml; charset=utf-8");
      assertThat(again.statusCode()).isEqualTo(304);
    }
  }

  @Test
  void aFeedWithoutEntriesIsOneAllTheSame() throws Exception {
    var feed = feed(page().build());

    assertThat(entries(feed)).isEmpty();
    assertThat(text(feed, "updated")).isNotEmpty();
    assertThat(text(feed, "title")).isEqualTo("The shop");
  }

  @Test
  void hostileTextsAreTexts() throws Exception {
    announce("x" + EVIL, EVIL, watched.pulse().clock().instant().plus(Duration.ofHours(1)));

    var feed = feed(page().title(EVIL).show("shop", EVIL).build());

    assertThat(text(feed, "title")).startsWith("<img");
    assertThat(text(entries(feed).get(0), "content"))
        .contains("&lt;img src=x")
        .doesNotContain("<img");
  }

  @Test
  void theFeedOfAPrivatePageWantsItsToken() {
    var token = Secret.of("the-token-of-the-page");
    try (var server = server(page().token(token).build())) {
      assertThat(new Caller(server.port()).get("/status/shop.atom").statusCode()).isEqualTo(401);
      assertThat(new Caller(server.port(), token.reveal()).get("/status/shop.atom").statusCode())
          .isEqualTo(200);
    }
  }

  private void announce(String name, String text, Instant from) {
    watched
        .pulse()
        .alerting()
        .announce(
            name,
            text,
            from,
            from.plus(Duration.ofHours(1)),
            Optional.empty(),
            List.of("shop"),
            List.of(),
            "Ada");
  }

  private Element feed(StatusPage page) throws Exception {
    try (var server = server(page)) {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      var body = new Caller(server.port()).get("/status/shop.atom").body();
      var feed =
          factory
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(body)))
              .getDocumentElement();
      assertThat(feed.getNamespaceURI()).isEqualTo("http://www.w3.org/2005/Atom");
      return feed;
    }
  }

  private static List<Element> entries(Element feed) {
    var found = feed.getElementsByTagName("entry");
    var entries = new ArrayList<Element>();
    for (int i = 0; i < found.getLength(); i++) {
      entries.add((Element) found.item(i));
    }
    return entries;
  }

  private static String text(Element element, String name) {
    return element.getElementsByTagName(name).item(0).getTextContent();
  }

  private PulseServer server(StatusPage page) {
    return PulseServer.builder(watched.pulse()).port(0).statusPage(page).start();
  }

  private static StatusPage.Builder page() {
    return StatusPage.builder("shop").title("The shop").checks(List.of("shop"));
  }
}
