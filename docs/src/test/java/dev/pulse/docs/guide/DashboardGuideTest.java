package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.core.Pulse;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.web.DashboardPage;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Role;
import dev.pulse.samples.server.web.ServerExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/dashboard.md. */
class DashboardGuideTest {
  private final Book book = () -> List.of(Map.of("name", "shop"));
  private final List<String> seen = new ArrayList<>();

  private final Logins logins =
      cookie -> cookie.equals("host=1") ? Optional.of("ada") : Optional.empty();

  interface Book {
    List<Map<String, String>> all();
  }

  interface Logins {
    Optional<String> user(String cookie);
  }

  @Test
  void aPageOfYourOwnBelowAnotherPath() {
    ServerExtension repos =
        routes ->
            routes
                .get("/all", request -> Response.json(Map.of("items", book.all())))
                .page(
                    DashboardPage.of(
                            "repositories",
                            "Repositories",
                            DashboardGuideTest.class,
                            "repositories.js")
                        .icon("box"));
    try (Pulse pulse = Pulse.builder().start()) {
      try (PulseServer server =
          PulseServer.builder(pulse)
              .port(0)
              .basePath("/ops/pulse")
              .authenticatedBy(
                  request ->
                      request
                          .header("Cookie")
                          .flatMap(logins::user)
                          .map(user -> new Principal(user, Role.OPERATOR)))
              .mount("/repos", repos)
              .start()) {
        open(server.uri());
      }
    }

    assertThat(seen.get(0)).contains("<title>Pulse</title>");
    assertThat(seen.get(1)).contains("\"module\":\"repos/dashboard/repositories/repositories.js\"");
    assertThat(seen.get(1)).contains("{\"name\":\"ada\",\"role\":\"operator\"}");
    assertThat(seen.get(2)).isEqualTo("{\"items\":[{\"name\":\"shop\"}]}");
  }

  @Test
  void theScriptInTheGuideIsTheOneThatIsServed() throws IOException {
    var guide = Files.readString(Path.of("guide/dashboard.md"), StandardCharsets.UTF_8);
    var script =
        Files.readString(
            Path.of("src/test/resources/dev/pulse/docs/guide/repositories.js"),
            StandardCharsets.UTF_8);

    assertThat(guide).contains("```text\n" + script + "```");
  }

  private void open(URI dashboard) {
    for (var path : List.of("", "dashboard.json", "repos/all")) {
      try {
        seen.add(
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(dashboard.resolve(path))
                        .header("Cookie", "host=1")
                        .build(),
                    BodyHandlers.ofString())
                .body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
