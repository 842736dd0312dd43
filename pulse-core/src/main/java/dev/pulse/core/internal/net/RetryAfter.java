package dev.pulse.core.internal.net;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** How long a server wants to be left alone. */
public final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

  private RetryAfter() {}

  /**
   * What an answer's header says; empty when it says nothing that can be understood.
   *
   * @param clock by which a date is a length of time; it is negative for one that has passed
   */
  public static Optional<Duration> of(Response response, InstantSource clock) {
    var text = response.header("Retry-After");
    if (text == null) {
      return Optional.empty();
    }
    var seconds = seconds(text.strip());
    if (seconds.isPresent()) {
      return seconds;
    }
    @Nullable Instant date = response.headers().getInstant("Retry-After");
    return Optional.ofNullable(date).map(then -> Duration.between(clock.instant(), then));
  }

  /** A number of seconds; rounded up, because a millisecond too early is another refusal. */
  public static Optional<Duration> seconds(String text) {
    return SECONDS.matcher(text).matches()
        ? Optional.of(Duration.ofMillis((long) Math.ceil(Double.parseDouble(text) * 1000)))
        : Optional.empty();
  }
}
