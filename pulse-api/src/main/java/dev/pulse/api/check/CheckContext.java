package dev.pulse.api.check;

import dev.pulse.api.model.RunContext;
import java.util.Optional;

/** What a {@link Check} receives when it runs. Implemented by Pulse only, so that it can grow. */
public interface CheckContext extends RunContext {
  /** How the last completed run of this registration ended, also across a restart. */
  Optional<Outcome> previous();

  /**
   * How the last completed run of another registration ended, also across a restart: for checks
   * that judge other checks.
   *
   * @param check the name of a registration
   * @return empty when there is no registration of that name, or it has never run
   */
  Optional<Outcome> latest(String check);

  /**
   * Whether a condition will be judged on what the target says, so that it is worth keeping; see
   * {@link CheckResult#withBody}.
   */
  boolean bodyWanted();

  /** Which try this is: 1 for the first, more when earlier tries of the same run did not pass. */
  int attempt();
}
