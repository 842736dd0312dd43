package dev.pulse.testkit.simulation;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;

/** Answers what it was told last. Thread-safe. */
final class ScriptedCheck implements Check {
  private volatile CheckResult answer = CheckResult.pass("as scripted");

  void answers(CheckResult result) {
    answer = result;
  }

  @Override
  public CheckResult run(CheckContext context) {
    return answer;
  }
}
