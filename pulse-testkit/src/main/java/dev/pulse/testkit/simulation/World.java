package dev.pulse.testkit.simulation;

import dev.pulse.api.check.Check;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.schedule.Scheduler;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * What a simulated Pulse is built from: time that stands still, checks and receivers on strings.
 */
public final class World {
  private final ManualClock clock;
  private final ManualScheduler scheduler;
  private final Map<String, ScriptedCheck> checks = new LinkedHashMap<>();
  private final Map<String, Receiver> receivers = new LinkedHashMap<>();

  World(ManualClock clock) {
    this.clock = clock;
    this.scheduler = new ManualScheduler(clock);
  }

  /** The clock for Pulse. */
  public InstantSource clock() {
    return clock;
  }

  /** The scheduler for Pulse. */
  public Scheduler scheduler() {
    return scheduler;
  }

  /**
   * The executor for Pulse: runs everything on the spot, so that nothing goes on beside the test.
   */
  public Executor executor() {
    return Runnable::run;
  }

  /** A check that passes until the simulation says otherwise; the same one for the same name. */
  public Check check(String name) {
    return script(name);
  }

  /**
   * A channel whose messages the simulation keeps; with the same messages for the same name. It
   * takes all of them until the simulation says otherwise.
   */
  public Channel channel(String name) {
    return Channel.of(name, receivers.computeIfAbsent(name, key -> new Receiver(clock)));
  }

  ScriptedCheck script(String check) {
    return checks.computeIfAbsent(check, key -> new ScriptedCheck());
  }

  Receiver receiver(String channel) {
    var receiver = receivers.get(channel);
    if (receiver == null) {
      throw new IllegalArgumentException(
          "there is no channel \""
              + channel
              + "\" in the simulation; there are "
              + receivers.keySet());
    }
    return receiver;
  }

  ManualScheduler time() {
    return scheduler;
  }
}
