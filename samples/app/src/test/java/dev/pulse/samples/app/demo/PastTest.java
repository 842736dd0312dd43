package dev.pulse.samples.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Store;
import dev.pulse.core.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PastTest {
  private static final Instant NOW = Instant.parse("2026-11-21T22:00:00Z");

  private final Store store = Stores.memory();

  @AfterEach
  void close() {
    store.close();
  }

  private List<Outcome> last(String check) {
    return store.journal().outcomes(OutcomeQuery.of(check).limit(500)).items();
  }

  @Test
  void everyRunSaysThatItIsMadeUp() {
    assertThat(Past.of(Practice.checks(), NOW).write(store)).isBetween(5_000, 10_000);

    assertThat(last("storefront"))
        .isNotEmpty()
        .allSatisfy(
            run -> {
              assertThat(run.instance()).isEqualTo(Past.INSTANCE);
              assertThat(run.result().summary()).contains("made up");
              assertThat(run.started()).isBefore(NOW);
            });
  }

  @Test
  void aDayIsKnownWithoutGaps() {
    Past.of(Practice.checks(), NOW).write(store);

    var uptime = store.journal().uptime("cache", NOW.minus(Duration.ofHours(23)), NOW);

    assertThat(uptime.unknown()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void whatWentWrongIsOverExceptForTheBank() {
    Past.of(Practice.checks(), NOW).write(store);

    assertThat(store.incidents().list(IncidentQuery.all()).items())
        .hasSizeGreaterThan(8)
        .noneMatch(Incident::isOpen)
        .extracting(Incident::startedAt)
        .isSortedAccordingTo((one, other) -> other.compareTo(one));
    assertThat(last("currency-rates").get(0).status()).isEqualTo(Status.FAIL);
    assertThat(last("card-payments").get(0).status()).isEqualTo(Status.PASS);
  }

  @Test
  void nobodyKnowsWhatJobsDidBefore() {
    Past.of(Practice.checks(), NOW).write(store);

    assertThat(last("stock-import")).isEmpty();
    assertThat(last("checkout-slo")).isEmpty();
  }

  @Test
  void aStoreThatRemembersKeepsWhatItHas() {
    var past = Past.of(Practice.checks(), NOW);
    past.write(store);

    assertThat(past.write(store)).isZero();
  }
}
