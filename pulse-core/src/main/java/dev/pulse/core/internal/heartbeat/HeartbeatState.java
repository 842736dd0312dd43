package dev.pulse.core.internal.heartbeat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that was reported about a job, as far as it still matters. Kept as a document, and shown as
 * details of the results. Immutable.
 *
 * @param started when it last said that it begins
 * @param running whether it said so and has not ended since
 * @param succeeded when it last succeeded
 * @param failed when it last failed
 * @param failing whether the last end was a failure
 * @param ran how long the last run that ended took; known when its start was reported
 * @param exitCode what the last run that ended returned, if it said so
 * @param output what the last report brought along
 */
public record HeartbeatState(
    @Nullable Instant started,
    boolean running,
    @Nullable Instant succeeded,
    @Nullable Instant failed,
    boolean failing,
    @Nullable Duration ran,
    @Nullable Integer exitCode,
    @Nullable String output) {
  /** Nothing was ever reported. */
  public static final HeartbeatState NONE =
      new HeartbeatState(null, false, null, null, false, null, null, null);

  /** Within what time the same report once more is a repetition of one whose answer got lost. */
  private static final Duration REPETITION = Duration.ofMinutes(1);

  private static final Pattern SECONDS = Pattern.compile("-?[0-9]{1,18}(?:\\.[0-9]{1,3})?");

  private static final String STARTED = "last_start";
  private static final String SUCCEEDED = "last_success";
  private static final String FAILED = "last_failure";
  private static final String RUNNING = "running";
  private static final String FAILING = "failing";
  private static final String RAN = "run_seconds";
  private static final String EXIT_CODE = "exit_code";
  private static final String OUTPUT = "output";

  /**
   * After a report that a run begins.
   *
   * @param longest how long a run may take: one that took longer and never said how it ended counts
   *     as failed, whatever begins after it
   */
  public HeartbeatState start(Instant at, @Nullable Duration longest, @Nullable String said) {
    boolean overran = overran(at, longest);
    return new HeartbeatState(
        at,
        true,
        succeeded,
        overran ? at : failed,
        failing || overran,
        overran ? null : ran,
        overran ? null : exitCode,
        said == null && failing ? output : said);
  }

  private boolean overran(Instant now, @Nullable Duration longest) {
    return running
        && !failing
        && started != null
        && longest != null
        && now.isAfter(started.plus(longest));
  }

  /** After a report that a run ended. */
  public HeartbeatState end(
      Instant at, boolean success, @Nullable Integer code, @Nullable String said) {
    return new HeartbeatState(
        started,
        false,
        success ? at : succeeded,
        success ? failed : at,
        !success,
        running && started != null
            ? Duration.between(started, at)
            : repeats(at, success) ? ran : null,
        code,
        said);
  }

  private boolean repeats(Instant at, boolean success) {
    var last = success ? succeeded : failed;
    return success != failing && last != null && at.isBefore(last.plus(REPETITION));
  }

  /** Whether the same reports led to this and to another one. */
  public boolean isAfterTheReportsOf(HeartbeatState other) {
    return Objects.equals(started, other.started)
        && Objects.equals(succeeded, other.succeeded)
        && Objects.equals(failed, other.failed);
  }

  /** Nobody knows how the run that is under way ended. */
  public HeartbeatState lost() {
    return new HeartbeatState(started, false, succeeded, failed, failing, ran, exitCode, output);
  }

  /** Without times to come: somebody has set the clock back. */
  public HeartbeatState notAfter(Instant now) {
    return new HeartbeatState(
        earlier(started, now),
        running,
        earlier(succeeded, now),
        earlier(failed, now),
        failing,
        ran,
        exitCode,
        output);
  }

  private static @Nullable Instant earlier(@Nullable Instant at, Instant now) {
    return at != null && at.isAfter(now) ? now : at;
  }

  /** What people read; {@link #of} reads it again. */
  public Map<String, String> details() {
    var details = new LinkedHashMap<String, String>();
    put(details, STARTED, started);
    put(details, RUNNING, running ? "true" : null);
    put(details, SUCCEEDED, succeeded);
    put(details, FAILED, failed);
    put(details, FAILING, failing ? "true" : null);
    put(details, RAN, ran == null ? null : seconds(ran));
    put(details, EXIT_CODE, exitCode);
    put(details, OUTPUT, output);
    return details;
  }

  /** What details tell; what they do not tell, or not in this form, is not known. */
  public static HeartbeatState of(Map<String, String> details) {
    try {
      return new HeartbeatState(
          instant(details, STARTED),
          details.containsKey(RUNNING),
          instant(details, SUCCEEDED),
          instant(details, FAILED),
          details.containsKey(FAILING),
          duration(details.get(RAN)),
          integer(details.get(EXIT_CODE)),
          details.get(OUTPUT));
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
      // Details of something else, or of another version.
      return NONE;
    }
  }

  /** A time among details. */
  public static @Nullable Instant instant(Map<String, String> details, String key) {
    var text = details.get(key);
    return text == null ? null : Instant.parse(text);
  }

  private static @Nullable Duration duration(@Nullable String seconds) {
    if (seconds == null) {
      return null;
    }
    // No exponent: writing out a large one as a whole number would take for ever.
    if (!SECONDS.matcher(seconds).matches()) {
      throw new NumberFormatException("not a number of seconds");
    }
    return Duration.ofMillis(new BigDecimal(seconds).movePointRight(3).longValueExact());
  }

  private static @Nullable Integer integer(@Nullable String text) {
    return text == null ? null : Integer.valueOf(text);
  }

  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).toPlainString();
  }

  private static void put(Map<String, String> details, String key, @Nullable Object value) {
    if (value != null) {
      details.put(key, value.toString());
    }
  }
}
