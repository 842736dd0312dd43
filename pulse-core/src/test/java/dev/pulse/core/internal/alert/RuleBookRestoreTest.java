package dev.pulse.core.internal.alert;

import static dev.pulse.core.internal.alert.Probes.at;
import static dev.pulse.core.internal.alert.Probes.book;
import static dev.pulse.core.internal.alert.Probes.guard;
import static dev.pulse.core.internal.alert.Probes.observe;
import static dev.pulse.core.internal.alert.Probes.outcomes;
import static dev.pulse.core.internal.alert.Probes.registration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Registration;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Signal;
import dev.pulse.core.detect.RollingZScore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBookRestoreTest {
  @ParameterizedTest(name = "case {0}")
  @CsvSource({
    "K, 10*50 200 50 50 50",
    "L, 10*50 200 50 F 50 F 50",
    "H, o F F F o o",
    "M, 100*o 3*F 25*o",
    "full ring, F 119*o F F F o o F o F o F o o",
    "re-baselined, 10*50 20*200 5*200 900",
    "outage within raised errors, 100*o F o F o F o 9*F 2*o 30*o",
  })
  void aRestartAtAnyProbeChangesNoEventAndNoBit(String name, String script) {
    var outcomes = outcomes(script);
    var uninterrupted = book(guard());
    var events = observe(uninterrupted, outcomes);

    for (int cut = 0; cut <= outcomes.size(); cut++) {
      var before = book(guard());
      var seen = observe(before, outcomes.subList(0, cut));
      var after = restarted(before, guard());
      assertThat(after.state()).as("state at %s", cut).isEqualTo(before.state());

      seen.addAll(observe(after, outcomes.subList(cut, outcomes.size())));

      assertThat(seen).as("%s, restarted after %s probes", name, cut).isEqualTo(events);
      assertThat(after.state()).isEqualTo(uninterrupted.state());
    }
  }

  @Test
  void theStateIsSmallEnoughToBeWrittenWithEveryResult() {
    var book = book(guard());
    observe(book, outcomes("100*150 120*o 2*F"));

    assertThat(book.state()).hasSizeLessThan(700);
  }

  @Nested
  class StateThatCannotBeUsed {
    @Test
    void isRefusedWhateverItsBytes() {
      var sound = sound();
      var random = new Random(11);
      int refused = 0;
      for (int i = 0; i < 20_000; i++) {
        try {
          RuleState.decode(damaged(sound, random));
        } catch (IllegalArgumentException expected) {
          refused++;
        }
      }
      assertThat(refused).as("others are damaged in a number only").isGreaterThan(15_000);
    }

    @Test
    void isIgnoredByTheBookWhichGoesOn() {
      var sound = sound();
      var random = new Random(12);
      for (int i = 0; i < 5; i++) {
        var book = book(guard());
        book.restore(damaged(sound, random));
        observe(book, outcomes("o F F F o o"));
      }
    }

    private byte[] damaged(byte[] sound, Random random) {
      var damaged = Arrays.copyOf(sound, 1 + random.nextInt(sound.length + 20));
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      return damaged;
    }

    @Test
    void isRefusedAtEveryPlaceItMayBeCutOff() {
      var sound = sound();
      for (int length = 0; length < sound.length; length++) {
        var cut = Arrays.copyOf(sound, length);
        assertThatThrownBy(() -> RuleState.decode(cut))
            .as("%s bytes", length)
            .isInstanceOf(IllegalArgumentException.class);
      }
    }

    @Test
    void leavesTheBookAsNew() {
      var book = book(guard());

      assertThat(book.restore(Arrays.copyOf(sound(), 100))).isFalse();

      assertThat(book.state()).isEqualTo(book(guard()).state());
    }

    @Test
    void ofAnotherDetectorLetsOnlyThatRuleStartOver() {
      var saved = book(guard());
      observe(saved, outcomes("20*o F F"));
      var rules = guard().rules();
      var changed =
          registration(
              rules.get(0),
              AlertRule.whenAnomalous(Signal.latency(), () -> (value, at) -> Verdict.normal())
                  .named("latency_spike"),
              rules.get(2));
      var book = book(changed);

      assertThat(book.restore(saved.state())).isFalse();
      assertThat(observe(book, outcomes("F"))).containsExactly("1: downtime opened");
    }

    @Test
    void ofAnotherSignalLetsTheRuleStartOver() {
      var saved = book(guard());
      observe(saved, outcomes("20*o"));
      var rule =
          AlertRule.whenAnomalous(Signal.sample("bytes"), RollingZScore.builder()::build)
              .named("latency_spike");
      var book = book(registration(rule));

      assertThat(book.restore(saved.state())).isFalse();
      assertThat(book.state()).isEqualTo(book(registration(rule)).state());
    }

    @Test
    void ofAnotherKindOfRuleLetsTheRuleStartOver() {
      var saved = book(guard());
      observe(saved, outcomes("F F"));
      var asAnomaly =
          registration(
              guard().rules().get(1).named("downtime"),
              AlertRule.whenFailing().named("error_rate"));
      var book = book(asAnomaly);

      assertThat(book.restore(saved.state())).isFalse();
      assertThat(book.state()).isEqualTo(book(asAnomaly).state());
    }

    @Test
    void ofARuleThatIsGoneIsNoObstacle() {
      var saved = book(guard());
      observe(saved, outcomes("F F"));
      var book = book(registration(guard().rules().get(0)));

      assertThat(book.restore(saved.state())).isTrue();
      assertThat(observe(book, outcomes("F"))).containsExactly("1: downtime opened");
    }

    @Test
    void ofTheFutureIsIgnored() {
      var future = sound();
      future[0] = 4;

      assertThat(book(guard()).restore(future)).isFalse();
    }

    private byte[] sound() {
      var book = book(guard());
      observe(book, outcomes("F 119*o 200 F F"));
      return book.state();
    }
  }

  @Nested
  class Alignment {
    @Test
    void aStateThatMissesAnOpenIncidentGivesWayAndCountsFromZero() {
      var saved = book(guard());
      observe(saved, outcomes("o F F"));
      var book = book(guard(), open("downtime"));

      assertThat(book.restore(saved.state())).isTrue();

      assertThat(observe(book, outcomes("F F F o"))).isEmpty();
      assertThat(observe(book, outcomes("o"))).containsExactly("1: downtime recovered");
    }

    @Test
    void aStateWithAnIncidentThatIsNotOpenGivesWayAndCountsFromZero() {
      var saved = book(guard());
      observe(saved, outcomes("F F F"));
      var book = book(guard());
      book.restore(saved.state());

      assertThat(observe(book, outcomes("F F F"))).containsExactly("3: downtime opened");
    }

    @Test
    void onlyTheRuleThatDisagreesCountsFromZero() {
      var saved = book(guard());
      observe(saved, outcomes("10*50 200 F F"));
      var book = book(guard());
      book.restore(saved.state());

      assertThat(observe(book, outcomes("F"))).containsExactly("1: downtime opened");
      assertThat(book.openIncidents()).hasSize(1);
    }
  }

  @Nested
  class Replay {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
      "10*50 200 50 50 50",
      "10*50 200 50 F 50 F 50",
      "o F F F o o",
      "100*o 3*F 25*o",
      "F 119*o F F F o o F o F o F o o",
      "10*50 15*200 10*200",
    })
    void learnsWhatTheStoredOutcomesTeach(String script) {
      var outcomes = outcomes(script);
      for (int cut = 0; cut <= outcomes.size(); cut++) {
        var lived = book(guard());
        observe(lived, outcomes.subList(0, cut));

        var replayed = withOpenOf(lived, guard());
        replayed.replay(outcomes.subList(0, cut));

        assertThat(replayed.state()).as("after %s", cut).isEqualTo(lived.state());
        assertThat(replayed.openIncidents()).isEqualTo(lived.openIncidents());
      }
    }

    @Test
    void takesNoIds() {
      var ids = new AtomicLong(5);
      var book = new RuleBook(guard(), ids::incrementAndGet, List.of());

      book.replay(outcomes("9*F"));

      assertThat(ids).hasValue(5);
      assertThat(book.openIncidents()).isEmpty();
    }

    @Test
    void countsFromZeroWhereAnIncidentIsNotStored() {
      var book = book(guard());
      book.replay(outcomes("o F F F F"));

      assertThat(observe(book, outcomes("F F"))).isEmpty();
      assertThat(observe(book, outcomes("F"))).containsExactly("1: downtime opened");
    }

    @Test
    void countsFromZeroWhereAnIncidentIsStoredThatItDidNotOpen() {
      var stored = open("downtime");
      var book = book(guard(), stored);
      book.replay(outcomes("3*F 3*o"));

      assertThat(book.openIncidents()).containsExactly(stored);
      assertThat(observe(book, outcomes("o"))).isEmpty();
      assertThat(observe(book, outcomes("o"))).containsExactly("1: downtime recovered");
    }

    @Test
    void countsAnomaliesFromZeroWhereTheirIncidentIsNotStored() {
      var book = book(guard());
      book.replay(outcomes("10*50 15*200"));

      assertThat(observe(book, outcomes("200 18*200"))).containsExactly("1: latency_spike opened");
      assertThat(observe(book, outcomes("200"))).containsExactly("1: latency_spike re-baselined");
    }

    @Test
    void leavesRestoredRulesAloneAndTeachesTheOthers() {
      var old = book(registration(guard().rules().get(0), guard().rules().get(1)));
      observe(old, outcomes("10*70 F F"));
      var book = book(guard());
      assertThat(book.restore(old.state())).as("error_rate is new").isFalse();

      book.replay(outcomes("100*o 3*F 2*o"));

      var saved = RuleState.decode(book.state());
      assertThat(saved.subList(0, 2)).isEqualTo(RuleState.decode(old.state()));
      var lived = book(guard());
      observe(lived, outcomes("100*o 3*F 2*o"));
      assertThat(saved.get(2)).isEqualTo(RuleState.decode(lived.state()).get(2));
    }
  }

  @Nested
  class Encoding {
    @Test
    void keepsEveryDoubleBitForBit() {
      double[] values = {
        0.0,
        -0.0,
        1,
        -1,
        63,
        64,
        -64,
        50.5,
        0.1,
        1e-300,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        1L << 53,
        -(1L << 53),
        (double) (1L << 53) + 2,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY
      };
      var state = DetectorState.of("any/1", values);
      var rule =
          new SavedRule.Anomaly(
              "name",
              "sig\u00e4l",
              new SavedRow(true, 2, 3, 1_772_323_200_000L, 0, true, List.of(1L, 1L << 60)),
              state,
              DetectorState.of("before/1", 1.5),
              Map.of("down", new SavedRule.Before(state, SavedRow.counted(false, 2, 0))));

      var read = (SavedRule.Anomaly) RuleState.decode(RuleState.encode(List.of(rule))).get(0);

      assertThat(read).isEqualTo(rule);
      assertThat(Arrays.stream(read.detector().values()).mapToLong(Double::doubleToRawLongBits))
          .containsExactly(
              Arrays.stream(values)
                  .mapToLong(Double::doubleToRawLongBits)
                  .boxed()
                  .toArray(Long[]::new));
    }

    @Test
    void believesNoLengthBeyondTheBytesThatAreThere() {
      // version 1, 1 rule, kind 2, then a name of 2^34 bytes
      byte[] hostile = {1, 1, 2, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x40};

      assertThatThrownBy(() -> RuleState.decode(hostile))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("do not fit into 0 bytes");
    }

    @Test
    void refusesBytesBehindTheEnd() {
      var longer = Arrays.copyOf(RuleState.encode(List.of()), 5);

      assertThatThrownBy(() -> RuleState.decode(longer))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("3 bytes follow");
    }

    @Test
    void theLayoutOfVersionOneStaysReadable() {
      byte[] failure = {1, 1, 1, 8, 'd', 'o', 'w', 'n', 't', 'i', 'm', 'e', 1, 5, 1};
      byte[] anomaly = {1, 1, 2, 1, 'a', 1, 's', 0, 2, 3, 'f', '/', '1', 1, 20, 0};

      assertThat(RuleState.decode(failure))
          .containsExactly(counting("downtime", "failing", SavedRow.counted(true, 5, 1)));
      assertThat(RuleState.decode(anomaly))
          .containsExactly(
              new SavedRule.Anomaly(
                  "a",
                  "s",
                  SavedRow.counted(false, 0, 2),
                  DetectorState.of("f/1", 5),
                  null,
                  Map.of()));
    }

    @Test
    void theLayoutOfVersionTwoStaysReadable() {
      // Written by hand: if this fails, the layout changed and needs a new version.
      byte[] stored = {
        2, 1, 2, 1, 'a', 1, 's', 0, 2, 3, 'f', '/', '1', 1, 20, 1, 3, 'f', '/', '1', 1, 24, 0
      };

      assertThat(RuleState.decode(stored))
          .containsExactly(
              new SavedRule.Anomaly(
                  "a",
                  "s",
                  SavedRow.counted(false, 0, 2),
                  DetectorState.of("f/1", 5),
                  DetectorState.of("f/1", 6),
                  Map.of()));
    }

    @Test
    void theLayoutOfVersionThreeStaysReadable() {
      // Written by hand: if this fails, the layout changed and needs a new version.
      byte[] stored = {
        3, 2, //
        3, 1, 'f', 7, 'f', 'i', 'n', 'd', 'i', 'n', 'g', 1, 1, 'k', 1, 1, 5, 6, 7, 8, 2, 9, 10, //
        1, 1, 's', 20, //
        2, 1, 'a', 1, 's', 0, 0, 0, 2, 0, 3, 0, 3, 'f', '/', '1', 1, 20, 0, //
        1, 1, 'd', 0, 0, 4, 0, 0, 0, 0, 3, 'f', '/', '1', 1, 24
      };

      assertThat(RuleState.decode(stored))
          .containsExactly(
              new SavedRule.Counting(
                  "f",
                  "finding",
                  Map.of("k", new SavedRow(true, 5, 6, 7, 8, true, List.of(9L, 10L))),
                  Map.of("s", 5.0)),
              new SavedRule.Anomaly(
                  "a",
                  "s",
                  new SavedRow(false, 0, 2, 0, 3, false, List.of()),
                  DetectorState.of("f/1", 5),
                  null,
                  Map.of(
                      "d",
                      new SavedRule.Before(
                          DetectorState.of("f/1", 6), SavedRow.counted(false, 4, 0)))));
      assertThat(RuleState.encode(RuleState.decode(stored))).isEqualTo(stored);
    }

    private static SavedRule counting(String name, String trigger, SavedRow row) {
      return new SavedRule.Counting(name, trigger, Map.of("", row), Map.of());
    }
  }

  private static RuleBook restarted(RuleBook before, Registration registration) {
    var after = withOpenOf(before, registration);
    assertThat(after.restore(before.state())).isTrue();
    return after;
  }

  private static RuleBook withOpenOf(RuleBook before, Registration registration) {
    return book(registration, before.openIncidents().toArray(Incident[]::new));
  }

  private static Incident open(String rule) {
    return Incident.builder(7, "shop", rule, at(-5)).build();
  }
}
