package dev.pulse.samples.repohealth.scan;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who listen, told one thing at a time. Thread-safe. */
final class Audience {
  private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

  private final List<ScanListener> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock talking = new ReentrantLock();

  void add(ScanListener listener) {
    listeners.add(listener);
  }

  void scanned(ScannedRepository repository) {
    tell(listener -> listener.scanned(repository));
  }

  void left(String repository) {
    tell(listener -> listener.left(repository));
  }

  void warned(String text) {
    tell(listener -> listener.warned(text));
  }

  void ended(ScanReport report) {
    tell(listener -> listener.ended(report));
  }

  private void tell(Consumer<ScanListener> news) {
    talking.lock();
    try {
      for (ScanListener listener : listeners) {
        try {
          news.accept(listener);
        } catch (RuntimeException e) {
          LOG.error("A listener of scans failed", e);
        }
      }
    } finally {
      talking.unlock();
    }
  }
}
