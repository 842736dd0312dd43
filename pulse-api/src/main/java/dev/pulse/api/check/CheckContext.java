package dev.pulse.api.check;

import dev.pulse.api.model.RunContext;
import java.util.Optional;

/** What a {@link Check} receives when it runs. Implemented by Pulse only, so that it can grow. */
public interface CheckContext extends RunContext {
  /** How the last completed run of this registration ended, also across a restart. */
  Optional<Outcome> previous();

  /** Which try this is: 1 for the first, more when earlier tries of the same run did not pass. */
  int attempt();
}
