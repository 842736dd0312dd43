package dev.pulse.core.condition;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition of a rule ({@link dev.pulse.api.alert.AlertRule#when}): what is bad about an outcome,
 * or about one finding in it. The language is that of {@link Condition}, without {@code json(…)}:
 * outcomes do not keep what the target said. {@link Conditions}, its neighbour, judges the result
 * of a check while it runs, and has other names.
 *
 * <table>
 * <caption>Names</caption>
 * <tr><td>{@code status}</td><td>{@code 'pass'}, {@code 'warn'}, {@code 'unknown'} or {@code
 *     'fail'}</td></tr>
 * <tr><td>{@code reason}, {@code summary}</td><td>the code of the reason, empty when it passes; the
 *     line for people</td></tr>
 * <tr><td>{@code latency}</td><td>in milliseconds</td></tr>
 * <tr><td>{@code samples.queue_depth}, {@code queue_depth.value}</td><td>the sample without labels,
 *     or else the only one of that name</td></tr>
 * <tr><td>{@code queue_depth.previous}</td><td>its value in the last outcome before that had
 *     one</td></tr>
 * <tr><td>{@code queue_depth.delta}</td><td>the difference, rounded to four decimals; the sample of
 *     a scorer is {@code score}</td></tr>
 * <tr><td>{@code details.status_code}</td><td>a detail</td></tr>
 * <tr><td>{@code labels.team}</td><td>a label of the target or of the rule</td></tr>
 * <tr><td>{@code finding.key}, {@code finding.status}, {@code finding.text}, {@code
 *     finding.labels.severity}</td><td>of each finding</td></tr>
 * <tr><td>{@code vulnerability.severity}</td><td>the label {@code severity} of each finding whose
 *     label {@code kind} is {@code vulnerability}</td></tr>
 * </table>
 *
 * <p>A condition with one of the last two is judged for each finding. Another name is an error, and
 * so is a status that there is not. A name without value leaves the condition undecided, as soon as
 * it is needed.
 *
 * <p>Immutable and thread-safe.
 */
public final class RuleCondition {
  private static final String KIND = "kind";

  private final Condition condition;
  private final Set<String> changing;
  private final boolean perFinding;
  private final @Nullable String findingKind;

  /** What became of a condition. */
  public enum Truth {
    /** It is true. */
    HOLDS,
    /** It is false. */
    DOES_NOT_HOLD,
    /** A value that would decide it is missing. */
    UNDECIDED
  }

  /**
   * What a condition is judged on.
   *
   * @param outcome the outcome
   * @param labels those of target and rule
   * @param previous the values before of samples, by name; see {@link #changing}
   * @param finding the finding; null for conditions that speak of none
   */
  public record Facts(
      Outcome outcome, Labels labels, Map<String, Double> previous, @Nullable Finding finding) {
    /** Facts; all but the finding are needed. */
    public Facts {
      requireNonNull(outcome, "outcome");
      requireNonNull(labels, "labels");
      requireNonNull(previous, "previous");
    }
  }

  private RuleCondition(Condition condition, RuleNames names) {
    this.condition = condition;
    this.changing = Set.copyOf(names.changing());
    this.perFinding = names.isPerFinding();
    this.findingKind = names.findingKind();
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException when it cannot be read or has an unknown name, with the line,
   *     the column, what was found and what is allowed
   */
  public static RuleCondition of(String expression) {
    var names = new RuleNames();
    return new RuleCondition(Condition.of(expression, names), names);
  }

  /** Whether it is judged for each finding. */
  public boolean isPerFinding() {
    return perFinding;
  }

  /** Whether it speaks of a finding. */
  public boolean concerns(Finding finding) {
    return perFinding
        && (findingKind == null || finding.labels().get(KIND).equals(Optional.of(findingKind)));
  }

  /** The samples whose value before it needs; unmodifiable. */
  public Set<String> changing() {
    return changing;
  }

  /** Whether it holds. */
  public Truth judge(Facts facts) {
    try {
      var value = condition.value(new RuleSource(facts));
      return value.map(holds -> holds ? Truth.HOLDS : Truth.DOES_NOT_HOLD).orElse(Truth.UNDECIDED);
    } catch (Judgement.Early e) {
      return Truth.UNDECIDED;
    }
  }

  /** The values that decide it, or what is missing, in one line. */
  public String told(Facts facts) {
    try {
      return condition.told(new RuleSource(facts));
    } catch (Judgement.Early e) {
      return e.judgement().because();
    }
  }

  /** The sample without labels, or else the only one of that name. */
  static Optional<Double> sample(CheckResult result, String name) {
    @Nullable Sample only = null;
    boolean several = false;
    for (Sample sample : result.samples()) {
      if (sample.name().equals(name)) {
        if (sample.labels().isEmpty()) {
          return Optional.of(sample.value());
        }
        several |= only != null;
        only = sample;
      }
    }
    return several ? Optional.empty() : Optional.ofNullable(only).map(Sample::value);
  }

  /** The value of a sample as conditions see it: without labels, or else the only one of it. */
  public static Optional<Double> value(Outcome outcome, String sample) {
    return sample(outcome.result(), sample);
  }

  /** The expression in one line, cut off where it gets long. */
  public String shown() {
    return condition.shown();
  }

  /** The expression as it was given. */
  @Override
  public String toString() {
    return condition.toString();
  }
}
