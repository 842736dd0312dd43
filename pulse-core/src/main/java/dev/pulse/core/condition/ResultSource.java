package dev.pulse.core.condition;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names of a result: those below, then its samples without labels, then its details. Confine to
 * one thread.
 */
final class ResultSource implements Source {
  private static final double SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();

  private final CheckResult result;
  private final Instant now;
  private final @Nullable Body body;

  ResultSource(CheckResult result, Instant now) {
    this.result = result;
    this.now = now;
    this.body = result.body().map(Body::new).orElse(null);
  }

  @Override
  public @Nullable Object value(String name) {
    return switch (name) {
      case "latency" -> result.latency().map(took -> took.toNanos() / 1e6).orElse(null);
      case "status" -> Values.number(result.details().get("status_code"));
      case "reason" -> result.reason().map(Reason::code).orElse("");
      case "summary" -> result.summary();
      case "body" -> body == null ? null : body.text();
      case "days_to_expiry" -> daysToExpiry();
      default -> sample(name).map(Object.class::cast).orElse(result.details().get(name));
    };
  }

  @Override
  public @Nullable Body body() {
    return body;
  }

  private @Nullable Object daysToExpiry() {
    return sample("tls_certificate_not_after_seconds")
        .map(end -> (end - now.toEpochMilli() / 1e3) / SECONDS_PER_DAY)
        .orElse(null);
  }

  private Optional<Double> sample(String name) {
    for (Sample sample : result.samples()) {
      if (sample.name().equals(name) && sample.labels().isEmpty()) {
        return Optional.of(sample.value());
      }
    }
    return Optional.empty();
  }
}
