package dev.pulse.samples.uptimeguard;

import java.time.Duration;

/**
 * How targets are probed unless they say otherwise themselves.
 *
 * @param interval how far apart two probes of a target are
 * @param timeout how long one probe may take
 * @param allowPrivate whether loopback and private addresses may be probed; metadata and link-local
 *     addresses never are
 */
public record ProbeSettings(Duration interval, Duration timeout, boolean allowPrivate) {
  /** Every 30 seconds, for 10 seconds at most, and only public addresses. */
  public static ProbeSettings defaults() {
    return new ProbeSettings(Duration.ofSeconds(30), Duration.ofSeconds(10), false);
  }
}
