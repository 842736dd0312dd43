package dev.pulse.core.internal.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the book with sections 4.4 to 4.8 of the uptime guard's specification, written down as
 * plainly as they read: everything is kept in lists and computed anew at each probe.
 */
class RuleBookReferenceTest {
  private static final int LENGTH = 6000;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theBookSaysWhatTheSpecificationSays(long seed) {
    var random = new Random(seed);
    var weather = new Weather(random);
    var reference = new Reference();
    var book = Probes.book(Probes.guard());
    for (int number = 1; number <= LENGTH; number++) {
      var outcome = weather.outcome(number);

      assertThat(plain(book.observe(outcome)))
          .as("probe %s: %s", number, outcome)
          .isEqualTo(reference.observe(outcome));

      if (random.nextInt(50) == 0) {
        book = restarted(book);
      }
      if (random.nextInt(300) == 0) {
        assertThat(plain(book.resolveAll(outcome.started(), "disabled")))
            .isEqualTo(reference.disable(outcome));
      }
    }
  }

  /** Without this the comparison could be one of nothing with nothing. */
  @Test
  void theRandomStreamsReachEveryKindOfEvent() {
    var seen = new TreeMap<String, Integer>();
    for (long seed = 1; seed <= 8; seed++) {
      var weather = new Weather(new Random(seed));
      var reference = new Reference();
      for (int number = 1; number <= LENGTH; number++) {
        for (String event : reference.observe(weather.outcome(number))) {
          var words = event.split(" ", -1);
          seen.merge(words[0] + " " + words[1], 1, Integer::sum);
        }
      }
    }
    assertThat(seen.keySet())
        .containsExactly(
            "downtime opened",
            "downtime recovered",
            "error_rate opened",
            "error_rate recovered",
            "latency_spike opened",
            "latency_spike re-baselined",
            "latency_spike recovered");
    assertThat(seen.values()).allSatisfy(count -> assertThat(count).isGreaterThan(20));
  }

  private static RuleBook restarted(RuleBook before) {
    var after = Probes.book(Probes.guard(), before.openIncidents().toArray(Incident[]::new));
    assertThat(after.restore(before.state())).isTrue();
    return after;
  }

  private static List<String> plain(List<IncidentEvent> events) {
    return events.stream()
        .map(
            event -> {
              var incident = event.incident();
              return incident.rule()
                  + " "
                  + incident.resolution().orElse("opened")
                  + " "
                  + incident.startedAt()
                  + " "
                  + incident.endedAt().map(Object::toString).orElse("-")
                  + " "
                  + Probes.details(incident);
            })
        .toList();
  }

  /** Good times and bad times of random length. */
  private static final class Weather {
    private final Random random;
    private int left;
    private double failing;
    private int level = 50;
    private int noise;

    Weather(Random random) {
      this.random = random;
    }

    Outcome outcome(int number) {
      if (left-- <= 0) {
        left = 5 + random.nextInt(90);
        failing = List.of(0.0, 0.0, 0.02, 0.15, 0.3, 0.95).get(random.nextInt(6));
        level = List.of(50, 50, 50, 90, 400).get(random.nextInt(5));
        noise = List.of(0, 3, 30).get(random.nextInt(3));
      }
      if (random.nextInt(25) == 0) {
        return Probes.outcome(number, Probes.result("U"));
      }
      if (random.nextDouble() < failing) {
        return Probes.outcome(number, Probes.result("F"));
      }
      int spike = random.nextInt(40) == 0 ? random.nextInt(300) : 0;
      return Probes.outcome(number, Probes.up(level + random.nextInt(noise + 1) + spike));
    }
  }

  private static final class Reference {
    private static final int DOWN_AFTER = 3;
    private static final int UP_AFTER = 2;
    private static final int WINDOW = 100;
    private static final int MIN_SAMPLES = 10;
    private static final int CLEAR_AFTER = 3;

    /** Open incidents: when they began, and their details. */
    private final Map<String, String> open = new LinkedHashMap<>();

    private int failedInARow;
    private int okInARow;

    private final List<Double> accepted = new ArrayList<>();
    private final List<Double> anomalousInARow = new ArrayList<>();
    private int normalInARow;

    /** The sequence of 4.6.1; true is a failure. */
    private final List<Boolean> sequence = new ArrayList<>();

