package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Durations;
import dev.pulse.api.model.Status;
import java.time.Duration;
import java.time.Instant;

/** Warns of an execution that has been running for too long. */
final class StuckExecutionCheck extends ScanCheck {
  private static final Reason STUCK = Reason.of("bboostd.execution_stuck");

  private final Duration stuckAfter;

  StuckExecutionCheck(ScanBook book, Duration longestAge, Duration stuckAfter) {
    super(book, longestAge);
    this.stuckAfter = requireNonNull(stuckAfter, "stuckAfter");
  }

  @Override
  Verdict judge(Execution execution, Instant now) {
    return execution.runsLongerThan(stuckAfter, now)
        ? new Verdict(
            Status.WARN,
            "running for more than "
                + Durations.format(stuckAfter)
                + ", since "
                + execution.startTimestamp())
        : new Verdict(Status.PASS, execution.stateLabel());
  }

  @Override
  Reason reason() {
    return STUCK;
  }
}
