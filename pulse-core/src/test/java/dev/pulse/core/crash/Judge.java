package dev.pulse.core.crash;

import dev.pulse.api.incident.Incident;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares what receivers got with what happened; says everything that is wrong. */
final class Judge {
  private final List<String> faults = new ArrayList<>();
  private int repeated;

  private Judge() {}

  static Judge of(List<Arrival> arrivals, Collection<Incident> incidents) {
    var judge = new Judge();
    for (Town.Mood mood : Town.Mood.values()) {
      var channel = mood.channel();
      var ofChannel = arrivals.stream().filter(a -> a.channel().equals(channel)).toList();
      judge.requireOnce(channel, ofChannel);
      judge.requireOrder(channel, ofChannel);
      judge.requireComplete(channel, ofChannel, incidents);
    }
    return judge;
  }

  /** Everything that is wrong. */
  List<String> faults() {
    return faults;
  }

  /** How many messages came again because the process was killed before it could note them down. */
  int repeated() {
    return repeated;
  }

  /**
   * A message that was answered comes once. The one exception: the process was killed between the
   * answer and the line in the store. That can be the last message of a channel in the life of a
   * process only, since the next one waits for that line.
   */
  private void requireOnce(String channel, List<Arrival> arrivals) {
    Map<String, Arrival> taken = new LinkedHashMap<>();
    for (int i = 0; i < arrivals.size(); i++) {
      var arrival = arrivals.get(i);
      var before = taken.get(arrival.id());
      if (before != null) {
        if (before.life() == arrival.life()) {
          faults.add(channel + " got " + arrival + " again from the same process");
        } else if (!isLastOfItsLife(before, arrivals)) {
          faults.add(channel + " got " + arrival + " again, after others that came later");
        } else {
          repeated++;
        }
      }
      if (arrival.answered()) {
        taken.put(arrival.id(), arrival);
      }
    }
  }

  private static boolean isLastOfItsLife(Arrival arrival, List<Arrival> arrivals) {
    var ofLife = arrivals.stream().filter(a -> a.life() == arrival.life()).toList();
    return ofLife.get(ofLife.size() - 1).id().equals(arrival.id());
  }

  /** Message ids rise; and nothing is heard of an incident after its end. */
  private void requireOrder(String channel, List<Arrival> arrivals) {
    var last = "";
    Map<Long, Boolean> firing = new LinkedHashMap<>();
    Map<String, Arrival> known = new LinkedHashMap<>();
    for (Arrival arrival : arrivals) {
      if (known.putIfAbsent(arrival.id(), arrival) != null) {
        continue; // Repetitions are judged above.
      }
      if (arrival.id().compareTo(last) < 0) {
        faults.add(channel + " got " + arrival + " after " + last);
      }
      last = arrival.id();
      for (Arrival.Said said : arrival.alerts()) {
        var before = firing.put(said.incident(), said.firing());
        if (said.firing() && Boolean.FALSE.equals(before)) {
          faults.add(channel + " heard of incident " + said.incident() + " after its end");
        }
        if (!said.firing() && before == null) {
          faults.add(channel + " heard the end of incident " + said.incident() + " only");
        }
      }
    }
    firing.forEach(
        (incident, lasts) -> {
          if (lasts) {
            faults.add(channel + " never heard the end of incident " + incident);
          }
        });
  }

  /** Of a target that waits for its receivers each hears once that it is down, and once its end. */
  private void requireComplete(
      String channel, List<Arrival> arrivals, Collection<Incident> incidents) {
    for (Incident incident : incidents) {
      if (incident.isOpen()) {
        faults.add(incident + " was never closed");
      }
      if (Town.isPatient(incident.check())) {
        for (String kind : List.of("first", "resolved")) {
          long times =
              arrivals.stream()
                  .filter(Arrival::answered)
                  .filter(arrival -> arrival.kind().equals(kind))
                  .filter(
                      arrival ->
                          arrival.alerts().stream()
                              .anyMatch(said -> said.incident() == incident.id()))
                  .map(Arrival::id)
                  .distinct()
                  .count();
          if (times != 1) {
            faults.add(channel + " got " + times + " messages \"" + kind + "\" of " + incident);
          }
        }
      }
    }
  }
}
