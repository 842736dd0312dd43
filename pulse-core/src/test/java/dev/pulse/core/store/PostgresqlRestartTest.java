package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.samples.fakes.PostgresServer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server of their own, which goes away and comes back. */
@Timeout(120)
class PostgresqlRestartTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
  private static PostgresServer server;

  private PostgresqlRig rig;

  @BeforeAll
  static void start() {
    assumeThat(PostgresServer.isInstalled()).isTrue();
    server = PostgresServer.start();
  }

  @AfterAll
  static void end() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void database() {
    server.resume();
    rig = PostgresqlRig.on(server);
  }

  private static Commit commit(long runId) {
    return Commit.builder()
        .outcomes(
            List.of(
                Outcome.builder("shop", runId, T0.plusSeconds(runId), CheckResult.pass("ok"))
                    .build()))
        .build();
  }

  private static List<Long> runIds(Store store) {
    return store.journal().outcomes(OutcomeQuery.all()).items().stream()
        .map(Outcome::runId)
        .sorted()
        .toList();
  }

  /** How many times something fails before it works. */
  private static int failures(Runnable call) {
    for (int failures = 0; failures < 5; failures++) {
      try {
        call.run();
        return failures;
      } catch (StoreException e) {
        assertThat(e).hasMessageContaining("PostgreSQL");
      }
    }
    throw new AssertionError("it does not work again");
  }

  @Test
  void whileTheServerIsAwayCallsFailWithTheReasonAndThenEverythingWorksAgain() {
    try (var store = rig.open()) {
      store.commit(commit(1));
      assertThat(runIds(store)).containsExactly(1L);

      server.stop();
      for (int i = 0; i < 3; i++) {
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> store.commit(commit(2)))
            .withMessageContaining("schema " + rig.schema);
        assertThatExceptionOfType(StoreException.class).isThrownBy(store::ping);
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> runIds(store));
      }
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.commit(commit(2)))
          .withMessageContaining("refused");
      server.resume();

      assertThat(failures(() -> store.commit(commit(2)))).isZero();
      assertThat(failures(store::ping)).isZero();
      assertThat(runIds(store)).containsExactly(1L, 2L);
    }
    try (var later = rig.open()) {
      assertThat(runIds(later)).containsExactly(1L, 2L);
    }
  }

  @Test
  void aRestartThatNobodyNoticedCostsOneCallOfEachKind() {
    try (var store = rig.open()) {
      store.commit(commit(1));
      runIds(store);
      server.stop();
      server.resume();

      assertThat(failures(() -> store.commit(commit(2)))).isLessThanOrEqualTo(1);
      assertThat(failures(store::ping)).isLessThanOrEqualTo(1);
      assertThat(runIds(store)).containsExactly(1L, 2L);
    }
  }

  @Test
  void aCrashOfTheServerTakesNothingThatWasPromisedAndNobodySeesWhatItTook() {
    try (var store = rig.open()) {
      for (int id = 1; id <= 20; id++) {
        store.commit(commit(id));
      }
      store.commit(
          Commit.builder().incident(Incident.builder(21, "shop", "down", T0).build()).build());
      for (int id = 22; id <= 40; id++) {
        store.commit(commit(id));
      }

      server.crash();
      server.resume();

      failures(() -> store.commit(commit(41)));
      failures(store::ping);
      assertThat(store.incidents().find(21)).isPresent();
      var seen = runIds(store);
      assertThat(seen).startsWith(1L, 2L, 3L, 20L - 16L).contains(20L, 41L);
      store.close();
      try (var later = rig.open()) {
        assertThat(runIds(later)).isEqualTo(seen);
      }
    }
  }

  @Test
  void aStoreCanBeOpenedAsSoonAsTheServerIsThere() {
    server.stop();
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(rig::open)
        .withMessageContaining("refused");

    server.resume();

    rig.open().close();
  }
}
