package dev.pulse.samples.server.dashboard;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.Watched;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.samples.server.web.DashboardPage;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Role;
import dev.pulse.samples.server.web.ServerExtension;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DashboardTest {
  private static final DashboardPage NOTES =
      DashboardPage.of("notes", "Notes", DashboardTest.class, "notes.js")
          .icon("list")
          .style("notes.css");
  private static final ServerExtension BOOK =
      routes -> routes.get("/all", request -> Response.json(List.of("one"))).page(NOTES);

  private final Watched watched = new Watched().withShop();

  @AfterEach
  void close() {
    watched.close();
  }

  @Test
  void anExtensionAddsAPageWithoutTouchingTheShell() {
    try (var server = builder().mount("/book", BOOK).start()) {
      var caller = new Caller(server.port());
      var pages = pages(caller, "");

      assertThat(pages)
          .extracting("name")
          .containsExactly("overview", "incidents", "status-pages", "check", "notes");
      assertThat(pages.get(4))
          .isEqualTo(
              Map.of(
                  "name", "notes",
                  "title", "Notes",
                  "icon", "list",
                  "listed", true,
                  "general", false,
                  "base", "book/",
                  "module", "book/dashboard/notes/notes.js",
                  "style", "book/dashboard/notes/notes.css"));
      assertThat(caller.get("/" + pages.get(4).get("module")).body()).contains("page.root");
      assertThat(caller.get("/" + pages.get(4).get("style")).body()).contains("var(--soft)");
    }
  }

  @Test
  void aPageAboutAllChecksStandsAboveThoseOfSystems() {
    ServerExtension targets =
        routes ->
            routes.page(
                DashboardPage.of("targets", "Targets", DashboardTest.class, "notes.js").place(30));
    try (var server = builder().mount("/book", BOOK).mount("/targets", targets).start()) {
      var pages = pages(new Caller(server.port()), "");

      assertThat(pages)
          .extracting("name")
          .containsExactly("overview", "incidents", "targets", "status-pages", "check", "notes");
      assertThat(pages).extracting("general").containsExactly(true, true, true, true, false, false);
    }
  }

  @Test
  void aPlaceOutOfRangeIsRefused() {
    assertThatThrownBy(() -> NOTES.place(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("place must be 1 to 999, but is 0");
    assertThatThrownBy(() -> NOTES.place(1000)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everythingIsFoundBelowAnyPath() {
    try (var server = builder().basePath("/ops/pulse").mount("/book", BOOK).start()) {
      var caller = new Caller(server.port());

      assertThat(server.uri().getPath()).isEqualTo("/ops/pulse/");
      assertThat(caller.get("/ops/pulse").statusCode()).isEqualTo(308);
      var page = caller.get("/ops/pulse/").body();
      var addresses = Pattern.compile("(?:href|src)=\"([^\"#]+)\"").matcher(page);
      int found = 0;
      for (; addresses.find(); found++) {
        assertThat(addresses.group(1)).doesNotStartWith("/");
        var answer = caller.get("/ops/pulse/" + addresses.group(1));
        assertThat(answer.statusCode()).as(addresses.group(1)).isEqualTo(200);
      }
      assertThat(found).isGreaterThan(10);
      assertThat(pages(caller, "/ops/pulse"))
          .allSatisfy(
              one ->
                  assertThat(caller.get("/ops/pulse/" + one.get("module")).statusCode())
                      .isEqualTo(200));
      assertThat(caller.get("/ops/pulse/book/all").body()).isEqualTo("[\"one\"]");
      assertThat(caller.get("/health").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void belowAPathTheSameIsOpenToAll() {
    try (var server =
        builder().basePath("/ops/pulse").apiToken(Secret.of("a-token-of-some-length")).start()) {
      var caller = new Caller(server.port());

      assertThat(caller.get("/ops/pulse/health").statusCode()).isEqualTo(200);
      assertThat(caller.get("/ops/pulse/metrics").statusCode()).isEqualTo(200);
      assertThat(caller.get("/ops/pulse/dashboard.json").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void itSaysWhoLooksAtIt() {
    var token = Secret.of("the-token-of-ada-the-first");
    try (var server = builder().token(new AccessToken("ada", Role.OPERATOR, token)).start()) {
      var known = new Caller(server.port(), token.reveal()).get("/dashboard.json");

      assertThat(object(known.body()).get("caller"))
          .isEqualTo(Map.of("name", "ada", "role", "operator"));
    }
    try (var server = builder().start()) {
      assertThat(object(new Caller(server.port()).get("/dashboard.json").body()))
          .doesNotContainKey("caller");
    }
  }

  @Test
  void twoPagesOfOneNameStopTheStart() {
    assertThatThrownBy(() -> builder().mount("/a", BOOK).mount("/b", BOOK).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two pages of the dashboard are called \"notes\"");
  }

  @Test
  void aPageOfTheWrongFormSaysEverythingThatIsWrong() {
    assertThatThrownBy(
            () -> DashboardPage.of("No Name", " ", DashboardTest.class, "../secret.json"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name \"No Name\" must match")
        .hasMessageContaining("title must have 1 to 40 characters")
        .hasMessageContaining("module \"../secret.json\" must be the name of a file");
  }

  @Test
  void aPathOfTheWrongFormStopsTheStart() {
    assertThatThrownBy(() -> builder().basePath("ops/").start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("base path \"ops/\" must be empty or look like /ops/pulse");
  }

  private PulseServer.Builder builder() {
    return PulseServer.builder(watched.pulse()).port(0);
  }

  private static List<Map<String, Object>> pages(Caller caller, String base) {
    return objects(object(caller.get(base + "/dashboard.json").body()).get("pages"));
  }
}
