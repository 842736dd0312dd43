package dev.pulse.core.internal.alert;

import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Status;
import dev.pulse.core.condition.RuleCondition;
import java.util.Map;

/** What a rule looks for in findings. Immutable. */
interface FindingTest {
  /** Whether it is followed at all. */
  boolean concerns(Finding finding);

  /** What one finding is in its eyes. */
  Opinion opinion(Outcome outcome, Finding finding, Labels labels, Map<String, Double> previous);

  /** In short, for the saved state. */
  String trigger();

  /** What is bad about the status of a finding. */
  record OfStatus(boolean includesWarnings) implements FindingTest {
    @Override
    public boolean concerns(Finding finding) {
      return true;
    }

    @Override
    public Opinion opinion(
        Outcome outcome, Finding finding, Labels labels, Map<String, Double> previous) {
      if (finding.status() == Status.UNKNOWN) {
        return Opinion.NONE;
      }
      boolean bad =
          finding.status() == Status.FAIL || (includesWarnings && finding.status() == Status.WARN);
      return bad ? Opinion.BAD : Opinion.GOOD;
    }

    @Override
    public String trigger() {
      return includesWarnings ? "finding or warning" : "finding";
    }
  }

  /** What an expression says. */
  record OfCondition(RuleCondition condition) implements FindingTest {
    @Override
    public boolean concerns(Finding finding) {
      return condition.concerns(finding);
    }

    @Override
    public Opinion opinion(
        Outcome outcome, Finding finding, Labels labels, Map<String, Double> previous) {
      return switch (condition.judge(new RuleCondition.Facts(outcome, labels, previous, finding))) {
        case HOLDS -> Opinion.BAD;
        case DOES_NOT_HOLD -> Opinion.GOOD;
        case UNDECIDED -> Opinion.NONE;
      };
    }

    @Override
    public String trigger() {
      return ConditionText.inShort(condition.toString());
    }
  }
}
