package dev.pulse.samples.uptimeguard;

/**
 * Where events leave the guard. Publishing never blocks and never fails: a bus that is away counts.
 */
interface EventBus extends AutoCloseable {
  /** The subject of stored probes. */
  String PROBES = "probe.results";

  /** The subject of incidents that began. */
  String STARTED = "incidents.started";

  /** The subject of incidents that ended. */
  String RESOLVED = "incidents.resolved";

  /** Is told how publishing goes. */
  interface Tally {
    /** An event was handed to the bus. */
    void published(String subject);

    /** An event was dropped. */
    void failed(String subject);
  }

  /** Publishes an event, or drops and counts it. */
  void publish(String subject, String json);

  @Override
  void close();

  /** The bus of a guard that has none. */
  static EventBus none() {
    return new EventBus() {
      @Override
      public void publish(String subject, String json) {}

      @Override
      public void close() {}
    };
  }
}
