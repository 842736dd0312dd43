package dev.pulse.samples.app.targets;

import static dev.pulse.samples.server.Answers.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.config.Secret;
import dev.pulse.core.Pulse;
import dev.pulse.core.plugin.Plugins;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.app.config.Configuration;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.api.DescribedApi;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.samples.server.web.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the description says of targets, and what their routes answer, must be the same. */
class TargetsOpenApiTest {
  private static final String TARGETS = "/api/v1/targets";
  private static final String SHOP =
      "{\"name\":\"shop\",\"type\":\"heartbeat\",\"expect-every\":\"1d\","
          + "\"token\":\"0123456789abcdef\",\"tags\":[\"a\"]}";
  private static final String WRONG = "name: bad\ntype: heartbeat\nexpect-every: soon\nsize: 3\n";
  private static final AccessToken ADA =
      new AccessToken("ada", Role.OPERATOR, Secret.of("the-token-of-ada"));
  private static final AccessToken VERA =
      new AccessToken("vera", Role.VIEWER, Secret.of("the-token-of-vera"));

  private final Pulse pulse = Pulse.builder().store(Stores.memory()).start();
  private final Targets targets = targets();
  private final PulseServer server = serve(targets);
  private final Caller ada = new Caller(server.port(), ADA.secret().reveal());
  private final Caller vera = new Caller(server.port(), VERA.secret().reveal());
  private final DescribedApi api = DescribedApi.of(ada);

  private Targets targets() {
    var made =
        Targets.of(
            pulse,
            Configuration.empty(
                    Map.of(), Plugins.load(Thread.currentThread().getContextClassLoader()))
                .targets()
                .orElseThrow(),
            List.of());
    made.begin();
    return made;
  }

  private PulseServer serve(Targets served) {
    return PulseServer.builder(pulse)
        .port(0)
        .token(ADA)
        .token(VERA)
        .mount("/api/v1", served.routes(true, false))
        .start();
  }

  @AfterEach
  void close() {
    server.close();
    targets.close();
    pulse.close();
  }

  private HttpResponse<String> post(String path, String body) {
    return ada.send("POST", "/api/v1" + path, body);
  }

