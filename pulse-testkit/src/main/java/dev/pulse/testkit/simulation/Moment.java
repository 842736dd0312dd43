package dev.pulse.testkit.simulation;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import java.time.Instant;

/** What is to happen at one moment of a simulation, in the order of the calls. */
public final class Moment {
  private final PulseSimulation simulation;
  private final World world;
  private final Instant at;

  Moment(PulseSimulation simulation, World world, Instant at) {
    this.simulation = simulation;
    this.world = world;
    this.at = at;
  }

  /** From now on a check fails. */
  public Moment fails(String check) {
    return answers(check, CheckResult.fail(Reason.STATUS, "fails, as scripted"));
  }

  /** From now on a check warns. */
  public Moment warns(String check) {
    return answers(check, CheckResult.warn(Reason.STATUS, "warns, as scripted"));
  }

  /** From now on a check passes. */
  public Moment passes(String check) {
    return answers(check, CheckResult.pass("passes, as scripted"));
  }

  /** From now on nobody knows how a check stands. */
  public Moment isUnknown(String check) {
    return answers(check, CheckResult.unknown(Reason.ERROR, "unknown, as scripted"));
  }

  /** From now on a check answers this. */
  public Moment answers(String check, CheckResult result) {
    return does(() -> world.script(check).answers(result));
  }

  /** From now on a channel takes no messages. */
  public Moment goesDown(String channel) {
    return does(() -> world.receiver(channel).down(true));
  }

  /** From now on a channel takes messages again. */
  public Moment comesBack(String channel) {
    return does(() -> world.receiver(channel).down(false));
  }

  /** Something is done, such as a silence that is set. */
  public Moment does(Runnable action) {
    simulation.plan(at, action);
    return this;
  }
}
