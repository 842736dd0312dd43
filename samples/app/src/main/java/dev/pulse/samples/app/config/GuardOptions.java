package dev.pulse.samples.app.config;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Settings;
import dev.pulse.samples.uptimeguard.GuardSettings;
import dev.pulse.samples.uptimeguard.ProbeSettings;
import dev.pulse.samples.uptimeguard.RuleSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * How the uptime guard works as a part of {@code pulse serve}.
 *
 * @param settings what the guard itself wants to know
 * @param nats the servers on which it publishes
 */
public record GuardOptions(GuardSettings settings, Optional<Secret> nats) {
  /** Options; both parts are needed. */
  public GuardOptions {
    requireNonNull(settings, "settings");
    requireNonNull(nats, "nats");
  }

  /** Reads the section; its mere presence switches the guard on. */
  static GuardOptions read(Settings section) {
    var defaults = ProbeSettings.defaults();
    var probes =
        new ProbeSettings(
            section
                .duration("interval")
                .between(Duration.ofSeconds(1), Duration.ofDays(1))
                .orElse(defaults.interval()),
            section
                .duration("timeout")
                .between(Duration.ofSeconds(1), Duration.ofMinutes(5))
                .orElse(defaults.timeout()),
            section.bool("allow-private").orElse(defaults.allowPrivate()));
    return new GuardOptions(
        new GuardSettings(probes, RuleSettings.defaults(), Optional.empty()),
        section.secret("nats").optional());
  }
}
