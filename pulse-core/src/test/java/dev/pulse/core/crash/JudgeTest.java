package dev.pulse.core.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.incident.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A judge who never finds anything proves nothing. */
class JudgeTest {
  private static final Incident OVER =
      Incident.builder(7, "patient-0", "downtime", Instant.EPOCH)
          .build()
          .resolved(Instant.EPOCH, "recovered");

  private static Arrival first(int life, String id, boolean answered) {
    return said(life, id, "first", 7, true, answered);
  }

  private static Arrival resolved(int life, String id) {
    return said(life, id, "resolved", 7, false, true);
  }

  private static Arrival said(
      int life, String id, String kind, long incident, boolean firing, boolean answered) {
    var alert = new Arrival.Said(incident, "patient-0", firing);
    return new Arrival(life, "moody", id, kind, List.of(alert), answered);
  }

  /** The other receivers have heard everything as they should. */
  private static Judge judge(Incident incident, Arrival... moody) {
    var arrivals = new ArrayList<>(List.of(moody));
    for (String channel : List.of("friendly", "busy")) {
      for (Arrival arrival : List.of(first(1, "1", true), resolved(1, "2"))) {
        arrivals.add(
            new Arrival(
                1, channel, arrival.id(), arrival.kind(), arrival.alerts(), arrival.answered()));
      }
    }
    return Judge.of(arrivals, List.of(incident));
  }

  @Test
  void whatIsHeardOnceAndInOrderIsNoFault() {
    assertThat(judge(OVER, first(1, "1", true), resolved(1, "2")).faults()).isEmpty();
  }

  @Test
  void whatWasNotAnsweredMayComeAgain() {
    var judge = judge(OVER, first(1, "1", false), first(1, "1", true), resolved(1, "2"));

    assertThat(judge.faults()).isEmpty();
    assertThat(judge.repeated()).isZero();
  }

  @Test
  void whatWasAnsweredLastBeforeAKillMayComeAgain() {
    var judge = judge(OVER, first(1, "1", true), first(2, "1", true), resolved(2, "2"));

    assertThat(judge.faults()).isEmpty();
    assertThat(judge.repeated()).isEqualTo(1);
  }

  static Stream<Arguments> faults() {
    var first = first(1, "1", true);
    var resolved = resolved(1, "2");
    return Stream.of(
        argumentSet("lost beginning", "0 messages \"first\"", OVER, List.of(resolved)),
        argumentSet("lost end", "0 messages \"resolved\"", OVER, List.of(first)),
        argumentSet("an end that is not heard", "never heard the end", OVER, List.of(first)),
        argumentSet("an end by itself", "the end of incident 7 only", OVER, List.of(resolved)),
        argumentSet(
            "taken only where nobody answered",
            "0 messages \"first\"",
            OVER,
            List.of(first(1, "1", false), resolved)),
        argumentSet(
            "twice from one process",
            "again from the same process",
            OVER,
            List.of(first, first, resolved)),
        argumentSet(
            "an older one again after a kill",
            "again, after others that came later",
            OVER,
            List.of(first, resolved, first(2, "1", true))),
        argumentSet(
            "two pages",
            "2 messages \"first\"",
            OVER,
            List.of(first, first(1, "12", true), resolved)),
        argumentSet("the end first", "after 2", OVER, List.of(resolved, first)),
        argumentSet(
            "a page after the all-clear",
            "after its end",
            OVER,
            List.of(first, resolved, first(1, "3", true))),
        argumentSet(
            "an incident that stays open",
            "never closed",
            Incident.builder(7, "patient-0", "downtime", Instant.EPOCH).build(),
            List.of(first, resolved)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void everyFaultIsFound(String words, Incident incident, List<Arrival> moody) {
    assertThat(judge(incident, moody.toArray(Arrival[]::new)).faults())
        .anyMatch(fault -> fault.contains(words));
  }
}
