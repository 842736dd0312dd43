package dev.pulse.core.internal.engine;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.event.PulseListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every listener, and keeps what one throws away from the engine and the others. */
final class Listeners {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final List<PulseListener> listeners;

  Listeners(List<PulseListener> listeners) {
    this.listeners = new CopyOnWriteArrayList<>(listeners);
  }

  void add(PulseListener listener) {
    listeners.add(requireNonNull(listener, "listener"));
  }

  void remove(PulseListener listener) {
    listeners.remove(listener);
  }

  void tell(Consumer<PulseListener> event) {
    for (PulseListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (Throwable e) {
        // Also errors: one that went on from here would take the run with it, and its place.
        log.warn("A listener failed: {}", listener.getClass().getName(), e);
      }
    }
  }
}
