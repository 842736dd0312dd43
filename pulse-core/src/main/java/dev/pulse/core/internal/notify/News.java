package dev.pulse.core.internal.notify;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What listeners are still to be told. It is put down at the moment it happens, under whatever
 * locks, and told in that order by a thread that holds none: a listener may call Pulse, and wait
 * for others that do. Thread-safe.
 */
final class News {
  private static final Logger log = LoggerFactory.getLogger(News.class);

  private final List<DeliveryListener> listeners = new CopyOnWriteArrayList<>();
  private final Object lock = new Object();
  private final Queue<Consumer<DeliveryListener>> untold = new ArrayDeque<>();
  private boolean telling;

  /** Who is told. */
  List<DeliveryListener> listeners() {
    return listeners;
  }

  void add(Consumer<DeliveryListener> event) {
    synchronized (lock) {
      untold.add(event);
    }
  }

  /** Tells everything, unless somebody is at it: he tells what has come meanwhile, too. */
  void tell() {
    synchronized (lock) {
      if (telling) {
        return;
      }
      telling = true;
    }
    for (var next = next(); next.isPresent(); next = next()) {
      tell(next.get());
    }
  }

  private Optional<Consumer<DeliveryListener>> next() {
    synchronized (lock) {
      var next = untold.poll();
      telling = next != null;
      return Optional.ofNullable(next);
    }
  }

  private void tell(Consumer<DeliveryListener> event) {
    for (DeliveryListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException | Error e) {
        // Also an error: a class that a listener misses must not end what delivers.
        log.error("A listener of deliveries failed", e);
      }
    }
  }
}
