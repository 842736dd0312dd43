package dev.pulse.samples.executions;

import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import java.time.Duration;
import java.time.Instant;

/** Fails with an execution that noted an error, whatever its state. */
final class ExecutionErrorCheck extends ScanCheck {
  private static final Reason ERROR = Reason.of("bboostd.execution_error");

  ExecutionErrorCheck(ScanBook book, Duration longestAge) {
    super(book, longestAge);
  }

  @Override
  Verdict judge(Execution execution, Instant now) {
    return execution.hasError()
        ? new Verdict(Status.FAIL, String.valueOf(execution.error()))
        : new Verdict(Status.PASS, "no error");
  }

  @Override
  Reason reason() {
    return ERROR;
  }
}
