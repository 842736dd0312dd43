package dev.pulse.core.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long each phase of a run lasts; a phase that comes again is added to. One phase is
 * under way at a time, and the last one begun is where a failure happened. Confine to one thread.
 */
final class Stopwatch {
  private static final Labels TOTAL = Labels.of("phase", "total");
  private static final Map<Phase, Labels> LABELS =
      Arrays.stream(Phase.values())
          .collect(Collectors.toMap(phase -> phase, phase -> Labels.of("phase", phase.label)));

  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
  private @Nullable Phase open;
  private Phase last = Phase.DNS;
  private long since;

  void begin(Phase phase) {
    end();
    open = phase;
    last = phase;
    since = System.nanoTime();
  }

  void end() {
    if (open != null) {
      nanos.merge(open, System.nanoTime() - since, Long::sum);
      open = null;
    }
  }

  /** The phase that began last. */
  Phase last() {
    return last;
  }

  /** {@code phase_seconds} of each phase that took place, and of the whole. */
  List<Sample> samples(Duration total) {
    end();
    var samples = new ArrayList<Sample>();
    nanos.forEach(
        (phase, time) -> {
          if (phase != Phase.BODY) {
            samples.add(sample(requireNonNull(LABELS.get(phase)), time));
          }
        });
    samples.add(sample(TOTAL, total.toNanos()));
    return samples;
  }

  /** In whole microseconds, as the latency. */
  private static Sample sample(Labels labels, long nanos) {
    long micros = nanos / 1_000;
    return Sample.gauge("phase_seconds", labels, micros / 1e6);
  }
}
