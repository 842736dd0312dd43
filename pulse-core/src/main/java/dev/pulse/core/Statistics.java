package dev.pulse.core;

/** What the engine is doing, at a moment. Immutable. */
public final class Statistics {
  private final int registered;
  private final int running;
  private final int queued;
  private final int abandoned;
  private final int unstored;

  Statistics(int registered, int running, int queued, int abandoned, int unstored) {
    this.registered = registered;
    this.running = running;
    this.queued = queued;
    this.abandoned = abandoned;
    this.unstored = unstored;
  }

  /** How many registrations there are. */
  public int registered() {
    return registered;
  }

  /** How many runs are under way, abandoned ones not counted. */
  public int running() {
    return running;
  }

  /** How many runs are due and wait for a free place. */
  public int queued() {
    return queued;
  }

  /** How many threads are still held by checks that ignored their interruption. */
  public int abandoned() {
    return abandoned;
  }

  /** How many outcomes wait to be written. */
  public int unstored() {
    return unstored;
  }

  @Override
  public String toString() {
    return registered
        + " registered, "
        + running
        + " running, "
        + queued
        + " queued, "
        + abandoned
        + " abandoned, "
        + unstored
        + " unstored";
  }
}
