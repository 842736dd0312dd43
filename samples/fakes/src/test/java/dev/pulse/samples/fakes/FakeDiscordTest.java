package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeDiscordTest {
  private static final Instant NOW = Instant.parse("2026-11-21T07:00:00Z");
  private static final String CHANNEL = "197038439483310086";
  private static final String POSTS = "/channels/" + CHANNEL + "/messages";

  private final HttpClient client = HttpClient.newHttpClient();
  private final FakeDiscord discord = FakeDiscord.start(0, () -> NOW);

  @AfterEach
  void close() {
    discord.close();
  }

  private HttpResponse<String> ask(String method, String path, String json, String token)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(discord.api() + path))
            .header("Authorization", "Bot " + token)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String json) throws Exception {
    return ask("POST", POSTS, json, FakeDiscord.TOKEN);
  }

  @Test
  void showsHowMessagesStandAndTellsWhoeverWatches() throws Exception {
    var seen = new ArrayList<FakeMessage>();
    discord.watch(seen::add);
    post("{\"content\":\"a\",\"embeds\":[{\"title\":\"t\"}]}");
    var id = discord.messages(CHANNEL).get(0).id();
    var edited = ask("PATCH", POSTS + "/" + id, "{\"content\":\"b\"}", FakeDiscord.TOKEN);

    assertThat(edited.body()).contains("\"content\":\"b\"", "\"id\":\"" + id + "\"");
    var message = discord.messages(CHANNEL).get(0);
    assertThat(message.content()).isEqualTo("b");
    assertThat(message.embeds()).isEqualTo(List.of(Map.of("title", "t")));
    assertThat(message.edits()).isEqualTo(1);
    assertThat(seen).extracting(FakeMessage::content).containsExactly("a", "b");
    assertThat(discord.calls()).containsExactly("POST " + POSTS, "PATCH " + POSTS + "/" + id);
  }

  @Test
  void aThreadHasTheIdOfItsMessageAndKeepsItsHistory() throws Exception {
    post("{\"content\":\"a\"}");
    var id = discord.messages().get(0).id();
    var below = "/channels/" + id + "/messages";
    assertThat(ask("GET", below, "", FakeDiscord.TOKEN).statusCode()).isEqualTo(404);

    var threads = POSTS + "/" + id + "/threads";
    var name = "{\"name\":\"n\",\"auto_archive_duration\":60}";
    assertThat(ask("POST", threads, name, FakeDiscord.TOKEN).statusCode()).isEqualTo(201);
    assertThat(ask("POST", threads, name, FakeDiscord.TOKEN).body()).contains("160004");
    ask("POST", below, "{\"content\":\"one\"}", FakeDiscord.TOKEN);
    ask("POST", below, "{\"content\":\"two\"}", FakeDiscord.TOKEN);

    assertThat(discord.thread(id)).contains(new FakeDiscord.FakeThread(id, CHANNEL, "n", 60));
    var first = discord.messages(id).get(0).id();
    var after = ask("GET", below + "?limit=100&after=" + first, "", FakeDiscord.TOKEN).body();
    assertThat(after).contains("two").doesNotContain("one");
  }

  @Test
  void aNonceMakesARepetitionTheSameMessage() throws Exception {
    var once = "{\"content\":\"a\",\"nonce\":\"n\",\"enforce_nonce\":true}";
    assertThat(post(once).body()).isEqualTo(post(once).body());
    assertThat(discord.messages()).hasSize(1);
  }

  @Test
  void refusesWhatDiscordRefuses() throws Exception {
    var long1 = "x".repeat(2_001);
    assertThat(post("{\"content\":\"" + long1 + "\"}").body()).contains("50035", "content");
    assertThat(post("{\"content\":\"\"}").body()).contains("empty message");
    assertThat(post("{\"embeds\":[{\"fields\":[{\"name\":\"\",\"value\":\"v\"}]}]}").body())
        .contains("fields.name");
    assertThat(ask("POST", POSTS, "{\"content\":\"a\"}", "other").statusCode()).isEqualTo(401);
    assertThat(discord.messages()).isEmpty();
  }

  @Test
  void isInTroubleWhenToldSo() throws Exception {
    discord.limit(1, Duration.ofMillis(1_500));
    assertThat(post("{\"content\":\"a\"}").body()).contains("\"retry_after\":1.5");
    discord.fail(1);
    assertThat(post("{\"content\":\"a\"}").statusCode()).isEqualTo(503);
    discord.forget(CHANNEL);
    assertThat(post("{\"content\":\"a\"}").body()).contains("10003");
    discord.allow(CHANNEL);
    discord.forbid(CHANNEL);
    assertThat(post("{\"content\":\"a\"}").body()).contains("50001");
    discord.allow(CHANNEL);
    assertThat(post("{\"content\":\"a\"}").statusCode()).isEqualTo(200);
  }
}
