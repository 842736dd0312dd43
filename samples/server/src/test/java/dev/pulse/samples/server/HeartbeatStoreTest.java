package dev.pulse.samples.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Status;
import dev.pulse.core.Pulse;
import dev.pulse.core.check.HeartbeatCheck;
import dev.pulse.samples.server.web.Caller;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatStoreTest {
  private static final String TOKEN = "the-token-of-the-backup";

  @Test
  void reportIsAcknowledgedOnlyWhenTheStoreHasIt() {
    var store = new FaultyStore();
    var backup = HeartbeatCheck.every(Duration.ofHours(1)).token(Secret.of(TOKEN)).build();
    try (var pulse =
            Pulse.builder()
                .store(store)
                .register(Registration.check("backup", backup).build())
                .start();
        var server = PulseServer.builder(pulse).port(0).start()) {
      store.onDocument(FaultyStore::fail);
      assertThat(report(server, "failure")).isEqualTo(503);
      assertThat(pulse.runNow("backup").join().status()).isEqualTo(Status.UNKNOWN);

      store.onDocument(() -> {});
      assertThat(report(server, "failure")).isEqualTo(204);
      assertThat(pulse.runNow("backup").join().status()).isEqualTo(Status.FAIL);
    }
  }

  private static int report(PulseServer server, String report) {
    var caller = new Caller(server.port());
    return caller
        .send(
            caller
                .to("/api/v1/heartbeats/backup/" + report)
                .header("Authorization", "Bearer " + TOKEN)
                .POST(BodyPublishers.noBody()))
        .statusCode();
  }
}
