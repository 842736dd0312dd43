package dev.pulse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.store.Stores;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registrations that are edited, or switched off, while Pulse runs. */
class PulseReplaceTest {
  private static final Check FAILING = context -> CheckResult.fail(Reason.STATUS, "500");

  private final ManualClock clock = ManualClock.at("2026-03-01T00:00:00Z");
  private final ManualScheduler time = new ManualScheduler(clock);
  private final AtomicInteger asked = new AtomicInteger();
  private final Check counting =
      context -> {
        asked.incrementAndGet();
        return CheckResult.pass("fine");
      };

  /** The question to the store that is not answered when it comes the next time. */
  private String refused = "";

  private final List<IncidentEvent> events = new ArrayList<>();
  private final Pulse pulse =
      Pulse.builder()
          .store(moody(Stores.memory()))
          .clock(clock)
          .scheduler(time)
          .executor(Runnable::run)
          .listener(
              new PulseListener() {
                @Override
                public void onIncident(IncidentEvent event) {
                  events.add(event);
                }
              })
          .start();

  @AfterEach
  void close() {
    pulse.close();
  }

  private Store moody(Store inner) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(refused)) {
                refused = "";
                throw new StoreException("the connection was lost", null);
              }
              try {
                return method.invoke(inner, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private List<Incident> stored() {
    return pulse.incidents().list(IncidentQuery.all()).items();
  }

  private static Registration.Builder shop(Check check) {
    return Registration.check("shop", check).schedule(Schedules.every(Duration.ofSeconds(10)));
  }

  @Test
  void whatIsEditedKeepsItsPlaceItsHistoryAndItsIncident() {
    pulse.add(shop(FAILING).rule(AlertRule.whenFailing().after(2)).build());
    pulse.add(Registration.check("later", counting).build());
    time.advance(Duration.ofSeconds(10));
    var incident = pulse.check("shop").orElseThrow().openIncidents().get(0);

    var edited = shop(FAILING).title("The shop").rule(AlertRule.whenFailing().after(2)).build();
    assertThat(pulse.replace(edited)).isTrue();

    assertThat(pulse.checks()).extracting(CheckView::name).containsExactly("shop", "later");
    var view = pulse.check("shop").orElseThrow();
    assertThat(view.registration().title()).isEqualTo("The shop");
    assertThat(view.openIncidents())
        .singleElement()
        .satisfies(open -> assertThat(open.id()).isEqualTo(incident.id()));

    assertThat(pulse.replace(shop(counting).rule(AlertRule.whenFailing().after(2)).build()))
        .isTrue();
    time.advance(Duration.ofSeconds(30));
    assertThat(pulse.check("shop").orElseThrow().openIncidents()).isEmpty();
  }

  @Test
  void anIncidentOfARuleThatIsGoneIsClosed() {
    pulse.add(shop(FAILING).rule(AlertRule.whenFailing().after(1)).build());
    time.advance(Duration.ofSeconds(1));
    assertThat(pulse.check("shop").orElseThrow().openIncidents()).hasSize(1);

    pulse.replace(shop(FAILING).build());
    pulse.flush();

    assertThat(pulse.check("shop").orElseThrow().openIncidents()).isEmpty();
    assertThat(stored())
        .singleElement()
        .satisfies(closed -> assertThat(closed.resolution()).contains("rule removed"));
    assertThat(events)
        .extracting(IncidentEvent::kind)
        .containsExactly(IncidentEvent.Kind.OPENED, IncidentEvent.Kind.RESOLVED);
    assertThat(events.get(1).incident()).isEqualTo(stored().get(0));
  }

  @ParameterizedTest(name = "at {0}")
  @ValueSource(strings = {"incidents", "ruleState", "journal"})
  void whereTheStoreDoesNotAnswerTheOldOneGoesOn(String question) {
    var down = new AtomicBoolean(true);
    Check flaky =
        context -> {
          asked.incrementAndGet();
          return down.get() ? CheckResult.fail(Reason.STATUS, "500") : CheckResult.pass("fine");
        };
    pulse.add(shop(flaky).rule(AlertRule.whenFailing().after(2)).build());
    time.advance(Duration.ofSeconds(15));
    var edited = shop(flaky).title("The shop").rule(AlertRule.whenFailing().after(2)).build();

    refused = question;
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> pulse.replace(edited));

    var view = pulse.check("shop").orElseThrow();
    assertThat(view.registration().title()).isEqualTo("shop");
    assertThat(view.openIncidents()).hasSize(1);
    down.set(false);
    time.advance(Duration.ofSeconds(4));
    assertThat(asked).hasValue(2);
    time.advance(Duration.ofSeconds(31));
    assertThat(asked).hasValue(6);
    assertThat(stored()).singleElement().matches(incident -> !incident.isOpen());
  }

  @Test
  void anIncidentOfARuleThatStaysAfterAllStaysOpen() {
    pulse.add(shop(FAILING).rule(AlertRule.whenFailing().after(1)).build());
    time.advance(Duration.ofSeconds(1));
    var ruleless = shop(FAILING).build();

    refused = "journal";
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> pulse.replace(ruleless));
    time.advance(Duration.ofMinutes(1));

    assertThat(stored()).singleElement().matches(Incident::isOpen);
    assertThat(events).extracting(IncidentEvent::kind).containsOnly(IncidentEvent.Kind.OPENED);
  }

  @Test
  void aRunUnderWayIsTheOldOnesWhereItGoesOn() {
    Check third =
        context ->
            asked.incrementAndGet() < 3
                ? CheckResult.fail(Reason.STATUS, "500")
                : CheckResult.pass("fine");
    pulse.add(shop(third).retries(2, Duration.ofSeconds(2)).build());
    time.advance(Duration.ofSeconds(1));

    refused = "journal";
    var edited = shop(counting).build();
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> pulse.replace(edited));
    time.advance(Duration.ofSeconds(4));

    assertThat(pulse.check("shop").orElseThrow().latest())
        .hasValueSatisfying(outcome -> assertThat(outcome.attempt()).isEqualTo(3));
  }

  @Test
  void runsByTheNewScheduleAtOnce() {
    pulse.add(shop(counting).build());
    time.advance(Duration.ofSeconds(1));
    int before = asked.get();

    pulse.replace(shop(counting).schedule(Schedules.every(Duration.ofSeconds(1))).build());
    time.advance(Duration.ofSeconds(4));

    assertThat(asked.get() - before).isEqualTo(5);
  }

  @Test
  void whatBeginsPausedRunsWhenItIsResumedAndNotBefore() {
    pulse.add(shop(counting).beginPaused().build());
    time.advance(Duration.ofMinutes(1));

    assertThat(asked).hasValue(0);
    assertThat(pulse.check("shop").orElseThrow().paused()).isTrue();

    pulse.resume("shop");
    time.advance(Duration.ofSeconds(1));
    assertThat(asked).hasValue(1);
    assertThat(pulse.replace(shop(counting).build().toBuilder().beginPaused().build())).isTrue();
    time.advance(Duration.ofMinutes(1));
    assertThat(asked).hasValue(1);
  }

  @Test
  void whatCannotBeIsRefusedAndTheOldOneGoesOn() {
    pulse.add(shop(counting).build());

    assertThat(pulse.replace(Registration.check("nobody", counting).build())).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pulse.replace(shop(counting).dependsOn("nobody").build()))
        .withMessageContaining("nobody");
    time.advance(Duration.ofSeconds(10));

    assertThat(asked).hasValue(2);
  }

  @Test
  void listenersAreToldOfBoth() {
    pulse.add(shop(counting).build());
    List<String> told = new ArrayList<>();
    pulse.addListener(
        new PulseListener() {
          @Override
          public void onRemoved(Registration registration) {
            told.add("- " + registration.title());
          }

          @Override
          public void onRegistered(Registration registration) {
            told.add("+ " + registration.title());
          }
        });

    pulse.replace(shop(counting).title("The shop").build());

    assertThat(told).containsExactly("- shop", "+ The shop");
  }
}
