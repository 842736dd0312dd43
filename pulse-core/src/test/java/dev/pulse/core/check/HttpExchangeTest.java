package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.core.internal.net.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpExchangeTest {
  private final MockWebServer own = new MockWebServer();
  private final MockWebServer foreign = new MockWebServer();
  private final ConnectionPool pool = new ConnectionPool(100, 5, TimeUnit.MINUTES);

  @BeforeEach
  void start() throws IOException {
    own.start();
    foreign.start();
  }

  @AfterEach
  void stop() {
    pool.evictAll();
    own.close();
    foreign.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not empty"})
  void redirectsToEverNewPlacesLeaveOneConnection(String body) throws Exception {
    var plan = keepingPlan();
    var client = client(plan);
    for (int run = 1; run <= 3; run++) {
      try (var next = new MockWebServer()) {
        next.start();
        redirect(own, next, body);
        next.enqueue(new MockResponse.Builder().code(200).body(body).build());

        assertThat(ask(plan, client).redirects()).isEqualTo(1);
        assertThat(pool.connectionCount()).as("connections after run %s", run).isEqualTo(1);
      }
    }
    assertThat(exchangeIndex(own)).isZero();
    assertThat(exchangeIndex(own)).isEqualTo(1);
    assertThat(exchangeIndex(own)).as("the one to the own place serves all runs").isEqualTo(2);
  }

  @Test
  void answerThatIsNotAcceptedLeavesNoConnectionElsewhere() throws Exception {
    var plan = keepingPlan();
    redirect(own, foreign, "");
    foreign.enqueue(new MockResponse.Builder().code(500).body("not read").build());

    assertThat(ask(plan, client(plan)).status()).isEqualTo(500);
    assertThat(pool.connectionCount()).isEqualTo(1);
  }

  @Test
  void redirectThatIsOneTooManyLeavesNoConnectionElsewhere() throws Exception {
    var draft = keeping();
    draft.redirects = 1;
    var plan = draft.plan();
    redirect(own, foreign, "");
    redirect(foreign, own, "not read");

    assertThat(ask(plan, client(plan)).detour()).isEqualTo(HttpExchange.Detour.TOO_LONG);
    assertThat(pool.connectionCount()).isEqualTo(1);
  }

  @Test
  void wayOverAnotherPlaceComesBackOnTheKeptConnection() throws Exception {
    var plan = keepingPlan();
    var client = client(plan);
    for (int run = 0; run < 2; run++) {
      redirect(own, foreign, "");
      redirect(foreign, own, "");
      own.enqueue(new MockResponse.Builder().code(200).body("a").build());
      assertThat(ask(plan, client).redirects()).isEqualTo(2);
    }

    for (int request = 0; request < 4; request++) {
      assertThat(exchangeIndex(own)).as("request %s", request).isEqualTo(request);
    }
    assertThat(foreign.takeRequest().getHeaders().get("Connection")).isEqualTo("close");
    assertThat(exchangeIndex(foreign)).as("the second run connects anew").isZero();
  }

  private HttpPlan keepingPlan() {
    return keeping().plan();
  }

  private HttpPlan.Draft keeping() {
    var draft = new HttpPlan.Draft("GET", own.url("/").toString());
    draft.keepAlive = true;
    return draft;
  }

  /** Like that of a check, with a pool that nobody shares. */
  private OkHttpClient client(HttpPlan plan) {
    return HttpClients.client(plan, HttpClients.Environment.system())
        .newBuilder()
        .connectionPool(pool)
        .build();
  }

  private static HttpExchange.Answer ask(HttpPlan plan, OkHttpClient client) throws IOException {
    var deadline = Deadline.in(Duration.ofSeconds(20));
    var timeline = new HttpTimeline(plan.url.host());
    var run = HttpClients.forRun(client, HttpClients.Environment.system(), deadline, timeline);
    return new HttpExchange(plan, run, timeline, deadline, Duration.ZERO, false).run(null);
  }

  private static void redirect(MockWebServer from, MockWebServer to, String body) {
    from.enqueue(
        new MockResponse.Builder()
            .code(302)
            .addHeader("Location", to.url("/").toString())
            .body(body)
            .build());
  }

  private static int exchangeIndex(MockWebServer server) throws InterruptedException {
    return server.takeRequest().getExchangeIndex();
  }
}
