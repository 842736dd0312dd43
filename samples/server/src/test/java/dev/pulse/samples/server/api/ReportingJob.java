package dev.pulse.samples.server.api;

import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Secret;
import dev.pulse.core.check.HeartbeatCheck;
import java.time.Duration;

/** A job that reports once an hour. */
final class ReportingJob {
  static final String TOKEN = "the-token-of-the-backup";

  private ReportingJob() {}

  static Registration registration(String name) {
    return Registration.check(
            name,
            HeartbeatCheck.every(Duration.ofHours(1))
                .grace(Duration.ofMinutes(10))
                .token(Secret.of(TOKEN))
                .build())
        .build();
  }
}
