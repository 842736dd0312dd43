package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.api.DescribedApi;
import dev.pulse.samples.server.web.Caller;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the description says of these routes, and what they answer, must be the same. */
class GuardOpenApiTest {
  private static final String PLACE = "/uptime-guard";
  private static final Secret TOKEN = Secret.of("0123456789abcdef");
  private static final String SHOP =
      "{\"name\":\"shop\",\"url\":\"http://shop.example/\",\"type\":\"http\",\"interval_s\":30,"
          + "\"timeout_ms\":500,\"expected_status\":204}";

  private final StoppableStore store = new StoppableStore();
  private final Rig rig = new Rig(store);
  private final PulseServer server =
      PulseServer.builder(rig.pulse)
          .port(0)
          .apiToken(TOKEN)
          .mount(PLACE, rig.guard.routes())
          .start();
  private final Caller caller = new Caller(server.port(), TOKEN.reveal());
  private final DescribedApi api = DescribedApi.of(caller);

  @AfterEach
  void close() {
    store.stop(false);
    server.close();
    rig.close();
  }

  private HttpResponse<String> get(String path) {
    return caller.get(PLACE + path);
  }

  private HttpResponse<String> send(String method, String path, String body) {
    return caller.send(method, PLACE + path, body);
  }

  @Test
  void everyRouteIsDescribed() {
    var served =
        server.routes().stream()
            .filter(route -> route.contains(" " + PLACE + "/"))
            // The pages and their files are no part of the interface.
            .filter(route -> !route.endsWith("/") && !route.contains("guard."))
            .filter(route -> !route.contains("/dashboard/"))
            .toList();

    assertThat(api.routes().stream().filter(route -> route.contains(PLACE)))
        .containsExactlyInAnyOrderElementsOf(served)
        .hasSize(7);
  }

  @Test
  void everyAnswerHasTheDescribedForm() {
    rig.create("down");
    api.judge("createGuardTarget", send("POST", "/targets", SHOP));
    rig.play("down", "o F F F F F F");
    api.judge("listGuardTargets", get("/targets"));
    var probes = get("/status");
    assertThat(probes.body()).contains("\"ok\":true", "\"ok\":false");
    api.judge("listGuardProbes", List.of(probes, get("/status?target_id=1")));
    var open = get("/incidents");
    assertThat(open.body()).contains("\"kind\":").doesNotContain("ended_at");
    api.judge("listGuardIncidents", open);
    rig.play("down", "o o o o o o");
    var over = get("/incidents?open=false");
    assertThat(over.body()).contains("ended_at");
    api.judge("listGuardIncidents", over);
    api.judge(
        "replaceGuardTarget", send("PUT", "/targets/2", SHOP.replace("\"shop\"", "\"store\"")));
    api.judge("switchGuardTarget", send("PATCH", "/targets/2", "{\"enabled\":false}"));
    api.judge("deleteGuardTarget", send("DELETE", "/targets/2", ""));

    assertThat(api.asked()).isEqualTo(api.operations(PLACE));
  }

  @Test
  void refusalsHaveTheDescribedForm() {
    rig.create("a");
    rig.create("shop");

    api.judge("createGuardTarget", 400, send("POST", "/targets", "{}"));
    api.judge("createGuardTarget", 409, send("POST", "/targets", SHOP));
    api.judge("replaceGuardTarget", 400, send("PUT", "/targets/1", "{}"));
    api.judge("replaceGuardTarget", 404, send("PUT", "/targets/9", SHOP));
    api.judge("replaceGuardTarget", 409, send("PUT", "/targets/1", SHOP));
    api.judge("switchGuardTarget", 400, send("PATCH", "/targets/1", "{}"));
    api.judge("switchGuardTarget", 404, send("PATCH", "/targets/9", "{\"enabled\":true}"));
    api.judge("deleteGuardTarget", 404, send("DELETE", "/targets/9", ""));
    api.judge("listGuardProbes", 400, get("/status?target_id=x"));
    api.judge("listGuardIncidents", 400, get("/incidents?open=maybe"));
    api.judge("listGuardTargets", 401, new Caller(server.port()).get(PLACE + "/targets"));
  }

  @Test
  void whatFailsHasTheDescribedForm() {
    store.stop(true);

    api.judge("createGuardTarget", 500, send("POST", "/targets", SHOP));
    api.judge("listGuardProbes", 500, get("/status"));
    api.judge("listGuardIncidents", 500, get("/incidents"));
  }
}
