package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.status.StatusPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/status-pages.md. */
class StatusPagesGuideTest {
  private String seen = "";

  @Test
  void aPageForThePublic() {
    try (Pulse pulse =
        Pulse.builder()
            .register(
                Registration.check("orders", context -> CheckResult.pass("ok"))
                    .tags(List.of("public"))
                    .schedule(Schedules.every(Duration.ofHours(1)))
                    .build())
            .start()) {
      StatusPage page =
          StatusPage.builder("shop")
              .title("The shop")
              .tags(List.of("public"))
              .show("orders", "Ordering")
              .zone(ZoneId.of("Europe/Berlin"))
              .build();
      try (PulseServer server = PulseServer.builder(pulse).port(0).statusPage(page).start()) {
        read(server.uri().resolve("status/shop"));
      }
    }

    assertThat(seen)
        .contains("<bdi>The shop</bdi>", "<bdi>Ordering</bdi>", "Europe/Berlin")
        .doesNotContain("orders");
  }

  private void read(URI page) {
    try {
      seen =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
              .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
