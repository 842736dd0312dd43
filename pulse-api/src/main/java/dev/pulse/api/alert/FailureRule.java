package dev.pulse.api.alert;

import static java.util.Objects.requireNonNull;

/**
 * Opens an incident after several {@link dev.pulse.api.model.Status#FAIL} outcomes in a row, and
 * closes it after several outcomes that were up. An {@link dev.pulse.api.model.Status#UNKNOWN}
 * outcome neither breaks nor continues a row: nobody knows what it would have been.
 *
 * <p>Defaults: name {@code downtime}, {@link Severity#CRITICAL}, opened after 3, closed after 2.
 * Immutable; each method returns a changed copy.
 */
public final class FailureRule implements AlertRule {
  private final String name;
  private final Severity severity;
  private final int after;
  private final int recoverAfter;

  FailureRule(String name, Severity severity, int after, int recoverAfter) {
    this.name = RuleParts.requireName(name);
    this.severity = requireNonNull(severity, "severity");
    this.after = RuleParts.requireCount("after", after);
    this.recoverAfter = RuleParts.requireCount("recoverAfter", recoverAfter);
  }

  /** This rule under another name: a letter, then letters, digits and {@code _.-}, 100 at most. */
  public FailureRule named(String name) {
    return new FailureRule(name, severity, after, recoverAfter);
  }

  /** This rule with another severity. */
  public FailureRule severity(Severity severity) {
    return new FailureRule(name, severity, after, recoverAfter);
  }

  /**
   * This rule with another number of failures in a row that open an incident.
   *
   * @throws IllegalArgumentException unless 1 to 1000
   */
  public FailureRule after(int failures) {
    return new FailureRule(name, severity, failures, recoverAfter);
  }

  /**
   * This rule with another number of good outcomes in a row that close an incident.
   *
   * @throws IllegalArgumentException unless 1 to 1000
   */
  public FailureRule recoverAfter(int successes) {
    return new FailureRule(name, severity, after, successes);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Severity severity() {
    return severity;
  }

  /** How many failures in a row open an incident. */
  public int after() {
    return after;
  }

  /** How many good outcomes in a row close an incident. */
  public int recoverAfter() {
    return recoverAfter;
  }

  @Override
  public String toString() {
    return name
        + ": after failures in a row: "
        + after
        + ", until successes in a row: "
        + recoverAfter;
  }
}
