package dev.pulse.api.notify;

import dev.pulse.api.store.Journal;

/**
 * What Pulse lends to notifiers that are made from options. Implemented by Pulse, so that it can
 * grow; in tests a lambda will do. Thread-safe.
 */
public interface NotifierContext {
  /**
   * What was measured, for notifiers that show it. Ask when there is something to send: notifiers
   * are made before Pulse is started.
   *
   * @throws IllegalStateException before Pulse is started, and where there is no history at all
   */
  Journal journal();
}
