package dev.pulse.samples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.PulseException;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class DoorTest {
  private static final String HERE = "127.0.0.1";

  @Test
  void healthSaysThatItStartsUntilThereIsAPulse() throws Exception {
    try (var door = Door.open(HERE, 0)) {
      int port = door.opened().port();
      var early = ask(port);
      assertThat(early.statusCode()).isEqualTo(503);
      assertThat(early.body()).isEqualTo("{\"status\":\"starting\"}");

      try (var pulse = Pulse.builder().store(Stores.memory()).start();
          var server = PulseServer.builder(pulse).behind(door).start()) {
        assertThat(server.port()).isEqualTo(port);
        assertThat(ask(port).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void portThatIsTakenIsToldToWhoeverTakesTheDoorOver() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var door = Door.open(HERE, other.getLocalPort());
        var pulse = Pulse.builder().store(Stores.memory()).start()) {
      assertThatExceptionOfType(PulseException.class)
          .isThrownBy(() -> PulseServer.builder(pulse).behind(door).start())
          .withMessageContaining("cannot listen on 127.0.0.1:" + other.getLocalPort());
    }
  }

  @Test
  void nobodyListensOnceItIsClosed() throws Exception {
    int port;
    try (var door = Door.open(HERE, 0)) {
      port = door.opened().port();
    }
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> ask(port));
  }

  private static HttpResponse<String> ask(int port) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://" + HERE + ":" + port + "/health")).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
