package dev.pulse.samples.uptimeguard;

import dev.pulse.api.config.Secret;
import java.util.Optional;

/**
 * How the guard works, wherever it runs.
 *
 * @param probes how targets are probed
 * @param rules when a target is in trouble
 * @param apiToken what callers of the API must know; empty lets everybody in
 */
public record GuardSettings(ProbeSettings probes, RuleSettings rules, Optional<Secret> apiToken) {
  /** The defaults of both, and no token. */
  public static GuardSettings defaults() {
    return new GuardSettings(ProbeSettings.defaults(), RuleSettings.defaults(), Optional.empty());
  }
}
