package dev.pulse.samples.ethereum;

import dev.pulse.api.notify.Notifier;
import dev.pulse.samples.ethereum.metrics.RequestMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Counts what is delivered to Discord, once there is something to count with. Thread-safe. */
final class DiscordTally {
  private static final String SERVICE = "discord";
  private static final String OPERATION = "/channels/{channel}/messages";

  /** The status, as the notifier's complaints name it. */
  private static final Pattern STATUS = Pattern.compile("\\b([1-5][0-9]{2})\\b");

  private volatile @Nullable RequestMeter meter;

  void to(RequestMeter meter) {
    this.meter = meter;
  }

  /** A notifier whose deliveries are counted. */
  Notifier counting(Notifier notifier) {
    return notification -> {
      long begun = System.nanoTime();
      Optional<String> error = Optional.of("network_error");
      try {
        var receipt = notifier.send(notification);
        error = Optional.empty();
        return receipt;
      } catch (RuntimeException e) {
        error = Optional.of(type(String.valueOf(e.getMessage())));
        throw e;
      } finally {
        count(Duration.ofNanos(System.nanoTime() - begun), error);
      }
    };
  }

  private void count(Duration took, Optional<String> error) {
    var counting = meter;
    if (counting != null) {
      counting.requested(SERVICE, OPERATION, took, error);
    }
  }

  private static String type(String complaint) {
    Matcher status = STATUS.matcher(complaint);
    return status.find() ? "http_" + status.group(1) : "network_error";
  }
}
