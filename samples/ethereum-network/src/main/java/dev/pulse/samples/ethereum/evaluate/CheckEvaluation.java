package dev.pulse.samples.ethereum.evaluate;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Status;
import dev.pulse.samples.ethereum.node.Layer;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How the nodes of a network did in one check. A node fails when the failing query names it, passes
 * when only the presence query does, and is unknown otherwise; where a query had no answer, nobody
 * passes. Immutable.
 */
public final class CheckEvaluation {
  private final HealthCheck check;
  private final SortedSet<String> failing;
  private final SortedSet<String> passing;
  private final SortedSet<String> unknown;
  private final List<String> errors;
  private final Map<String, String> measured;

  private CheckEvaluation(
      HealthCheck check,
      SortedSet<String> failing,
      SortedSet<String> passing,
      SortedSet<String> unknown,
      List<String> errors,
      Map<String, String> measured) {
    this.check = check;
    this.failing = Collections.unmodifiableSortedSet(failing);
    this.passing = Collections.unmodifiableSortedSet(passing);
    this.unknown = Collections.unmodifiableSortedSet(unknown);
    this.errors = List.copyOf(errors);
    this.measured = Map.copyOf(measured);
  }

  /**
   * The evaluation of a check.
   *
   * @param failing the nodes that the failing query names
   * @param present the nodes that the presence query names
   * @param expected all nodes that are expected
   * @param errors why queries had no answer; empty when both had one
   */
  public static CheckEvaluation of(
      HealthCheck check,
      Collection<String> failing,
      Collection<String> present,
      Collection<String> expected,
      List<String> errors) {
    var passing = new TreeSet<String>();
    if (errors.isEmpty()) {
      passing.addAll(present);
      passing.removeAll(failing);
    }
    var unknown = new TreeSet<String>(expected);
    unknown.addAll(present);
    unknown.removeAll(failing);
    unknown.removeAll(passing);
    return new CheckEvaluation(
        requireNonNull(check, "check"), new TreeSet<>(failing), passing, unknown, errors, Map.of());
  }

  /** This evaluation with what was measured of the nodes that fail; default: nothing. */
  CheckEvaluation with(Map<String, Double> values) {
    var said = new HashMap<String, String>();
    values.forEach((node, value) -> said.put(node, check.measured(value)));
    return new CheckEvaluation(check, failing, passing, unknown, errors, said);
  }

  /** What identifies the check. */
  public String id() {
    return check.id();
  }

  /** What people call the check. */
  public String name() {
    return check.name();
  }

  /** The layer that the check looks at. */
  public Layer layer() {
    return check.layer();
  }

  /** What the log calls the nodes that fail. */
  public String detailKey() {
    return check.detailKey();
  }

  /** What lets a node fail, in a few words; empty where the check does not say. */
  public String rule() {
    return check.rule();
  }

  /** What was measured of a node that fails, such as {@code 7 blocks behind}. */
  public Optional<String> measured(String node) {
    return Optional.ofNullable(measured.get(node));
  }

  /** The nodes that fail; sorted, unmodifiable. */
  public SortedSet<String> failing() {
    return failing;
  }

  /** The nodes that pass; sorted, unmodifiable. */
  public SortedSet<String> passing() {
    return passing;
  }

  /** The nodes of which nobody knows; sorted, unmodifiable. */
  public SortedSet<String> unknown() {
    return unknown;
  }

  /** Why queries had no answer; empty when both had one. */
  public List<String> errors() {
    return errors;
  }

  /**
   * {@link Status#FAIL} with at least one failing node; else {@link Status#UNKNOWN} when a query
   * had no answer or named no node; else {@link Status#WARN} when some node is unknown; else {@link
   * Status#PASS}.
   */
  public Status status() {
    if (!failing.isEmpty()) {
      return Status.FAIL;
    }
    if (!errors.isEmpty() || passing.isEmpty()) {
      return Status.UNKNOWN;
    }
    return unknown.isEmpty() ? Status.PASS : Status.WARN;
  }

  /**
   * How a node did: {@link Status#FAIL}, {@link Status#PASS} or {@link Status#UNKNOWN}; empty for a
   * node that is not expected any more. Where a query had no answer nobody is gone: then it is
   * unknown.
   */
  public Optional<Status> state(String node) {
    if (failing.contains(node)) {
      return Optional.of(Status.FAIL);
    }
    if (passing.contains(node)) {
      return Optional.of(Status.PASS);
    }
    return unknown.contains(node) || status() == Status.UNKNOWN || !errors.isEmpty()
        ? Optional.of(Status.UNKNOWN)
        : Optional.empty();
  }

  /** The check, its status and how many nodes fail. */
  @Override
  public String toString() {
    return id() + " " + status() + ", " + failing.size() + " failing";
  }
}