  private HttpResponse<String> yaml(String path, String body) {
    return ada.send(
        ada.to("/api/v1" + path)
            .header("Content-Type", "application/yaml")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> change(String method, String name, String body, String tag) {
    return ada.send(
        ada.to(TARGETS + "/" + name)
            .header("If-Match", tag)
            .method(method, BodyPublishers.ofString(body)));
  }

  @Test
  void everyRouteIsDescribed() {
    var served =
        server.routes().stream().filter(route -> route.contains("/api/v1/target")).toList();

    assertThat(api.routes().stream().filter(route -> route.contains("/api/v1/target")))
        .containsExactlyInAnyOrderElementsOf(served)
        .hasSize(11);
  }

  @Test
  void everyAnswerHasTheDescribedForm() {
    api.judge("createTarget", post("/targets", SHOP));
    api.judge("createTarget", yaml("/targets?enabled=false", "{name: web, url: " + here() + "}"));
    api.judge(
        "listTargets", List.of(ada.get(TARGETS), vera.get(TARGETS), ada.send("HEAD", TARGETS, "")));
    var tag = ada.get(TARGETS).headers().firstValue("ETag").orElseThrow();
    api.judge("listTargets", ada.send(ada.to(TARGETS).header("If-None-Match", tag)));
    api.judge("getTarget", List.of(ada.get(TARGETS + "/shop"), vera.get(TARGETS + "/shop")));
    api.judge("replaceTarget", change("PUT", "shop", SHOP.replace("1d", "2d"), version("shop")));
    api.judge("disableTarget", post("/targets/shop/disable", ""));
    api.judge("enableTarget", post("/targets/shop/enable", ""));
    api.judge(
        "judgeTarget",
        List.of(
            post("/target-problems", SHOP.replace("shop", "other")),
            yaml("/target-problems?replaces=shop", WRONG)));
    api.judge("tryTarget", yaml("/target-trials", "{name: new, url: " + here() + "}"));
    api.judge("listTargetTypes", ada.get("/api/v1/target-types"));
    targets
        .reader()
        .types()
        .forEach(type -> api.judge("getTargetType", ada.get("/api/v1/target-types/" + type)));
    api.judge("deleteTarget", change("DELETE", "shop", "", "*"));

    assertThat(api.asked()).isEqualTo(api.operations("/api/v1/target"));
  }

  private String here() {
    return server.uri() + "health";
  }

  private String version(String name) {
    return ada.get(TARGETS + "/" + name).headers().firstValue("ETag").orElseThrow();
  }

  @Test
  void problemsOfDocumentsHaveTheDescribedForm() {
    post("/targets", SHOP);
    for (String path : List.of("/targets", "/target-trials")) {
      var id = path.equals("/targets") ? "createTarget" : "tryTarget";
      api.judge(id, 400, yaml(path, WRONG));
      api.judge(id, 400, post(path, "{\"name\":\"x\",\"type\":\"none\"}"));
      api.judge(id, 400, post(path, "{"));
      api.judge(id, 400, post(path + "?x=1", SHOP));
    }
    var renamed = change("PUT", "shop", SHOP.replace("shop", "store"), "*");
    api.judge("replaceTarget", 400, renamed);
    assertThat(object(renamed.body())).containsKey("problems");
    api.judge("judgeTarget", 400, post("/target-problems", "[]"));
    api.judge("createTarget", 400, post("/targets?enabled=maybe", SHOP));
  }

  @Test
  void refusalsHaveTheDescribedForm() {
    post("/targets", SHOP);
    post("/targets", SHOP.replace("shop", "till").replace("{", "{\"depends-on\":[\"shop\"],"));
    var before = version("shop");
    post("/targets/shop/disable", "");
    var nobody = TARGETS + "/nobody";

    api.judge("getTarget", 404, ada.get(nobody));
    api.judge("replaceTarget", 404, change("PUT", "nobody", SHOP, "*"));
    api.judge("deleteTarget", 404, change("DELETE", "nobody", "", "*"));
    api.judge("enableTarget", 404, post("/targets/nobody/enable", ""));
    api.judge("disableTarget", 404, post("/targets/nobody/disable", ""));
    api.judge("judgeTarget", 404, post("/target-problems?replaces=nobody", SHOP));
    api.judge("tryTarget", 404, post("/target-trials?replaces=nobody", SHOP));
    api.judge("getTargetType", 404, ada.get("/api/v1/target-types/none"));
    api.judge("replaceTarget", 412, change("PUT", "shop", SHOP, before));
    api.judge("deleteTarget", 412, change("DELETE", "shop", "", before));
    api.judge("replaceTarget", 428, ada.send("PUT", TARGETS + "/shop", SHOP));
    api.judge("deleteTarget", 428, ada.send("DELETE", TARGETS + "/shop", ""));
    api.judge("deleteTarget", 409, change("DELETE", "shop", "", "*"));
    api.judge(
        "tryTarget", 409, yaml("/target-trials", "{name: all, type: group, members: [shop]}"));
    api.judge("listTargets", 400, ada.get(TARGETS + "?x=1"));
    api.judge("createTarget", 403, vera.send("POST", TARGETS, SHOP));
    api.judge("listTargets", 401, new Caller(server.port()).get(TARGETS));
  }

  @Test
  void aTargetWhoseNameIsTakenIsDescribedToo() {
    post("/targets", SHOP);
    var later = targets();
    try (var second = serve(later)) {
      var caller = new Caller(second.port(), ADA.secret().reveal());
      var shop = TARGETS + "/shop";

      var one = caller.get(shop);
      api.judge("getTarget", one);
      assertThat(object(object(one.body()).get("target"))).containsKey("problems");
      api.judge("enableTarget", 409, caller.send("POST", shop + "/enable", ""));
      api.judge("disableTarget", 409, caller.send("POST", shop + "/disable", ""));
      api.judge(
          "replaceTarget",
          409,
          caller.send(caller.to(shop).header("If-Match", "*").PUT(BodyPublishers.ofString(SHOP))));
    } finally {
      later.close();
    }
  }
}
