package dev.pulse.prometheus.export;

import java.util.EnumMap;
import java.util.Map;

/** How many series were refused since the exporter began. Guarded by the lock of the exporter. */
final class Refusals {
  private final Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);

  Refusals() {
    for (Refusal refusal : Refusal.values()) {
      counts.put(refusal, 0L);
    }
  }

  void add(Refusal refusal) {
    counts.merge(refusal, 1L, Long::sum);
  }

  void writeTo(Family family) {
    counts.forEach((refusal, count) -> family.add("reason", refusal.label(), count));
  }
}
