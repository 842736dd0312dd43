package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionPoolsTest {
  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void idleConnectionsAreClosedAtTheirPace() throws Exception {
    var pool = ConnectionPools.unhurried(1, Duration.ofNanos(1), Duration.ofMillis(1)).get(0);
    var sockets = new ClosingTold();

    get(pool, sockets);

    assertThat(sockets.closed.await(20, TimeUnit.SECONDS)).as("closed").isTrue();
  }

  @Test
  void callThatEndsWakesNobody() throws Exception {
    var pool = ConnectionPools.unhurried(1, Duration.ofNanos(1), Duration.ofDays(1)).get(0);

    get(pool, SocketFactory.getDefault());
    get(pool, SocketFactory.getDefault());

    assertThat(server.takeRequest().getExchangeIndex()).isZero();
    assertThat(server.takeRequest().getExchangeIndex())
        .as("the connection is still there, although it was idle for too long")
        .isEqualTo(1);
  }

  @Test
  void poolThatKeepsNothingClosesEachConnectionWithItsCall() throws Exception {
    var pool = ConnectionPools.unhurried(1).get(0);
    var sockets = new ClosingTold();

    get(pool, sockets);

    assertThat(sockets.closed.getCount()).as("closed by the time the call ends").isZero();
    assertThat(pool.connectionCount()).isZero();
  }

  @Test
  void otherOkHttpThanTheOneWeKnowWouldBeNoticed() {
    assertThat(ConnectionPools.unhurried(300, Duration.ofMinutes(5), Duration.ofSeconds(10)))
        .as("a new version may have other insides; then the pools cost more, and need a new look")
        .hasSize(300);
  }

  private void get(ConnectionPool pool, SocketFactory sockets) throws Exception {
    server.enqueue(new MockResponse.Builder().code(200).body("a").build());
    var client = new OkHttpClient.Builder().connectionPool(pool).socketFactory(sockets).build();
    try (var response =
        client.newCall(new Request.Builder().url(server.url("/")).build()).execute()) {
      assertThat(response.body().string()).isEqualTo("a");
    }
  }
}
