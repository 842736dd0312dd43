package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import dev.pulse.testkit.FakeCheckContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStepsTest {
  private final AtomicInteger status = new AtomicInteger(200);
  private HttpServer page;
  @TempDir private Path folder;

  @BeforeEach
  void serve() throws IOException {
    page = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    page.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    page.start();
  }

  @AfterEach
  void stop() {
    page.stop(0);
  }

  @Test
  void incidentOutlivesARestartAndClosesWhenThePageIsBack() throws Exception {
    status.set(500);
    try (Pulse pulse = start()) {
      runs(pulse, 4);
      assertThat(FirstSteps.history(pulse)).contains("downtime of page (open)");
    }
    try (Pulse pulse = start()) {
      assertThat(FirstSteps.history(pulse)).contains("downtime of page (open)");
      status.set(200);
      runs(pulse, 4);
      assertThat(pulse.incidents().list(IncidentQuery.all()).items())
          .singleElement()
          .satisfies(incident -> assertThat(incident.resolution()).contains("recovered"));
    }
  }

  @Test
  void freeSpaceIsMeasured() throws Exception {
    var result = FirstSteps.freeSpace(FakeCheckContext.create());
    assertThat(result.status()).isIn(Status.PASS, Status.FAIL);
    assertThat(result.samples()).singleElement().extracting("name").isEqualTo("disk_free_ratio");
  }

  @Test
  void exampleOfTheReadmeRuns() throws Exception {
    try (Pulse pulse =
        ReadmeExample.start(
            url(), folder.resolve("readme.db"), Secret.of("http://127.0.0.1:9/services/T/B/X"))) {
      assertThat(pulse.checks()).extracting(CheckView::name).containsExactly("shop", "disk");
      assertThat(pulse.runNow("shop").get().status().isUp()).isTrue();
      assertThat(pulse.runNow("disk").get().status()).isNotEqualTo(Status.UNKNOWN);
    }
  }

  private Pulse start() {
    return FirstSteps.start(url(), folder.resolve("pulse.db"));
  }

  private String url() {
    return "http://127.0.0.1:" + page.getAddress().getPort() + "/";
  }

  private static void runs(Pulse pulse, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      pulse.runNow("page").get();
    }
    pulse.flush();
  }
}