    List<String> observe(Outcome outcome) {
      var events = new ArrayList<String>();
      if (outcome.status() == Status.UNKNOWN) {
        return events;
      }
      boolean failed = outcome.status() == Status.FAIL;
      boolean wasDown = open.containsKey("downtime");
      downtime(outcome, failed, events);
      if (!failed) {
        latency(outcome, events);
      }
      boolean isDown = open.containsKey("downtime");
      if (isDown && !wasDown) {
        // The failure of this probe never entered the sequence; the others are taken out.
        for (int i = 1; i < DOWN_AFTER; i++) {
          sequence.remove(sequence.size() - 1);
        }
      }
      if (!isDown && !wasDown) {
        sequence.add(failed);
        errorRate(outcome, events);
      }
      return events;
    }

    private void downtime(Outcome outcome, boolean failed, List<String> events) {
      failedInARow = failed ? failedInARow + 1 : 0;
      okInARow = failed ? 0 : okInARow + 1;
      if (!open.containsKey("downtime")) {
        if (failedInARow >= DOWN_AFTER) {
          okInARow = 0;
          open(outcome, "downtime", "failures=" + failedInARow + " status_code=503", events);
        }
      } else if (okInARow >= UP_AFTER) {
        close(outcome, "downtime", "recovered", events);
      }
    }

    private void latency(Outcome outcome, List<String> events) {
      double x = outcome.result().latency().orElseThrow().toMillis();
      var baseline = last(accepted, WINDOW, 0);
      int n = baseline.size();
      if (n < MIN_SAMPLES) {
        accepted.add(x);
        return;
      }
      double mean = baseline.stream().mapToDouble(v -> v).sum() / n;
      double squares = baseline.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
      double sigma = Math.max(Math.sqrt(squares / n), 1);
      double z = (x - mean) / sigma;
      if (z > 3.0 && x - mean >= 20) {
        normalInARow = 0;
        anomalousInARow.add(x);
        if (!open.containsKey("latency_spike")) {
          var details = format("value=%.0f mean=%.4f stddev=%.4f z=%.4f", x, mean, sigma, z);
          open(outcome, "latency_spike", details + " n=" + n + " threshold=3.0000", events);
        }
        if (anomalousInARow.size() == 20) {
          accepted.clear();
          accepted.addAll(anomalousInARow);
          anomalousInARow.clear();
          close(outcome, "latency_spike", "re-baselined", events);
        }
        return;
      }
      accepted.add(x);
      anomalousInARow.clear();
      normalInARow++;
      if (open.containsKey("latency_spike") && normalInARow >= CLEAR_AFTER) {
        close(outcome, "latency_spike", "recovered", events);
      }
    }

    private void errorRate(Outcome outcome, List<String> events) {
      var recent = last(sequence, 20, 0);
      var baseline = last(sequence, 100, 20);
      int n = baseline.size();
      if (n < 20) {
        return;
      }
      long failures = recent.stream().filter(failed -> failed).count();
      double pRecent = failures / 20.0;
      double pBase = (double) baseline.stream().filter(failed -> failed).count() / n;
      double divisor = Math.sqrt(Math.max(pBase * (1 - pBase), 0.0099) / 20);
      double z = (pRecent - pBase) / divisor;
      if (!open.containsKey("error_rate")) {
        if (z > 3 && failures >= 3) {
          var details =
              format("value=%.4f mean=%.4f stddev=%.4f z=%.4f", pRecent, pBase, divisor, z);
          open(
              outcome,
              "error_rate",
              details + " n=" + n + " threshold=3.0000 failures=" + failures,
              events);
        }
      } else if (z <= 1 || failures <= 1) {
        close(outcome, "error_rate", "recovered", events);
      }
    }

    List<String> disable(Outcome at) {
      var events = new ArrayList<String>();
      for (String kind : List.of("downtime", "latency_spike", "error_rate")) {
        if (open.containsKey(kind)) {
          close(at, kind, "disabled", events);
        }
      }
      failedInARow = 0;
      okInARow = 0;
      normalInARow = 0;
      anomalousInARow.clear();
      return events;
    }

    private void open(Outcome outcome, String kind, String details, List<String> events) {
      open.put(kind, outcome.started() + "|" + details);
      events.add(kind + " opened " + outcome.started() + " - " + details);
    }

    private void close(Outcome outcome, String kind, String why, List<String> events) {
      var opened = open.remove(kind);
      if (opened == null) {
        return;
      }
      var parts = opened.split("\\|", -1);
      events.add(kind + " " + why + " " + parts[0] + " " + outcome.started() + " " + parts[1]);
    }

    /** Up to so many entries that come before the last few. */
    private static <T> List<T> last(List<T> all, int most, int before) {
      int to = Math.max(0, all.size() - before);
      return all.subList(Math.max(0, to - most), to);
    }

    private static String format(String pattern, Object... values) {
      return String.format(Locale.ROOT, pattern, values);
    }
  }
}
