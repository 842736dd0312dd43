package dev.pulse.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.route.Route;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.store.Stores;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between an incident and its message, and is not noticed by people. */
@Timeout(60)
class PulseAlertingFaultsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualScheduler time = new ManualScheduler(clock);
  private final List<Notification> told = new ArrayList<>();
  private final List<Pulse> started = new ArrayList<>();
  private CheckResult answer = CheckResult.fail(Reason.STATUS, "it is down");

  @AfterEach
  void close() {
    started.forEach(Pulse::close);
  }

  /** Opens an incident at the start, and tells half a minute later. */
  private Pulse start(Store store, String check, PulseListener... listeners) {
    var ops =
        Channel.of(
            "ops",
            message -> {
              told.add(message);
              return Receipt.none();
            });
    var builder =
        Pulse.builder()
            .store(store)
            .clock(clock)
            .scheduler(time)
            .executor(Runnable::run)
            .check(check, context -> answer, Schedules.every(MINUTE))
            .rule(AlertRule.whenFailing().after(1).recoverAfter(1))
            .route(
                Route.to(ops)
                    .groupBy("check")
                    .groupWait(Duration.ofSeconds(30))
                    .groupInterval(Duration.ofMinutes(5)));
    List.of(listeners).forEach(builder::listener);
    var pulse = builder.start();
    started.add(pulse);
    return pulse;
  }

  private List<Kind> kinds() {
    return told.stream().map(Notification::kind).toList();
  }

  private static Incident incident(Pulse pulse) {
    return pulse.incidents().list(IncidentQuery.all()).items().get(0);
  }

  /** A store whose next commit with a message is handed to somebody else. */
  private static final class Trap {
    private Consumer<Runnable> next = Runnable::run;

    Store around(Store inner) {
      return (Store)
          Proxy.newProxyInstance(
              Store.class.getClassLoader(),
              new Class<?>[] {Store.class},
              (proxy, method, arguments) -> {
                Runnable usual = () -> inner.commit((Commit) arguments[0]);
                if (method.getName().equals("commit") && hasMessage((Commit) arguments[0])) {
                  var caught = next;
                  next = Runnable::run;
                  caught.accept(usual);
                  return null;
                }
                try {
                  return method.invoke(inner, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    private static boolean hasMessage(Commit commit) {
      return commit.documents().stream()
          .anyMatch(change -> change.collection().equals("pulse.outbox"));
    }
  }

  @Test
  void aMessageThatCouldNotBeStoredIsTriedAgainWhateverHappensMeanwhile() {
    var trap = new Trap();
    trap.next =
        usual -> {
          throw new StoreException("the disk is full", null);
        };
    var pulse = start(trap.around(Stores.memory()), "shop");
    time.advance(Duration.ofSeconds(30));
    assertThat(told).isEmpty();

    time.advance(Duration.ofMillis(500));
    pulse.alerting().comment(incident(pulse).id(), "Ada", "what is that?");
    time.advance(Duration.ofSeconds(1));

    assertThat(kinds()).containsExactly(Kind.FIRST);
  }

  @Test
  void aMessageThatWasStoredThoughTheStoreSaidNoIsSaidOnce(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    var trap = new Trap();
    trap.next =
        usual -> {
          usual.run();
          throw new StoreException("nobody knows whether it was written", null);
        };
    start(trap.around(Stores.sqlite(file)), "shop");
    time.advance(Duration.ofSeconds(32));
    assertThat(kinds()).containsExactly(Kind.FIRST);
    close();
    started.clear();

    answer = CheckResult.pass("it is up");
    start(Stores.sqlite(file), "shop");
    time.advance(Duration.ofMinutes(20));

    assertThat(kinds()).containsExactly(Kind.FIRST, Kind.RESOLVED);
  }

  @Test
  void aClockThatIsSetBackDelaysNothing() {
    start(Stores.memory(), "shop");
    time.advance(Duration.ofSeconds(30));
    answer = CheckResult.pass("it is up");
    time.advance(Duration.ofMinutes(2));

    clock.move(Duration.ofHours(-1));
    time.advance(Duration.ofMinutes(11));

    assertThat(kinds()).containsExactly(Kind.FIRST, Kind.RESOLVED);
  }

  @Test
  void aListenerMayActOnAnIncidentAtOnce() {
    var heard = new ArrayList<IncidentEvent.Kind>();
    var pulses = new ArrayList<Pulse>();
    var first =
        new PulseListener() {
          @Override
          public void onIncident(IncidentEvent event) {
            if (event.kind() == IncidentEvent.Kind.OPENED) {
              pulses.get(0).alerting().acknowledge(event.incident().id(), "a robot", "");
            }
          }
        };
    var second =
        new PulseListener() {
          @Override
          public void onIncident(IncidentEvent event) {
            heard.add(event.kind());
          }
        };
    answer = CheckResult.pass("it is up");
    pulses.add(start(Stores.memory(), "shop", first, second));
    answer = CheckResult.fail(Reason.STATUS, "it is down");

    time.advance(Duration.ofHours(10));

    assertThat(heard).containsExactly(IncidentEvent.Kind.OPENED, IncidentEvent.Kind.UPDATED);
    assertThat(incident(pulses.get(0)).acknowledgement()).isPresent();
    // The router knows, too: it does not remind anybody.
    assertThat(kinds()).containsExactly(Kind.FIRST);
  }

  @Test
  void theIncidentOfACheckThatIsGoneCanBeWorkedOnAndIsToldToBeOver(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    start(Stores.sqlite(file), "shop");
    time.advance(Duration.ofMinutes(1));
    close();
    started.clear();
    answer = CheckResult.pass("it is up");
    var pulse = start(Stores.sqlite(file), "other");
    var incident = incident(pulse);

    assertThat(pulse.alerting().alerts()).hasSize(1);
    assertThat(pulse.alerting().acknowledge(incident.id(), "Ada", "on it")).isPresent();
    pulse.forget("shop");
    time.advance(Duration.ofMinutes(6));

    assertThat(kinds()).containsExactly(Kind.FIRST, Kind.RESOLVED);
  }
}
