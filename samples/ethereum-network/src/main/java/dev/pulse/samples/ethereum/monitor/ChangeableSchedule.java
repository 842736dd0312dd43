package dev.pulse.samples.ethereum.monitor;

import dev.pulse.api.schedule.Schedule;
import java.time.Instant;
import java.util.Optional;

/**
 * A schedule that can be replaced while its registration stays: to remove and add a registration
 * would end its alerts. Thread-safe.
 */
final class ChangeableSchedule implements Schedule {
  private volatile Schedule current;

  ChangeableSchedule(Schedule first) {
    this.current = first;
  }

  void change(Schedule next) {
    current = next;
  }

  @Override
  public Optional<Instant> next(Instant after) {
    return current.next(after);
  }

  @Override
  public String toString() {
    return current.toString();
  }
}
