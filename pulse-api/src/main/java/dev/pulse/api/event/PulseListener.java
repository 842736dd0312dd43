package dev.pulse.api.event;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.notify.DeliveryEvent;
import java.time.Duration;
import java.util.List;

/**
 * Sees every step of Pulse and can change none: for metrics, live pages, event buses, logs.
 *
 * <p>Methods are called on the threads that do the work, possibly several at once, and must return
 * quickly; hand longer work to a thread of your own. What a listener throws is logged and goes no
 * further, errors included. A listener may call Pulse, and close it. For one registration its runs
 * are told in order: started, outcome, stored; of {@link #onSkipped} and {@link #onRemoved} only
 * that it happened.
 */
public interface PulseListener {
  /** A registration was added. */
  default void onRegistered(Registration registration) {}

  /**
   * A registration was removed: none of its runs begins or ends any more, but one that was ending
   * at that moment. What it left behind may still be told as stored, and its incidents as resolved.
   */
  default void onRemoved(Registration registration) {}

  /** A run begins. */
  default void onStarted(Registration registration) {}

  /** A run that was due did not happen, because the previous one had not ended. */
  default void onSkipped(Registration registration) {}

  /**
   * A run was abandoned: its thread was interrupted at the deadline and did not return. The outcome
   * follows; the thread is lost until the check returns.
   *
   * @param waited how long after the deadline the engine gave up
   */
  default void onAbandoned(Registration registration, Duration waited) {}

  /** A run ended. Its outcome is not stored yet; see {@link #onStored}. */
  default void onOutcome(Registration registration, Outcome outcome) {}

  /** Outcomes were written to the store, in the order in which the runs ended. */
  default void onStored(List<Outcome> outcomes) {}

  /** An incident was opened, changed or closed, and the store has it. */
  default void onIncident(IncidentEvent event) {}

  /** A message was delivered, or was not, and the store knows. */
  default void onDelivery(DeliveryEvent event) {}
}
