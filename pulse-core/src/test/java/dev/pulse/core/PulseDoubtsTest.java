package dev.pulse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Status;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.check.GroupCheck;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import dev.pulse.testkit.RecordingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a failure is worth: dependencies, and whether Pulse itself is connected. */
@Timeout(30)
class PulseDoubtsTest {
  private static final Duration PERIOD = Duration.ofSeconds(30);

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualScheduler time = new ManualScheduler(clock);
  private final RecordingListener seen = new RecordingListener();
  private final Map<String, CheckResult> answers = new HashMap<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private final List<Pulse> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(Pulse::close);
  }

  private Pulse start(Registration... registrations) {
    return start(builder(), registrations);
  }

  private Pulse start(Pulse.Builder builder, Registration... registrations) {
    List.of(registrations).forEach(builder::register);
    var pulse = builder.startSpread(Duration.ZERO).start();
    open.add(pulse);
    return pulse;
  }

  private Pulse.Builder builder() {
    return Pulse.builder().clock(clock).scheduler(time).executor(Runnable::run).listener(seen);
  }

  private Registration.Builder check(String name) {
    Check scripted =
        context -> {
          asked.merge(name, 1, Integer::sum);
          return answers.getOrDefault(name, CheckResult.pass("fine"));
        };
    return Registration.check(name, scripted).schedule(Schedules.every(PERIOD));
  }

  private void down(String name, Reason reason) {
    answers.put(name, CheckResult.fail(reason, name + " is down"));
  }

  private Outcome last(String name) {
    var outcomes = seen.outcomes().stream().filter(o -> o.check().equals(name)).toList();
    return outcomes.get(outcomes.size() - 1);
  }

  @Test
  void theChildOfAFailingParentIsUnknownAndNamesIt() {
    down("database", Reason.REFUSED);
    down("shop", Reason.STATUS);

    start(check("database").build(), check("shop").dependsOn("database").build());

    var result = last("shop").result();
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.DEPENDENCY);
    assertThat(result.summary()).isEqualTo("it depends on database, which fails: database is down");
    assertThat(result.details())
        .containsEntry("dependency", "database")
        .containsEntry("root_cause", "database")
        .containsEntry("own_result", "FAIL (status): shop is down");
  }

  @Test
  void aParentIsAskedAgainBeforeTheFailureOfItsChildCounts() {
    start(
        check("shop").dependsOn("database").rule(AlertRule.whenFailing().after(1)).build(),
        check("database").schedule(Schedules.every(Duration.ofHours(1))).build());
    assertThat(asked).containsEntry("database", 1);

    down("database", Reason.REFUSED);
    down("shop", Reason.STATUS);
    time.advance(PERIOD);

    assertThat(asked).containsEntry("database", 2);
    assertThat(last("database").status()).isEqualTo(Status.FAIL);
    assertThat(last("shop").result().reason()).contains(Reason.DEPENDENCY);
    assertThat(seen.events()).noneMatch(event -> event.startsWith("OPENED"));
  }

  @Test
  void aParentThatWasAskedSinceIsNotAskedAgain() {
    down("shop", Reason.STATUS);

    start(check("shop").dependsOn("database").build(), check("database").build());

    assertThat(last("shop").status()).isEqualTo(Status.FAIL);
    assertThat(asked).containsEntry("database", 1);
  }

  @Test
  void aBlipDoesNotFillTheThresholdOfAParentWithManyChildren() {
    var rule = AlertRule.whenFailing().after(3);
    start(
        check("database").schedule(Schedules.every(Duration.ofHours(1))).rule(rule).build(),
        check("one").dependsOn("database").build(),
        check("two").dependsOn("database").build(),
        check("three").dependsOn("database").build());
    List.of("database", "one", "two", "three").forEach(name -> down(name, Reason.REFUSED));

    time.advance(PERIOD);
    time.advance(PERIOD);

    assertThat(asked).containsEntry("database", 2);
    assertThat(last("three").result().reason()).contains(Reason.DEPENDENCY);
    assertThat(seen.events()).noneMatch(event -> event.startsWith("OPENED"));
  }

  @Test
  void theRootIsNamedOverSeveralSteps() {
    down("power", Reason.UNREACHABLE);
    down("database", Reason.REFUSED);
    down("shop", Reason.STATUS);

    start(
        check("shop").dependsOn("database").build(),
        check("database").dependsOn("power").build(),
        check("power").build());

    assertThat(last("database").result().reason()).contains(Reason.DEPENDENCY);
    assertThat(last("shop").result().summary())
        .isEqualTo("it depends on database, and in the end on power, which fails");
    assertThat(last("shop").result().details()).containsEntry("root_cause", "power");
  }

  @Test
  void aDetailOfTheParentIsNotTakenForARoot() {
    answers.put(
        "database",
        CheckResult.fail(Reason.REFUSED, "database is down")
            .withDetail("root_cause", "a full disk"));
    down("shop", Reason.STATUS);

    start(check("database").build(), check("shop").dependsOn("database").build());

    assertThat(last("shop").result().summary())
        .isEqualTo("it depends on database, which fails: database is down");
    assertThat(last("shop").result().details()).containsEntry("root_cause", "database");
  }

  @Test
  void theDetailsOfTheChildStayForItsNextRun() {
    down("database", Reason.REFUSED);
    answers.put(
        "shop",
        CheckResult.fail(Reason.STATUS, "shop is down")
            .withDetail("waiting_since", "2026-03-01T11:00:00Z")
            .withDetail("dependency", "its own"));

    start(check("database").build(), check("shop").dependsOn("database").build());

    assertThat(last("shop").result().details())
        .containsEntry("waiting_since", "2026-03-01T11:00:00Z")
        .containsEntry("dependency", "database");
  }

  @Test
  void whatPassesInSpiteOfItsParentIsBelieved() {
    down("database", Reason.REFUSED);

    start(check("database").build(), check("shop").dependsOn("database").build());

    assertThat(last("shop").status()).isEqualTo(Status.PASS);
  }

  @Test
  void aChildMayBeSkippedButNotWhenSomebodyAsks() {
    down("database", Reason.REFUSED);

    var pulse =
        start(
            check("database").build(),
            check("shop").dependsOn("database").skipWithDependency().retries(3, PERIOD).build());

    assertThat(asked).doesNotContainKey("shop");
    assertThat(last("shop").result().details()).containsEntry("own_result", "not asked");
    assertThat(pulse.runNow("shop")).isCompleted();
    assertThat(last("shop").status()).isEqualTo(Status.PASS);

    answers.clear();
    time.advance(PERIOD);
    time.advance(PERIOD);
    assertThat(last("shop").status()).isEqualTo(Status.PASS);
  }

  @Test
  void aPausedOrRemovedParentExcusesNothing() {
    down("database", Reason.REFUSED);
    down("shop", Reason.STATUS);
    var pulse = start(check("database").build(), check("shop").dependsOn("database").build());

    pulse.pause("database");
    time.advance(PERIOD);
    assertThat(last("shop").status()).isEqualTo(Status.FAIL);

    pulse.remove("database");
    time.advance(PERIOD);
    assertThat(last("shop").status()).isEqualTo(Status.FAIL);
  }

  @Test
  void aParentThatHangsIsNotWaitedForBeyondTheTimeoutOfItsChild() throws InterruptedException {
    down("shop", Reason.STATUS);
    var release = new CountDownLatch(1);
    var hangs = new CountDownLatch(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    // Only the parent has a thread of its own: when the child hangs on it, its timer is set.
    var first = new AtomicBoolean(true);
    Executor executor =
        task -> {
          if (first.getAndSet(false)) {
            thread.execute(task);
          } else {
            task.run();
          }
        };
    try {
      var pulse = start(builder().executor(executor));
      pulse.add(
          Registration.check(
                  "database",
                  context -> {
                    hangs.countDown();
                    release.await();
                    return CheckResult.pass("at last");
                  })
              .timeout(Duration.ofHours(1))
              .build());
      assertThat(hangs.await(10, TimeUnit.SECONDS)).isTrue();
      pulse.add(check("shop").dependsOn("database").timeout(Duration.ofSeconds(5)).build());
      var run = pulse.runNow("shop");
      assertThat(run).isNotDone();

      time.advance(Duration.ofSeconds(5));

      assertThat(run).isCompleted();
      assertThat(last("shop").status()).isEqualTo(Status.FAIL);
    } finally {
      release.countDown();
      thread.shutdown();
    }
  }

  @Test
  void dependenciesMustExistAndLeadNowhereBack() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(check("shop").dependsOn("nobody").build()))
        .withMessage("registration \"shop\" depends on \"nobody\", which is not registered");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                start(
                    check("a").dependsOn("b").build(),
                    check("b").dependsOn("c").build(),
                    check("c").dependsOn("a").build()))
        .withMessage("registration \"a\" depends on itself: a -> b -> c -> a");
    var pulse = start(check("a").build(), check("b").dependsOn("a").build());
    pulse.remove("a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pulse.add(check("a").dependsOn("b").build()))
        .withMessageContaining("a -> b -> a");
    assertThat(pulse.check("a")).isEmpty();
  }

  @Test
  void groupsMustNotHoldEachOtherUp() {
    var own = Registration.check("own", GroupCheck.of("own", "a").build()).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(check("a").build(), own))
        .withMessageContaining("own -> own");
    var first = Registration.check("first", GroupCheck.of("second", "a").build()).build();
    var second = Registration.check("second", GroupCheck.of("first").build()).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(check("a").build(), first, second))
        .withMessageContaining("first -> second -> first");
    var child = check("child").dependsOn("group").build();
    var group = Registration.check("group", GroupCheck.of("child").build()).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(child, group))
        .withMessageContaining("child -> group -> child");
    var pulse = start(check("a").build(), first);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pulse.add(second))
        .withMessageContaining("second -> first -> second");
  }

  @Test
  void withoutAConnectionFailuresOfTheNetworkSayNothing() {
    down("gateway", Reason.UNREACHABLE);
    down("public", Reason.TIMEOUT);
    down("shop", Reason.DNS);
    down("disk", Reason.of("acme.disk_full"));

    start(
        builder().connectivity("gateway", "public"),
        check("shop").build(),
        check("disk").build(),
        check("gateway").build(),
        check("public").build());

    var shop = last("shop").result();
    assertThat(shop.status()).isEqualTo(Status.UNKNOWN);
    assertThat(shop.reason()).contains(Reason.CONNECTIVITY);
    assertThat(shop.summary())
        .isEqualTo("Pulse itself seems to be cut off: none of gateway, public passes either");
    assertThat(shop.details()).containsEntry("own_result", "FAIL (dns): shop is down");
    assertThat(last("disk").status()).isEqualTo(Status.FAIL);
    assertThat(last("gateway").status()).isEqualTo(Status.FAIL);
  }

  @Test
  void oneReferenceThatPassesIsEnoughToBlameTheTarget() {
    down("gateway", Reason.UNREACHABLE);
    down("shop", Reason.DNS);

    start(
        builder().connectivity("gateway", "public"),
        check("shop").build(),
        check("gateway").build(),
        check("public").build());

    assertThat(last("shop").status()).isEqualTo(Status.FAIL);
  }

  @Test
  void referencesAreAskedOnceForAllWhoFailAtTheSameTime() {
    start(
        builder().connectivity("gateway"),
        check("gateway").schedule(Schedules.every(Duration.ofHours(1))).build(),
        check("one").build(),
        check("two").build(),
        check("three").build());
    List.of("gateway", "one", "two", "three").forEach(name -> down(name, Reason.TIMEOUT));

    time.advance(PERIOD);

    assertThat(asked).containsEntry("gateway", 2);
    assertThat(last("three").result().reason()).contains(Reason.CONNECTIVITY);
  }

  @Test
  void referencesMustBeThereAndDependOnNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                start(
                    builder().connectivity("nobody", "child"),
                    check("parent").build(),
                    check("child").dependsOn("parent").build()))
        .withMessage(
            "the connectivity reference \"nobody\" is not registered; the connectivity reference"
                + " \"child\" must not have dependencies");
  }

  @Test
  void whatFailsIsAskedMoreOftenUntilItRecovers() {
    start(check("shop").whileFailing(Duration.ofSeconds(5)).build());
    down("shop", Reason.STATUS);
    time.advance(PERIOD);
    assertThat(asked).containsEntry("shop", 2);

    time.advance(Duration.ofSeconds(10));
    assertThat(asked).as("twice in ten seconds").containsEntry("shop", 4);

    answers.clear();
    time.advance(Duration.ofSeconds(5));
    assertThat(asked).as("the recovery").containsEntry("shop", 5);
    time.advance(Duration.ofSeconds(14));
    assertThat(asked).as("back to normal").containsEntry("shop", 5);
    time.advance(Duration.ofSeconds(1));
    assertThat(asked).as("on the grid of before").containsEntry("shop", 6);
  }

  @Test
  void anUnknownResultIsAskedAgainSoonUnlessTheTargetIsNotToBlame() {
    start(check("shop").whileFailing(Duration.ofSeconds(5)).build());
    answers.put("shop", CheckResult.unknown(Reason.ERROR, "threw"));
    time.advance(PERIOD);
    time.advance(Duration.ofSeconds(5));
    assertThat(asked).containsEntry("shop", 3);

    answers.put("shop", CheckResult.unknown(Reason.DENIED, "not allowed"));
    time.advance(Duration.ofSeconds(5));
    time.advance(Duration.ofSeconds(15));
    assertThat(asked).containsEntry("shop", 4);
  }

  @Test
  void aTimeOfDayMayBeHastenedToo() {
    down("report", Reason.STATUS);
    var pulse =
        start(
            check("report")
                .schedule(after -> Optional.of(after.plus(Duration.ofHours(6))))
                .whileFailing(Duration.ofMinutes(10))
                .build());
    assertThat(pulse.runNow("report")).isCompleted();
    assertThat(asked).containsEntry("report", 1);

    time.advance(Duration.ofMinutes(30));

    assertThat(asked).containsEntry("report", 4);
  }
}
