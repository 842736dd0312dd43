package dev.pulse.api.alert;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.model.Signal;
import java.util.function.Supplier;

/**
 * What an {@link AlertRule} watches for. Each outcome is bad, good, or says nothing in the eyes of
 * a trigger; the rule says how many and how long. Made by the factories of the rule. Immutable.
 *
 * <p>More kinds will come: do not write a switch that must be complete.
 */
public sealed interface Trigger {
  /**
   * Bad is {@link dev.pulse.api.model.Status#FAIL}, good is what is up; an unknown outcome says
   * nothing: nobody knows what it would have been.
   */
  record Failing() implements Trigger {
    @Override
    public String toString() {
      return "failing";
    }
  }

  /**
   * Bad is {@link dev.pulse.api.model.Status#WARN}, good is {@link
   * dev.pulse.api.model.Status#PASS}. A failure is no better than a warning and another rule's
   * affair, and an unknown outcome says nothing.
   */
  record Warning() implements Trigger {
    @Override
    public String toString() {
      return "warning";
    }
  }

  /** Bad is {@link dev.pulse.api.model.Status#UNKNOWN}, good is every other status. */
  record Unknown() implements Trigger {
    @Override
    public String toString() {
      return "unknown";
    }
  }

  /**
   * Bad is a number that a detector calls anomalous, good is a normal one; while it learns or is
   * not sure it says nothing. The incident also ends when the detector takes the new level as its
   * baseline.
   *
   * <p>A latency or a sample is observed only in outcomes that were up: how fast a target fails
   * says nothing about how fast it answers. {@link Signal#failures()} is observed in every known
   * outcome except those of a downtime: while an incident of a {@link Failing} rule of the same
   * registration is open the detector sees nothing, and the failures that led to it are taken back,
   * because an outage is one incident and not two.
   *
   * <p>While another incident of the same registration is open, values are judged, but nothing is
   * learnt for good: when it is closed the detector goes back to what it knew before, because what
   * is measured during trouble is not what is usual. An incident of this rule is the detector's own
   * affair; once it is open, what the detector learns stays.
   *
   * @param signal the number that is watched
   * @param detector makes a detector that has seen nothing
   * @param learnsInIncidents whether it learns for good while another incident of the same
   *     registration is open
   */
  record Anomalous(Signal signal, Supplier<? extends Detector> detector, boolean learnsInIncidents)
      implements Trigger {
    /** A trigger; all parts are needed. */
    public Anomalous {
      requireNonNull(signal, "signal");
      requireNonNull(detector, "detector");
    }

    @Override
    public String toString() {
      return signal + " anomalous";
    }
  }

  /**
   * Follows every finding by its key, and has an incident for each. Bad is a finding that fails,
   * good one that passes, or is not there any more. An unknown finding says nothing; neither does
   * an unknown outcome, nor one that failed without any finding, about those that were there
   * before.
   *
   * @param includesWarnings whether a finding that warns is bad; otherwise it is good
   */
  record EachFinding(boolean includesWarnings) implements Trigger {
    @Override
    public String toString() {
      return includesWarnings ? "finding or warning" : "finding";
    }
  }

  /**
   * Bad is when an expression holds, good is when it does not; when a value that it needs is
   * missing, it says nothing. One that speaks of findings is judged for each of them, and has an
   * incident for each.
   *
   * @param expression in the language of conditions of pulse-core, which lists the names
   */
  record Condition(String expression) implements Trigger {
    /** A trigger; there must be an expression. */
    public Condition {
      if (requireNonNull(expression, "expression").isBlank()) {
        throw new IllegalArgumentException("a condition must not be blank");
      }
    }

    @Override
    public String toString() {
      return expression;
    }
  }
}
