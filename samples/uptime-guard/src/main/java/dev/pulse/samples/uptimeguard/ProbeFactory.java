package dev.pulse.samples.uptimeguard;

import dev.pulse.api.check.Check;

/** Makes the check behind a target. */
@FunctionalInterface
interface ProbeFactory {
  /**
   * A check whose results carry a latency and the detail {@value Probe#STATUS_CODE}.
   *
   * @throws IllegalArgumentException when the address of the target cannot be asked
   */
  Check probe(WatchedTarget target);
}
