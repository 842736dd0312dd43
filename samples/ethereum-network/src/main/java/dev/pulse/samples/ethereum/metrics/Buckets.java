package dev.pulse.samples.ethereum.metrics;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;

/** Bounds of histograms. */
final class Buckets {
  private Buckets() {}

  /** Bounds in seconds, written as people write them. */
  static Duration[] seconds(String... bounds) {
    return Arrays.stream(bounds)
        .map(bound -> Duration.ofMillis(new BigDecimal(bound).movePointRight(3).longValueExact()))
        .toArray(Duration[]::new);
  }
}
