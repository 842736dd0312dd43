package dev.pulse.samples.server.api;

/** What was there before a server started, which it reads on a thread of its own. */
final class ReadPast {
  private ReadPast() {}

  /**
   * Waits until all servers that have started have read theirs. They answer without it when it
   * takes long, and are among those who ask the store until then.
   */
  static void await() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("pulse-server-past")) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
