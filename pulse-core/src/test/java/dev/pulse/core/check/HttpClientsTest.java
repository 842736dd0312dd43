package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import okhttp3.ConnectionPool;
import org.junit.jupiter.api.Test;

class HttpClientsTest {
  /** OkHttp looks through all pools of the process for each connection that is made. */
  @Test
  void thousandsOfChecksThatKeepNothingShareFewPools() {
    assertThat(
            IntStream.range(0, 10_000).mapToObj(number -> pool(number, false)).distinct().count())
        .as("few to look through, and few connections in each")
        .isBetween(900L, 1024L);
  }

  @Test
  void thousandsOfChecksThatKeepTheirConnectionShareFewPools() {
    assertThat(IntStream.range(0, 20_000).mapToObj(number -> pool(number, true)).distinct().count())
        .as("few to look through, and few connections in each")
        .isBetween(1800L, 2048L);
  }

  private static ConnectionPool pool(int number, boolean keepAlive) {
    var draft = new HttpPlan.Draft("GET", "http://shop.example/" + number);
    draft.keepAlive = keepAlive;
    return HttpClients.client(draft.plan(), HttpClients.Environment.system()).connectionPool();
  }
}
