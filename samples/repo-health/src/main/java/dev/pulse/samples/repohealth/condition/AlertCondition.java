package dev.pulse.samples.repohealth.condition;

import dev.pulse.core.condition.FactCondition;
import dev.pulse.core.condition.Facts;
import dev.pulse.core.condition.RuleCondition;
import java.util.List;
import java.util.Set;

/**
 * The condition of a rule, and what it is about: one of the vulnerabilities of a repository, one of
 * its builds, or the repository as it stands after a scan. Immutable and thread-safe.
 */
public final class AlertCondition {
  private static final String VULNERABILITY = "vulnerability.";
  private static final String BUILD = "build.";

  private final FactCondition condition;
  private final Scope scope;

  /** What a condition is judged for. */
  public enum Scope {
    /** Each vulnerability that is open after a scan. */
    VULNERABILITY,
    /** Each build that has succeeded or failed. */
    BUILD,
    /** The repository after a scan. */
    REPOSITORY
  }

  private AlertCondition(FactCondition condition, Scope scope) {
    this.condition = condition;
    this.scope = scope;
  }

  /**
   * Reads a condition.
   *
   * @throws IllegalArgumentException when it cannot be read, with line and column; or when it
   *     speaks of vulnerabilities and builds together, of which neither belongs to the other
   */
  public static AlertCondition of(String expression) {
    var condition = FactCondition.of(expression);
    boolean vulnerability = speaksOf(condition.names(), VULNERABILITY);
    boolean build = speaksOf(condition.names(), BUILD);
    if (vulnerability && build) {
      throw new IllegalArgumentException(
          "a condition is about vulnerabilities or about builds, but this one names both: "
              + condition.names().stream()
                  .filter(name -> name.startsWith(VULNERABILITY) || name.startsWith(BUILD))
                  .toList());
    }
    return new AlertCondition(
        condition, vulnerability ? Scope.VULNERABILITY : build ? Scope.BUILD : Scope.REPOSITORY);
  }

  private static boolean speaksOf(Set<String> names, String kind) {
    return names.stream().anyMatch(name -> name.startsWith(kind));
  }

  /** What it is judged for. */
  public Scope scope() {
    return scope;
  }

  /** Whether it has a name in it. */
  public boolean names(String name) {
    return condition.names().contains(name);
  }

  /** Whether it holds, does not, or cannot be told because something could not be read. */
  public RuleCondition.Truth judge(Facts facts) {
    return condition.judge(facts);
  }

  /** The names in it that have no value, sorted. */
  public List<String> without(Facts facts) {
    return condition.names().stream().filter(facts::isWithoutValue).toList();
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
