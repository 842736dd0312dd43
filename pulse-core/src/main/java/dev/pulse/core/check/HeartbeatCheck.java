package dev.pulse.core.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Durations;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Sample;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.check.HeartbeatPlan.Knowledge;
import dev.pulse.core.internal.heartbeat.HeartbeatState;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a job reports about itself: a backup, a cron job, a batch run. The job says that it
 * begins, that it succeeded, that it failed; the check passes while the last success is recent
 * enough. Take {@link HttpCheck} and its neighbours for what can be asked.
 *
 * <pre>{@code
 * Check backup =
 *     HeartbeatCheck.on(Cron.of("0 2 * * *", ZoneId.of("Europe/Berlin")))
 *         .grace(Duration.ofMinutes(30))
 *         .longest(Duration.ofHours(2))
 *         .token(token)
 *         .build();
 * }</pre>
 *
 * <p>Reports come through {@link Heartbeats}, which stores them and has the check judge at once.
 * Besides, the schedule of the registration decides how soon a missing report is noticed.
 *
 * <p>What it answers:
 *
 * <ul>
 *   <li>The last report was a failure: FAIL, {@code heartbeat_failed}, until the next success.
 *   <li>A run that was reported as started has not ended within the longest time: FAIL, {@code
 *       heartbeat_too_long}.
 *   <li>No success by the expected time and the grace: FAIL, {@code missed}. A run that began in
 *       time may take its longest time all the same.
 *   <li>Nothing was reported so far: UNKNOWN, {@code no_data}, until the first deadline after the
 *       first run of the check; then FAIL, {@code missed}.
 *   <li>A deadline passed while Pulse was not running: UNKNOWN, {@code no_data}, until the next
 *       one, because the report may have found nobody.
 *   <li>Otherwise PASS.
 * </ul>
 *
 * <p>With an interval the next success is expected that long after the last one; with a schedule at
 * its next time, where a success counts for a time that follows within a minute (at most a tenth of
 * the distance to the one after), because clocks differ.
 *
 * <p>The first result after a success tells the run time as latency, when the start was reported.
 * Samples: {@code heartbeat_last_success_timestamp_seconds} (Unix time), {@code
 * heartbeat_run_seconds} and {@code heartbeat_exit_code} of the last run that ended, as far as they
 * are known. Details: {@code last_start}, {@code last_success}, {@code last_failure}, {@code
 * expected_until}, {@code run_seconds}, {@code exit_code}, {@code output}.
 *
 * <p>Thread-safe. It remembers what was reported: take one for each registration.
 */
public final class HeartbeatCheck implements Check {
  /** The job reported a failure, and no success after it. */
  public static final Reason FAILED = Reason.of("heartbeat_failed");

  /** The job reported that it begins, and not in time that it ended. */
  public static final Reason TOO_LONG = Reason.of("heartbeat_too_long");

  static final Duration SHORTEST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofDays(366);
  static final int SHORTEST_TOKEN = 16;

  /** Of a long output each further result repeats only the end. */
  private static final int REPEATED_OUTPUT = 500;

  private static final String SINCE = "waiting_since";
  private static final String UNWATCHED = "unwatched_until";
  private static final String UNSEEN = "unseen_deadline";

  private final HeartbeatPlan plan;
  private final @Nullable Secret token;
  private final Object lock = new Object();

  private HeartbeatState state = HeartbeatState.NONE;
  private long version;
  private boolean looked;
  private Instant lookedBefore = Instant.MAX;
  private Instant lookedFirst = Instant.MAX;
  private Instant since = Instant.EPOCH;
  private @Nullable Instant unwatched;
  private @Nullable Instant unseen;
  private boolean news;
  private boolean telling;
  private boolean tellingRun;
  private @Nullable Instant toldStart;

  private HeartbeatCheck(HeartbeatPlan plan, @Nullable Secret token) {
    this.plan = plan;
    this.token = token;
  }

  /**
   * A job that succeeds again and again.
   *
   * @param period the time from one success to the next; 1 second to 366 days
   */
  public static Builder every(Duration period) {
    return new Builder(null, requireNonNull(period, "period"));
  }

  /**
   * A job that runs at certain times.
   *
   * @param schedule when it should run, such as {@link dev.pulse.core.schedule.Cron} or {@link
   *     Schedules#daily}
   */
  public static Builder on(Schedule schedule) {
    return new Builder(requireNonNull(schedule, "schedule"), null);
  }

  @Override
  public CheckResult run(CheckContext context) {
    var now = context.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    synchronized (lock) {
      if (!looked) {
        firstLook(context.previous(), now);
      }
      state = state.notAfter(now);
      since = since.isAfter(now) ? now : since;
      unwatched = unwatched != null && unwatched.isAfter(now) ? now : unwatched;
      if (context.attempt() == 1) {
        telling = news;
        tellingRun = news && !state.running() && !Objects.equals(state.started(), toldStart);
        toldStart = tellingRun ? state.started() : toldStart;
        news = false;
      }
      return told(plan.judge(known(), now));
    }
  }

  /** Takes up where an earlier Pulse left off. */
  private void firstLook(Optional<Outcome> previous, Instant now) {
    looked = true;
    lookedFirst = now;
    lookedBefore = previous.map(Outcome::started).orElse(now);
    var details = previous.map(outcome -> outcome.result().details()).orElse(Map.of());
    if (version == 0) {
      state = HeartbeatState.of(details);
    }
    since = instant(details, SINCE).orElse(now);
    unwatched = instant(details, UNWATCHED).orElse(null);
    unseen = instant(details, UNSEEN).orElse(null);
    excuse();
  }

