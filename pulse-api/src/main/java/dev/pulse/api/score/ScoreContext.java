package dev.pulse.api.score;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.RunContext;
import java.util.Optional;

/** What a {@link Scorer} receives when it runs. Implemented by Pulse only, so that it can grow. */
public interface ScoreContext extends RunContext {
  /**
   * How the last completed run of another registration ended, also across a restart: the facts of a
   * scorer that grades what checks and collectors found. How old it is says {@link
   * Outcome#started()}.
   *
   * @param check the name of a registration
   * @return empty when there is no registration of that name, or it has never run
   */
  Optional<Outcome> latest(String check);

  /**
   * The score of the last completed run of this registration, also across a restart; empty when
   * there was none, or it was inconclusive.
   */
  Optional<Score> previous();
}
