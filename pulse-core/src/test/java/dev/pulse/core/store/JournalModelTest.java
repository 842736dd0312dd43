package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.ConflictException;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.Windows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to them, the store on the disk answers as the one in memory does. */
@Timeout(120)
class JournalModelTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<Signal> SIGNALS =
      List.of(Signal.latency(), Signal.failures(), Signal.sample("load", Labels.of("cpu", "1")));

  private static final List<Status> STATUSES = List.of(Status.values());

  @TempDir Path folder;

  private final List<Long> used = new ArrayList<>();
  private long lastId;
  private long firstId = 1;
  // Before, single results are gone.
  private Instant kept = T0;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void theFileAnswersAsMemoryDoes(int seed) {
    var random = new Random(seed);
    var packing =
        new Packing(
            1 + random.nextInt(20),
            1 + random.nextInt(60),
            200 + random.nextInt(20_000),
            1 + random.nextInt(40),
            // Half of them answer from summaries whenever they can.
            random.nextBoolean() ? 0 : 20_000);
    var memory = Stores.memory();
    var everything = Stores.memory();
    var file = open(packing);
    try {
      for (int step = 0; step < 250; step++) {
        int action = random.nextInt(100);
        if (action < 90) {
          commitToAll(memory, everything, file, random);
        } else if (action < 93) {
          prune(T0.plusSeconds(random.nextInt(20_000)), memory, file);
        } else if (action < 95) {
          var check = "check-" + random.nextInt(5);
          memory.forget(check);
          everything.forget(check);
          file.forget(check);
        } else if (action < 98) {
          file.close();
          file = open(packing);
        }
        if (step % 10 == 0) {
          assertSame(memory, everything, file, random);
        }
      }
    } finally {
      file.close();
    }
  }

  Store open(Packing packing) {
    return SqliteStore.open(folder.resolve("pulse.db"), packing, new SameThread());
  }

  private void prune(Instant before, Store memory, Store file) {
    var retention = Retention.builder().results(Duration.ofMinutes(1)).build();
    var now = before.plus(retention.results());
    memory.prune(retention, now);
    file.prune(retention, now);
    // The store that forgets nothing would refuse what the others do not know any more.
    used.clear();
    firstId = lastId + 1;
    kept = before.isAfter(kept) ? before : kept;
  }

  private void commitToAll(Store memory, Store everything, Store file, Random random) {
    var outcomes = new ArrayList<Outcome>();
    int count = random.nextInt(10) == 0 ? 200 : random.nextInt(8);
    for (int i = 0; i < count; i++) {
      outcomes.add(outcome(random));
    }
    var commit = Commit.builder().outcomes(outcomes).build();
    if (refused(memory, commit)) {
      assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> file.commit(commit));
    } else {
      everything.commit(commit);
      file.commit(commit);
      outcomes.forEach(outcome -> used.add(outcome.runId()));
    }
  }

  private static boolean refused(Store store, Commit commit) {
    try {
      store.commit(commit);
      return false;
    } catch (ConflictException e) {
      return true;
    }
  }

  private Outcome outcome(Random random) {
    long id = lastId + 1 + random.nextInt(5);
    int kind = random.nextInt(500);
    if (kind == 0 && !used.isEmpty()) {
      id = used.get(random.nextInt(used.size()));
    } else if (kind < 10) {
      id = Math.max(firstId, lastId - random.nextInt(200));
    }
    lastId = Math.max(lastId, id);
    // Now and then the clock is set, and a run is late by hours.
    long millis = lastId * 1_000 + random.nextInt(500);
    if (random.nextInt(30) == 0) {
      millis += random.nextInt(10_000_000) - 5_000_000;
    }
    var outcome =
        Outcome.builder("check-" + random.nextInt(5), id, T0.plusMillis(millis), result(random))
            .took(Duration.ofNanos(random.nextInt(100_000_000)))
            .late(Duration.ofNanos(random.nextInt(2_000_000)))
            .attempt(1 + random.nextInt(2))
            .instance(random.nextInt(50) == 0 ? "other" : "one")
            .validFor(Duration.ofSeconds(random.nextInt(90)));
    if (random.nextInt(20) == 0) {
      outcome.maintenance("work " + random.nextInt(3));
    }
    return outcome.build();
  }

  private static CheckResult result(Random random) {
    var result =
        switch (random.nextInt(20)) {
          case 0 -> CheckResult.fail(Reason.TIMEOUT, "no answer within 10 s");
          case 1 -> CheckResult.unknown(Reason.DNS, "no such name");
          case 2 -> CheckResult.warn(Reason.LATENCY, "slow: " + random.nextInt(5_000) + " ms");
          default -> CheckResult.pass("200 OK in " + random.nextInt(90) + " ms");
        };
    if (random.nextInt(10) > 0) {
      result = result.withLatency(Duration.ofNanos(random.nextInt(90_000_000)));
    }
    if (random.nextInt(4) > 0) {
      result =
          result
              .withSample(Sample.gauge("load", Labels.of("cpu", "1"), random.nextInt(100) / 10.0))
              .withSample(Sample.gauge("size_bytes", random.nextInt(5)));
    }
    return random.nextInt(3) == 0 ? result.withDetail("n", "" + random.nextInt(9)) : result;
  }

  private void assertSame(Store memory, Store everything, Store file, Random random) {
    assertThat(file.lastId()).isEqualTo(memory.lastId());
    for (int i = 0; i < 6; i++) {
      var query = query(random);
      var expected = memory.journal().outcomes(query);
      assertThat(file.journal().outcomes(query)).isEqualTo(expected);
    }
    for (int i = 0; i < 5; i++) {
      var check = "check-" + i;
      assertThat(file.journal().latest(check)).isEqualTo(memory.journal().latest(check));
      assertSameHistory(check, everything.journal(), file.journal(), random);
    }
  }

  private OutcomeQuery query(Random random) {
    var query = random.nextBoolean() ? OutcomeQuery.all() : OutcomeQuery.of("check-1");
    if (random.nextInt(3) == 0) {
      query = query.prefix(random.nextBoolean() ? "check-" : "check-2");
    }
    if (random.nextInt(2) == 0) {
      query = query.statuses(EnumSet.of(Status.FAIL, STATUSES.get(random.nextInt(4))));
    }
    if (random.nextInt(3) == 0) {
      query = query.from(time(random));
    }
    if (random.nextInt(3) == 0) {
      query = query.to(time(random));
    }
    if (random.nextInt(3) == 0) {
      query = query.before(1 + random.nextInt((int) lastId + 1));
    }
    return query.limit(random.nextInt(4) == 0 ? 10_000 : 1 + random.nextInt(100));
  }

  private Instant time(Random random) {
    return T0.plusSeconds(random.nextInt((int) lastId + 10));
  }

  private void assertSameHistory(String check, Journal theirs, Journal ours, Random random) {
    var from = time(random);
    from = from.isBefore(kept) ? kept : from;
    var to = from.plusSeconds(1 + random.nextInt(10_000));
    assertThat(ours.uptime(check, from, to)).isEqualTo(theirs.uptime(check, from, to));
    assertThat(ours.downtime(check, from, to)).isEqualTo(theirs.downtime(check, from, to));
    var windows = Windows.equal(from, to, 7);
    for (Signal signal : SIGNALS) {
      var slices = ours.history(check, signal, windows);
      var expected = theirs.history(check, signal, windows);
      for (int i = 0; i < 7; i++) {
        assertThat(slices.get(i).runs()).isEqualTo(expected.get(i).runs());
        assertThat(slices.get(i).uptime()).isEqualTo(expected.get(i).uptime());
        var values = slices.get(i).values();
        var other = expected.get(i).values();
        assertThat(values.count()).isEqualTo(other.count());
        assertThat(values.min()).isEqualTo(other.min());
        assertThat(values.max()).isEqualTo(other.max());
        assertThat(values.mean().orElse(0)).isEqualTo(other.mean().orElse(0), within(1e-6));
      }
      var distribution = ours.distribution(check, signal, from, to);
      var other = theirs.distribution(check, signal, from, to);
      assertThat(distribution.count()).isEqualTo(other.count());
      for (double share : new double[] {0, 0.5, 0.95, 1}) {
        double quantile = other.quantile(share).orElse(0);
        assertThat(distribution.quantile(share).orElse(0))
            .isEqualTo(quantile, within(distribution.relativeError() * quantile + 1e-12));
      }
    }
  }
}