  /** What became due while nobody watched is not held against the job. */
  private void excuse() {
    plan.missedBetween(lookedBefore, lookedFirst, known())
        .ifPresent(
            deadline -> {
              state = state.lost();
              unwatched = lookedFirst;
              unseen = deadline;
            });
  }

  private Knowledge known() {
    return new Knowledge(state, since, unwatched, unseen);
  }

  private static Optional<Instant> instant(Map<String, String> details, String key) {
    try {
      return Optional.ofNullable(HeartbeatState.instant(details, key));
    } catch (DateTimeParseException e) {
      // Details of something else, or of another version.
      return Optional.empty();
    }
  }

  private CheckResult told(CheckResult judged) {
    var result = judged;
    if (state.ran() != null && tellingRun && judged.status().isUp()) {
      result = result.withLatency(state.ran());
    }
    for (var detail : details().entrySet()) {
      result = result.withDetail(detail.getKey(), detail.getValue());
    }
    return result.withSamples(samples());
  }

  private Map<String, String> details() {
    var details = new LinkedHashMap<>(state.details());
    if (!telling) {
      details.computeIfPresent("output", (key, text) -> Texts.last(text, REPEATED_OUTPUT));
    }
    plan.deadline(known()).ifPresent(at -> details.put("expected_until", at.toString()));
    details.put(SINCE, since.toString());
    if (unwatched != null && unseen != null) {
      details.put(UNWATCHED, unwatched.toString());
      details.put(UNSEEN, unseen.toString());
    }
    return details;
  }

  private List<Sample> samples() {
    var samples = new ArrayList<Sample>();
    if (state.succeeded() != null) {
      samples.add(
          Sample.gauge(
              "heartbeat_last_success_timestamp_seconds", state.succeeded().toEpochMilli() / 1e3));
    }
    if (state.ran() != null) {
      samples.add(Sample.gauge("heartbeat_run_seconds", state.ran().toMillis() / 1e3));
    }
    if (state.exitCode() != null) {
      samples.add(Sample.gauge("heartbeat_exit_code", state.exitCode()));
    }
    return samples;
  }

  /** What those must know who report from outside. */
  Optional<Secret> token() {
    return Optional.ofNullable(token);
  }

  /** What is known after a report, on top of what is stored. */
  HeartbeatState after(Optional<HeartbeatState> stored, HeartbeatReport report, Instant now) {
    synchronized (lock) {
      return report.after(stored.orElse(state).notAfter(now), now, plan.longest());
    }
  }

  /** Takes what was stored, unless it knows something newer. */
  void take(HeartbeatState stored, long storedVersion, boolean isNews) {
    synchronized (lock) {
      if (storedVersion <= version) {
        return;
      }
      boolean known = stored.isAfterTheReportsOf(state);
      state = known && !isNews && !state.running() ? stored.lost() : stored;
      version = storedVersion;
      news |= isNews;
      if (isNews) {
        forgive();
      } else if (looked && !known) {
        unwatched = null;
        unseen = null;
        excuse();
      }
    }
  }

  /** A success ends all waiting. */
  private void forgive() {
    if (known().anchor() != null) {
      unwatched = null;
      unseen = null;
    }
  }

  /** Whether something was reported that no run has judged. */
  boolean hasNews() {
    synchronized (lock) {
      return news;
    }
  }

  /** What is expected: {@code heartbeat every 1d, grace 30m}. */
  @Override
  public String toString() {
    return "heartbeat " + plan;
  }

  /** Builds a {@link HeartbeatCheck}. Confine to one thread. */
  public static final class Builder {
    private final @Nullable Schedule schedule;
    private final @Nullable Duration period;
    private Duration grace = Duration.ofMinutes(5);
    private @Nullable Duration longest;
    private @Nullable Secret token;

    private Builder(@Nullable Schedule schedule, @Nullable Duration period) {
      this.schedule = schedule;
      this.period = period;
    }

    /** How much later than expected a success may come; default 5 minutes, at most 366 days. */
    public Builder grace(Duration grace) {
      this.grace = requireNonNull(grace, "grace");
      return this;
    }

    /**
     * How long a run may take whose start was reported; default: any time. Give it to jobs that run
     * for longer than the grace, so that a run under way is not taken for a missing one.
     */
    public Builder longest(Duration longest) {
      this.longest = requireNonNull(longest, "longest");
      return this;
    }

    /**
     * What those must know who report from outside; at least 16 characters. Default: nobody may,
     * and reports come from this program only.
     */
    public Builder token(Secret token) {
      this.token = requireNonNull(token, "token");
      return this;
    }

    /** What is wrong, with the options of the configuration as keys. */
    List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      requireBetween("expect-every", period, SHORTEST, problems);
      requireBetween("grace", grace, Duration.ZERO, problems);
      requireBetween("longest", longest, SHORTEST, problems);
      if (token != null && token.reveal().length() < SHORTEST_TOKEN) {
        problems.add(
            new Problem("", "token", "must have at least " + SHORTEST_TOKEN + " characters"));
      }
      return problems;
    }

    private static void requireBetween(
        String key, @Nullable Duration value, Duration least, List<Problem> problems) {
      if (value != null && (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0)) {
        problems.add(
            new Problem(
                "",
                key,
                "must be "
                    + Durations.format(least)
                    + " to "
                    + Durations.format(LONGEST)
                    + ", but is "
                    + Durations.format(value)));
      }
    }

    /**
     * The check.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public HeartbeatCheck build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(Texts.problems(problems));
      }
      var expected = schedule == null ? Schedules.every(requireNonNull(period)) : schedule;
      return new HeartbeatCheck(new HeartbeatPlan(expected, grace, longest), token);
    }
  }
}
