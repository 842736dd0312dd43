package dev.pulse.core.check;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Durations;
import dev.pulse.api.schedule.Interval;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.core.internal.heartbeat.HeartbeatState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When a job should report, and what it means when it did or did not. Thread-safe. */
final class HeartbeatPlan {
  /** How much ahead the clock of a job may be. */
  private static final Duration EARLY = Duration.ofMinutes(1);

  private final Schedule schedule;
  private final Duration grace;
  private final @Nullable Duration longest;

  /** The last answer of the schedule: asking it is dear, and the question changes once a run. */
  private volatile @Nullable Due last;

  /** When something is due, counted from a success or from when waiting began. */
  private record Due(boolean fromSuccess, Instant from, Optional<Instant> at) {}

  /**
   * What is known at one moment.
   *
   * @param state what was reported
   * @param since since when a first report is waited for
   * @param unwatched until when nobody could have taken a report that was due, if that happened
   * @param unseen when that report was due at the latest
   */
  record Knowledge(
      HeartbeatState state, Instant since, @Nullable Instant unwatched, @Nullable Instant unseen) {
    /** The last success, when it is from there that the next is expected. */
    @Nullable Instant anchor() {
      var success = state.succeeded();
      return success == null || (unwatched != null && unwatched.isAfter(success)) ? null : success;
    }

    /** From when on a success is expected while there is none to count from. */
    Instant waiting() {
      return unwatched != null && unwatched.isAfter(since) ? unwatched : since;
    }
  }

  /**
   * A plan.
   *
   * @param schedule when it should succeed
   * @param grace how much later is late
   * @param longest how long a run may take; any time when not given
   */
  HeartbeatPlan(Schedule schedule, Duration grace, @Nullable Duration longest) {
    this.schedule = schedule;
    this.grace = grace;
    this.longest = longest;
  }

  @Nullable Duration longest() {
    return longest;
  }

  /** When a success must be there; empty when the schedule has ended. */
  Optional<Instant> deadline(Knowledge known) {
    return due(known).map(at -> extended(at.plus(grace), known.state()));
  }

  private Optional<Instant> due(Knowledge known) {
    var anchor = known.anchor();
    boolean fromSuccess = anchor != null;
    var from = anchor == null ? known.waiting() : anchor;
    var due = last;
    if (due == null || due.fromSuccess() != fromSuccess || !due.from().equals(from)) {
      due = new Due(fromSuccess, from, fromSuccess ? after(from) : schedule.next(from));
      last = due;
    }
    return due.at();
  }

  /**
   * When a success is followed by the next. One that comes a moment before its time is not taken
   * for the one before: clocks differ. A moment is a minute, at most a tenth of the distance.
   */
  private Optional<Instant> after(Instant success) {
    var next = schedule.next(success);
    var following =
        schedule instanceof Interval ? Optional.<Instant>empty() : next.flatMap(schedule::next);
    if (next.isEmpty() || following.isEmpty()) {
      return next;
    }
    var tenth = Duration.between(next.get(), following.get()).dividedBy(10);
    var early = tenth.compareTo(EARLY) < 0 ? tenth : EARLY;
    return success.plus(early).isBefore(next.get()) ? next : following;
  }

  /**
   * A run that began in time may end later than the deadline, if it is said how long it may take.
   * One that begins after the deadline moves nothing, or a job that dies in each run would never be
   * noticed.
   */
  private Instant extended(Instant deadline, HeartbeatState state) {
    var begun = state.started();
    boolean inTime = begun != null && !begun.isAfter(deadline);
    return endOfRun(state).filter(end -> inTime && end.isAfter(deadline)).orElse(deadline);
  }

  /** When the run under way must have ended. */
  private Optional<Instant> endOfRun(HeartbeatState state) {
    return state.running() && state.started() != null && longest != null
        ? Optional.of(state.started().plus(longest))
        : Optional.empty();
  }

  /**
   * What became due between two moments without having come, and was not yet trouble at the first.
   */
  Optional<Instant> missedBetween(Instant from, Instant to, Knowledge known) {
    if (known.state().failing()) {
      return Optional.empty();
    }
    return Stream.concat(deadline(known).stream(), endOfRun(known.state()).stream())
        .min(Instant::compareTo)
        .filter(at -> at.isAfter(from) && at.isBefore(to));
  }

  /** How the job is. */
  CheckResult judge(Knowledge known, Instant now) {
    var state = known.state();
    if (state.failing() && state.failed() != null) {
      return CheckResult.fail(
          HeartbeatCheck.FAILED, failure(state, state.failed(), now) + underWay(state, now));
    }
    var end = endOfRun(state);
    if (end.isPresent() && now.isAfter(end.get())) {
      return CheckResult.fail(HeartbeatCheck.TOO_LONG, tooLong(state, now));
    }
    var deadline = deadline(known);
    if (deadline.isPresent() && now.isAfter(deadline.get())) {
      return CheckResult.fail(
          Reason.MISSED, overdue(state, deadline.get(), now) + underWay(state, now));
    }
    var next = deadline.map(at -> "expected until " + time(at)).orElse("nothing more is expected");
    var success = known.anchor();
    if (success != null) {
      return CheckResult.pass(success(state, success, now) + underWay(state, now));
    }
    return CheckResult.unknown(Reason.NO_DATA, waiting(known) + "; " + next + underWay(state, now));
  }

  private static String success(HeartbeatState state, Instant at, Instant now) {
    return "last success "
        + ago(at, now)
        + (state.ran() == null ? "" : ", ran for " + Texts.roughly(state.ran()));
  }

  private static String failure(HeartbeatState state, Instant at, Instant now) {
    return "failed "
        + ago(at, now)
        + (state.exitCode() == null ? "" : " with exit code " + state.exitCode())
        + (state.ran() == null ? "" : ", ran for " + Texts.roughly(state.ran()));
  }

  private String tooLong(HeartbeatState state, Instant now) {
    return "has been running for "
        + Texts.roughly(age(state.started(), now))
        + ", allowed are "
        + (longest == null ? "" : Durations.format(longest));
  }

  private static String overdue(HeartbeatState state, Instant deadline, Instant now) {
    return "expected until "
        + time(deadline)
        + ", overdue by "
        + Texts.roughly(age(deadline, now))
        + (state.succeeded() == null
            ? "; no success was ever reported"
            : "; the last success was " + ago(state.succeeded(), now));
  }

  private static String waiting(Knowledge known) {
    if (known.unseen() != null && known.unwatched() != null) {
      return "Pulse was not running when a report was due at "
          + time(known.unseen())
          + " and may have missed it";
    }
    return known.state().started() == null
        ? "nothing was reported yet"
        : "no success was reported yet";
  }

  private static String underWay(HeartbeatState state, Instant now) {
    return state.running() ? "; running for " + Texts.roughly(age(state.started(), now)) : "";
  }

  private static String ago(Instant at, Instant now) {
    return Texts.roughly(age(at, now)) + " ago";
  }

  private static Duration age(@Nullable Instant at, Instant now) {
    var age = at == null ? Duration.ZERO : Duration.between(at, now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  @Override
  public String toString() {
    return schedule
        + ", grace "
        + Durations.format(grace)
        + (longest == null ? "" : ", longest " + Durations.format(longest));
  }
}
