package dev.pulse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.Incidents;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.store.Stores;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import dev.pulse.testkit.RecordingListener;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is written, when, and what listeners may rely on. */
class PulseRecordTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualScheduler time = new ManualScheduler(clock);
  private final RecordingListener seen = new RecordingListener();
  private final ObservedStore store = new ObservedStore(Stores.memory());
  private CheckResult answer = CheckResult.pass("ok");
  private Pulse pulse = start();

  @AfterEach
  void close() {
    store.away = false;
    pulse.close();
    store.inner.close();
  }

  private Pulse start() {
    return Pulse.builder()
        .clock(clock)
        .scheduler(time)
        .executor(Runnable::run)
        .startSpread(Duration.ZERO)
        .store(store)
        .listener(seen)
        .start();
  }

  private Registration.Builder every30(String name) {
    Check check = context -> answer;
    return Registration.check(name, check).schedule(Schedules.every(Duration.ofSeconds(30)));
  }

  private Registration watched(String name) {
    return every30(name).rule(AlertRule.whenFailing().after(2).recoverAfter(1)).build();
  }

  private static CheckResult down() {
    return CheckResult.fail(Reason.REFUSED, "connection refused");
  }

  @Test
  void resultsAreWrittenTogetherAfterAShortWhile() {
    pulse.add(every30("a").build());
    pulse.add(every30("b").build());
    assertThat(seen.stored()).isEmpty();
    assertThat(pulse.statistics().unstored()).isEqualTo(2);
    time.advance(Duration.ofMillis(200));
    assertThat(seen.stored()).extracting(Outcome::check).containsExactly("a", "b");
    assertThat(store.commits).hasSize(1);
    assertThat(pulse.journal().latest("a")).isPresent();
  }

  @Test
  void anIncidentIsWrittenAtOnceTogetherWithItsResultsAndToldAfterwards() {
    var storedWhenTold = new ArrayList<Boolean>();
    pulse.addListener(
        new PulseListener() {
          @Override
          public void onIncident(IncidentEvent event) {
            storedWhenTold.add(pulse.incidents().find(event.incident().id()).isPresent());
          }
        });
    pulse.add(watched("a"));
    answer = down();
    time.advance(Duration.ofSeconds(30));
    time.advance(Duration.ofSeconds(29));
    assertThat(seen.incidents()).isEmpty();
    time.advance(Duration.ofSeconds(1));
    assertThat(seen.incidents())
        .extracting(IncidentEvent::kind)
        .containsExactly(IncidentEvent.Kind.OPENED);
    assertThat(storedWhenTold).containsExactly(true);
    var last = store.commits.get(store.commits.size() - 1);
    assertThat(last.outcomes()).hasSize(1);
    assertThat(last.incidents()).hasSize(1);
    assertThat(last.ruleStates()).containsOnlyKeys("a");
    assertThat(pulse.check("a").orElseThrow().openIncidents()).hasSize(1);
    assertThat(seen.events().subList(seen.events().size() - 3, seen.events().size()))
        .containsExactly("outcome a FAIL", "stored a", "OPENED downtime a");
  }

  @Test
  void aStoreThatIsAwayLosesNothing() {
    pulse.add(watched("a"));
    store.away = true;
    answer = down();
    time.advance(Duration.ofMinutes(2));
    assertThat(seen.stored()).isEmpty();
    assertThat(seen.incidents()).isEmpty();
    assertThatThrownBy(pulse::flush).isInstanceOf(StoreException.class);
    store.away = false;
    time.advance(Duration.ofSeconds(1));
    assertThat(seen.stored()).hasSize(5);
    assertThat(seen.stored().stream().map(Outcome::runId)).isSorted();
    assertThat(seen.incidents()).hasSize(1);
    assertThat(pulse.statistics().unstored()).isZero();
  }

  @Test
  void aStoreThatCanBeReadButNotWrittenDoesNotAnswer() {
    pulse.add(watched("a"));
    store.away = true;
    time.advance(Duration.ofMinutes(1));
    assertThatThrownBy(pulse::ping).isInstanceOf(StoreException.class);

    store.away = false;
    pulse.ping();
    assertThat(pulse.statistics().unstored()).isZero();
  }

  @Test
  void aStoreThatIsAwayIsAskedOncePerSecondAndNotPerIncident() {
    store.away = true;
    for (int i = 0; i < 20; i++) {
      pulse.add(watched("c" + i));
    }
    answer = down();
    time.advance(Duration.ofSeconds(40));
    assertThat(store.asked).isLessThan(50);
  }

  @Test
  void flushWritesAtOnce() {
    pulse.add(every30("a").build());
    pulse.flush();
    assertThat(seen.stored()).hasSize(1);
  }

  @Test
  void closingWritesWhatIsLeft() {
    pulse.add(every30("a").build());
    pulse.close();
    assertThat(store.inner.journal().latest("a")).isPresent();
    assertThat(store.closed).isTrue();
  }

  @Test
  void anOpenIncidentIsNeitherOpenedAgainNorLostByARestart() {
    pulse.add(watched("a"));
    answer = down();
    time.advance(Duration.ofSeconds(60));
    pulse.close();
    pulse = start();
    pulse.add(watched("a"));
    time.advance(Duration.ofSeconds(60));
    assertThat(seen.incidents()).hasSize(1);
    assertThat(pulse.check("a").orElseThrow().openIncidents()).hasSize(1);
    answer = CheckResult.pass("ok");
    time.advance(Duration.ofSeconds(30));
    assertThat(seen.incidents())
        .extracting(IncidentEvent::kind)
        .containsExactly(IncidentEvent.Kind.OPENED, IncidentEvent.Kind.RESOLVED);
  }

  @Test
  void countersGoOnAfterARestart() {
    pulse.add(watched("a"));
    answer = down();
    time.advance(Duration.ofSeconds(30));
    pulse.close();
    pulse = start();
    assertThat(pulse.check("a")).isEmpty();
    pulse.add(watched("a"));
    assertThat(seen.incidents()).hasSize(1);
  }

  @Test
  void withoutSavedStateTheStoredResultsTeachTheRulesAndUnknownOnesDoNotCount() {
    pulse.add(every30("a").build());
    answer = down();
    time.advance(Duration.ofSeconds(30));
    answer = CheckResult.unknown(Reason.DENIED, "not allowed");
    time.advance(Duration.ofMinutes(150));
    pulse.close();
    pulse = start();
    answer = down();
    pulse.add(every30("a").rule(AlertRule.whenFailing().after(2).recoverAfter(1)).build());
    assertThat(seen.incidents()).hasSize(1);
  }

  @Test
  void theLatestOutcomeIsKnownAfterARestart() {
    pulse.add(every30("a").build());
    pulse.close();
    pulse = start();
    answer = down();
    pulse.add(every30("a").schedule(Schedules.daily(LocalTime.MIDNIGHT, ZoneOffset.UTC)).build());
    assertThat(pulse.check("a").orElseThrow().status().isUp()).isTrue();
  }

  @Test
  void incidentsClosedByHandKeepTheReason() {
    pulse.add(watched("a"));
    answer = down();
    time.advance(Duration.ofSeconds(60));
    assertThat(pulse.resolveIncidents("a", "disabled")).isEqualTo(1);
    assertThat(pulse.resolveIncidents("a", "disabled")).isZero();
    assertThat(pulse.resolveIncidents("nobody", "disabled")).isZero();
    assertThat(pulse.incidents().list(IncidentQuery.of("a")).items())
        .extracting(Incident::resolution)
        .containsExactly(Optional.of("disabled"));
  }

  @Test
  void removingClosesIncidentsAndForgettingDeletesEverything() {
    pulse.add(watched("a"));
    answer = down();
    time.advance(Duration.ofSeconds(60));
    assertThatThrownBy(() -> pulse.forget("a")).isInstanceOf(IllegalStateException.class);
    pulse.remove("a");
    pulse.flush();
    assertThat(pulse.incidents().list(IncidentQuery.of("a")).items())
        .extracting(Incident::resolution)
        .containsExactly(Optional.of("removed"));
    pulse.forget("a");
    assertThat(pulse.incidents().list(IncidentQuery.of("a")).items()).isEmpty();
    assertThat(pulse.journal().outcomes(OutcomeQuery.of("a")).items()).isEmpty();
  }

  @Test
  void removingMayCloseIncidentsWithAnotherReason() {
    pulse.add(watched("a"));
    answer = down();
    time.advance(Duration.ofSeconds(60));
    pulse.remove("a", "disabled");
    pulse.flush();
    assertThat(pulse.incidents().list(IncidentQuery.of("a")).items())
        .extracting(Incident::resolution)
        .containsExactly(Optional.of("disabled"));
  }

  @Test
  void oldResultsAreRemovedOnceAnHour() {
    pulse.close();
    pulse =
        Pulse.builder()
            .clock(clock)
            .scheduler(time)
            .executor(Runnable::run)
            .store(store)
            .retention(Retention.builder().results(Duration.ofMinutes(30)).build())
            .register(every30("a").build())
            .start();
    time.advance(Duration.ofMinutes(59));
    assertThat(pulse.journal().outcomes(OutcomeQuery.of("a").limit(1000)).items())
        .hasSizeGreaterThan(115);
    time.advance(Duration.ofMinutes(1).plusSeconds(1));
    assertThat(pulse.journal().outcomes(OutcomeQuery.of("a").limit(1000)).items())
        .hasSizeLessThan(65)
        .allMatch(o -> !o.started().isBefore(clock.instant().minus(Duration.ofMinutes(31))));
  }

  @Test
  void rulesOfTheBuilderHoldForRegistrationsWithoutTheirOwn() {
    pulse.close();
    pulse =
        Pulse.builder()
            .clock(clock)
            .scheduler(time)
            .executor(Runnable::run)
            .store(store)
            .listener(seen)
            .rule(AlertRule.whenFailing().named("default").after(1))
            .start();
    answer = down();
    pulse.add(every30("a").build());
    pulse.add(every30("b").rule(AlertRule.whenFailing().named("own").after(1)).build());
    assertThat(seen.incidents())
        .extracting(event -> event.incident().rule())
        .containsExactly("default", "own");
  }

  /** A real store that can be away, and that remembers what it was asked to write. */
  private static final class ObservedStore implements Store {
    private final Store inner;
    private final List<Commit> commits = new ArrayList<>();
    private boolean away;
    private boolean closed;
    private int asked;

    ObservedStore(Store inner) {
      this.inner = inner;
    }

    @Override
    public void commit(Commit commit) {
      asked++;
      if (away) {
        throw new StoreException("the store is away", null);
      }
      inner.commit(commit);
      commits.add(commit);
    }

    @Override
    public Journal journal() {
      return inner.journal();
    }

    @Override
    public Incidents incidents() {
      return inner.incidents();
    }

    @Override
    public Optional<byte[]> ruleState(String check) {
      return inner.ruleState(check);
    }

    @Override
    public Documents<String> documents(String collection) {
      return inner.documents(collection);
    }

    @Override
    public long lastId() {
      return inner.lastId();
    }

    @Override
    public void prune(Retention retention, Instant now) {
      inner.prune(retention, now);
    }

    @Override
    public void forget(String check) {
      inner.forget(check);
    }

    @Override
    public void ping() {
      inner.ping();
    }

    /** Stays open underneath, so that a test can restart on it. */
    @Override
    public void close() {
      closed = true;
    }
  }
}
