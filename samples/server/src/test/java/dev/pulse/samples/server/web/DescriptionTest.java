package dev.pulse.samples.server.web;

import static dev.pulse.samples.server.Answers.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The files lie in {@code describing}; each of the bad ones has one thing that is wrong. */
class DescriptionTest {
  private static final String OWN = "describing/own.json";
  private static final String NOTES = "describing/notes.json";

  private final List<WebServer> servers = new ArrayList<>();

  @AfterEach
  void close() {
    servers.forEach(WebServer::close);
  }

  private static ServerExtension api(String base) {
    return routes ->
        routes
            .get("/things", request -> Response.json("things"))
            .description("/openapi.json", base, DescriptionTest.class, OWN);
  }

  private static ServerExtension notes(String resource) {
    return routes ->
        routes
            // Before the routes: what is described is judged when all of it is installed.
            .describe(DescriptionTest.class, resource)
            .get("/notes", request -> Response.json("notes"))
            .post("/notes/{id}", request -> Response.empty(204));
  }

  private Caller serving(WebServer.Mount... mounts) {
    var server =
        WebServer.start(
            "127.0.0.1",
            0,
            new WebServer.Options(
                List.of(),
                Set.of(),
                1000,
                Duration.ofSeconds(1),
                new SimpleMeterRegistry(),
                List.of(mounts),
                write -> {}));
    servers.add(server);
    return new Caller(server.port());
  }

  private static WebServer.Mount at(String path, ServerExtension extension) {
    return new WebServer.Mount(path, extension);
  }

  @Test
  void oneDocumentTellsOfTheServerAndOfWhatIsMountedBeforeAndAfterIt() {
    var caller = serving(at("/a", notes(NOTES)), at("", api("")), at("/b", notes(NOTES)));

    var document = object(caller.get("/openapi.json").body());

    var paths = object(document.get("paths"));
    assertThat(paths)
        .containsOnlyKeys("/things", "/a/notes", "/a/notes/{id}", "/b/notes", "/b/notes/{id}");
    assertThat(object(paths.get("/a/notes/{id}"))).containsOnlyKeys("post");
    var components = object(document.get("components"));
    assertThat(object(components.get("schemas"))).containsOnlyKeys("Problem", "Thing", "Note");
    assertThat(object(components.get("responses"))).containsOnlyKeys("Invalid", "NoteNotFound");
    assertThat(object(document.get("info"))).containsEntry("title", "Things");
  }

  @Test
  void idsOfOperationsAreUniqueAlsoWhereAnExtensionIsMountedTwice() {
    var caller = serving(at("", api("")), at("/a", notes(NOTES)), at("/b", notes(NOTES)));

    var paths = object(object(caller.get("/openapi.json").body()).get("paths"));

    assertThat(object(object(paths.get("/a/notes")).get("get")))
        .containsEntry("operationId", "listNotes");
    assertThat(object(object(paths.get("/b/notes")).get("get")))
        .doesNotContainKey("operationId")
        .containsEntry("summary", "All notes");
  }

  @Test
  void whereTheServerIsBelowAPathTheDocumentSaysSo() {
    var caller = serving(at("/ops", api("/ops")), at("/ops/a", notes(NOTES)));

    assertThat(object(object(caller.get("/ops/openapi.json").body()).get("paths")))
        .containsOnlyKeys("/ops/things", "/ops/a/notes", "/ops/a/notes/{id}");
  }

  @Test
  void theDocumentIsAskedForAgainAsFilesAre() {
    var caller = serving(at("", api("")), at("/a", notes(NOTES)));

    var first = caller.get("/openapi.json");
    var again =
        caller.send(
            caller
                .to("/openapi.json")
                .header("If-None-Match", first.headers().firstValue("ETag").orElseThrow()));

    assertThat(first.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(first.headers().firstValue("Cache-Control")).contains("no-cache");
    assertThat(again.statusCode()).isEqualTo(304);
  }

  @Test
  void numbersAndNullsAreWrittenAsTheyWere() {
    assertThat(serving(at("", api(""))).get("/openapi.json").body())
        .contains("\"maximum\": 100,", "\"exclusiveMinimum\": 0.5,", "\"default\": null");
  }

  @Test
  void aServerWithoutDescriptionDoesNotReadWhatExtensionsSay() {
    var caller = serving(at("", notes("describing/no-such-file.json")));

    assertThat(caller.get("/notes").statusCode()).isEqualTo(200);
  }

  private void refused(String resource, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> serving(at("", api("")), at("/a", notes(resource))))
        .withMessageContaining(problem)
        .withMessageContaining("\"" + resource + "\" of " + DescriptionTest.class.getName());
  }

  @Test
  void refusesARouteThatIsNotThere() {
    refused("describing/no-route.json", "describes GET /a/nothing, which it has no route for");
  }

  @Test
  void refusesAMethodThatIsNotThere() {
    refused("describing/no-method.json", "describes DELETE /a/notes, which it has no route for");
  }

  @Test
  void refusesTheRouteOfSomebodyElse() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                serving(
                    at("", api("")),
                    at("", notes(NOTES)),
                    at("", routes -> routes.describe(DescriptionTest.class, NOTES))))
        .withMessageContaining("describes GET /notes, which it has no route for");
  }

  @Test
  void refusesANameThatMeansTwoThings() {
    refused(
        "describing/clash.json",
        "#/components/schemas/Thing is one thing in \""
            + OWN
            + "\" of "
            + DescriptionTest.class.getName()
            + " and another in ");
  }

  @Test
  void refusesAReferenceThatLeadsNowhere() {
    refused("describing/nowhere.json", "refers to #/components/schemas/Nothing");
  }

  @Test
  void refusesTheComponentOfAnExtensionThatNeedNotBeThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                serving(
                    at("", api("")),
                    at("/a", notes(NOTES)),
                    at("/b", notes("describing/borrowed.json"))))
        .withMessageContaining("refers to #/components/schemas/Note, which is not there");
  }

  @Test
  void refusesTheIdOfAnotherOperation() {
    refused("describing/id.json", "the operation listThings is in ");
  }

  @Test
  void refusesWhatOnlyTheServerSays() {
    refused("describing/security.json", "has security, which is the server's alone");
  }

  @Test
  void refusesAnotherVersion() {
    refused("describing/version.json", "is OpenAPI 3.0.3, but must be 3.1.0");
  }

  @Test
  void refusesAFileThatIsNotThereOrIsNoDocument() {
    refused("describing/no-such-file.json", "no file \"describing/no-such-file.json\" beside");
    refused("describing/broken.json", "cannot be read");
    refused("describing/list.json", "is no JSON object");
  }

  @Test
  void saysAllThatIsWrongAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                serving(
                    at("", api("")),
                    at("/a", notes("describing/no-route.json")),
                    at("/b", notes("describing/nowhere.json"))))
        .withMessageContaining("/a/nothing")
        .withMessageContaining("#/components/schemas/Nothing");
  }

  @Test
  void refusesASecondDescription() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> serving(at("", api("")), at("/other", api(""))))
        .withMessageContaining("two descriptions");
  }
}
