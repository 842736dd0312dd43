package dev.pulse.testkit;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Target;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FakeCheckContextTest {
  @Test
  void deadlineRunsFromTheMomentOfBuilding() {
    var now = new AtomicLong(-5);
    var context =
        FakeCheckContext.builder().timeout(Duration.ofNanos(100)).nanoTime(now::get).build();
    assertThat(context.remaining()).isEqualTo(Duration.ofNanos(100));
    now.addAndGet(30);
    assertThat(context.remaining()).isEqualTo(Duration.ofNanos(70));
    now.addAndGet(1000);
    assertThat(context.remaining()).isZero();
  }

  @Test
  void givesBackWhatItWasGiven() {
    var clock = ManualClock.at("2026-03-01T12:00:00Z");
    var previous = Outcome.builder("a", 1, Instant.EPOCH, CheckResult.pass("ok")).build();
    var target = Target.of("shop");
    var context =
        FakeCheckContext.builder()
            .target(target)
            .clock(clock)
            .previous(previous)
            .attempt(2)
            .build();
    context.log().add("a line");
    assertThat(context.target()).isSameAs(target);
    assertThat(context.clock().instant()).isEqualTo(clock.instant());
    assertThat(context.previous()).contains(previous);
    assertThat(context.attempt()).isEqualTo(2);
    assertThat(context.logLines()).containsExactly("a line");
  }

  @Test
  void ofHistoryNothingIsKnownUnlessItIsGiven() {
    var from = Instant.parse("2026-03-01T12:00:00Z");
    var to = from.plusSeconds(60);
    var journal = FakeCheckContext.create().service(Journal.class).orElseThrow();
    assertThat(journal.latest("shop")).isEmpty();
    assertThat(journal.outcomes(OutcomeQuery.of("shop")).items()).isEmpty();
    assertThat(journal.uptime("shop", from, to).unknown()).isEqualTo(Duration.ofSeconds(60));
    assertThat(journal.distribution("shop", Signal.latency(), from, to).isEmpty()).isTrue();
    assertThat(journal.history("shop", Signal.latency(), Windows.equal(from, to, 2)))
        .hasSize(2)
        .allSatisfy(slice -> assertThat(slice.count()).isZero())
        .allSatisfy(slice -> assertThat(slice.uptime().unknown()).isEqualTo(ofSeconds(30)));

    var own = new EmptyJournal();
    var context = FakeCheckContext.builder().journal(own).build();
    assertThat(context.service(Journal.class).orElseThrow()).isSameAs(own);
    assertThat(context.service(String.class)).isEmpty();
  }
}
