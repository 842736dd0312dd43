package dev.pulse.samples.uptimeguard;

import dev.pulse.api.store.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A target with the number that the API knows it by.
 *
 * @param id 1 for the first target ever created
 * @param version of the document
 * @param document what is kept of it
 */
record WatchedTarget(long id, long version, TargetDocument document) {
  /** How the names of the guard's registrations begin. */
  static final String PREFIX = "uptime-guard.";

  static WatchedTarget of(Document<TargetDocument> document) {
    return new WatchedTarget(Long.parseLong(document.id()), document.version(), document.value());
  }

  /** The number of a target from the name of its registration; empty when it is not the guard's. */
  static OptionalLong idOf(String check) {
    if (!check.startsWith(PREFIX)) {
      return OptionalLong.empty();
    }
    var digits = check.substring(PREFIX.length());
    return digits.matches("[1-9][0-9]{0,17}")
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }

  /** The name of the registration of a target. */
  static String checkName(long id) {
    return PREFIX + id;
  }

  String checkName() {
    return checkName(id);
  }

  String name() {
    return document.name();
  }

  /** The name as it may stand in a log: nobody forges a line by the name of a target. */
  String logName() {
    return name().replaceAll("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]", "?");
  }

  String url() {
    return document.url();
  }

  TargetType type() {
    return TargetType.of(document.type())
        .orElseThrow(
            () -> new IllegalStateException("target " + id + " is kept with an unknown type"));
  }

  boolean enabled() {
    return document.enabled();
  }

  Instant createdAt() {
    return document.createdAt();
  }

  Optional<Duration> interval() {
    var seconds = document.intervalSeconds();
    return seconds == null ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  Optional<Duration> timeout() {
    var millis = document.timeoutMillis();
    return millis == null ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }

  OptionalInt expectedStatus() {
    var status = document.expectedStatus();
    return status == null ? OptionalInt.empty() : OptionalInt.of(status);
  }
}
