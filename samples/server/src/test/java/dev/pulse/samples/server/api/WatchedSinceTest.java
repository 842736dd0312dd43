package dev.pulse.samples.server.api;

import static dev.pulse.samples.server.Answers.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.Watched;
import dev.pulse.samples.server.web.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedSinceTest {
  private static final Instant START = Instant.parse(Watched.START);

  @Test
  void timeBeforeTheFirstRunIsToldApartFromTimeThatWasMissed() {
    try (var watched = new Watched().withShop();
        var server = PulseServer.builder(watched.pulse()).port(0).start()) {
      watched.pass(Duration.ofMinutes(2));
      watched.pulse().pause("shop");
      watched.pass(Duration.ofMinutes(3));
      var history = get(server, "/api/v1/checks/shop/history?from=-1h&points=60");

      var since = Instant.parse((String) history.get("watched_since"));
      assertThat(since).isBetween(START.minusSeconds(1), START.plusSeconds(11));
      assertThat(get(server, "/api/v1/checks/shop").get("watched_since"))
          .isEqualTo(history.get("watched_since"));
      double unknown = (double) object(history.get("uptime")).get("unknown_seconds");
      double before =
          Duration.between(Instant.parse((String) history.get("from")), since).toMillis();
      assertThat(unknown - before / 1000).isBetween(120.0, 180.0);
    }
  }

  @Test
  void aCheckThatHasNotRunIsWatchedSinceNoTime() {
    try (var watched = new Watched().withIdle();
        var server = PulseServer.builder(watched.pulse()).port(0).start()) {
      assertThat(get(server, "/api/v1/checks/idle")).doesNotContainKey("watched_since");
      assertThat(get(server, "/api/v1/checks/idle/history")).doesNotContainKey("watched_since");
    }
  }

  @Test
  void itIsFoundToTheSecondAndOnce(@TempDir Path folder) {
    var clockReads = new AtomicInteger();
    try (var watched =
        new Watched(builder -> builder.store(Stores.sqlite(folder.resolve("pulse.db"))))
            .withShop()) {
      watched.pass(Duration.ofDays(3));
      var now = START.plus(Duration.ofDays(3));
      var since =
          new WatchedSince(
              watched.pulse().journal(),
              () -> {
                clockReads.incrementAndGet();
                return now;
              });

      var found = since.of("shop").orElseThrow();

      var first =
          watched
              .pulse()
              .journal()
              .outcomes(OutcomeQuery.of("shop").to(START.plusSeconds(15)))
              .items();
      assertThat(Duration.between(found, first.get(first.size() - 1).started()))
          .isBetween(Duration.ZERO, Duration.ofSeconds(1));
      assertThat(since.of("shop")).contains(found);
      assertThat(clockReads).hasValue(1);
      assertThat(since.of("nobody")).isEmpty();
    }
  }

  private static Map<String, Object> get(PulseServer server, String path) {
    return object(new Caller(server.port()).get(path).body());
  }
}
