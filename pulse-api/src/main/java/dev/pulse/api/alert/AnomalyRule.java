package dev.pulse.api.alert;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.model.Signal;
import java.util.function.Supplier;

/**
 * Opens an incident at the first anomalous verdict of a detector, and closes it after several
 * normal ones in a row, or when the detector has taken the new level as its baseline.
 *
 * <p>A latency or a sample is observed only in outcomes that were up: how fast a target fails says
 * nothing about how fast it answers. {@link Signal#failures()} is observed in every known outcome
 * except those of a downtime: while an incident of a {@link FailureRule} of the same registration
 * is open the detector sees nothing, and the failures that led to it are taken back, because an
 * outage is one incident and not two.
 *
 * <p>While another incident of the same registration is open, values are judged, but nothing is
 * learnt for good: when it is closed the detector goes back to what it knew before, because what is
 * measured during trouble is not what is usual. An incident of this rule is the detector's own
 * affair; once it is open, what the detector learns stays.
 *
 * <p>Defaults: the name is that of the signal with {@code _anomaly}, {@link Severity#WARNING},
 * closed after 3 normal values, not learning in other incidents. Immutable; each method returns a
 * changed copy.
 */
public final class AnomalyRule implements AlertRule {
  private final String name;
  private final Severity severity;
  private final Signal signal;
  private final Supplier<? extends Detector> detector;
  private final int clearAfter;
  private final boolean learnsInIncidents;

  AnomalyRule(
      String name,
      Severity severity,
      Signal signal,
      Supplier<? extends Detector> detector,
      int clearAfter,
      boolean learnsInIncidents) {
    this.name = RuleParts.requireName(name);
    this.severity = requireNonNull(severity, "severity");
    this.signal = requireNonNull(signal, "signal");
    this.detector = requireNonNull(detector, "detector");
    this.clearAfter = RuleParts.requireCount("clearAfter", clearAfter);
    this.learnsInIncidents = learnsInIncidents;
  }

  /** This rule under another name: a letter, then letters, digits and {@code _.-}, 100 at most. */
  public AnomalyRule named(String name) {
    return new AnomalyRule(name, severity, signal, detector, clearAfter, learnsInIncidents);
  }

  /** This rule with another severity. */
  public AnomalyRule severity(Severity severity) {
    return new AnomalyRule(name, severity, signal, detector, clearAfter, learnsInIncidents);
  }

  /**
   * This rule with another number of normal values in a row that close an incident.
   *
   * @throws IllegalArgumentException unless 1 to 1000
   */
  public AnomalyRule clearAfter(int normal) {
    return new AnomalyRule(name, severity, signal, detector, normal, learnsInIncidents);
  }

  /**
   * This rule with or without learning from what is measured while another incident of the same
   * registration is open. With it, what happens in an incident that lasts becomes usual.
   */
  public AnomalyRule learningInIncidents(boolean learns) {
    return new AnomalyRule(name, severity, signal, detector, clearAfter, learns);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Severity severity() {
    return severity;
  }

  /** The number that is watched. */
  public Signal signal() {
    return signal;
  }

  /** Makes a detector that has seen nothing. */
  public Supplier<? extends Detector> detector() {
    return detector;
  }

  /** How many normal values in a row close an incident. */
  public int clearAfter() {
    return clearAfter;
  }

  /** Whether it learns for good while another incident of the same registration is open. */
  public boolean learnsInIncidents() {
    return learnsInIncidents;
  }

  @Override
  public String toString() {
    return name + ": while " + signal + " is anomalous, until " + clearAfter + " normal values";
  }
}
