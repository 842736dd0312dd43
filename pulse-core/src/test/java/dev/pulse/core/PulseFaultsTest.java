package dev.pulse.core;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import dev.pulse.testkit.RecordingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What errors, refusals, call-backs and many hands at once must not break. */
@Timeout(60)
class PulseFaultsTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualScheduler time = new ManualScheduler(clock);
  private final RecordingListener seen = new RecordingListener();

  private Pulse start(Executor executor) {
    return Pulse.builder()
        .clock(clock)
        .scheduler(time)
        .executor(executor)
        .startSpread(Duration.ZERO)
        .listener(seen)
        .start();
  }

  private static Registration every30(String name, Check check) {
    return Registration.check(name, check)
        .schedule(Schedules.every(Duration.ofSeconds(30)))
        .build();
  }

  @Test
  void anErrorOfTheJvmDoesNotHoldThePlaceOfTheRun() {
    try (var pulse = start(Runnable::run)) {
      pulse.add(
          every30(
              "a",
              context -> {
                throw new OutOfMemoryError("too much");
              }));
      time.advance(Duration.ofSeconds(30));
      assertThat(seen.outcomes())
          .extracting(outcome -> outcome.result().summary())
          .containsExactly(
              "the check is broken: OutOfMemoryError: too much",
              "the check is broken: OutOfMemoryError: too much");
      assertThat(pulse.statistics().running()).isZero();
    }
  }

  @Test
  void anErrorOfAListenerDoesNotHoldThePlaceOfTheRun() {
    try (var pulse = start(Runnable::run)) {
      pulse.addListener(
          new PulseListener() {
            @Override
            public void onStarted(Registration registration) {
              throw new LinkageError("no such class");
            }

            @Override
            public void onOutcome(Registration registration, Outcome outcome) {
              throw new LinkageError("no such class");
            }
          });
      pulse.add(every30("a", context -> CheckResult.pass("ok")));
      time.advance(Duration.ofSeconds(30));
      assertThat(seen.outcomes()).hasSize(2);
      assertThat(pulse.statistics().running()).isZero();
    }
  }

  @Test
  void anExecutorThatRefusesIsAskedAgainWhenSomethingIsDue() {
    var refuses = new AtomicBoolean(true);
    Executor executor =
        task -> {
          if (refuses.get()) {
            throw new RejectedExecutionException("full");
          }
          task.run();
        };
    try (var pulse = start(executor)) {
      pulse.add(every30("a", context -> CheckResult.pass("ok")));
      assertThat(pulse.statistics().queued()).isEqualTo(1);
      assertThat(pulse.statistics().running()).isZero();
      refuses.set(false);
      time.advance(Duration.ofSeconds(30));
      assertThat(seen.outcomes()).hasSize(1);
    }
  }

  @Test
  void aScheduleThatBreaksIsAskedAgain() {
    var asked = new AtomicInteger();
    Schedule moody =
        after -> {
          if (asked.incrementAndGet() == 4) {
            throw new IllegalStateException("moody");
          }
          return Optional.of(after.plusSeconds(60));
        };
    try (var pulse = start(Runnable::run)) {
      pulse.add(Registration.check("a", context -> CheckResult.pass("ok")).schedule(moody).build());
      time.advance(Duration.ofMinutes(10));
      assertThat(seen.outcomes()).hasSizeGreaterThan(5);
    }
  }

  @Test
  void whoWaitsForARunIsToldOfItsRemovalWhileItWaitsForItsNextAttempt() {
    try (var pulse = start(Runnable::run)) {
      int ownTasks = time.waiting();
      pulse.add(
          Registration.check("a", context -> CheckResult.fail(Reason.REFUSED, "no"))
              .retries(3, Duration.ofHours(1))
              .build());
      var outcome = pulse.runNow("a");
      pulse.remove("a");
      assertThat(outcome).isCompletedExceptionally();
      pulse.flush();
      time.advance(Duration.ofSeconds(1));
      assertThat(time.waiting()).isEqualTo(ownTasks);
    }
  }

  @Test
  void whatIsAddedAgainGoesOnWhereItsRemovalEnded() {
    var parked = new ArrayList<Runnable>();
    try (var pulse = start(parked::add)) {
      var failing =
          Registration.check("a", context -> CheckResult.fail(Reason.REFUSED, "no"))
              .rule(AlertRule.whenFailing().after(1))
              .build();
      pulse.add(failing);
      parked.remove(0).run();
      pulse.flush();
      assertThat(pulse.check("a").orElseThrow().openIncidents()).hasSize(1);
      pulse.remove("a");
      pulse.add(failing);
      assertThat(pulse.check("a").orElseThrow().openIncidents()).isEmpty();
      List.copyOf(parked).forEach(Runnable::run);
    }
  }

  @Test
  void aCheckThatComesBackWhileItIsGivenUpMayRunAgain() throws Exception {
    var threads = Executors.newCachedThreadPool();
    try (var pulse = start(threads)) {
      var entered = new CountDownLatch(1);
      var let = new CountDownLatch(1);
      var stubborn = new AtomicBoolean(true);
      var worker = new CompletableFuture<Thread>();
      pulse.addListener(
          new PulseListener() {
            @Override
            public void onAbandoned(Registration registration, Duration waited) {
              let.countDown();
              threads.shutdown();
              try {
                assertThat(threads.awaitTermination(20, SECONDS)).isTrue();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
          });
      pulse.add(
          every30(
              "a",
              context -> {
                worker.complete(Thread.currentThread());
                entered.countDown();
                while (stubborn.get()) {
                  try {
                    let.await();
                    stubborn.set(false);
                  } catch (InterruptedException e) {
                    // As a check does that will not be interrupted.
                  }
                }
                return CheckResult.pass("late");
              }));
      assertThat(entered.await(20, SECONDS)).isTrue();
      time.advance(Duration.ofSeconds(11));
      assertThat(pulse.statistics().abandoned()).isZero();
      // The threads are gone, but the run may be asked for: it waits instead of being refused.
      assertThat(pulse.runNow("a")).isNotDone();
    }
  }

  @Test
  void aListenerMayCloseFromWithinARun() throws Exception {
    var pulse =
        Pulse.builder()
            .closeTimeout(Duration.ofHours(1))
            .register(every30("a", context -> CheckResult.pass("ok")))
            .startSpread(Duration.ZERO);
    var closed = new CompletableFuture<Boolean>();
    var self = new CompletableFuture<Pulse>();
    pulse.listener(
        new PulseListener() {
          @Override
          public void onOutcome(Registration registration, Outcome outcome) {
            self.join().close();
            closed.complete(Thread.interrupted());
          }
        });
    self.complete(pulse.start());
    assertThat(closed.get(20, SECONDS)).isNotNull();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void manyHandsAtOnceAndACloseInTheMiddleLeaveNobodyWaiting(long seed) throws Exception {
    var inside = new AtomicInteger[50];
    var broken = new ConcurrentLinkedQueue<String>();
    var waiting = new ConcurrentLinkedQueue<CompletableFuture<Outcome>>();
    var pulse = Pulse.builder().closeTimeout(Duration.ofSeconds(20)).start();
    var registrations = new ArrayList<Registration>();
    for (int i = 0; i < inside.length; i++) {
      inside[i] = new AtomicInteger();
      registrations.add(counted("c" + i, inside[i], broken));
    }
    var half = new CountDownLatch(8 * 200);
    var threads = Executors.newFixedThreadPool(8);
    for (int hand = 0; hand < 8; hand++) {
      var random = new Random(seed * 100 + hand);
      threads.execute(
          () -> {
            for (int step = 0; step < 400; step++) {
              act(pulse, registrations.get(random.nextInt(50)), random.nextInt(6), waiting, broken);
              half.countDown();
            }
          });
    }
    assertThat(half.await(30, SECONDS)).isTrue();
    pulse.close();
    threads.shutdown();
    assertThat(threads.awaitTermination(30, SECONDS)).isTrue();
    assertThat(broken).isEmpty();
    assertThat(waiting).isNotEmpty().allMatch(CompletableFuture::isDone);
    assertThat(pulse.statistics().running()).isZero();
    assertThat(pulse.statistics().unstored()).isZero();
  }

  /** A registration can be removed and added while its interrupted run still ends: one of each. */
  private static Registration counted(
      String name, AtomicInteger inside, ConcurrentLinkedQueue<String> broken) {
    return Registration.check(
            name,
            context -> {
              if (inside.incrementAndGet() > 50) {
                broken.add(name + " piles up");
              }
              inside.decrementAndGet();
              return CheckResult.pass("ok");
            })
        .schedule(Schedules.every(Duration.ofMillis(10)))
        .build();
  }

  private static void act(
      Pulse pulse,
      Registration registration,
      int what,
      ConcurrentLinkedQueue<CompletableFuture<Outcome>> waiting,
      ConcurrentLinkedQueue<String> broken) {
    try {
      switch (what) {
        case 0, 1 -> pulse.add(registration);
        case 2 -> pulse.remove(registration.name());
        case 3 -> pulse.pause(registration.name());
        case 4 -> pulse.resume(registration.name());
        default -> waiting.add(pulse.runNow(registration.name()));
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      // Taken, not there, closed: what a caller is told.
    } catch (RuntimeException e) {
      if (!e.getMessage().contains("closed")) {
        broken.add(e.toString());
      }
    }
  }
}
