package dev.pulse.samples.executions;

import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import java.time.Duration;
import java.time.Instant;

/** Fails with an execution that failed, and warns of a state that nobody knows. */
final class ExecutionStateCheck extends ScanCheck {
  private static final Reason STATE = Reason.of("bboostd.execution_state");

  ExecutionStateCheck(ScanBook book, Duration longestAge) {
    super(book, longestAge);
  }

  @Override
  Verdict judge(Execution execution, Instant now) {
    var status =
        switch (execution.meaning()) {
          case PENDING, RUNNING, COMPLETED -> Status.PASS;
          case FAILED -> Status.FAIL;
          case OTHER -> Status.WARN;
        };
    return new Verdict(status, execution.stateLabel());
  }

  @Override
  Reason reason() {
    return STATE;
  }
}
