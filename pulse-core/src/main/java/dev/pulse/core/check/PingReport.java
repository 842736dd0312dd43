package dev.pulse.core.check;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The numbers at the end of what ping says, read strictly: the statistics of iputils, busybox and
 * the BSDs (with macOS), which stand once or not at all, and do not contradict themselves.
 *
 * @param sent at least 1
 * @param received at most as many
 * @param roundTrip there when something was received
 */
record PingReport(int sent, int received, @Nullable RoundTrip roundTrip) {
  private static final Pattern PACKETS =
      Pattern.compile(
          "(\\d{1,6}) packets transmitted, (\\d{1,6})(?: packets)? received,"
              + "(?: \\+?\\d{1,9} (?:duplicates|corrupted|errors),)*"
              + " (\\d{1,3}(?:\\.\\d{1,6})?)% packet loss"
              + "(?:, time \\d{1,9}ms|, \\d{1,6} packets out of wait time)?");

  private static final String TIME = "(\\d{1,9}\\.\\d{1,6})";
  private static final Pattern TIMES =
      Pattern.compile(
          "(?:rtt|round-trip) min/avg/max(?:/(?:mdev|stddev|std-dev))? = "
              + (TIME + "/" + TIME + "/" + TIME)
              + "(?:/(?:\\d{1,9}\\.\\d{1,6}|nan))? ms(?:, pipe \\d{1,6})?");

  /** The shortest, the average and the longest time to an answer. */
  record RoundTrip(Duration min, Duration average, Duration max) {}

  /** The report among these lines; empty when there is none that makes sense. */
  static Optional<PingReport> read(List<String> lines) {
    var packets = matches(PACKETS, lines);
    var times = matches(TIMES, lines);
    if (packets.size() != 1 || times.size() > 1) {
      return Optional.empty();
    }
    var counts = packets.get(0);
    var report =
        new PingReport(
            Integer.parseInt(counts.group(1)),
            Integer.parseInt(counts.group(2)),
            times.isEmpty() ? null : roundTrip(times.get(0)));
    return Optional.of(report).filter(r -> r.makesSense(Double.parseDouble(counts.group(3))));
  }

  private static List<MatchResult> matches(Pattern pattern, List<String> lines) {
    return lines.stream()
        .map(line -> pattern.matcher(line.strip()))
        .filter(Matcher::matches)
        .map(Matcher::toMatchResult)
        .toList();
  }

  private static RoundTrip roundTrip(MatchResult times) {
    return new RoundTrip(millis(times.group(1)), millis(times.group(2)), millis(times.group(3)));
  }

  private static Duration millis(String text) {
    return Duration.ofNanos(new BigDecimal(text).movePointRight(6).longValueExact());
  }

  private boolean makesSense(double lossPercent) {
    return sent > 0
        && received <= sent
        && Math.abs(loss() * 100 - lossPercent) <= 1
        && (received > 0) == (roundTrip != null)
        && (roundTrip == null
            || (roundTrip.min.compareTo(roundTrip.average) <= 0
                && roundTrip.average.compareTo(roundTrip.max) <= 0));
  }

  /** Which part got no answer, 0 to 1. */
  double loss() {
    return (sent - received) / (double) sent;
  }
}
