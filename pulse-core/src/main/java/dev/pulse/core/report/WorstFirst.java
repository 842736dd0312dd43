package dev.pulse.core.report;

import java.math.BigDecimal;
import java.util.Comparator;

/** The order in which people want to read: what was down, what nobody knows, what was well. */
final class WorstFirst {
  static final Comparator<SlaEntry> ORDER =
      Comparator.comparingInt(WorstFirst::kind)
          .thenComparing(entry -> Shares.ratio(entry.uptime()).orElse(BigDecimal.ZERO))
          .thenComparing(entry -> entry.uptime().down(), Comparator.reverseOrder())
          .thenComparing(entry -> entry.uptime().unknown(), Comparator.reverseOrder())
          .thenComparing(SlaEntry::name);

  private WorstFirst() {}

  private static int kind(SlaEntry entry) {
    if (!entry.uptime().down().isZero()) {
      return 0;
    }
    return entry.uptime().up().isZero() ? 1 : 2;
  }
}
