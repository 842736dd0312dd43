package dev.pulse.samples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Secret;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.WebServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PulseServerTest {
  private static final Secret TOKEN = Secret.of("a-token-of-some-length");

  private final Watched watched = new Watched().withShop().withIdle();

  @AfterEach
  void close() {
    watched.close();
  }

  @Test
  void healthIsOkWhileTheStoreAnswers() {
    try (var server = start(builder())) {
      var answer = caller(server).get("/health");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
    }
  }

  @Test
  void healthIsUnavailableWhileTheStoreFailsAndComesBackWithIt() {
    var store = new FaultyStore();
    try (var pulse = Pulse.builder().store(store).start();
        var server = start(PulseServer.builder(pulse))) {
      store.onPing(FaultyStore::fail);
      var failing = caller(server).get("/health");
      store.onPing(() -> {});
      var well = caller(server).get("/health");

      assertThat(failing.statusCode()).isEqualTo(503);
      assertThat(failing.body()).isEqualTo("{\"status\":\"unavailable\"}");
      assertThat(well.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void healthDoesNotWaitForAStoreThatHangsAndAsksItOnce() throws Exception {
    var store = new FaultyStore();
    var free = new CountDownLatch(1);
    try (var pulse = Pulse.builder().store(store).start()) {
      var asked = new CountDownLatch(1);
      store.onPing(
          () -> {
            asked.countDown();
            FaultyStore.await(free);
          });
      int before = store.pings();
      var route = new HealthRoute(pulse, Duration.ofMillis(50));
      try (var server =
          WebServer.start(
              "127.0.0.1",
              0,
              new WebServer.Options(
                  List.of(),
                  Set.of(),
                  1000,
                  Duration.ofSeconds(1),
                  new SimpleMeterRegistry(),
                  List.of(new WebServer.Mount("", route)),
                  write -> {}))) {
        var caller = new Caller(server.port());
        for (int i = 0; i < 3; i++) {
          assertThat(caller.get("/health").statusCode()).isEqualTo(503);
        }

        // Whoever waits may have given up before the store is asked.
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(store.pings() - before).isEqualTo(1);
        free.countDown();
      }
    }
  }

  @Test
  void metricsTellOfEachCheckAndOfNothingThatIsNotKnown() {
    try (var server = start(builder())) {
      watched.pass(Duration.ofSeconds(15));

      var answer = caller(server).get("/metrics");

      assertThat(answer.headers().firstValue("Content-Type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      assertThat(answer.body())
          .contains("pulse_check_up{check=\"shop\"} 1.0\n")
          .contains("pulse_check_latency_seconds{check=\"shop\"} 0.012\n")
          .contains("pulse_check_last_run_timestamp_seconds{check=\"shop\"} 1.77236641E9\n")
          .contains("pulse_check_paused{check=\"idle\"} 0.0\n")
          .contains("pulse_check_open_incidents{check=\"shop\"} 0.0\n")
          .contains("pulse_runs_total{status=\"pass\"}")
          .contains("jvm_memory_used_bytes")
          .contains("process_cpu_seconds_total")
          .contains("pulse_server_event_streams{stream=\"overview\"} 0.0\n")
          .doesNotContain("pulse_check_up{check=\"idle\"}")
          .doesNotContain("pulse_check_latency_seconds{check=\"idle\"}");
    }
  }

  @Test
  void anAlarmCanTellAnnouncedWorkFromAnOutage() {
    watched.withRack();
    try (var server = start(builder())) {
      watched.pass(Duration.ofMinutes(2));

      assertThat(caller(server).get("/metrics").body())
          .contains("pulse_check_up{check=\"rack\"} 0.0\n")
          .contains("pulse_check_maintenance{check=\"rack\"} 1.0\n")
          .contains("pulse_check_maintenance{check=\"shop\"} 0.0\n")
          .doesNotContain("pulse_check_maintenance{check=\"idle\"}");

      watched.pass(Duration.ofHours(1));
      assertThat(caller(server).get("/metrics").body())
          .contains("pulse_check_maintenance{check=\"rack\"} 0.0\n");
    }
  }

  @Test
  void samplesAreShownAndOpenMetricsIsForThoseWhoAskForIt() {
    try (var server = start(builder())) {
      watched.pass(Duration.ofSeconds(15));

      var answer =
          caller(server)
              .send(caller(server).to("/metrics").header("Accept", "application/openmetrics-text"));

      assertThat(answer.headers().firstValue("Content-Type"))
          .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
      assertThat(answer.headers().allValues("Vary")).contains("Accept");
      assertThat(answer.body())
          .contains("phase_seconds{check=\"shop\",phase=\"dns\"} 0.002\n")
          .endsWith("# EOF\n");
    }
  }

  @Test
  void seriesOfARemovedCheckAreGone() {
    try (var server = start(builder())) {
      watched.pulse().remove("shop");

      assertThat(caller(server).get("/metrics").body()).doesNotContain("\"shop\"");
    }
  }

  @Test
  void everyMetricIsExplained() {
    try (var server = start(builder())) {
      var lines = caller(server).get("/metrics").body().lines().toList();
      var helped = names(lines, "# HELP (\\S+) .+");

      assertThat(names(lines, "# TYPE (\\S+) .+")).isEqualTo(helped).hasSizeGreaterThan(20);
    }
  }

  private static Set<String> names(List<String> lines, String form) {
    var names = new TreeSet<String>();
    for (String line : lines) {
      var match = Pattern.compile(form).matcher(line);
      if (match.matches()) {
        names.add(match.group(1));
      }
    }
    return names;
  }

  @Test
  void promtoolAcceptsTheMetrics(@TempDir Path directory) throws Exception {
    assumeThat(new File("/usr/bin/promtool")).exists();
    try (var server = start(builder())) {
      watched.shopIs(Watched.down());
      watched.pass(Duration.ofSeconds(30));
      caller(server).get("/api/v1/checks");
      var file = directory.resolve("metrics.txt");
      Files.writeString(file, caller(server).get("/metrics").body());

      var process =
          new ProcessBuilder("/usr/bin/promtool", "check", "metrics")
              .redirectInput(file.toFile())
              .redirectErrorStream(true)
              .start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor()).as(output).isZero();
      assertThat(output).isEmpty();
    }
  }

  @Test
  void metersOfTheHostAreShownAndOursAreRemovedAtTheEnd() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Counter.builder("host.orders").description("Orders").register(registry);
    try (var server = start(builder().meters(registry))) {
      assertThat(caller(server).get("/metrics").body()).contains("host_orders_total");
      // As the JVM's binder does at the first collection, some time after the start.
      Timer.builder("jvm.gc.pause").register(registry);
    }

    assertThat(registry.scrape())
        .contains("host_orders_total")
        .doesNotContain("pulse_")
        .doesNotContain("jvm_");
    try (var again = start(builder().meters(registry))) {
      assertThat(caller(again).get("/metrics").body()).contains("pulse_check_up");
    }
  }

  @Test
  void thePageIsMadeOfFilesOfThisServerOnly() {
    try (var server = start(builder())) {
      var caller = caller(server);
      var page = caller.get("/");

      assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
      assertThat(page.body())
          .contains("assets/app.js")
          .contains("assets/app.css")
          .doesNotContain("://")
          .doesNotContainPattern("<script(?![^>]*src=)")
          .doesNotContain("<style")
          .doesNotContainPattern("\\s(style|on[a-z]+)=");
      var files = new ArrayList<String>();
      for (String route : server.routes()) {
        if (route.startsWith("GET /assets/") || route.startsWith("GET /dashboard/")) {
          files.add(route.substring(4));
        }
      }
      assertThat(files).hasSizeGreaterThan(10).contains("/dashboard/overview/overview.js");
      // The library for plots names addresses in comments, and asks for none.
      files.remove("/assets/uplot.js");
      for (String file : files) {
        var asset = caller.get(file);
        assertThat(asset.statusCode()).as(file).isEqualTo(200);
        assertThat(asset.body().replace("http://www.w3.org/2000/svg", ""))
            .as(file)
            .doesNotContain("://")
            .doesNotContain("innerHTML")
            .doesNotContain("insertAdjacentHTML")
            .doesNotContain("document.write")
            .doesNotContain("eval(");
      }
    }
  }

  @Test
  void hostileNamesReachThePageAsDataOnly() {
    watched
        .pulse()
        .add(
            Registration.check("evil", context -> Watched.down())
                .title("</script><img src=x onerror=alert(1)>")
                .build());
    try (var server = start(builder())) {
      var caller = caller(server);

      assertThat(caller.get("/").body()).doesNotContain("onerror");
      var list = caller.get("/api/v1/checks");
      assertThat(list.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(list.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
  }

  @Test
  void withATokenOnlyHealthMetricsAndTheFilesOfTheDashboardAreOpen() {
    try (var server = start(builder().apiToken(TOKEN))) {
      var caller = caller(server);

      assertThat(caller.get("/health").statusCode()).isEqualTo(200);
      assertThat(caller.get("/metrics").statusCode()).isEqualTo(200);
      for (var route : server.routes()) {
        var parts = route.split(" ", 2);
        var path = parts[1].replaceAll("\\{[^}]*\\}", "shop");
        int status = caller.send(parts[0], path, "").statusCode();
        if (isFileOfTheDashboard(path)) {
          assertThat(status).as(route).isEqualTo(200);
        } else if (path.equals("/session")) {
          assertThat(status).as(route).isIn(200, 204, 403);
        } else if (!path.equals("/health") && !path.equals("/metrics")) {
          assertThat(status).as(route).isEqualTo(401);
        }
      }
    }
  }

  private static boolean isFileOfTheDashboard(String path) {
    return path.equals("/") || path.startsWith("/assets/") || path.startsWith("/dashboard/");
  }

  @Test
  void aSystemStandsAloneAtTheRootWhereItsErrorsRule() {
    try (var server =
        start(
            builder()
                .standardApi(false)
                .mount(
                    "",
                    routes ->
                        routes
                            .errors(
                                (request, error) ->
                                    Response.json(error.status(), Map.of("error", error.message())))
                            .get("/", request -> Response.html("<p>mine"))
                            .get("/targets", request -> Response.json(List.of()))))) {
      var caller = caller(server);

      assertThat(caller.get("/").body()).isEqualTo("<p>mine");
      assertThat(caller.get("/targets").body()).isEqualTo("[]");
      assertThat(caller.get("/health").statusCode()).isEqualTo(200);
      assertThat(caller.get("/metrics").statusCode()).isEqualTo(200);
      assertThat(caller.get("/api/v1/checks").body()).isEqualTo("{\"error\":\"Not found\"}");
      assertThat(caller.send("POST", "/health", "").body())
          .isEqualTo("{\"error\":\"Method not allowed\"}");
    }
  }

  @Test
  void metersOfAnExtensionAreShown() {
    try (var server =
        start(
            builder()
                .mount(
                    "/system",
                    routes ->
                        Counter.builder("system.things")
                            .description("Things")
                            .register(routes.meters())
                            .increment()))) {
      assertThat(caller(server).get("/metrics").body()).contains("system_things_total 1.0");
    }
  }

  @Test
  void allMistakesOfABuilderAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                builder()
                    .host(" ")
                    .port(70_000)
                    .maxBody(0)
                    .closeTimeout(Duration.ofSeconds(-1))
                    .mount("system/", routes -> {})
                    .start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "host must not be blank",
            "port must be 0 to 65535, but is 70000",
            "maxBody must be",
            "closeTimeout must be",
            "mount \"system/\" must be empty or look like /uptime-guard");
  }

  @Test
  void theAddressIsOneThatABrowserCanOpen() throws IOException {
    try (var server = start(builder().host("0.0.0.0"))) {
      assertThat(server.uri()).hasScheme("http").hasHost("localhost").hasPort(server.port());
    }
  }

  @Test
  void closingTwiceDoesNothing() {
    var server = start(builder());
    server.close();
    server.close();

    assertThat(watched.pulse().checks()).hasSize(2);
  }

  private PulseServer.Builder builder() {
    return PulseServer.builder(watched.pulse());
  }

  private static PulseServer start(PulseServer.Builder builder) {
    return builder.port(0).start();
  }

  private static Caller caller(PulseServer server) {
    return new Caller(server.port());
  }
}
